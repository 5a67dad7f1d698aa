/**
 * Lists: pages counted from 0, and cursors by which a walk meets every record that lives through it once (guide,
 * "Lists").
 */
import { ApiError } from '../domain/errors.ts';
import { jsonRows } from '../domain/json-rows.ts';
import type { Row, Value } from '../domain/row.ts';
import { type Property, type Resource, scalarsOf } from '../resources/fields.ts';
import type { Condition } from '../domain/search.ts';
import type { OutputField, PageQuery, Reader } from '../store/store.ts';
import type { Table } from '../store/tables.ts';
import type { Context, ListAnswer } from './context.ts';

export const pageSize = 1000;
/** Beyond any table, and small enough to count rows by. */
const lastPage = 1e9;

export interface List {
  readonly table: Table;
  readonly output: readonly OutputField[];
  /** What `order_by` may name, and the column behind it. */
  readonly orders: ReadonlyMap<string, string>;
  readonly defaultOrder: string;
  /** `desc` where it is left out, as the document has it. */
  readonly defaultDirection?: 'asc' | 'desc';
}

/** A property that is stored as it is answered. */
export const outputField = ({ name, optional }: Pick<Property, 'name' | 'optional'>): OutputField => ({
  name,
  column: name,
  ...(optional && { optional }),
});

/** The list of a record type, ordered by any of its scalar fields; `id` stands for its primary id. */
export function listOf(
  resource: Resource,
  table: Table,
  { defaultOrder, id }: { defaultOrder: string; id: string },
): List {
  const names = scalarsOf(resource).map((field) => field.name);
  return {
    table,
    output: resource.output.filter(({ included }) => !included).map(outputField),
    orders: new Map([...names.map((name): [string, string] => [name, name]), ['id', id]]),
    defaultOrder,
  };
}

export interface Position {
  readonly order: string;
  readonly direction: 'asc' | 'desc';
  readonly page: number;
  /** Sort value and key of the row to go on behind. */
  readonly after: readonly Value[] | undefined;
}

export interface Filter {
  readonly where?: { readonly [column: string]: Value };
  readonly conditions?: readonly Condition[];
  /** Conditions on the account that a record belongs to. */
  readonly ownerConditions?: readonly Condition[];
  /** Further parameters to answer with. */
  readonly echo?: object;
}

/** Where a list begins and how it is sorted, as the query says it. */
export interface PageParameters {
  readonly page: number;
  readonly cursor: string | undefined;
  readonly order_by: string | undefined;
  readonly direction: 'asc' | 'desc' | undefined;
}

/** Answers the page of a list that the query asks for, as the JSON that the database makes. */
export async function answerPage(
  reader: Reader,
  { query }: Context<object, PageParameters>,
  list: List,
  filter: Filter,
): Promise<ListAnswer> {
  const position = positionIn(list, query);
  const { rows, last } = await reader.page(pageQuery(list, filter, position));
  return { ok: true, fields: pageFields(query, position, last, filter.echo), results: rows, records: rows.count };
}

/** Answers the page of a list that the query asks for, in the JSON texts that `present` makes of its rows. */
export async function answerRows(
  reader: Reader,
  { query }: Context<object, PageParameters>,
  list: List,
  filter: Filter,
  present: (rows: readonly Row[]) => string[] | Promise<string[]>,
): Promise<ListAnswer> {
  const position = positionIn(list, query);
  const { rows, last } = await reader.pageRows(pageQuery(list, filter, position));
  const results = jsonRows(await present(rows));
  return { ok: true, fields: pageFields(query, position, last, filter.echo), results, records: results.count };
}

function positionIn(list: List, query: PageParameters): Position {
  const position = readPosition(query, { ...list, keyLength: list.table.key.length });
  const column = list.orders.get(position.order) as string;
  if (position.after && !fitsColumns(list.table, column, position.after)) throw invalidCursor('is malformed');
  return position;
}

function pageQuery(list: List, filter: Filter, { order, direction, page, after }: Position): PageQuery {
  return {
    table: list.table,
    output: list.output,
    where: filter.where ?? {},
    conditions: filter.conditions ?? [],
    ownerConditions: filter.ownerConditions ?? [],
    order: list.orders.get(order) as string,
    direction,
    limit: pageSize,
    offset: after ? 0 : Math.min(page, lastPage) * pageSize,
    after,
  };
}

