/** Search conditions as SQL. Column names only come from declarations, and values are always bound. */
import type { Value } from '../../domain/row.ts';
import type { Condition, Target } from '../../domain/search.ts';
import type { Dialect, Fragment } from './dialect.ts';
import { quote } from './dialect.ts';

const operators: { [comparison: string]: string } = {
  eq: '=',
  ne: 'IS DISTINCT FROM',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** The SQL of a condition, in parentheses, with its values. */
export function conditionSql(dialect: Dialect, { targets, comparison, value }: Condition): Fragment {
  const fragments = targets.map((target) => targetSql(dialect, target, comparison, value));
  return {
    sql: `(${fragments.map((fragment) => fragment.sql).join(' OR ')})`,
    values: fragments.flatMap((fragment) => fragment.values),
  };
}

function targetSql(dialect: Dialect, target: Target, comparison: Condition['comparison'], value: Value): Fragment {
  if (target.of === 'list') return listSql(dialect, target.column, comparison, value);
  if (comparison === 'like' || comparison === 'notLike') {
    const { sql, values } = foldedSql(dialect, target);
    const contains = dialect.contains(sql);
    const text = dialect.bind(value);
    return { sql: comparison === 'like' ? contains : `(${contains}) IS NOT TRUE`, values: [...values, text] };
  }
  const { sql, values } = valueSql(dialect, target, typeof value === 'number');
  if (value === null) return { sql: `${sql} IS ${comparison === 'ne' ? 'NOT ' : ''}NULL`, values };
  const compared = `${sql} ${operators[comparison]} ${dialect.placeholder(value)}`;
  return {
    sql: isIncrement(target, comparison) ? dialect.rare(compared) : compared,
    values: [...values, dialect.bind(value)],
  };
}

/** Whether a condition selects the records that have changed since some time, which are mostly few. */
const isIncrement = ({ of, column }: Target, comparison: Condition['comparison']): boolean =>
  of === 'value' && column === 'modify_time' && (comparison === 'ge' || comparison === 'gt');

const valueSql = (dialect: Dialect, { of, column, key }: Target, isNumber: boolean): Fragment =>
  of === 'value'
    ? { sql: quote(column), values: [] }
    : { sql: dialect.mapValue(column, isNumber), values: [dialect.bind(key as string)] };

function foldedSql(dialect: Dialect, target: Target): Fragment {
  const { sql, values } = valueSql(dialect, target, false);
  const folded = target.of === 'value' ? dialect.folded(target.column) : dialect.foldedMapValue(target.column);
  return { sql: `coalesce(${folded}, lower(${sql}))`, values: [...values, ...values] };
}

/**
 * A list is searched as a set: `eq` and `like` need one member that matches, `ne` and `notLike` need that none does.
 */
function listSql(dialect: Dialect, column: string, comparison: Condition['comparison'], value: Value): Fragment {
  if (value === null) return { sql: `${quote(column)} ${comparison === 'eq' ? '=' : '<>'} '[]'`, values: [] };
  const members = dialect.members(`coalesce(${dialect.folded(column)}, lower(${quote(column)}))`);
  const matches =
    comparison === 'like' || comparison === 'notLike'
      ? dialect.contains('value')
      : `value = ${dialect.placeholder(value)}`;
  const none = comparison === 'ne' || comparison === 'notLike' ? 'NOT ' : '';
  return { sql: `${none}EXISTS (SELECT 1 FROM ${members} WHERE ${matches})`, values: [dialect.bind(value)] };
}
