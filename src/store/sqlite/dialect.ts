/** The SQL of SQLite where the two databases differ. */
import type { Row } from '../../domain/row.ts';
import { type Dialect, quote } from '../sql/dialect.ts';
import { combineTests } from './row-tests.ts';

/** The dialect of SQLite. */
export const sqlite: Dialect = {
  bind: (value) => (typeof value === 'boolean' ? Number(value) : value),
  placeholder: () => '?',
  // A subquery, never a join: SQLite would put a joined table outside and scan it.
  among: (column) => `${quote(column)} IN (SELECT value FROM json_each(?))`,
  list: (values) => JSON.stringify(values),
  stored(rows, { columns }) {
    const booleans = columns.filter(({ kind }) => kind === 'boolean');
    for (const row of rows) for (const { name } of booleans) if (row[name] !== null) row[name] = row[name] === 1;
    return rows as Row[];
  },
  contains: (text) => `instr(${text}, ?) > 0`,
  // A large double has no fraction in JSON. Without "* 1.0" SQLite would compare it as a whole number, digit by digit.
  mapValue: (column, isNumber) =>
    `(SELECT value FROM json_each(${quote(column)}) WHERE key = ?)${isNumber ? ' * 1.0' : ''}`,
  folded: (column) => `folded ->> '$.${column}'`,
  foldedMapValue: (column) => `(SELECT value FROM json_each(folded, '$.${column}') WHERE key = ?)`,
  members: (listText) => `json_each(${listText})`,
  // A call for every row would take as long as a short condition. Rows of one tenant can lie a regular distance apart,
  // which is never 61.
  pulse: (table) => [{ sql: `(${withoutRowid.has(table) ? 'random()' : 'rowid'} % 61 OR proceed())`, values: [] }],
  combine: combineTests,
};

const withoutRowid = new Set([
  'account_changes',
  'metric_points',
  'metric_series',
  'mrr_movements',
  'mrr_days',
  'due_dates',
]);