/** Answers the record that has these values. An id that many may have is for `answerSharedId`. */
export async function answerMatches(
  { store }: Context,
  { table, output }: List,
  where: { readonly [column: string]: Value },
  notFound = 'Record not found',
  conditions: readonly Condition[] = [],
): Promise<ListAnswer> {
  const all = { ownerConditions: [], order: table.key[0] as string, direction: 'desc', offset: 0 } as const;
  const query = { ...all, table, output, where, conditions, limit: pageSize, after: undefined };
  const { rows } = await store.read((reader) => reader.page(query));
  if (rows.count === 0) throw new ApiError('not_found', notFound);
  return { ok: true, results: rows, records: rows.count };
}

/** The parameters of pages where a page is answered only if it is asked for. */
export type MaybePageParameters = Omit<PageParameters, 'page'> & { readonly page: number | undefined };

/**
 * Answers the records of an id that many may have, in pages. The answer says of pages only where one was asked for or
 * another follows: the one record that there mostly is, is answered as the document has it.
 */
export async function answerSharedId(
  { store, query }: Context<object, MaybePageParameters>,
  list: List,
  where: { readonly [column: string]: Value },
): Promise<ListAnswer> {
  const paged = { ...query, page: query.page ?? 0 };
  const position = positionIn(list, paged);
  const { rows, last } = await store.read((reader) => reader.page(pageQuery(list, { where }, position)));
  const isFirst = position.page === 0 && position.after === undefined;
  if (rows.count === 0 && isFirst) throw new ApiError('not_found', 'Record not found');
  const saysPages = last !== undefined || Object.values(query).some((value) => value !== undefined);
  return {
    ok: true,
    ...(saysPages && { fields: pageFields(paged, position, last) }),
    results: rows,
    records: rows.count,
  };
}

/** What a paged answer says of itself; only parameters that were supplied are echoed. `last`: where rows follow. */
export function pageFields(
  { order_by, direction: asked }: PageParameters,
  { order, direction, page }: Position,
  last: readonly Value[] | undefined,
  echo?: object,
) {
  return {
    current_page: page,
    max_page_size: pageSize,
    ...(order_by !== undefined && { order_by: order }),
    ...(asked !== undefined && { direction }),
    ...echo,
    next_page: last ? page + 1 : null,
    next_cursor: last ? writeCursor({ order, direction, page: page + 1, after: last }) : null,
  };
}

interface Ordering {
  readonly orders: ReadonlyMap<string, string>;
  readonly defaultOrder: string;
  readonly defaultDirection?: 'asc' | 'desc';
  /** How many values a key has, where it is known. */
  readonly keyLength: number | undefined;
}

/**
 * The order, direction and position that a query asks for: those of its cursor, which it must not contradict. Throws
 * `invalid_parameter` where a cursor is malformed or of another order.
 */
export function readPosition(query: PageParameters, ordering: Ordering): Position {
  const { order_by, cursor } = query;
  const order =
    order_by === undefined || !ordering.orders.has(order_by) ? ordering.defaultOrder : canonical(order_by, ordering);
  const direction = query.direction ?? ordering.defaultDirection ?? 'desc';
  if (cursor === undefined) return { order, direction, page: query.page, after: undefined };
  const position = readCursor(cursor, ordering);
  const differs =
    (order_by !== undefined && order !== position.order) ||
    (query.direction !== undefined && direction !== position.direction);
  if (differs) throw invalidCursor('belongs to another order');
  return position;
}

/** The field's own name behind an alias such as `id`. */
const canonical = (asked: string, { orders }: Ordering): string =>
  asked === 'id' ? (orders.get('id') as string) : asked;

const writeCursor = ({ order, direction, page, after }: Position): string =>
  Buffer.from(JSON.stringify([order, direction, page, after])).toString('base64url');

function readCursor(cursor: string, { orders, keyLength }: Ordering): Position {
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
    (keyLength === undefined || after.length === keyLength + 1) &&
    after.every((value, index) => isSortable(value) || (index === 0 && value === null));
  if (!isPosition) throw invalidCursor('is malformed');
  if (typeof order !== 'string' || !orders.has(order)) throw invalidCursor('belongs to another order');
  return { order, direction, page: page as number, after: after as Value[] };
}

/** Whether values are such as the sort column and the key columns hold. */
function fitsColumns({ columns, key }: Table, order: string, values: readonly Value[]): boolean {
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  return [order, ...key].every((name, index) => {
    const value = values[index] as Value;
    if (value === null) return index === 0;
    if (kinds.get(name) === 'text') return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
    return kinds.get(name) === 'real' ? typeof value === 'number' : Number.isSafeInteger(value);
  });
}

const isSortable = (value: unknown): boolean => typeof value === 'string' || Number.isFinite(value);
const invalidCursor = (what: string): ApiError => new ApiError('invalid_parameter', `'cursor' ${what}`, 'cursor');
