/** Writes many rows with few statements: each column is bound as one array. */
import type { Row, Value } from '../../domain/row.ts';
import { foldedText } from '../folded.ts';
import { quote, type Session, type SqlValue } from '../sql/dialect.ts';
import { type ColumnKind, isFolded, type Table } from '../tables.ts';
import { arrayText, columnTypes } from './dialect.ts';

/** The number of rows that one statement writes. */
const sliceRows = 1_000;

/** Divides a list into slices that one statement can write. */
export function* slices<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += sliceRows) yield items.slice(at, at + sliceRows);
}

/** Inserts rows, or overwrites the stored rows with the same key. No key may occur twice in `rows`. */
export async function upsertRows(
  session: Session,
  tenantId: number,
  table: Table,
  rows: readonly Row[],
): Promise<void> {
  const sql = upsertSql(table);
  for (const slice of slices(rows)) {
    const values: SqlValue[] = table.columns.map(({ name, kind }) =>
      arrayText(
        slice.map((row) => row[name] ?? null),
        kind,
      ),
    );
    if (isFolded(table))
      values.push(
        arrayText(
          slice.map((row) => foldedText(table, row)),
          'text',
        ),
      );
    await session.run(sql, tenantId, ...values);
  }
}

const upserts = new Map<Table, string>();
function upsertSql(table: Table): string {
  const known = upserts.get(table);
  if (known !== undefined) return known;
  const columns = [...table.columns, ...(isFolded(table) ? [{ name: 'folded', kind: 'text' } as const] : [])];
  const names = columns.map(({ name }) => quote(name));
  const rest = columns.flatMap(({ name }) => (table.key.includes(name) ? [] : [quote(name)]));
  const sql = `INSERT INTO ${table.name} (tenant_id, ${names.join(', ')})
    SELECT ?::int8, given.* FROM unnest(${columns.map(({ kind }) => `?::${columnTypes[kind]}[]`).join(', ')}) AS given
    ON CONFLICT (tenant_id, ${table.key.map(quote).join(', ')})
    DO ${rest.length === 0 ? 'NOTHING' : `UPDATE SET ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}`}`;
  upserts.set(table, sql);
  return sql;
}

/** Sets some columns of stored rows, which are found by their key. */
export async function updateRows(
  session: Session,
  tenantId: number,
  table: Table,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const given = [...table.key, ...columns];
  const sql = `UPDATE ${table.name} SET ${columns.map((name) => `${quote(name)} = given.${quote(name)}`).join(', ')}
    FROM unnest(${arraysSql(table, given)}) AS given (${given.map(quote).join(', ')})
    WHERE ${table.name}.tenant_id = ? AND ${sameKeySql(table, 'given')}`;
  for (const slice of slices(rows)) await session.run(sql, ...arraysOf(table, given, slice), tenantId);
}

/** Deletes rows by their full key. */
export async function removeRows(
  session: Session,
  tenantId: number,
  table: Table,
  rows: readonly Row[],
): Promise<void> {
  const sql = `DELETE FROM ${table.name} USING unnest(${arraysSql(table, table.key)})
    AS gone (${table.key.map(quote).join(', ')})
    WHERE ${table.name}.tenant_id = ? AND ${sameKeySql(table, 'gone')}`;
  for (const slice of slices(rows)) await session.run(sql, ...arraysOf(table, table.key, slice), tenantId);
}

const kindOf = (table: Table, column: string): ColumnKind =>
  table.columns.find(({ name }) => name === column)?.kind as ColumnKind;

/** A `?` for each column, which is bound to the array of its values. */
const arraysSql = (table: Table, columns: readonly string[]): string =>
  columns.map((column) => `?::${columnTypes[kindOf(table, column)]}[]`).join(', ');

const arraysOf = (table: Table, columns: readonly string[], rows: readonly Row[]): SqlValue[] =>
  columns.map((column) =>
    arrayText(
      rows.map((row) => row[column] as Value),
      kindOf(table, column),
    ),
  );

const sameKeySql = ({ name, key }: Table, other: string): string =>
  key.map((column) => `${name}.${quote(column)} = ${other}.${quote(column)}`).join(' AND ');
