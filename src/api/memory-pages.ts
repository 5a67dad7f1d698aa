/** Lists that are made in memory, of one account or one period, paged like those of a table. */
import { compareText } from '../domain/compare.ts';
import { jsonRows } from '../domain/json-rows.ts';
import type { Value } from '../domain/row.ts';
import type { Answer, Context } from './context.ts';
import { pageFields, type PageParameters, pageSize, type Position, readPosition } from './pages.ts';

export interface SortedList<T> {
  /** What `order_by` may name. */
  readonly orders: ReadonlyMap<string, string>;
  readonly defaultOrder: string;
  readonly defaultDirection: 'asc' | 'desc';
  /** What tells an item from all others, and breaks ties in the direction of the sort. */
  readonly key: (item: T) => readonly Value[];
}

/** Answers the page of `items` that the query asks for, in the order that it asks for. */
export function answerItems<T extends object>(
  context: Context<object, PageParameters>,
  list: SortedList<T>,
  items: readonly T[],
): Answer {
  const position = readPosition(context.query, {
    ...list,
    keyLength: items[0] === undefined ? undefined : list.key(items[0]).length,
  });
  const { order, direction, page, after } = position;
  const column = list.orders.get(order) as keyof T;
  const sorted = items
    .map((item) => ({ item, sortKey: [sortable(item[column] as Value), ...list.key(item)] }))
    .sort((a, b) => compareSortKeys(a.sortKey, b.sortKey, direction));
  const from = after
    ? sorted.findIndex((each) => compareSortKeys(each.sortKey, after, direction) > 0)
    : page * pageSize;
  const shown = from < 0 ? [] : sorted.slice(from, from + pageSize);
  const more = from >= 0 && sorted.length > from + pageSize;
  return {
    ok: true,
    fields: pageFields(context.query, position, more ? shown.at(-1)?.sortKey : undefined),
    results: jsonRows(shown.map(({ item }) => JSON.stringify(item))),
    records: shown.length,
  };
}

/** Booleans as numbers, as the database sorts them and a cursor carries them. */
const sortable = (value: Value): Value => (typeof value === 'boolean' ? Number(value) : value);

/** By the first value, nulls last in both directions, then by the others in the direction of the sort. */
function compareSortKeys(a: readonly Value[], b: readonly Value[], direction: Position['direction']): number {
  if ((a[0] === null) !== (b[0] === null)) return a[0] === null ? 1 : -1;
  for (const [index, value] of a.entries()) {
    const order = compareValues(value, b[index] as Value);
    if (order !== 0) return direction === 'asc' ? order : -order;
  }
  return 0;
}

function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return Number(a) - Number(b);
}
