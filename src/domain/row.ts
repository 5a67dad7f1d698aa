/** A stored record: one value a column, lists and maps as their JSON text. */
export type Value = string | number | boolean | null;
export type Row = { [column: string]: Value };

/** Whether two rows of one table hold the same, leaving out the columns named. */
export function sameRow(a: Row, b: Row, except: readonly string[] = []): boolean {
  for (const column in a) if (a[column] !== b[column] && !except.includes(column)) return false;
  return true;
}

/** The list in a JSON column. */
export const readList = <T>(row: Row, column: string): T[] => parseList(row[column] as string);

/** The list of a JSON text. */
export const parseList = <T>(text: string): T[] => (text === '[]' ? [] : (JSON.parse(text) as T[]));
