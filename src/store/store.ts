/**
 * The port between the rules and a database. Everything above it speaks of tables, rows and conditions; SQL and its
 * dialects stay below. A store belongs to one tenant: no call can name another's data.
 */
import type { Condition } from '../domain/search.ts';
import type { Change } from '../domain/account/changes.ts';
import type { Row, Value } from '../domain/row.ts';
import type { Table } from './tables.ts';

/** A field of an answer and the column that holds it. */
export interface OutputField {
  readonly name: string;
  readonly column: string;
}

export interface PageQuery {
  readonly table: Table;
  readonly output: readonly OutputField[];
  /** Equalities on key columns, such as the account of a sub-list. */
  readonly where: { readonly [column: string]: Value };
  readonly conditions: readonly Condition[];
  readonly order: string;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
  /** The sort value and key of the row to go on behind, instead of an offset. */
  readonly after: readonly Value[] | undefined;
}

export interface Page {
  /** JSON text of each row, in order. */
  readonly rows: readonly string[];
  /** The sort value and key of the last row, for `after`. */
  readonly last: readonly Value[] | undefined;
  /** Whether rows follow. */
  readonly more: boolean;
}

export interface Reader {
  page(query: PageQuery): Promise<Page>;
  /** The stored rows that have one of these values in a key column. */
  load(table: Table, column: string, values: readonly string[]): Promise<Row[]>;
  /** The parent of every account on the way up from those named, as [account_id, parent_account_id]. */
  ancestors(accountIds: readonly string[]): Promise<[string, string | null][]>;
  /** Whether an instant has passed by which derived columns change (epoch ms). */
  isDue(now: number): Promise<boolean>;
  /** The accounts whose derived columns are due to change. */
  loadDue(now: number): Promise<Row[]>;
}

export interface Writer extends Reader {
  /** Inserts rows, or puts them in the place of those with their key. */
  upsert(table: Table, rows: readonly Row[]): Promise<void>;
  addChanges(changes: readonly Change[]): Promise<void>;
}

export interface Store {
  /** Reads from one snapshot. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** One transaction under the tenant's write lock: wholly there or wholly absent. */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
}
