/** One page of a list: rows of a table in an order, from an offset or behind a row, as JSON text. */
import type { OutputField, Page, PageQuery, RowsQuery } from '../store.ts';
import type { Value } from '../../domain/row.ts';
import { type Condition, notDeleted } from '../../domain/search.ts';
import type { Table } from '../tables.ts';
import { bind, conditionSql, type Fragment, quote } from './conditions.ts';
import type { Connection, SqlRow } from './connection.ts';

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

/**
 * The statements whose rows, one after the other, are the page and one row more, which tells whether others follow.
 * Behind a row there are two: nulls come last, and each statement then reads one range of an index.
 */
export function pageSql(tenantId: number, query: PageQuery): Fragment[] {
  const { after, order, table } = query;
  if (after === undefined) return [statementSql(tenantId, query, [])];
  const [sortValue = null, ...key] = after;
  const keyColumns = table.key.map((column, index) => [column, key[index] as Value] as const);
  const others = keyColumns.filter(([column]) => column !== order);
  const isNull = { sql: `${quote(order)} IS NULL`, values: [] };
  if (sortValue === null) return [statementSql(tenantId, query, [isNull, beyondSql(query, keyColumns)])];
  const behind = statementSql(tenantId, query, [beyondSql(query, [[order, sortValue], ...others])]);
  return table.key.includes(order) ? [behind] : [behind, statementSql(tenantId, query, [isNull])];
}

function statementSql(tenantId: number, query: PageQuery, position: readonly Fragment[]): Fragment {
  const { table, order, limit, offset } = query;
  const filters = Object.entries(query.where).map(([column, value]) => equalsSql(column, value));
  const owner = query.ownerConditions.length > 0 ? [ownerSql(table.name, query.ownerConditions)] : [];
  const fragments = [...filters, ...query.conditions.map(conditionSql), ...owner, ...position];
  return {
    sql: `SELECT ${quote(order)} AS sort_value, ${table.key.map(quote).join(', ')}, ${jsonSql(query)} AS json
      FROM ${table.name}
      WHERE ${['tenant_id = ?', ...fragments.map((fragment) => fragment.sql)].join(' AND ')}
      ORDER BY ${orderSql(query)} LIMIT ? OFFSET ?`,
    values: [tenantId, ...fragments.flatMap((fragment) => fragment.values), limit + 1, offset],
  };
}

const equalsSql = (column: string, value: Value): Fragment =>
  value === null
    ? { sql: `${quote(column)} IS NULL`, values: [] }
    : { sql: `${quote(column)} = ?`, values: [bind(value)] };

/** Ties are broken by key in the direction of the sort, so that one index serves both. */
function orderSql({ table, order, direction }: PageQuery): string {
  const columns = [order, ...table.key.filter((column) => column !== order)];
  const nulls = table.key.includes(order) ? '' : ' NULLS LAST';
  return columns
    .map((column, index) => `${quote(column)} ${direction.toUpperCase()}${index === 0 ? nulls : ''}`)
    .join(', ');
}

function beyondSql({ direction }: PageQuery, position: readonly (readonly [string, Value])[]): Fragment {
  const columns = position.map(([column]) => quote(column)).join(', ');
  const beyond = direction === 'asc' ? '>' : '<';
  return {
    sql: `(${columns}) ${beyond} (${position.map(() => '?').join(', ')})`,
    values: position.map(([, value]) => bind(value)),
  };
}

const accountsSql = (where: string): string => `(SELECT account_id FROM accounts WHERE tenant_id = ? AND ${where})`;

/**
 * Accounts are found once and then looked up, since most rows are read; the sign keeps them from leading the way. Of the
 * deleted ones there are few.
 */
export function rowsSql(tenantId: number, { table, columns, conditions, ownerConditions, order }: RowsQuery): Fragment {
  const own = conditions.map(conditionSql);
  const owners = ownerConditions.filter((condition) => condition !== notDeleted).map(conditionSql);
  const selected =
    owners.length === 0 ? [] : [`+account_id IN ${accountsSql(owners.map(({ sql }) => sql).join(' AND '))}`];
  const living = ownerConditions.includes(notDeleted)
    ? [`account_id NOT IN ${accountsSql('is_active = 0 AND is_deleted')}`]
    : [];
  const where = ['tenant_id = ?', ...own.map(({ sql }) => sql), ...living, ...selected];
  return {
    sql: `SELECT ${columns.map(quote).join(', ')} FROM ${table.name}
      WHERE ${where.join(' AND ')} ORDER BY ${order.map(quote).join(', ')}`,
    values: [
      tenantId,
      ...own.flatMap((fragment) => fragment.values),
      ...(living.length === 0 ? [] : [tenantId]),
      ...(owners.length === 0 ? [] : [tenantId, ...owners.flatMap((fragment) => fragment.values)]),
    ],
  };
}

/** Column names in the conditions are those of the account, which stands innermost. */
function ownerSql(table: string, conditions: readonly Condition[]): Fragment {
  const fragments = conditions.map(conditionSql);
  return {
    sql: `EXISTS (SELECT 1 FROM accounts AS owner
      WHERE owner.tenant_id = ${table}.tenant_id AND owner.account_id = ${table}.account_id
        AND ${fragments.map((fragment) => fragment.sql).join(' AND ')})`,
    values: fragments.flatMap((fragment) => fragment.values),
  };
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
