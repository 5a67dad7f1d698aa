/**
 * Fixed statistics for SQLite's query planner: a tenant has very many rows, an account has few. Without statistics the
 * planner assumes ten rows per tenant, and reads them all where an index would find those of one account. With real
 * statistics (ANALYZE) query plans would change as a database grows.
 */
import type { Connection } from './connection.ts';

const tableRows = 10_000_000;
const tenantRows = 1_000_000;
const fewRows = 10;

/** Writes the fixed statistics into the database, unless they are there already. */
export async function fixStatistics(connection: Connection): Promise<void> {
  const wanted = wantedStatistics(connection);
  if (JSON.stringify(presentStatistics(connection)) === JSON.stringify(wanted)) return;
  await connection.transaction('IMMEDIATE', async () => {
    connection.exec('PRAGMA analysis_limit = 1; ANALYZE; DELETE FROM sqlite_stat1');
    for (const row of wanted) connection.run('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', ...row);
  });
}

type Statistic = readonly [table: string, index: string, rows: string];

function presentStatistics(connection: Connection): Statistic[] {
  const isThere = connection.get("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'") !== undefined;
  if (!isThere) return [];
  const rows = connection.all('SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx');
  return rows.map(({ tbl, idx, stat }) => [tbl as string, idx as string, stat as string]);
}

/**
 * The statistics of every index, as `sqlite_stat1` stores them: the rows of the table, then the rows that share a value
 * of the first column, of the first two columns, and so on.
 */
function wantedStatistics(connection: Connection): Statistic[] {
  const indexes = connection.all(
    `SELECT tables.name AS tbl, iif(tables.wr AND indexes.origin = 'pk', tables.name, indexes.name) AS idx,
            indexes."unique" AS is_unique, json_group_array(columns.name ORDER BY columns.seqno) AS columns
       FROM pragma_table_list AS tables, pragma_index_list(tables.name) AS indexes, pragma_index_info(indexes.name) AS columns
       WHERE tables.schema = 'main' AND tables.type = 'table' GROUP BY 1, indexes.name ORDER BY 1, 2`,
  );
  return indexes.flatMap(({ tbl, idx, is_unique, columns }): Statistic[] => {
    const names = JSON.parse(columns as string) as string[];
    if (names[0] !== 'tenant_id') return [];
    let sharing = tableRows;
    const rows = names.map((name, at) => {
      sharing = Math.min(sharing, sharingRows(name, is_unique === 1 && at === names.length - 1));
      return sharing;
    });
    return [[tbl as string, idx as string, [tableRows, ...rows].join(' ')]];
  });
}

function sharingRows(column: string, isWholeKey: boolean): number {
  if (isWholeKey) return 1;
  // Most records are active, so the flag does not narrow a search.
  return column === 'tenant_id' || column === 'is_active' ? tenantRows : fewRows;
}
