/** What queries mean, said once more in TypeScript over rows in memory. */
import { compareText } from '../../src/domain/compare.ts';
import { readMap } from '../../src/domain/dimensions.ts';
import { fold } from '../../src/domain/fold.ts';
import type { Row, Value } from '../../src/domain/row.ts';
import type { Condition, Target } from '../../src/domain/search.ts';

/** Whether a row meets a condition: any of its targets does. */
export const meets = (row: Row, { targets, comparison, value }: Condition): boolean =>
  targets.some((target) =>
    target.of === 'list'
      ? listMeets(JSON.parse(row[target.column] as string), comparison, value)
      : valueMeets(valueAt(row, target), comparison, value),
  );

const valueAt = (row: Row, { of, column, key }: Target): Value =>
  of === 'map' ? (readMap(row[column] as string).get(key as string) ?? null) : (row[column] as Value);

function valueMeets(held: Value, comparison: Condition['comparison'], value: Value): boolean {
  const contains = typeof held === 'string' && fold(held).includes(value as string);
  switch (comparison) {
    case 'eq':
      return held === value;
    case 'ne':
      return held !== value;
    case 'like':
      return contains;
    case 'notLike':
      return !contains;
    default:
      return held !== null && inOrder(held as number, comparison, value as number);
  }
}

const inOrder = (held: number, comparison: 'lt' | 'le' | 'gt' | 'ge', value: number): boolean =>
  ({ lt: held < value, le: held <= value, gt: held > value, ge: held >= value })[comparison];

function listMeets(members: readonly string[], comparison: Condition['comparison'], value: Value): boolean {
  const folded = members.map(fold);
  if (value === null) return comparison === 'eq' ? folded.length === 0 : folded.length > 0;
  const has = folded.includes(value as string);
  const contains = folded.some((member) => member.includes(value as string));
  return { eq: has, ne: !has, like: contains, notLike: !contains }[comparison as string] as boolean;
}

/** The order of a list: nulls last in both directions, ties by key in the direction of the sort. */
export function ordered(rows: readonly Row[], order: string, direction: 'asc' | 'desc', key: readonly string[]): Row[] {
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [x, y] = [a[order] as Value, b[order] as Value];
    if (x === null || y === null) {
      if (x !== y) return x === null ? 1 : -1;
    } else if (x !== y) return sign * compareValues(x, y);
    for (const column of key) {
      const difference = compareValues(a[column] as Value, b[column] as Value);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  });
}

const compareValues = (a: Value, b: Value): number =>
  typeof a === 'string' ? compareText(a, b as string) : Number(a) - Number(b);
