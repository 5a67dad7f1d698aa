/** What an upload cannot do without: its rows put into the same table by one prepared statement in a plain process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '../src/store/sqlite/connection.ts';
import { prepareDatabase } from '../src/store/sqlite/data-folder.ts';

export interface StoredRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SQLInputValue[])[];
}

/** A second database with the schema and the settings of the server's own. */
export class BareDatabase {
  readonly #folder: string;
  readonly #connection: Connection;

  private constructor(folder: string, file: string) {
    this.#folder = folder;
    this.#connection = new Connection(file, 'writer');
  }

  static async create(): Promise<BareDatabase> {
    const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-bare-'));
    return new BareDatabase(folder, await prepareDatabase(folder, 0));
  }

  upsert({ rows, columns }: StoredRows, table: string, key: readonly string[]): void {
    const names = columns.map((column) => `"${column}"`);
    const statement = this.#connection.statement(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
        ON CONFLICT (tenant_id, ${key.join(', ')}) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    );
    this.#connection.exec('BEGIN IMMEDIATE');
    for (const row of rows) statement.run(...row);
    this.#connection.exec('COMMIT');
  }

  close(): void {
    this.#connection.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Rows of a server's database as it stored them, whole, in the order of the values of one of their columns. */
export function storedRows(file: string, table: string, column: string, values: readonly string[]): StoredRows {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const statement = database.prepare(
      `SELECT stored.* FROM json_each(?) AS wanted CROSS JOIN ${table} AS stored
         ON tenant_id = 1 AND stored.${column} = wanted.value ORDER BY wanted.key`,
    );
    statement.setReturnArrays(true);
    const rows = statement.all(JSON.stringify(values)) as unknown as StoredRows['rows'];
    return { columns: statement.columns().map(({ name }) => name), rows };
  } finally {
    database.close();
  }
}
