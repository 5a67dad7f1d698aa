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

/** Deletes rows by their full key. */
export async function removeRows(
  session: Session,
  tenantId: number,
  table: Table,
  rows: readonly Row[],
): Promise<void> {
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const kindOf = (column: string): ColumnKind => kinds.get(column) as ColumnKind;
  const sql = `DELETE FROM ${table.name} USING unnest(${table.key.map((column) => `?::${columnTypes[kindOf(column)]}[]`).join(', ')})
    AS gone (${table.key.map(quote).join(', ')})
    WHERE tenant_id = ? AND ${table.key.map((column) => `${table.name}.${quote(column)} = gone.${quote(column)}`).join(' AND ')}`;
  for (const slice of slices(rows)) {
    const keys = table.key.map((column) =>
      arrayText(
        slice.map((row) => row[column] as Value),
        kindOf(column),
      ),
    );
    await session.run(sql, ...keys, tenantId);
  }
}
