/**
 * The port between the rules and a database. Everything above it speaks of tables, rows and conditions; SQL and its
 * dialects stay below. A store belongs to one tenant: no call can name another's data.
 */
import type { Condition } from '../domain/search.ts';
import type { Change } from '../domain/account/changes.ts';
import type { JsonRows } from '../domain/json-rows.ts';
import type { Row, Value } from '../domain/row.ts';
import type { Table } from './tables.ts';

/** A field of an answer and the column that holds it. */
export interface OutputField {
  readonly name: string;
  readonly column: string;
  /** Left out of the answer where it is null. */
  readonly optional?: true;
}

export interface PageQuery {
  readonly table: Table;
  readonly output: readonly OutputField[];
  /** Equalities on key columns, such as the account of a sub-list. */
  readonly where: { readonly [column: string]: Value };
  readonly conditions: readonly Condition[];
  /** Conditions on the account that a row belongs to. */
  readonly ownerConditions: readonly Condition[];
  readonly order: string;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
  /** The sort value and key of the row to go on behind, instead of an offset. */
  readonly after: readonly Value[] | undefined;
}

export interface Page {
  readonly rows: JsonRows;
  /** Where further rows follow: the sort value and key of the last of these, for `after`. */
  readonly last: readonly Value[] | undefined;
}

export interface PageOfRows extends Pick<Page, 'last'> {
  readonly rows: readonly Row[];
}

/** A point of a metric of an account. */
export interface Point {
  readonly account_id: string;
  readonly name: string;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly value: number;
}

export interface PointQuery {
  readonly accountIds: readonly string[];
  /** All names where it is left out. */
  readonly names?: readonly string[];
  /** Epoch ms, both ends included. */
  readonly between?: readonly [number, number];
}

/** All rows that fit, unpaged. */
export interface RowsQuery {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly conditions: readonly Condition[];
  /** Conditions on the account that a row belongs to. */
  readonly ownerConditions: readonly Condition[];
  /** Columns to sort by, ascending. */
  readonly order: readonly string[];
}

/** MRR in cents, and the number of accounts that have any. */
export interface MrrTotal {
  readonly mrr: number;
  readonly accounts: number;
}

export interface Reader {
  /** The values of the columns of every row that fits: lists of values, since reports read very many. */
  rows(query: RowsQuery): Promise<Value[][]>;
  page(query: PageQuery): Promise<Page>;
  /** The page that `page` gives, as rows of the columns of its output. */
  pageRows(query: PageQuery): Promise<PageOfRows>;
  /** The stored rows that have one of these values in a key column: all their columns, or those named. */
  load(table: Table, column: string, values: readonly Value[], columns?: readonly string[]): Promise<Row[]>;
  /**
   * What accounts had together just before an instant, foreseen movements included: all but the deleted ones, or those
   * that meet all of the conditions.
   */
  mrrBefore(instant: number, conditions?: readonly Condition[]): Promise<MrrTotal>;
  /** Points in order of account, name and timestamp. */
  points(query: PointQuery): Promise<Point[]>;
  /** Which of these accounts have points of which of these metrics; one of any account where none are named. */
  series(
    accountIds: readonly string[] | undefined,
    names: readonly string[],
  ): Promise<{ account_id: string; name: string }[]>;
  /** Those of the accounts named that exist. */
  knownAccounts(accountIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The parent of every account on the way up from those named, as [account_id, parent_account_id]. */
  ancestors(accountIds: readonly string[]): Promise<[string, string | null][]>;
  /** Whether an instant has passed by which derived columns change (epoch ms). */
  isDue(now: number): Promise<boolean>;
  /** How often the tenant's data has been written; only of a database that may have replicas. */
  writes?(): Promise<number>;
  /** These columns of the accounts whose derived columns are due to change, in order of account_id. */
  loadDue(now: number, columns: readonly string[]): Promise<Row[]>;
  /** How many tickets are open of those accounts that have any. */
  openTickets(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The time of the last interaction of those accounts that have any, epoch ms. */
  lastInteractions(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface Writer extends Reader {
  /** Inserts rows, or puts them in the place of those with their key. */
  upsert(table: Table, rows: readonly Row[]): Promise<void>;
  /** Sets some columns of stored rows, which are found by their key. */
  update(table: Table, columns: readonly string[], rows: readonly Row[]): Promise<void>;
  addChanges(changes: readonly Change[]): Promise<void>;
  /** Puts rows in the place of all those of these accounts. */
  replaceOf(table: Table, accountIds: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Puts movements in the place of all those of these accounts, and keeps the totals of each day. */
  replaceMovements(accountIds: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Removes rows by their full key. */
  remove(table: Table, rows: readonly Row[]): Promise<void>;
  /** Inserts points, or gives those of their timestamp their value. */
  putPoints(points: readonly Point[]): Promise<void>;
  /** Removes a metric, of one account where one is named; gives whether there was any. */
  removeMetric(name: string, accountId?: string): Promise<boolean>;
  /** Takes ids from the tenant's counter and gives the first of them. */
  takeIds(count: number): Promise<number>;
}

/**
 * Work may run more than once, where a copy of the database or its first try did not serve: it keeps nothing outside.
 */
export interface Store {
  /** Reads from one snapshot. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** One transaction under the tenant's write lock: wholly there or wholly absent. */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
}
