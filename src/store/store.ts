/**
 * The interface between the program and a database. The code above it uses tables, rows and conditions; SQL and its
 * dialects stay below. A store belongs to one tenant: no call can reach another tenant's data.
 */
import type { Condition } from '../domain/search.ts';
import type { Change } from '../domain/account/changes.ts';
import type { JsonRows } from '../domain/json-rows.ts';
import type { Row, Value } from '../domain/row.ts';
import type { Table } from './tables.ts';

/** A field of an answer, and the column that holds its value. */
export interface OutputField {
  readonly name: string;
  readonly column: string;
  /** The field is left out of the answer if it is null. */
  readonly optional?: true;
}

/** A page of a list: which rows, in which order, and with which fields. All conditions must hold. */
export interface PageQuery {
  readonly table: Table;
  readonly output: readonly OutputField[];
  /** Values that key columns must have, such as the account of a sub-list. */
  readonly where: { readonly [column: string]: Value };
  /** Conditions on the row. */
  readonly conditions: readonly Condition[];
  /** Conditions on the account that a row belongs to. */
  readonly ownerConditions: readonly Condition[];
  /** The column to sort by. Ties are broken by the key, and nulls come last in both directions. */
  readonly order: string;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
  /** The page begins behind this row, given by its sort value and key. Used instead of `offset`. */
  readonly after: readonly Value[] | undefined;
}

/** The rows of a page. */
export interface Page {
  readonly rows: JsonRows;
  /** The sort value and key of the last row, for the next page's `after`. Undefined if no rows follow. */
  readonly last: readonly Value[] | undefined;
}

/** A page whose rows are not JSON text. */
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

/** Which points of metrics to read. */
export interface PointQuery {
  readonly accountIds: readonly string[];
  /** The names of the metrics. All metrics if left out. */
  readonly names?: readonly string[];
  /** First and last timestamp, epoch ms, both included. */
  readonly between?: readonly [number, number];
}

/** All rows that meet the conditions, without pages. */
export interface RowsQuery {
  readonly table: Table;
  readonly columns: readonly string[];
  /** Conditions on the row. */
  readonly conditions: readonly Condition[];
  /** Conditions on the account that a row belongs to. */
  readonly ownerConditions: readonly Condition[];
  /** Columns to sort by, ascending. */
  readonly order: readonly string[];
}

/** The total MRR of accounts in cents, and the number of accounts with an MRR above 0. */
export interface MrrTotal {
  readonly mrr: number;
  readonly accounts: number;
}

/** How a store writes. */
export interface StoreOptions {
  /** Runs just before the commit of a write; if it throws, the write is rolled back. */
  readonly beforeCommit?: () => void;
  /** The clock at which writes are made, epoch ms, instead of the database's own: for loads of a made-up past. */
  readonly at?: number | undefined;
  /** Told by how much a write found the clock set back, ms. What was derived for later is then derived anew. */
  readonly onSetBack?: (ms: number) => void;
}

/** How a tenant stands in time. */
export interface Timing {
  /** The present of the tenant's last write, epoch ms. */
  readonly present: number;
  /** Whether derived columns change at an instant that is not later than the clock, nor than the present. */
  readonly isDue: boolean;
  /** While derived columns are computed anew after the clock was set back: the last account done, '' at first. */
  readonly rederivedTo: string | null;
}

/** Which due accounts are loaded: those of a list, or the first of all. */
export type DueAmong = { readonly accountIds: readonly string[] } | { readonly limit: number };

