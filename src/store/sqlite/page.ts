/** Reads one page of a list. SQLite builds the JSON of the rows. */
import { type JsonRows, joinRows } from '../../domain/json-rows.ts';
import type { Value } from '../../domain/row.ts';
import { type Fragment, quote, type SqlRow } from '../sql/dialect.ts';
import { orderSql, pageRanges, sortedSql } from '../sql/page.ts';
import type { OutputField, Page, PageOfRows, PageQuery } from '../store.ts';
import type { Table } from '../tables.ts';
import type { Connection } from './connection.ts';
import { sqlite } from './dialect.ts';

/** The JSON of some rows, the number of rows read, and the sort value and key of the row that fills the page. */
type Part = [bytes: Uint8Array | null, count: number, ...last: Value[]];

/** The rows of a page, and where the next page begins. */
export function readPage(connection: Connection, tenantId: number, query: PageQuery): Page {
  const parts: JsonRows[] = [];
  let room = query.limit;
  let place: Value[] = [];
  for (const range of pageRanges(sqlite, tenantId, query)) {
    const { sql, values } = partSql(query, range, room);
    const [[bytes, count, ...fullAt]] = connection.allValues(sql, ...values) as unknown as [Part];
    parts.push({ bytes: bytes ?? new Uint8Array(), count: Math.min(count, room) });
    if (room > 0) place = fullAt;
    if (count > room) return { rows: joinRows(parts), last: place };
    room -= count;
  }
  return { rows: joinRows(parts), last: undefined };
}

/** The rows of a page, as rows. It reads one more row, which tells whether others follow. */
export function readPageRows(connection: Connection, tenantId: number, query: PageQuery): PageOfRows {
  const { table, order, limit, offset } = query;
  const columns = [...new Set([...table.key, ...query.output.map(({ column }) => column)])];
  const rows: SqlRow[] = [];
  for (const range of pageRanges(sqlite, tenantId, query)) {
    const room = limit + 1 - rows.length;
    if (room <= 0) break;
    const sql = `SELECT ${sortedSql(table, order)} AS sorted_by, ${columns.map(quote).join(', ')}
      FROM ${table.name} WHERE ${range.sql} ORDER BY ${orderSql(query)} LIMIT ? OFFSET ?`;
    rows.push(...connection.all(sql, ...range.values, room, offset));
  }
  const isMore = rows.length > limit;
  if (isMore) rows.length = limit;
  const full = isMore ? rows.at(-1) : undefined;
  const last = full && ['sorted_by', ...table.key].map((column) => full[column] as Value);
  return { rows: sqlite.stored(rows, table), last };
}

/**
 * The SQL for the rows of one range, at most `room` of them, as one JSON text: passing rows to JavaScript one by one
 * takes as long as finding them. It reads one more row, which tells whether others follow.
 */
function partSql(query: PageQuery, range: Fragment, room: number): Fragment {
  const { table, order, offset } = query;
  const place = [order, ...table.key].map((column, index) => ({
    column: sortedSql(table, column),
    name: `place_${index}`,
  }));
  const places = place.map(({ column, name }) => `${column} AS ${name}`).join(', ');
  const fullAt = place.map(({ name }) => `max(${name}) FILTER (WHERE number = ?)`).join(', ');
  return {
    sql: `SELECT CAST(group_concat(json, ',') FILTER (WHERE number <= ?) AS BLOB), count(*), ${fullAt}
      FROM (SELECT *, row_number() OVER () AS number
        FROM (SELECT ${places}, ${jsonSql(query)} AS json
          FROM ${table.name} WHERE ${range.sql} ORDER BY ${orderSql(query)} LIMIT ? OFFSET ?))`,
    values: [room, ...place.map(() => room), ...range.values, room + 1, offset],
  };
}

function jsonSql({ table, output }: PageQuery): string {
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const object = (fields: readonly OutputField[]): string =>
    `json_object(${fields.map(({ name, column }) => `'${name}', ${jsonValueSql(column, kinds)}`).join(', ')})`;
  const optional = output.filter((field) => field.optional);
  const always = object(output.filter((field) => !field.optional));
  // In a JSON merge patch a null removes the field.
  return optional.length === 0 ? always : `json_patch(${always}, ${object(optional)})`;
}

function jsonValueSql(column: string, kinds: ReadonlyMap<string, Table['columns'][number]['kind']>): string {
  const kind = kinds.get(column);
  if (kind === 'json') return `json(${quote(column)})`;
  if (kind === 'boolean') return `json(iif(${quote(column)}, 'true', 'false'))`;
  return quote(column);
}
