/** The column that makes search without case exact beyond ASCII, where the databases' own functions stop. */
import { readMap } from '../domain/dimensions.ts';
import { foldBeyondAscii } from '../domain/fold.ts';
import type { Row } from '../domain/row.ts';
import type { Table } from './tables.ts';

/** JSON text of what must be searched in its folded form; null, as almost always, where ASCII rules suffice. */
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
