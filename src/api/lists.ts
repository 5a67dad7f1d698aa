/** Lists: pages counted from 0, and cursors by which a walk meets every record that lives through it once (§2). */
import { ApiError } from '../domain/errors.ts';
import type { Value } from '../domain/row.ts';
import { type Resource, scalarsOf } from '../resources/fields.ts';
import type { Condition } from '../domain/search.ts';
import type { OutputField, Reader } from '../store/store.ts';
import type { Table } from '../store/tables.ts';
import type { Answer, Context } from './context.ts';

export const pageSize = 1000;
/** Beyond any table, and small enough to count rows by. */
const lastPage = 1e9;

export interface List {
  readonly table: Table;
  readonly output: readonly OutputField[];
  /** What `order_by` may name, and the column behind it. */
  readonly orders: ReadonlyMap<string, string>;
  readonly defaultOrder: string;
}

export const outputField = (name: string): OutputField => ({ name, column: name });

/** The list of a record type: its scalar fields, each of which it can be ordered by; `id` stands for its primary id. */
export function listOf(
  resource: Resource,
  table: Table,
  { defaultOrder, id }: { defaultOrder: string; id: string },
): List {
  const names = scalarsOf(resource).map((field) => field.name);
  return {
    table,
    output: names.map(outputField),
    orders: new Map([...names.map((name): [string, string] => [name, name]), ['id', id]]),
    defaultOrder,
  };
}

interface Position {
  readonly order: string;
  readonly direction: 'asc' | 'desc';
  readonly page: number;
  readonly after: readonly Value[] | undefined;
}

export interface Filter {
  readonly where?: { readonly [column: string]: Value };
  readonly conditions?: readonly Condition[];
  readonly hideDeletedAccounts?: boolean;
  /** Further parameters to answer with. */
  readonly echo?: object;
}

/** Answers the page of a list that the query asks for. */
export async function answerPage(reader: Reader, { query }: Context, list: List, filter: Filter): Promise<Answer> {
  const { order, direction, page, after } = readPosition(query.get.bind(query), query.page(), list);
  const column = list.orders.get(order) as string;
  const { rows, last, more } = await reader.page({
    table: list.table,
    output: list.output,
    where: filter.where ?? {},
    conditions: filter.conditions ?? [],
    hideDeletedAccounts: filter.hideDeletedAccounts ?? false,
    order: column,
    direction,
    limit: pageSize,
    offset: after ? 0 : Math.min(page, lastPage) * pageSize,
    after,
  });
  return {
    ok: true,
    fields: {
      current_page: page,
      max_page_size: pageSize,
      ...(query.get('order_by') !== undefined && { order_by: order }),
      ...(query.get('direction') !== undefined && { direction }),
      ...filter.echo,
      next_page: more ? page + 1 : null,
      next_cursor: more && last ? writeCursor({ order, direction, page: page + 1, after: last }) : null,
    },
    results: rows,
    records: rows.length,
  };
}

/** Answers every record that has these values, unpaged: those that a path names, of which there are few. */
export async function answerMatches(
  { store }: Context,
  list: List,
  where: { readonly [column: string]: Value },
  notFound = 'Record not found',
): Promise<Answer> {
  const query = { conditions: [], hideDeletedAccounts: false, direction: 'desc', offset: 0, after: undefined } as const;
  const order = list.table.key[0] as string;
  const { rows } = await store.read((reader) =>
    reader.page({ ...query, table: list.table, output: list.output, where, order, limit: pageSize }),
  );
  if (rows.length === 0) throw new ApiError('not_found', notFound);
  return { ok: true, results: rows, records: rows.length };
}

function readPosition(get: (name: string) => string | undefined, page: number, list: List): Position {
  const asked = get('order_by');
  const order = asked === undefined || !list.orders.has(asked) ? list.defaultOrder : canonical(asked, list);
  const direction = get('direction')?.toLowerCase() === 'asc' ? 'asc' : 'desc';
  const cursor = get('cursor');
  if (cursor === undefined) return { order, direction, page, after: undefined };
  const position = readCursor(cursor, list);
  const differs =
    (asked !== undefined && order !== position.order) ||
    (get('direction') !== undefined && direction !== position.direction);
  if (differs) throw invalidCursor('belongs to another order');
  return position;
}

/** The field's own name behind an alias such as `id`. */
function canonical(asked: string, list: List): string {
  return asked === 'id' && list.orders.get('id') !== 'id' ? (list.orders.get('id') as string) : asked;
}

const writeCursor = ({ order, direction, page, after }: Position): string =>
  Buffer.from(JSON.stringify([order, direction, page, after])).toString('base64url');

function readCursor(cursor: string, list: List): Position {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw invalidCursor('is malformed');
  }
  if (!Array.isArray(parts)) throw invalidCursor('is malformed');
  const [order, direction, page, after] = parts as unknown[];
  const isPosition =
    (direction === 'asc' || direction === 'desc') &&
    Number.isSafeInteger(page) &&
    Array.isArray(after) &&
    after.length === list.table.key.length + 1 &&
    after.every((value, index) => isSortable(value) || (index === 0 && value === null));
  if (!isPosition) throw invalidCursor('is malformed');
  if (typeof order !== 'string' || !list.orders.has(order)) throw invalidCursor('belongs to another order');
  return { order, direction, page: page as number, after: after as Value[] };
}

const isSortable = (value: unknown): boolean => typeof value === 'string' || Number.isFinite(value);
const invalidCursor = (what: string): ApiError => new ApiError('invalid_parameter', `'cursor' ${what}`, 'cursor');
