/** One page of a list: rows of a table in an order, from an offset or behind a row, as JSON text. */
import type { Value } from '../../domain/row.ts';
import { type Fragment, quote, type SqlRow } from '../sql/dialect.ts';
import { orderSql, pageRanges } from '../sql/page.ts';
import type { OutputField, Page, PageQuery } from '../store.ts';
import type { Table } from '../tables.ts';
import type { Connection } from './connection.ts';
import { sqlite } from './dialect.ts';

export function readPage(connection: Connection, tenantId: number, query: PageQuery): Page {
  const rows: SqlRow[] = [];
  for (const { sql, values } of pageSql(tenantId, query)) {
    if (rows.length > query.limit) break;
    rows.push(...connection.all(sql, ...values));
  }
  const more = rows.length > query.limit;
  if (more) rows.length = query.limit;
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => row.json as string),
    last: last && [last.sort_value as Value, ...query.table.key.map((column) => last[column] as Value)],
    more,
  };
}

/** The statements whose rows, one after the other, are the page and one row more, which tells whether others follow. */
export function pageSql(tenantId: number, query: PageQuery): Fragment[] {
  const { table, order, limit, offset } = query;
  return pageRanges(sqlite, tenantId, query).map(({ sql, values }) => ({
    sql: `SELECT ${quote(order)} AS sort_value, ${table.key.map(quote).join(', ')}, ${jsonSql(query)} AS json
      FROM ${table.name} WHERE ${sql} ORDER BY ${orderSql(query)} LIMIT ? OFFSET ?`,
    values: [...values, limit + 1, offset],
  }));
}

function jsonSql({ table, output }: PageQuery): string {
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const object = (fields: readonly OutputField[]): string =>
    `json_object(${fields.map(({ name, column }) => `'${name}', ${jsonValueSql(column, kinds)}`).join(', ')})`;
  const optional = output.filter((field) => field.optional);
  const always = object(output.filter((field) => !field.optional));
  // A merge patch takes a null for "leave it out".
  return optional.length === 0 ? always : `json_patch(${always}, ${object(optional)})`;
}

function jsonValueSql(column: string, kinds: ReadonlyMap<string, Table['columns'][number]['kind']>): string {
  const kind = kinds.get(column);
  if (kind === 'json') return `json(${quote(column)})`;
  if (kind === 'boolean') return `json(iif(${quote(column)}, 'true', 'false'))`;
  return quote(column);
}
