/** Reads of one tenant's data: the SQL that both databases share. */
import { compareText } from '../../domain/compare.ts';
import type { Row, Value } from '../../domain/row.ts';
import type { Condition } from '../../domain/search.ts';
import type {
  DueAmong,
  MrrTotal,
  Page,
  PageOfRows,
  PageQuery,
  Point,
  PointQuery,
  Reader,
  RowsQuery,
  Timing,
} from '../store.ts';
import { accounts, type Table } from '../tables.ts';
import { type Dialect, quote, type Session, type SqlValue } from './dialect.ts';
import { openingsSql, totalBefore } from './mrr-days.ts';
import { rowsSql } from './page.ts';
import { readPoints, readSeries } from './points.ts';

/** The reader of either database. A subclass adds pages, whose JSON each database builds in its own way. */
export abstract class SqlReader implements Reader {
  protected readonly session: Session;
  protected readonly dialect: Dialect;
  protected readonly tenantId: number;

  constructor(session: Session, dialect: Dialect, tenantId: number) {
    this.session = session;
    this.dialect = dialect;
    this.tenantId = tenantId;
  }

  abstract page(query: PageQuery): Promise<Page>;
  abstract pageRows(query: PageQuery): Promise<PageOfRows>;

  async rows(query: RowsQuery): Promise<Value[][]> {
    const { sql, values } = rowsSql(this.dialect, this.tenantId, query);
    return this.session.lists(sql, ...values);
  }

  async load(table: Table, column: string, values: readonly Value[], columns?: readonly string[]): Promise<Row[]> {
    const kind = table.columns.find(({ name }) => name === column)?.kind ?? 'text';
    const list = this.dialect.list(values, kind);
    return this.#select(someColumns(table, columns), this.dialect.among(column, kind), list);
  }

  async loadKeys(table: Table, keys: readonly Row[]): Promise<Row[]> {
    const { sql, values } = this.dialect.amongKeys(table, keys);
    return this.#select(table, sql, ...values);
  }

  async loadDue(now: number, columns: readonly string[], among: DueAmong): Promise<Row[]> {
    const table = someColumns(accounts, columns);
    const due =
      'limit' in among
        ? await this.#select(table, 'next_change_due <= ? ORDER BY next_change_due LIMIT ?', now, among.limit)
        : await this.#select(
            table,
            `${this.dialect.among('account_id', 'text')} AND next_change_due <= ?`,
            this.dialect.list(among.accountIds, 'text'),
            now,
          );
    return due.sort((a, b) => compareText(a.account_id as string, b.account_id as string));
  }

  openTickets(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const sql = `SELECT account_id, count(*) AS value FROM support_tickets
      WHERE tenant_id = ? AND ${this.dialect.among('account_id', 'text')} AND close_time IS NULL GROUP BY account_id`;
    return this.#byAccount(sql, accountIds);
  }

  lastInteractions(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const sql = `SELECT account_id, max(create_time) AS value FROM interactions
      WHERE tenant_id = ? AND ${this.dialect.among('account_id', 'text')} GROUP BY account_id`;
    return this.#byAccount(sql, accountIds);
  }

  async #byAccount(sql: string, accountIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.session.rows(sql, this.tenantId, this.dialect.list(accountIds, 'text'));
    return new Map(rows.map(({ account_id, value }) => [account_id as string, value as number]));
  }

  async timing(clock: number, accountId?: string): Promise<Timing> {
    const [tenant] = await this.session.rows(
      'SELECT present, rederived_to FROM tenants WHERE tenant_id = ?',
      this.tenantId,
    );
    const present = tenant?.present as number;
    const account = accountId === undefined ? '' : 'AND account_id = ?';
    const due = await this.session.rows(
      `SELECT 1 AS due FROM accounts WHERE tenant_id = ? AND next_change_due <= ? ${account} LIMIT 1`,
      this.tenantId,
      Math.max(clock, present),
      ...(accountId === undefined ? [] : [this.dialect.bind(accountId)]),
    );
    return { present, isDue: due.length > 0, rederivedTo: tenant?.rederived_to as string | null };
  }

  async mrrBefore(instant: number, conditions?: readonly Condition[]): Promise<MrrTotal> {
    if (conditions === undefined) return totalBefore(this.session, this.tenantId, instant);
    const { sql, values } = openingsSql(this.dialect, this.tenantId, instant, conditions);
    return (await this.session.rows(sql, ...values))[0] as unknown as MrrTotal;
  }

  async points(query: PointQuery): Promise<Point[]> {
    return readPoints(this.session, this.dialect, this.tenantId, query);
  }

  async series(
    accountIds: readonly string[] | undefined,
    names: readonly string[],
  ): Promise<{ account_id: string; name: string }[]> {
    return readSeries(this.session, this.dialect, this.tenantId, accountIds, names);
  }

  async knownAccounts(accountIds: readonly string[]): Promise<ReadonlySet<string>> {
    const sql = `SELECT account_id FROM accounts WHERE tenant_id = ? AND ${this.dialect.among('account_id', 'text')}`;
    const rows = await this.session.rows(sql, this.tenantId, this.dialect.list(accountIds, 'text'));
    return new Set(rows.map((row) => row.account_id as string));
  }

  async ancestors(accountIds: readonly string[]): Promise<[string, string | null][]> {
    const rows = await this.session.rows(
      `WITH RECURSIVE line (account_id, parent_account_id) AS (
         SELECT account_id, parent_account_id FROM accounts
           WHERE tenant_id = ? AND ${this.dialect.among('account_id', 'text')}
         UNION
         SELECT up.account_id, up.parent_account_id FROM line CROSS JOIN accounts AS up
           WHERE up.tenant_id = ? AND up.account_id = line.parent_account_id
       ) SELECT account_id, parent_account_id FROM line`,
      this.tenantId,
      this.dialect.list(accountIds, 'text'),
      this.tenantId,
    );
    return rows.map((row) => [row.account_id as string, row.parent_account_id as string | null]);
  }

  async #select(table: Table, where: string, ...values: SqlValue[]): Promise<Row[]> {
    const columns = table.columns.map(({ name }) => quote(name)).join(', ');
    const sql = `SELECT ${columns} FROM ${table.name} WHERE tenant_id = ? AND ${where}`;
    return this.dialect.stored(await this.session.rows(sql, this.tenantId, ...values), table);
  }
}

const someColumns = (table: Table, columns: readonly string[] | undefined): Table =>
  columns === undefined ? table : { ...table, columns: table.columns.filter(({ name }) => columns.includes(name)) };
