/** Reads one page of a list. The JSON of the rows is built here, as SQLite builds it. */
import { jsonRows } from '../../domain/json-rows.ts';
import type { Row, Value } from '../../domain/row.ts';
import { type Fragment, quote, type Session, type SqlRow } from '../sql/dialect.ts';
import { orderSql, pageRanges, sortedSql } from '../sql/page.ts';
import type { OutputField, Page, PageOfRows, PageQuery } from '../store.ts';
import type { ColumnKind } from '../tables.ts';
import { postgres } from './dialect.ts';

/** The rows of a page, and where the next page begins. */
export async function readPage(session: Session, tenantId: number, query: PageQuery): Promise<Page> {
  const { rows, last } = await readPageRows(session, tenantId, query);
  return { rows: jsonRows(rows.map(rowWriter(query))), last };
}

/** The rows of a page as stored. It reads one more row, which tells whether others follow. */
export async function readPageRows(session: Session, tenantId: number, query: PageQuery): Promise<PageOfRows> {
  const after = query.after ?? (query.offset > 0 ? await findPosition(session, tenantId, query) : undefined);
  if (query.offset > 0 && after === undefined) return { rows: [], last: undefined };
  const columns = query.output.map(({ column }) => column);
  const rows: SqlRow[] = [];
  for (const range of pageRanges(postgres, tenantId, { ...query, after })) {
    if (rows.length > query.limit) break;
    const { sql, values } = selectSql(query, columns, range);
    rows.push(...(await session.rows(`${sql} LIMIT ?`, ...values, query.limit + 1)));
  }
  const more = rows.length > query.limit;
  if (more) rows.length = query.limit;
  return { rows: postgres.stored(rows, query.table), last: more ? positionOf(query, rows.at(-1)) : undefined };
}

/**
 * The position (sort value and key) of the last row that an offset skips. It is read from an index alone; a plain
 * OFFSET would fetch whole rows and drop them. It is a query of its own, because the plan of a join with the rows
 * depends on how many rows the planner thinks a tenant has (docs/decisions/014).
 */
async function findPosition(session: Session, tenantId: number, query: PageQuery): Promise<Value[] | undefined> {
  const [range] = pageRanges(postgres, tenantId, query) as [Fragment];
  const { sql, values } = selectSql(query, [], range);
  const [row] = await session.rows(`${sql} LIMIT 1 OFFSET ?`, ...values, query.offset - 1);
  return positionOf(query, row);
}

function positionOf(query: PageQuery, row: SqlRow | undefined): Value[] | undefined {
  return (
    row && [row.sorted_by, ...query.table.key.map((column) => row[column])].map((value) => sortable(value as Value))
  );
}

/** In a cursor a boolean is 0 or 1. */
const sortable = (value: Value): Value => (typeof value === 'boolean' ? Number(value) : value);

/** The SQL for rows of a range: their sort value, their key and further columns. */
const selectSql = (query: PageQuery, columns: readonly string[], { sql, values }: Fragment): Fragment => ({
  sql: `SELECT ${sortedSql(query.table, query.order)} AS sorted_by,
      ${[...new Set([...query.table.key, ...columns])].map(quote).join(', ')} FROM ${query.table.name}
    WHERE ${sql} ORDER BY ${orderSql(query)}`,
  values,
});

/** A function that writes a row as JSON, exactly as the functions of SQLite write it. */
function rowWriter({ table, output }: PageQuery): (row: Row) => string {
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const parts = [...output.filter((field) => !field.optional), ...output.filter((field) => field.optional)].map(
    ({ name, column, optional }: OutputField) => ({
      head: `,${JSON.stringify(name)}:`,
      column,
      optional,
      kind: kinds.get(column) as ColumnKind,
    }),
  );
  return (row) => {
    let text = '';
    for (const { head, column, optional, kind } of parts) {
      const value = row[column] as Value;
      if (value !== null || !optional) text += head + jsonValue(value, kind);
    }
    return `{${text.slice(1)}}`;
  };
}

function jsonValue(value: Value, kind: ColumnKind): string {
  if (value === null) return 'null';
  return kind === 'text' ? JSON.stringify(value) : String(value);
}
