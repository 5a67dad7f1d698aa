/** Brings a database to the schema of this program: numbered SQL files, each in one transaction with its number. */
import { readdirSync, readFileSync } from 'node:fs';
import { SetupError } from '../setup-error.ts';
import type { Connection } from './connection.ts';

const folder = new URL('../migrations/sqlite/', import.meta.url);

/** Throws `SetupError` where the schema is newer than this program. */
export async function migrate(connection: Connection): Promise<void> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const version = (): number => Number(connection.get('PRAGMA user_version')?.user_version);
  if (version() > files.length)
    throw new SetupError(
      `The database has schema ${version()}, this program knows ${files.length}: start a newer Tenure`,
    );
  for (const [index, file] of files.entries()) {
    if (version() > index) continue;
    await connection.transaction('IMMEDIATE', async () => {
      // Read again inside the transaction: another process may have migrated in between.
      if (version() > index) return;
      connection.exec(readFileSync(new URL(file, folder), 'utf8'));
      connection.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}
