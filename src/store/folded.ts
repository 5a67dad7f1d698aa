/** The column `folded`: text for case-insensitive search beyond ASCII, where the functions of the databases stop. */
import { readMap } from '../domain/dimensions.ts';
import { foldBeyondAscii } from '../domain/fold.ts';
import type { Row } from '../domain/row.ts';
import type { Table } from './tables.ts';

/**
 * The value of the column `folded` for a row: the JSON text of an object with the folded form of each column that needs
 * it. Null if ASCII lower-casing is enough for all of them, as it almost always is.
 */
export function foldedText({ folded: { texts, lists, maps } }: Table, row: Row): string | null {
  let folded: { [column: string]: unknown } | undefined;
  for (const columns of [texts, lists]) {
    for (const column of columns) {
      const text = foldOf(row[column]);
      if (text !== undefined) (folded ??= {})[column] = text;
    }
  }
  for (const column of maps) {
    if (foldOf(row[column]) !== undefined) (folded ??= {})[column] = foldValues(row[column] as string);
  }
  return folded === undefined ? null : JSON.stringify(folded);
}

const foldOf = (value: unknown): string | undefined => (typeof value === 'string' ? foldBeyondAscii(value) : undefined);

function foldValues(mapText: string): { [key: string]: string } {
  return Object.fromEntries(
    [...readMap(mapText)].flatMap(([key, value]) => {
      const text = foldOf(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}
