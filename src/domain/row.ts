/** Stored records as rows, and the lists in their JSON columns. */

/** The value of one column. A list or a map is its JSON text. */
export type Value = string | number | boolean | null;
/** A stored record: one value per column, without the tenant's id. */
export type Row = { [column: string]: Value };

/** Whether two rows of one table are equal in every column that is not in `except`. */
export function sameRow(a: Row, b: Row, except: readonly string[] = []): boolean {
  for (const column in a) if (a[column] !== b[column] && !except.includes(column)) return false;
  return true;
}

/** Parses the list in a JSON column of a row. */
export const readList = <T>(row: Row, column: string): T[] => parseList(row[column] as string);

/** Parses the JSON text of a list. */
export const parseList = <T>(text: string): T[] => (text === '[]' ? [] : (JSON.parse(text) as T[]));
