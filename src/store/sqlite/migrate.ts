/** Brings a database to the schema of this program: numbered SQL files, each in one transaction with its number. */
import { readMigrations, refuseNewer } from '../migrations.ts';
import type { Connection } from './connection.ts';

/** How many of the migrations a database has. */
export const schemaVersion = (connection: Connection): number =>
  Number(connection.get('PRAGMA user_version')?.user_version);

/** Throws `SetupError` where the schema is newer than this program. */
export async function migrate(connection: Connection): Promise<void> {
  const migrations = readMigrations('sqlite');
  const version = (): number => schemaVersion(connection);
  refuseNewer(version(), migrations.length);
  for (const [index, sql] of migrations.entries()) {
    if (version() > index) continue;
    await connection.transaction('IMMEDIATE', async () => {
      // Read again inside the transaction: another process may have migrated in between.
      if (version() > index) return;
      connection.exec(sql);
      connection.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}
