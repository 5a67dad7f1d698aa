/** Which rows a page of a list holds, and in which order: the SQL that both databases share. */
import type { Value } from '../../domain/row.ts';
import { type Condition, notDeleted } from '../../domain/search.ts';
import type { PageQuery, RowsQuery } from '../store.ts';
import { type ColumnKind, sortedLength, type Table } from '../tables.ts';
import { conditionSql } from './conditions.ts';
import { type Dialect, type Fragment, quote } from './dialect.ts';

/**
 * The WHERE clauses of a page, to be read one after the other. There is one without a cursor. Behind a row (`after`)
 * there can be two, since nulls come last: the remaining values, then the nulls. Each is one range of an index.
 */
export function pageRanges(dialect: Dialect, tenantId: number, query: PageQuery): Fragment[] {
  const { after, order, table } = query;
  if (after === undefined) return [rangeSql(dialect, tenantId, query, [])];
  const [sortValue = null, ...key] = after;
  const keyColumns = table.key.map((column, index) => [column, key[index] as Value] as const);
  const others = keyColumns.filter(([column]) => column !== order);
  const isNull = { sql: `${quote(order)} IS NULL`, values: [] };
  const beyond = (position: readonly (readonly [string, Value])[]) => beyondSql(dialect, query, position);
  if (sortValue === null) return [rangeSql(dialect, tenantId, query, [isNull, beyond(keyColumns)])];
  const conditions = query.conditions.filter((condition) => !isMetBehind(query, sortValue, condition));
  const behind = rangeSql(dialect, tenantId, { ...query, conditions }, [beyond([[order, sortValue], ...others])]);
  return isFilled(query) ? [behind] : [behind, rangeSql(dialect, tenantId, query, [isNull])];
}

/**
 * Whether every row behind a cursor meets a condition on the sort column. Such a condition is left out of the SQL,
 * because the database could begin to read at its bound instead of at the cursor.
 */
function isMetBehind(
  { order, direction }: PageQuery,
  sortValue: Value,
  { targets, comparison, value }: Condition,
): boolean {
  const [target, ...others] = targets;
  if (target?.of !== 'value' || target.column !== order || others.length > 0) return false;
  if (typeof sortValue !== 'number' || typeof value !== 'number') return false;
  return direction === 'asc' ? comparison === 'ge' && sortValue >= value : comparison === 'le' && sortValue <= value;
}

function rangeSql(dialect: Dialect, tenantId: number, query: PageQuery, position: readonly Fragment[]): Fragment {
  const filters = Object.entries(query.where).map(([column, value]) => equalsSql(dialect, column, value));
  const conditions = query.conditions.map((condition) => conditionSql(dialect, condition));
  const owner = query.ownerConditions.length > 0 ? [ownerSql(dialect, query.table.name, query.ownerConditions)] : [];
  const fragments = [...filters, ...conditions, ...owner, ...position];
  return {
    sql: ['tenant_id = ?', ...fragments.map((fragment) => fragment.sql)].join(' AND '),
    values: [tenantId, ...fragments.flatMap((fragment) => fragment.values)],
  };
}

const equalsSql = (dialect: Dialect, column: string, value: Value): Fragment =>
  value === null
    ? { sql: `${quote(column)} IS NULL`, values: [] }
    : { sql: `${quote(column)} = ?`, values: [dialect.bind(value)] };

/** The ORDER BY terms of a page. Ties are broken by key in the direction of the sort, so that one index serves both. */
export function orderSql(query: PageQuery): string {
  const { table, order, direction } = query;
  const columns = [order, ...table.key.filter((column) => column !== order)];
  const nulls = isFilled(query) ? '' : ' NULLS LAST';
  return columns
    .map((column, index) => `${sortedSql(table, column)} ${direction.toUpperCase()}${index === 0 ? nulls : ''}`)
    .join(', ');
}

/** The expression that sorts a list by a column. A cursor carries its value, so a long text counts by its beginning. */
export const sortedSql = ({ columns }: Table, column: string): string =>
  columns.find(({ name }) => name === column)?.long ? `substr(${quote(column)}, 1, ${sortedLength})` : quote(column);

const isFilled = ({ table, order }: PageQuery): boolean =>
  table.key.includes(order) || table.columns.find(({ name }) => name === order)?.filled === true;

function beyondSql(
  dialect: Dialect,
  { direction, table }: PageQuery,
  position: readonly (readonly [string, Value])[],
): Fragment {
  const kinds = new Map<string, ColumnKind>(table.columns.map(({ name, kind }) => [name, kind]));
  const columns = position.map(([column]) => sortedSql(table, column)).join(', ');
  const beyond = direction === 'asc' ? '>' : '<';
  return {
    sql: `(${columns}) ${beyond} (${position.map(() => '?').join(', ')})`,
    values: position.map(([column, value]) => dialect.bind(value, kinds.get(column))),
  };
}

/**
 * The SQL for all rows that match, without pages. Conditions on the account become one subquery on `accounts`, because
 * most rows are read. Rows of deleted accounts, of which there are few, are excluded by NOT IN.
 */
export function rowsSql(dialect: Dialect, tenantId: number, query: RowsQuery): Fragment {
  const { table, columns, ownerConditions, order } = query;
  const own = query.conditions.map((condition) => conditionSql(dialect, condition));
  const others = ownerConditions
    .filter((condition) => condition !== notDeleted)
    .map((condition) => conditionSql(dialect, condition));
  const fragments = [
    { sql: 'tenant_id = ?', values: [tenantId] },
    ...own,
    ...(ownerConditions.includes(notDeleted) ? [ownersSql('NOT IN', tenantId, [deletedSql])] : []),
    ...(others.length > 0 ? [ownersSql('IN', tenantId, others)] : []),
  ];
  return {
    sql: `SELECT ${columns.map(quote).join(', ')} FROM ${table.name}
      WHERE ${fragments.map(({ sql }) => sql).join(' AND ')} ORDER BY ${order.map(quote).join(', ')}`,
    values: fragments.flatMap(({ values }) => values),
  };
}

const deletedSql: Fragment = { sql: 'is_active = FALSE AND is_deleted', values: [] };

const ownersSql = (operator: string, tenantId: number, fragments: readonly Fragment[]): Fragment => ({
  sql: `account_id ${operator}
    (SELECT account_id FROM accounts WHERE tenant_id = ? AND ${fragments.map(({ sql }) => sql).join(' AND ')})`,
  values: [tenantId, ...fragments.flatMap(({ values }) => values)],
});

/** A condition on the account of a row. Its column names mean the account's, because its table is the innermost. */
function ownerSql(dialect: Dialect, table: string, conditions: readonly Condition[]): Fragment {
  const fragments = conditions.map((condition) => conditionSql(dialect, condition));
  return {
    sql: `EXISTS (SELECT 1 FROM accounts AS owner
      WHERE owner.tenant_id = ${table}.tenant_id AND owner.account_id = ${table}.account_id
        AND ${fragments.map((fragment) => fragment.sql).join(' AND ')})`,
    values: fragments.flatMap((fragment) => fragment.values),
  };
}
