/**
 * What the shared SQL needs to know of a database: its differences (`Dialect`) and how to run statements (`Session`).
 */
import type { Row, Value } from '../../domain/row.ts';
import type { ColumnKind, Table } from '../tables.ts';

/** A value as it is bound to a statement. */
export type SqlValue = string | number | null;
/** A row as the driver returns it. */
export type SqlRow = { [column: string]: string | number | boolean | Uint8Array | null };

/** A piece of SQL with a `?` for each of its values. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Runs the statements of one transaction. */
export interface Session {
  /** Runs a statement and returns its rows. */
  rows(sql: string, ...values: SqlValue[]): Promise<SqlRow[]>;
  /** Runs a statement and returns its rows, each as the list of its values. */
  lists(sql: string, ...values: SqlValue[]): Promise<Value[][]>;
  /** Runs a statement and returns the number of rows that it changed. */
  run(sql: string, ...values: SqlValue[]): Promise<number>;
}

/** The SQL expressions and value conversions in which the databases differ. */
export interface Dialect {
  /** Converts a value to what the driver takes. `kind` is the column's, if the value may be of another type. */
  bind(value: Value, kind?: ColumnKind): SqlValue;
  /** The placeholder of a value that is compared with an expression. */
  placeholder(value: Value): string;
  /** A condition: the column has one of the values that `list` binds as a single value. */
  among(column: string, kind: ColumnKind): string;
  /** Converts many values to the single value that `among` compares with. */
  list(values: readonly Value[], kind: ColumnKind): SqlValue;
  /** The condition that a row has one of these full keys. */
  amongKeys(table: Table, keys: readonly Row[]): Fragment;
  /** Converts rows from the driver back to the values that were stored. */
  stored(rows: SqlRow[], table: Table): Row[];
  /** A condition that few rows meet, in a way that tells the planner so. */
  rare(condition: string): string;
  /** A condition: the text contains the bound text. */
  contains(text: string): string;
  /** The value of the bound key of a map column. */
  mapValue(column: string, isNumber: boolean): string;
  /** The folded text of a column. It is null if ASCII lower-casing gives the same text. */
  folded(column: string): string;
  /** The folded text of the bound key of a map column. It is null if ASCII lower-casing gives the same text. */
  foldedMapValue(column: string): string;
  /** The members of a list as rows with one column, `value`. */
  members(listText: string): string;
}

/** A column name as an SQL identifier. */
export const quote = (column: string): string => `"${column}"`;
