/** One tenant's data on SQLite: one connection, one transaction at a time. */
import type { Row, Value } from '../../domain/row.ts';
import { type Clock, presentAt } from '../clock.ts';
import { foldedText } from '../folded.ts';
import { quote, type Session, type SqlValue } from '../sql/dialect.ts';
import { SqlReader } from '../sql/reader.ts';
import { beginRederiving, SqlWriter } from '../sql/writer.ts';
import type { Page, PageOfRows, PageQuery, Point, Reader, Store, StoreOptions, Writer } from '../store.ts';
import { isFolded, type Table } from '../tables.ts';
import type { Connection } from './connection.ts';
import { sqlite } from './dialect.ts';
import { readPage, readPageRows } from './page.ts';
import { writePoints } from './points.ts';

const sessionOf = (connection: Connection): Session => ({
  rows: async (sql, ...values) => connection.all(sql, ...values),
  lists: async (sql, ...values) => connection.allValues(sql, ...values),
  run: async (sql, ...values) => connection.run(sql, ...values),
});

class SqliteReader extends SqlReader {
  readonly #connection: Connection;

  constructor(connection: Connection, tenantId: number) {
    super(sessionOf(connection), sqlite, tenantId);
    this.#connection = connection;
  }

  async page(query: PageQuery): Promise<Page> {
    return readPage(this.#connection, this.tenantId, query);
  }

  async pageRows(query: PageQuery): Promise<PageOfRows> {
    return readPageRows(this.#connection, this.tenantId, query);
  }
}

class SqliteWriter extends SqlWriter {
  readonly #connection: Connection;
  /** Keys of rows that were loaded in order to change them. They most likely still exist when they are written. */
  readonly #loaded = new Set<string>();

  readonly now: number;

  constructor(connection: Connection, tenantId: number, now: number) {
    super(sessionOf(connection), sqlite, tenantId);
    this.#connection = connection;
    this.now = now;
  }

  async page(query: PageQuery): Promise<Page> {
    return readPage(this.#connection, this.tenantId, query);
  }

  async pageRows(query: PageQuery): Promise<PageOfRows> {
    return readPageRows(this.#connection, this.tenantId, query);
  }

  override async load(
    table: Table,
    column: string,
    values: readonly Value[],
    columns?: readonly string[],
  ): Promise<Row[]> {
    const rows = await super.load(table, column, values, columns);
    if (columns === undefined) for (const row of rows) this.#loaded.add(keyOf(table, row));
    return rows;
  }

  override async loadKeys(table: Table, keys: readonly Row[]): Promise<Row[]> {
    const rows = await super.loadKeys(table, keys);
    for (const row of rows) this.#loaded.add(keyOf(table, row));
    return rows;
  }

  async upsert(table: Table, rows: readonly Row[]): Promise<void> {
    const insertion = this.#connection.statement(upsertSql(table));
    const update = updateSql(this.#connection, table);
    const withFolded = isFolded(table);
    const values: SqlValue[] = [this.tenantId];
    // Sorted by key, so that a load into a large table touches neighbouring pages.
    for (const row of rows.toSorted(byFirstKey(table))) {
      table.columns.forEach(({ name }, index) => {
        values[index + 1] = sqlite.bind(row[name] ?? null);
      });
      if (withFolded) values[table.columns.length + 1] = foldedText(table, row);
      const isUpdated =
        update !== undefined && this.#loaded.has(keyOf(table, row)) && this.#connection.run(update, ...values) > 0;
      if (!isUpdated) insertion.run(...values);
    }
  }

  async update(table: Table, columns: readonly string[], rows: readonly Row[]): Promise<void> {
    const statement = this.#connection.statement(
      `UPDATE ${table.name} SET ${columns.map(equals).join(', ')} WHERE tenant_id = ? AND ${table.key.map(equals).join(' AND ')}`,
    );
    for (const row of rows) statement.run(...valuesOf(row, columns), this.tenantId, ...valuesOf(row, table.key));
  }

  async putPoints(points: readonly Point[]): Promise<void> {
    writePoints(this.#connection, this.tenantId, points);
  }

  async remove(table: Table, rows: readonly Row[]): Promise<void> {
    const key = table.key.map(equals).join(' AND ');
    const statement = this.#connection.statement(`DELETE FROM ${table.name} WHERE tenant_id = ? AND ${key}`);
    for (const row of rows) statement.run(this.tenantId, ...valuesOf(row, table.key));
  }
}

const equals = (column: string): string => `${quote(column)} = ?`;
const valuesOf = (row: Row, columns: readonly string[]): SqlValue[] =>
  columns.map((column) => sqlite.bind(row[column] as Value));

const keyOf = (table: Table, row: Row): string => [table.name, ...table.key.map((column) => row[column])].join('\0');

function byFirstKey({ key }: Table): (a: Row, b: Row) => number {
  const column = key[0] as string;
  return (a, b) => {
    const [x, y] = [a[column] as string, b[column] as string];
    return x < y ? -1 : x === y ? 0 : 1;
  };
}

/** The columns in the order in which `upsertSql` and `updateSql` take their values. */
const written = (table: Table): string[] => [
  'tenant_id',
  ...table.columns.map(({ name }) => name),
  ...(isFolded(table) ? ['folded'] : []),
];

const upserts = new Map<Table, string>();
function upsertSql(table: Table): string {
  const known = upserts.get(table);
  if (known !== undefined) return known;
  const names = written(table);
  const key = ['tenant_id', ...table.key];
  const rest = names.filter((name) => !key.includes(name));
  const sql = `INSERT INTO ${table.name} (${names.map(quote).join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT (${key.map(quote).join(', ')})
    DO ${rest.length === 0 ? 'NOTHING' : `UPDATE SET ${rest.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(', ')}`}`;
  upserts.set(table, sql);
  return sql;
}

const updates = new Map<Table, string | undefined>();
/**
 * The SQL that updates a stored row if none of its indexed columns changes; otherwise it updates no row. It takes a
 * third of the time of an upsert, which rewrites every index. The index by `modify_time` does not count: each change
 * moves its row there. Undefined if all columns are indexed.
 */
function updateSql(connection: Connection, table: Table): string | undefined {
  if (updates.has(table)) return updates.get(table);
  const indexed = connection
    .allValues(
      `SELECT info.name FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info
       WHERE NOT EXISTS (SELECT 1 FROM pragma_index_info(list.name) WHERE name = 'modify_time')`,
      table.name,
    )
    .flat();
  const names = written(table);
  const compared = (operator: string, isIndexed: boolean): string[] =>
    names.flatMap((name, index) =>
      indexed.includes(name) === isIndexed ? [`${quote(name)} ${operator} ?${index + 1}`] : [],
    );
  const changed = compared('=', false);
  const sql = `UPDATE ${table.name} SET ${changed.join(', ')} WHERE ${compared('IS', true).join(' AND ')}`;
  updates.set(table, changed.length === 0 ? undefined : sql);
  return updates.get(table);
}

/** One tenant's data in an SQLite database. */
export class SqliteStore implements Store {
  readonly #connection: Connection;
  readonly #tenantId: number;
  readonly #clock: Clock;
  readonly #options: StoreOptions;

  constructor(connection: Connection, tenantId: number, clock: Clock, options: StoreOptions = {}) {
    this.#connection = connection;
    this.#tenantId = tenantId;
    this.#clock = clock;
    this.#options = options;
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const reader = new SqliteReader(this.#connection, this.#tenantId);
    return this.#connection.exclusive(() => this.#connection.transaction('DEFERRED', () => work(reader)));
  }

  write<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    return this.#connection.exclusive(() =>
      this.#connection.transaction('IMMEDIATE', () => this.#inPresent(work), this.#options.beforeCommit),
    );
  }

  /** Runs work at the tenant's present, which is kept if the work writes anything. */
  async #inPresent<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    const row = this.#connection.get('SELECT present FROM tenants WHERE tenant_id = ?', this.#tenantId);
    const { now, setBackMs } = presentAt(this.#clock(), row?.present as number, this.#options.at);
    const before = this.#changes();
    if (setBackMs > 0) {
      this.#connection.run(beginRederiving, this.#tenantId);
      this.#options.onSetBack?.(setBackMs);
    }
    const result = await work(new SqliteWriter(this.#connection, this.#tenantId, now));
    if (this.#changes() !== before)
      this.#connection.run('UPDATE tenants SET present = ? WHERE tenant_id = ?', now, this.#tenantId);
    return result;
  }

  #changes(): number {
    return this.#connection.get('SELECT total_changes() AS changes')?.changes as number;
  }
}
