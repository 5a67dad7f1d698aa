/** The SQL of SQLite where the two databases differ. */
import type { Row } from '../../domain/row.ts';
import { type Dialect, quote } from '../sql/dialect.ts';

/** The dialect of SQLite. */
export const sqlite: Dialect = {
  bind: (value) => (typeof value === 'boolean' ? Number(value) : value),
  placeholder: () => '?',
  // A subquery, never a join: SQLite would put a joined table outside and scan it.
  among: (column) => `${quote(column)} IN (SELECT value FROM json_each(?))`,
  list: (values) => JSON.stringify(values),
  amongKeys: ({ key }, keys) => ({
    sql: `(${key.map(quote).join(', ')}) IN (SELECT ${key.map((_, index) => `value ->> ${index}`).join(', ')} FROM json_each(?))`,
    values: [JSON.stringify(keys.map((row) => key.map((column) => row[column])))],
  }),
  stored(rows, { columns }) {
    const booleans = columns.filter(({ kind }) => kind === 'boolean');
    for (const row of rows) for (const { name } of booleans) if (row[name] !== null) row[name] = row[name] === 1;
    return rows as Row[];
  },
  // By the fixed statistics, SQLite would rather walk all rows in the order of the list.
  rare: (condition) => `likelihood(${condition}, 0.001)`,
  contains: (text) => `instr(${text}, ?) > 0`,
  // A large double has no fraction in JSON. Without "* 1.0" SQLite would compare it as a whole number, digit by digit.
  mapValue: (column, isNumber) =>
    `(SELECT value FROM json_each(${quote(column)}) WHERE key = ?)${isNumber ? ' * 1.0' : ''}`,
  folded: (column) => `folded ->> '$.${column}'`,
  foldedMapValue: (column) => `(SELECT value FROM json_each(folded, '$.${column}') WHERE key = ?)`,
  members: (listText) => `json_each(${listText})`,
};
