/** The store on SQLite: one connection, one transaction at a time. */
import type { Change } from '../../domain/account/changes.ts';
import type { Row, Value } from '../../domain/row.ts';
import { foldedText } from '../folded.ts';
import type { MrrTotal, Page, PageQuery, Point, PointQuery, Reader, RowsQuery, Store, Writer } from '../store.ts';
import { accountChanges, accounts, isFolded, mrrMovements, type Table } from '../tables.ts';
import { bind, quote } from './conditions.ts';
import type { Connection, SqlRow } from './connection.ts';
import { addToDays, totalBefore } from './mrr-days.ts';
import { readPage, rowsSql } from './page.ts';
import { readPoints, readSeries, removePoints, writePoints } from './points.ts';

class SqliteReader implements Reader {
  protected readonly connection: Connection;
  protected readonly tenantId: number;

  constructor(connection: Connection, tenantId: number) {
    this.connection = connection;
    this.tenantId = tenantId;
  }

  async page(query: PageQuery): Promise<Page> {
    return readPage(this.connection, this.tenantId, query);
  }

  async rows(query: RowsQuery): Promise<Value[][]> {
    const { sql, values } = rowsSql(this.tenantId, query);
    return this.connection.allValues(sql, ...values);
  }

  async load(table: Table, column: string, values: readonly Value[]): Promise<Row[]> {
    // A subquery, never a join: SQLite would put a joined table outside and scan it.
    const where = `${quote(column)} IN (SELECT value FROM json_each(?))`;
    return this.select(table, where, JSON.stringify(values));
  }

  async loadDue(now: number): Promise<Row[]> {
    return this.select(accounts, 'next_change_due <= ?', now);
  }

  async isDue(now: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM accounts WHERE tenant_id = ? AND next_change_due <= ? LIMIT 1';
    return this.connection.get(sql, this.tenantId, now) !== undefined;
  }

  async mrrBefore(instant: number): Promise<MrrTotal> {
    return totalBefore(this.connection, this.tenantId, instant);
  }

  async points(query: PointQuery): Promise<Point[]> {
    return readPoints(this.connection, this.tenantId, query);
  }

  async series(
    accountIds: readonly string[] | undefined,
    names: readonly string[],
  ): Promise<{ account_id: string; name: string }[]> {
    return readSeries(this.connection, this.tenantId, accountIds, names);
  }

  async knownAccounts(accountIds: readonly string[]): Promise<ReadonlySet<string>> {
    const sql =
      'SELECT account_id FROM accounts WHERE tenant_id = ? AND account_id IN (SELECT value FROM json_each(?))';
    return new Set(
      this.connection.all(sql, this.tenantId, JSON.stringify(accountIds)).map((row) => row.account_id as string),
    );
  }

  async ancestors(accountIds: readonly string[]): Promise<[string, string | null][]> {
    const rows = this.connection.all(
      `WITH RECURSIVE line (account_id, parent_account_id) AS (
         SELECT account_id, parent_account_id FROM accounts
           WHERE tenant_id = ?1 AND account_id IN (SELECT value FROM json_each(?2))
         UNION
         SELECT up.account_id, up.parent_account_id FROM line CROSS JOIN accounts AS up
           ON up.tenant_id = ?1 AND up.account_id = line.parent_account_id
       ) SELECT account_id, parent_account_id FROM line`,
      this.tenantId,
      JSON.stringify(accountIds),
    );
    return rows.map((row) => [row.account_id as string, row.parent_account_id as string | null]);
  }

  protected select(table: Table, where: string, ...values: (string | number)[]): Row[] {
    const columns = table.columns.map(({ name }) => quote(name)).join(', ');
    const rows = this.connection.all(
      `SELECT ${columns} FROM ${table.name} WHERE tenant_id = ? AND ${where}`,
      this.tenantId,
      ...values,
    );
    const booleans = table.columns.filter(({ kind }) => kind === 'boolean');
    return rows.map((row) => toRow(row, booleans));
  }
}