/** Reads one tenant's data from one snapshot. */
export interface Reader {
  /** The columns of every row that meets the conditions. Each row is a list of values, since reports read very many. */
  rows(query: RowsQuery): Promise<Value[][]>;
  /** One page of a list. */
  page(query: PageQuery): Promise<Page>;
  /** The same page as `page`, as rows with the key columns and the columns of `query.output`. */
  pageRows(query: PageQuery): Promise<PageOfRows>;
  /** The stored rows that have one of these values in a key column, with all their columns or only `columns`. */
  load(table: Table, column: string, values: readonly Value[], columns?: readonly string[]): Promise<Row[]>;
  /** The stored rows that have one of these full keys: the cost is that of the keys, whatever shares a part of them. */
  loadKeys(table: Table, keys: readonly Row[]): Promise<Row[]>;
  /**
   * The total MRR just before an instant (epoch ms), foreseen movements included. It is over all accounts that are not
   * deleted, or over those that meet all `conditions`.
   */
  mrrBefore(instant: number, conditions?: readonly Condition[]): Promise<MrrTotal>;
  /** Points of metrics, sorted by account, name and timestamp. */
  points(query: PointQuery): Promise<Point[]>;
  /** Which of these accounts have points of which of these metrics; at most one row if `accountIds` is undefined. */
  series(
    accountIds: readonly string[] | undefined,
    names: readonly string[],
  ): Promise<{ account_id: string; name: string }[]>;
  /** Those of these accounts that exist. */
  knownAccounts(accountIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** These accounts and all their ancestors, each as [account_id, parent_account_id]. */
  ancestors(accountIds: readonly string[]): Promise<[string, string | null][]>;
  /** How the tenant stands in time; of one account alone where one is named. `clock` is in epoch ms. */
  timing(clock: number, accountId?: string): Promise<Timing>;
  /**
   * The tenant's write count: the number of committed write transactions. A replica may serve a read if its copy has at
   * least the count that the primary had. Only on PostgreSQL.
   */
  writes?(): Promise<number>;
  /** Columns of the accounts whose `next_change_due` is at or before `now` (epoch ms), sorted by account_id. */
  loadDue(now: number, columns: readonly string[], among: DueAmong): Promise<Row[]>;
  /** The number of open tickets of those of these accounts that have any. */
  openTickets(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The time of the last interaction (epoch ms) of those of these accounts that have any. */
  lastInteractions(accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** Reads and writes one tenant's data in one transaction, under the tenant's write lock. */
export interface Writer extends Reader {
  /** The present of this write, epoch ms: never before that of an earlier write of the tenant. */
  readonly now: number;
  /** Says up to which account derived columns have been computed anew after the clock was set back; null: all. */
  setRederivedTo(accountId: string | null): Promise<void>;
  /** Deletes what the clock alone has entered in the change history of these accounts behind an instant (epoch ms). */
  removeClockChanges(accountIds: readonly string[], after: number): Promise<void>;
  /** Inserts rows, or overwrites the stored rows with the same key. */
  upsert(table: Table, rows: readonly Row[]): Promise<void>;
  /** Sets some columns of stored rows, which are found by their key. */
  update(table: Table, columns: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Adds entries to the change history. */
  addChanges(changes: readonly Change[]): Promise<void>;
  /** Replaces all rows of these accounts in a table by `rows`. */
  replaceOf(table: Table, accountIds: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Replaces all movements of these accounts by `rows`, and keeps the sums of the days in step. */
  replaceMovements(accountIds: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Deletes rows by their full key. */
  remove(table: Table, rows: readonly Row[]): Promise<void>;
  /** Inserts points of metrics, or overwrites the stored points with the same account, name and timestamp. */
  putPoints(points: readonly Point[]): Promise<void>;
  /** Deletes a metric of all accounts, or of `accountId` alone. Returns whether there was anything to delete. */
  removeMetric(name: string, accountId?: string): Promise<boolean>;
  /** Takes `count` consecutive ids from the tenant's counter and returns the first. */
  takeIds(count: number): Promise<number>;
}

/**
 * The data of one tenant. The function `work` may run more than once, for example after a deadlock or when a replica
 * cannot serve the read, so it must change nothing outside.
 */
export interface Store {
  /** Runs reads on one snapshot of the data. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** Runs reads and writes in one transaction under the tenant's write lock. If `work` throws, nothing is written. */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
}
