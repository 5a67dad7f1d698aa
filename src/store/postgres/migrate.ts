/**
 * Brings a PostgreSQL database to the schema of this program. Each migration is one transaction that also sets its
 * number.
 */
import { readMigrations, refuseNewer } from '../migrations.ts';
import type { Connections } from './connections.ts';
import type { Transaction } from './transaction.ts';

/**
 * The table `installation` has one row, which all servers share. A lock on the row lets one server at a time migrate,
 * or create what may exist only once.
 */
const installation = `
  CREATE TABLE IF NOT EXISTS installation (
    id integer PRIMARY KEY CHECK (id = 1),
    schema_version integer NOT NULL,
    next_tenant_id bigint NOT NULL
  );
  INSERT INTO installation (id, schema_version, next_tenant_id) VALUES (1, 0, 1) ON CONFLICT DO NOTHING`;

/** The error codes of PostgreSQL when two sessions create the same table, or its row type, at the same time. */
const createdElsewhere = ['23505', '42P07', '42710'];

/** Applies the migrations that a database lacks. Throws a `SetupError` if its schema is newer than this program. */
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

/**
 * The schema version of a database: the number of migrations that were applied to it. Undefined if it is no database of
 * Tenure.
 */
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
