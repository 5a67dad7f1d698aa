/** The store on SQLite: one connection, one transaction at a time. */
import type { Row, Value } from '../../domain/row.ts';
import { foldedText } from '../folded.ts';
import { quote, type Session } from '../sql/dialect.ts';
import { SqlReader } from '../sql/reader.ts';
import { SqlWriter } from '../sql/writer.ts';
import type { Page, PageQuery, Point, Reader, Store, Writer } from '../store.ts';
import { isFolded, type Table } from '../tables.ts';
import type { Connection } from './connection.ts';
import { sqlite } from './dialect.ts';
import { readPage } from './page.ts';
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
}

class SqliteWriter extends SqlWriter {
  readonly #connection: Connection;

  constructor(connection: Connection, tenantId: number) {
    super(sessionOf(connection), sqlite, tenantId);
    this.#connection = connection;
  }

  async page(query: PageQuery): Promise<Page> {
    return readPage(this.#connection, this.tenantId, query);
  }

  async upsert(table: Table, rows: readonly Row[]): Promise<void> {
    const statement = this.#connection.statement(upsertSql(table));
    const names = table.columns.map(({ name }) => name);
    const withFolded = isFolded(table);
    // In order of the key, so that a load into a large table touches neighbouring pages.
    const keyed =
      rows.length > 1
        ? [...rows].sort((a, b) => (String(a[table.key[0] as string]) < String(b[table.key[0] as string]) ? -1 : 1))
        : rows;
    for (const row of keyed) {
      const values = names.map((name) => sqlite.bind(row[name] ?? null));
      if (withFolded) values.push(foldedText(table, row));
      statement.run(this.tenantId, ...values);
    }
  }

  async putPoints(points: readonly Point[]): Promise<void> {
    writePoints(this.#connection, this.tenantId, points);
  }

  async remove(table: Table, rows: readonly Row[]): Promise<void> {
    const key = table.key.map((column) => `${quote(column)} = ?`).join(' AND ');
    const statement = this.#connection.statement(`DELETE FROM ${table.name} WHERE tenant_id = ? AND ${key}`);
    for (const row of rows)
      statement.run(this.tenantId, ...table.key.map((column) => sqlite.bind(row[column] as Value)));
  }
}

const upserts = new Map<Table, string>();
function upsertSql(table: Table): string {
  const known = upserts.get(table);
  if (known !== undefined) return known;
  const names = [...table.columns.map(({ name }) => name), ...(isFolded(table) ? ['folded'] : [])];
  const rest = names.filter((name) => !table.key.includes(name));
  const sql = `INSERT INTO ${table.name} (tenant_id, ${names.map(quote).join(', ')})
    VALUES (?, ${names.map(() => '?').join(', ')})
    ON CONFLICT (tenant_id, ${table.key.map(quote).join(', ')})
    DO ${rest.length === 0 ? 'NOTHING' : `UPDATE SET ${rest.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(', ')}`}`;
  upserts.set(table, sql);
  return sql;
}

export class SqliteStore implements Store {
  readonly #connection: Connection;
  readonly #tenantId: number;
  readonly #beforeCommit: (() => void) | undefined;

  /** `beforeCommit` may throw to have a write rolled back at the last moment. */
  constructor(connection: Connection, tenantId: number, beforeCommit?: () => void) {
    this.#connection = connection;
    this.#tenantId = tenantId;
    this.#beforeCommit = beforeCommit;
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const reader = new SqliteReader(this.#connection, this.#tenantId);
    return this.#connection.exclusive(() => this.#connection.transaction('DEFERRED', () => work(reader)));
  }

  write<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    const writer = new SqliteWriter(this.#connection, this.#tenantId);
    return this.#connection.exclusive(() =>
      this.#connection.transaction('IMMEDIATE', () => work(writer), this.#beforeCommit),
    );
  }
}
