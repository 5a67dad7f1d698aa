/** What is stored of a table against what is computed anew, and what puts the one in the place of the other. */
import type { Row, Value } from '../domain/row.ts';
import type { Condition } from '../domain/search.ts';
import type { Reader, Writer } from '../store/store.ts';
import type { Table } from '../store/tables.ts';

/** A value, or a row, that is stored otherwise than it is computed. */
export interface Difference {
  readonly table: string;
  readonly key: readonly Value[];
  /** Of a row that is missing or should not be there: none. */
  readonly column?: string;
  readonly stored?: Value | undefined;
  readonly computed?: Value | undefined;
}

/** What is found of one table, and what mends it. */
export interface Finding {
  readonly differences: readonly Difference[];
  mend(writer: Writer): Promise<void>;
}

/**
 * Rows that are there whatever is derived, and are written anew where they differ. Their `modify_time` is never a
 * difference: it cannot be computed anew.
 */
export function rewriting(table: Table, stored: readonly Row[], computed: readonly Row[]): Finding {
  const differences = differencesOf(table, stored, computed);
  const keys = new Set(differences.map(({ key }) => JSON.stringify(key)));
  const different = computed.filter((row) => keys.has(JSON.stringify(keyOf(table, row))));
  return { differences, mend: (writer) => writer.upsert(table, different) };
}

/** Rows that are derived themselves, and are all replaced of an account where any differs. */
export async function replacing(
  reader: Reader,
  table: Table,
  computed: readonly Row[],
  range: readonly Condition[],
): Promise<Finding> {
  const columns = table.columns.map(({ name }) => name);
  const differences = differencesOf(table, await readRows(reader, table, columns, range), computed);
  const at = table.key.indexOf('account_id');
  const ids = new Set(differences.map(({ key }) => key[at] as string));
  const rows = computed.filter((row) => ids.has(row.account_id as string));
  return { differences, mend: (writer) => writer.replaceOf(table, [...ids], rows) };
}

/** Some columns of the rows that fit. */
export async function readRows(
  reader: Reader,
  table: Table,
  columns: readonly string[],
  conditions: readonly Condition[],
): Promise<Row[]> {
  const rows = await reader.rows({ table, columns, conditions, ownerConditions: [], order: columns.slice(0, 1) });
  return rows.map((values) => Object.fromEntries(columns.map((name, index) => [name, values[index] as Value])));
}

const keyOf = (table: Table, row: Row): Value[] => table.key.map((column) => row[column] as Value);

function differencesOf(table: Table, stored: readonly Row[], computed: readonly Row[]): Difference[] {
  const textOf = (row: Row): string => JSON.stringify(keyOf(table, row));
  const expected = new Map(computed.map((row) => [textOf(row), row]));
  const differences: Difference[] = [];
  for (const row of stored) {
    const key = keyOf(table, row);
    const other = expected.get(textOf(row));
    expected.delete(textOf(row));
    if (other === undefined) differences.push({ table: table.name, key, stored: JSON.stringify(row) });
    else
      for (const column in other)
        if (row[column] !== other[column] && column !== 'modify_time')
          differences.push({ table: table.name, key, column, stored: row[column], computed: other[column] });
  }
  for (const row of expected.values())
    differences.push({ table: table.name, key: keyOf(table, row), computed: JSON.stringify(row) });
  return differences;
}
