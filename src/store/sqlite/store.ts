/** The store on SQLite: one connection, one transaction at a time. */
import type { Change } from '../../domain/account/changes.ts';
import type { Row } from '../../domain/row.ts';
import { foldedText } from '../folded.ts';
import type { Page, PageQuery, Reader, Store, Writer } from '../store.ts';
import { accountChanges, accounts, isFolded, type Table } from '../tables.ts';
import { bind, quote } from './conditions.ts';
import type { Connection, SqlRow } from './connection.ts';
import { readPage } from './page.ts';

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

  async load(table: Table, column: string, values: readonly string[]): Promise<Row[]> {
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
    let id = this.takeIds(changes.length);
    await this.upsert(
      accountChanges,
      changes.map((change) => ({ id: id++, ...change })),
    );
  }

  /** Takes ids from the tenant's counter and gives the first of them. */
  protected takeIds(count: number): number {
    if (count === 0) return 0;
    const sql = 'UPDATE tenants SET next_id = next_id + ? WHERE tenant_id = ? RETURNING next_id';
    return Number(this.connection.get(sql, count, this.tenantId)?.next_id) - count;
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
    DO UPDATE SET ${rest.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(', ')}`;
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
