/** One page of a list: rows of a table in an order, from an offset or behind a row, as JSON text. */
import type { Page, PageQuery } from '../store.ts';
import type { Value } from '../../domain/row.ts';
import type { Table } from '../tables.ts';
import { bind, conditionSql, type Fragment, quote } from './conditions.ts';
import type { Connection } from './connection.ts';

export function readPage(connection: Connection, tenantId: number, query: PageQuery): Page {
  const { sql, values } = pageSql(tenantId, query);
  const rows = connection.all(sql, ...values);
  const more = rows.length > query.limit;
  if (more) rows.pop();
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => row.json as string),
    last: last && [last.sort_value as Value, ...query.table.key.map((column) => last[column] as Value)],
    more,
  };
}

/** The statement behind a page; one row more than the limit tells whether others follow. */
export function pageSql(tenantId: number, query: PageQuery): Fragment {
  const { table, order, limit, offset, after } = query;
  const direction = query.direction.toUpperCase();
  const filters = Object.entries(query.where).map(([column, value]) => ({
    sql: `${quote(column)} = ?`,
    values: [bind(value)],
  }));
  const fragments = [...filters, ...query.conditions.map(conditionSql), ...(after ? [afterSql(query, after)] : [])];
  const nulls = table.key.includes(order) ? '' : ' NULLS LAST';
  const orderBy = [
    `${quote(order)} ${direction}${nulls}`,
    ...table.key.filter((column) => column !== order).map((column) => `${quote(column)} ${direction}`),
  ];
  return {
    sql: `SELECT ${quote(order)} AS sort_value, ${table.key.map(quote).join(', ')}, ${jsonSql(query)} AS json
      FROM ${table.name}
      WHERE ${['tenant_id = ?', ...fragments.map((fragment) => fragment.sql)].join(' AND ')}
      ORDER BY ${orderBy.join(', ')} LIMIT ? OFFSET ?`,
    values: [tenantId, ...fragments.flatMap((fragment) => fragment.values), limit + 1, offset],
  };
}

/** Rows behind one: a greater sort value, or the same and a greater key; nulls come last in both directions. */
function afterSql({ table, order, direction }: PageQuery, [sortValue, ...key]: readonly Value[]): Fragment {
  const beyond = direction === 'asc' ? '>' : '<';
  const keys = table.key.map(quote).join(', ');
  const keyBeyond = `(${keys}) ${beyond} (${key.map(() => '?').join(', ')})`;
  const keyValues = key.map(bind);
  if (table.key.length === 1 && table.key[0] === order) return { sql: keyBeyond, values: keyValues };
  const column = quote(order);
  if (sortValue === null || sortValue === undefined)
    return { sql: `(${column} IS NULL AND ${keyBeyond})`, values: keyValues };
  return {
    sql: `(${column} ${beyond} ? OR (${column} = ? AND ${keyBeyond}) OR ${column} IS NULL)`,
    values: [bind(sortValue), bind(sortValue), ...keyValues],
  };
}

function jsonSql({ table, output }: PageQuery): string {
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const fields = output.map(({ name, column }) => `'${name}', ${jsonValueSql(column, kinds)}`);
  return `json_object(${fields.join(', ')})`;
}

function jsonValueSql(column: string, kinds: ReadonlyMap<string, Table['columns'][number]['kind']>): string {
  const kind = kinds.get(column);
  if (kind === 'json') return `json(${quote(column)})`;
  if (kind === 'boolean') return `json(iif(${quote(column)}, 'true', 'false'))`;
  return quote(column);
}
