/** Where the SQL of the two databases differs, in what is otherwise written once. */
import type { Row, Value } from '../../domain/row.ts';
import type { ColumnKind, Table } from '../tables.ts';

export type SqlValue = string | number | null;
export type SqlRow = { [column: string]: string | number | boolean | Uint8Array | null };

/** A piece of SQL with a `?` for each of its values. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Statements of one transaction. */
export interface Session {
  rows(sql: string, ...values: SqlValue[]): Promise<SqlRow[]>;
  /** As `rows`, each row as the list of its values. */
  lists(sql: string, ...values: SqlValue[]): Promise<Value[][]>;
  /** Runs a statement and gives the number of rows it changed. */
  run(sql: string, ...values: SqlValue[]): Promise<number>;
}

export interface Dialect {
  /** A value as the driver takes it, for a column of that kind where it is not what its own type says. */
  bind(value: Value, kind?: ColumnKind): SqlValue;
  /** Takes the place of a value that is compared with an expression. */
  placeholder(value: Value): string;
  /** Whether a column has one of the values that `list` binds as one. */
  among(column: string, kind: ColumnKind): string;
  list(values: readonly Value[], kind: ColumnKind): SqlValue;
  /** Rows as they were written. */
  stored(rows: SqlRow[], table: Table): Row[];
  /** Whether a text contains the one that is bound. */
  contains(text: string): string;
  /** The value of the bound key of a map. */
  mapValue(column: string, isNumber: boolean): string;
  /** The folded text of a column; null where ASCII lower-casing gives the same. */
  folded(column: string): string;
  /** The folded text of the bound key of a map likewise. */
  foldedMapValue(column: string): string;
  /** The members of a list as rows of one column, `value`. */
  members(listText: string): string;
}

export const quote = (column: string): string => `"${column}"`;
