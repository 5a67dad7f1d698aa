/** Search conditions as SQL. Column names come from declarations only, values are always bound. */
import type { Condition, Target } from '../../domain/search.ts';
import type { Value } from '../../domain/row.ts';

export interface Fragment {
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
}

const operators: { [comparison: string]: string } = { lt: '<', le: '<=', gt: '>', ge: '>=' };

export const quote = (column: string): string => `"${column}"`;
export const bind = (value: Value): string | number | null => (typeof value === 'boolean' ? Number(value) : value);

export function conditionSql({ targets, comparison, value }: Condition): Fragment {
  const fragments = targets.map((target) => targetSql(target, comparison, bind(value)));
  return {
    sql: `(${fragments.map((fragment) => fragment.sql).join(' OR ')})`,
    values: fragments.flatMap((fragment) => fragment.values),
  };
}

function targetSql(target: Target, comparison: Condition['comparison'], value: string | number | null): Fragment {
  if (target.of === 'list') return listSql(target.column, comparison, value);
  if (comparison === 'like' || comparison === 'notLike') {
    const { sql, values } = foldedSql(target);
    const contains = `instr(${sql}, ?) > 0`;
    return { sql: comparison === 'like' ? contains : `(${contains}) IS NOT TRUE`, values: [...values, value] };
  }
  const { sql, values } = valueSql(target);
  const equals = value === null ? 'IS' : '=';
  const operator = comparison === 'eq' ? equals : comparison === 'ne' ? 'IS NOT' : operators[comparison];
  // A large double is JSON text without a fraction, which SQLite would compare digit by digit as a whole number.
  const held = target.of === 'map' && typeof value === 'number' ? `${sql} * 1.0` : sql;
  return { sql: `${held} ${operator} ?`, values: [...values, value] };
}

function valueSql({ of, column, key }: Target): Fragment {
  if (of === 'value') return { sql: quote(column), values: [] };
  return { sql: `(SELECT value FROM json_each(${quote(column)}) WHERE key = ?)`, values: [key as string] };
}

function foldedSql(target: Target): Fragment {
  const { sql, values } = valueSql(target);
  if (target.of === 'value') return { sql: `coalesce(folded ->> '$.${target.column}', lower(${sql}))`, values };
  return {
    sql: `coalesce((SELECT value FROM json_each(folded, '$.${target.column}') WHERE key = ?), lower(${sql}))`,
    values: [target.key as string, ...values],
  };
}

/** A list is searched as a set: `eq` and `like` want one such member, `ne` and `notLike` none. */
function listSql(column: string, comparison: Condition['comparison'], value: string | number | null): Fragment {
  if (value === null) return { sql: `${quote(column)} ${comparison === 'eq' ? '=' : '<>'} '[]'`, values: [] };
  const members = `json_each(coalesce(folded ->> '$.${column}', lower(${quote(column)})))`;
  const matches = comparison === 'like' || comparison === 'notLike' ? 'instr(value, ?) > 0' : 'value = ?';
  const none = comparison === 'ne' || comparison === 'notLike' ? 'NOT ' : '';
  return { sql: `${none}EXISTS (SELECT 1 FROM ${members} WHERE ${matches})`, values: [value] };
}
