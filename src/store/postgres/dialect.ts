/** The SQL of PostgreSQL where it differs. */
import type { Row, Value } from '../../domain/row.ts';
import { type Dialect, quote } from '../sql/dialect.ts';
import type { ColumnKind } from '../tables.ts';

export const columnTypes: { readonly [kind in ColumnKind]: string } = {
  text: 'text',
  integer: 'int8',
  real: 'float8',
  boolean: 'boolean',
  json: 'text',
};

export const postgres: Dialect = {
  // No text with a NUL can be stored, so it equals and is contained in nothing, as null.
  bind(value, kind) {
    if (typeof value === 'string') return value.includes('\0') ? null : value;
    if (typeof value === 'boolean') return String(value);
    return kind === 'boolean' && value !== null ? String(value !== 0) : value;
  },
  // A whole number must stay one for an index to serve; any other is compared as a double, which is exact.
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
  stored: (rows) => rows as Row[],
  contains: (text) => `strpos(${text}, ?) > 0`,
  mapValue: (column, isNumber) => `(${quote(column)}::json ->> ?)${isNumber ? '::float8' : ''}`,
  folded: (column) => `folded::json ->> '${column}'`,
  foldedMapValue: (column) => `(folded::json -> '${column}') ->> ?`,
  members: (listText) => `json_array_elements_text((${listText})::json) AS member (value)`,
};

/** The text by which PostgreSQL reads an array. */
export function arrayText(values: readonly Value[], kind: ColumnKind): string {
  if (kind !== 'text' && kind !== 'json') return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value as string))).join(',')}}`;
}

const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;

/** SQL with a `?` for each of its values, as the driver takes it. */
export function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}
