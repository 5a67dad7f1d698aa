/**
 * Brings an SQLite database to the schema of this program. Each migration is one transaction that also sets its number.
 */
import { readMigrations, refuseNewer } from '../migrations.ts';
import type { Connection } from './connection.ts';

/** The schema version of a database: the number of migrations that were applied to it. */
export const schemaVersion = (connection: Connection): number =>
  Number(connection.get('PRAGMA user_version')?.user_version);

/** Applies the migrations that a database lacks. Throws a `SetupError` if its schema is newer than this program. */
export async function migrate(connection: Connection): Promise<void> {
  const migrations = readMigrations('sqlite');
  const version = (): number => schemaVersion(connection);
  refuseNewer(version(), migrations.length);
  for (const [index, sql] of migrations.entries()) {
    if (version() > index) continue;
    await connection.transaction('IMMEDIATE', async () => {
      // The version is read again inside the transaction, because another process may have migrated meanwhile.
      if (version() > index) return;
      connection.exec(sql);
      connection.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}
