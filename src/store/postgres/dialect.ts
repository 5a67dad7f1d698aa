/** The SQL of PostgreSQL where the two databases differ. */
import type { Row, Value } from '../../domain/row.ts';
import { type Dialect, quote } from '../sql/dialect.ts';
import type { ColumnKind } from '../tables.ts';

/** The SQL type of each kind of column. */
export const columnTypes: { readonly [kind in ColumnKind]: string } = {
  text: 'text',
  integer: 'int8',
  real: 'float8',
  boolean: 'boolean',
  json: 'text',
};

/** The dialect of PostgreSQL. */
export const postgres: Dialect = {
  // PostgreSQL cannot store a text with a NUL. Such a text is bound as null, which equals nothing either.
  bind(value, kind) {
    if (typeof value === 'string') return value.includes('\0') ? null : value;
    if (typeof value === 'boolean') return String(value);
    return kind === 'boolean' && value !== null ? String(value !== 0) : value;
  },
  // A whole number is bound as int8, so that an index can serve. Any other number is compared as a double, exactly.
  placeholder(value) {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? '?::int8' : '?::float8';
    return typeof value === 'boolean' ? '?::boolean' : '?::text';
  },
  among: (column, kind) => `${quote(column)} = ANY(?::${columnTypes[kind]}[])`,
  list: (values, kind) =>
    arrayText(
      values.map((value) => postgres.bind(value)),
      kind,
    ),
  amongKeys({ key, columns }, keys) {
    const kinds = key.map((column) => columns.find(({ name }) => name === column)?.kind ?? 'text');
    return {
      sql: `(${key.map(quote).join(', ')}) IN
        (SELECT * FROM unnest(${kinds.map((kind) => `?::${columnTypes[kind]}[]`).join(', ')}))`,
      values: key.map((column, index) =>
        postgres.list(
          keys.map((row) => row[column] as Value),
          kinds[index] as ColumnKind,
        ),
      ),
    };
  },
  stored: (rows) => rows as Row[],
  rare: (condition) => condition,
  contains: (text) => `strpos(${text}, ?) > 0`,
  mapValue: (column, isNumber) => `(${quote(column)}::json ->> ?)${isNumber ? '::float8' : ''}`,
  folded: (column) => `folded::json ->> '${column}'`,
  foldedMapValue: (column) => `(folded::json -> '${column}') ->> ?`,
  members: (listText) => `json_array_elements_text((${listText})::json) AS member (value)`,
};

/** An array of values as the text that PostgreSQL parses. */
export function arrayText(values: readonly Value[], kind: ColumnKind): string {
  if (kind !== 'text' && kind !== 'json') return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value as string))).join(',')}}`;
}

const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;

/** Replaces each `?` of an SQL text by `$1`, `$2` and so on, as the driver takes them. */
export function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}
