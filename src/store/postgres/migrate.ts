/** Brings a database to the schema of this program: numbered SQL files, each in one transaction with its number. */
import { readMigrations, refuseNewer } from '../migrations.ts';
import type { Connections } from './connections.ts';
import type { Transaction } from './transaction.ts';

/**
 * One row that says what the whole installation shares. Its lock lets one server at a time migrate, and make what
 * there may be but one of.
 */
const installation = `
  CREATE TABLE IF NOT EXISTS installation (
    id integer PRIMARY KEY CHECK (id = 1),
    schema_version integer NOT NULL,
    next_tenant_id bigint NOT NULL
  );
  INSERT INTO installation (id, schema_version, next_tenant_id) VALUES (1, 0, 1) ON CONFLICT DO NOTHING`;

/** What a database says when two create the same table, or the type of its rows, at once. */
const createdElsewhere = ['23505', '42P07', '42710'];

/** Throws `SetupError` where the schema is newer than this program. */
export async function migrate(connections: Connections): Promise<void> {
  const migrations = readMigrations('postgres');
  await createInstallation(connections);
  for (let index = 0; index < migrations.length; ) {
    index = await inTransaction(connections, async (session) => {
      const [row] = await session.rows('SELECT schema_version FROM installation FOR UPDATE');
      const version = row?.schema_version as number;
      refuseNewer(version, migrations.length);
      if (version > index) return version;
      await session.send(migrations[index] as string);
      await session.run('UPDATE installation SET schema_version = ?', index + 1);
      return index + 1;
    });
  }
}

/** How many of the migrations a database has; undefined where it is not one of Tenure. */
export async function schemaVersion(connections: Connections): Promise<number | undefined> {
  if (!(await hasInstallation(connections))) return undefined;
  const [row] = await connections.rows('SELECT schema_version FROM installation');
  return row?.schema_version as number;
}

async function hasInstallation(connections: Connections): Promise<boolean> {
  const [table] = await connections.rows("SELECT to_regclass('installation') IS NOT NULL AS exists");
  return table?.exists === true;
}

async function createInstallation(connections: Connections): Promise<void> {
  if (await hasInstallation(connections)) return;
  try {
    await inTransaction(connections, (session) => session.send(installation));
  } catch (error) {
    if (!createdElsewhere.includes((error as { code?: string }).code ?? '')) throw error;
    await createInstallation(connections);
  }
}

const inTransaction = <T>(connections: Connections, work: (session: Transaction) => Promise<T>): Promise<T> =>
  connections.transaction(connections.begin('READ COMMITTED READ WRITE'), work);