function toRow(row: SqlRow, booleans: Table['columns']): Row {
  const result = row as Row;
  for (const { name } of booleans) if (result[name] !== null) result[name] = result[name] === 1;
  return result;
}

class SqliteWriter extends SqliteReader implements Writer {
  async upsert(table: Table, rows: readonly Row[]): Promise<void> {
    const statement = this.connection.statement(upsertSql(table));
    const names = table.columns.map(({ name }) => name);
    const withFolded = isFolded(table);
    // In order of the key, so that a load into a large table touches neighbouring pages.
    const keyed =
      rows.length > 1
        ? [...rows].sort((a, b) => (String(a[table.key[0] as string]) < String(b[table.key[0] as string]) ? -1 : 1))
        : rows;
    for (const row of keyed) {
      const values = names.map((name) => bind(row[name] ?? null));
      if (withFolded) values.push(foldedText(table, row));
      statement.run(this.tenantId, ...values);
    }
  }

  async addChanges(changes: readonly Change[]): Promise<void> {
    let id = await this.takeIds(changes.length);
    await this.upsert(
      accountChanges,
      changes.map((change) => ({ id: id++, ...change })),
    );
  }

  async putPoints(points: readonly Point[]): Promise<void> {
    writePoints(this.connection, this.tenantId, points);
  }

  async removeMetric(name: string, accountId?: string): Promise<boolean> {
    return removePoints(this.connection, this.tenantId, name, accountId);
  }

  async takeIds(count: number): Promise<number> {
    if (count === 0) return 0;
    const sql = 'UPDATE tenants SET next_id = next_id + ? WHERE tenant_id = ? RETURNING next_id';
    return Number(this.connection.get(sql, count, this.tenantId)?.next_id) - count;
  }

  async replaceOf(table: Table, accountIds: readonly string[], rows: readonly Row[]): Promise<void> {
    this.connection.run(
      `DELETE FROM ${table.name} WHERE tenant_id = ? AND account_id IN (SELECT value FROM json_each(?))`,
      this.tenantId,
      JSON.stringify(accountIds),
    );
    await this.upsert(table, rows);
  }

  async replaceMovements(accountIds: readonly string[], rows: readonly Row[]): Promise<void> {
    addToDays(this.connection, this.tenantId, accountIds, -1);
    await this.replaceOf(mrrMovements, accountIds, rows);
    addToDays(this.connection, this.tenantId, accountIds, 1);
  }

  async remove(table: Table, rows: readonly Row[]): Promise<void> {
    const key = table.key.map((column) => `${quote(column)} = ?`).join(' AND ');
    const statement = this.connection.statement(`DELETE FROM ${table.name} WHERE tenant_id = ? AND ${key}`);
    for (const row of rows) statement.run(this.tenantId, ...table.key.map((column) => bind(row[column] as Value)));
  }

  async countOpenTickets(accountIds: readonly string[]): Promise<void> {
    const open = `SELECT count(*) FROM support_tickets AS ticket
      WHERE ticket.tenant_id = accounts.tenant_id AND ticket.account_id = accounts.account_id AND close_time IS NULL`;
    this.deriveAccounts('open_tickets', open, accountIds);
  }

  async findLastInteractions(accountIds: readonly string[]): Promise<void> {
    const last = `SELECT max(create_time) FROM interactions AS said
      WHERE said.tenant_id = accounts.tenant_id AND said.account_id = accounts.account_id`;
    this.deriveAccounts('last_interaction_time', last, accountIds);
  }

  private deriveAccounts(column: string, expression: string, accountIds: readonly string[]): void {
    this.connection.run(
      `UPDATE accounts SET ${column} = (${expression})
         WHERE tenant_id = ? AND account_id IN (SELECT value FROM json_each(?))`,
      this.tenantId,
      JSON.stringify(accountIds),
    );
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
