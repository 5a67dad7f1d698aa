/** What an upload cannot do without: its rows put into the same table by one prepared statement in a plain process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '../src/store/sqlite/connection.ts';
import { prepareDatabase } from '../src/store/sqlite/data-folder.ts';

export type StoredRow = readonly SQLInputValue[];

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

  upsert(rows: readonly StoredRow[], columns: readonly string[]): void {
    const names = columns.map((column) => `"${column}"`);
    const statement = this.#connection.statement(
      `INSERT INTO accounts (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
        ON CONFLICT (tenant_id, account_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
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

/** The accounts of a server's database as it stored them, whole rows in the order of the ids. */
export function storedRows(file: string, ids: readonly string[]): { columns: string[]; rows: StoredRow[] } {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const statement = database.prepare(
      'SELECT accounts.* FROM json_each(?) AS ids CROSS JOIN accounts ON tenant_id = 1 AND account_id = ids.value ORDER BY ids.key',
    );
    statement.setReturnArrays(true);
    const rows = statement.all(JSON.stringify(ids)) as unknown as StoredRow[];
    return { columns: statement.columns().map(({ name }) => name), rows };
  } finally {
    database.close();
  }
}
