/** Checks a PostgreSQL database and prepares it for use, before a server serves it. */
import { createDefaultTenant } from '../directory.ts';
import { readMigrations, refuseOther } from '../migrations.ts';
import { SetupError } from '../setup-error.ts';
import { Connections } from './connections.ts';
import { PostgresDirectory } from './directory.ts';
import { migrate, schemaVersion } from './migrate.ts';

const oldestVersion = 15;
const limits = { connections: 1, beginMs: 5_000, statementMs: 60_000 };
/** The time limit of a migration, ms. It may rewrite a large table, and other servers that start wait for it. */
const migrationMs = 600_000;

/**
 * Checks a database, creates or migrates its schema, and creates the default tenant. `now` is in epoch ms. Throws a
 * `SetupError` if the database cannot be used.
 */
export async function prepareDatabase(url: string, now: number): Promise<void> {
  const connections = new Connections(url, limits);
  const migrating = new Connections(url, { ...limits, statementMs: migrationMs });
  try {
    await refuseUnfit(connections);
    await migrate(migrating);
    await createDefaultTenant(new PostgresDirectory(connections), now);
  } catch (error) {
    throw unusable(url, error as Error);
  } finally {
    await Promise.all([connections.close(), migrating.close()]);
  }
}

/** Throws a `SetupError` if a database does not exist, or does not have the schema of this program. */
export async function findDatabase(url: string): Promise<void> {
  const connections = new Connections(url, limits);
  try {
    const version = await schemaVersion(connections);
    if (version === undefined) throw new SetupError(`There is no database of Tenure in ${addressOf(url)}`);
    refuseOther(version, readMigrations('postgres').length);
  } catch (error) {
    throw unusable(url, error as Error);
  } finally {
    await connections.close();
  }
}

function unusable(url: string, error: Error): SetupError {
  if (error instanceof SetupError) return error;
  const cause = error.cause ?? error;
  return new SetupError(`The database ${addressOf(url)} cannot be used: ${(cause as Error).message}`);
}

/** The host and database that a URL names, without user and password. */
export function addressOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${host || searchParams.get('host') || 'localhost'}${pathname}`;
}

/**
 * Throws a `SetupError` if the server is too old, if its settings could lose committed data in a crash, or if the
 * database's encoding cannot hold every text.
 */
async function refuseUnfit(connections: Connections): Promise<void> {
  const names = ['server_version_num', 'server_encoding', 'fsync', 'full_page_writes', 'synchronous_commit'];
  const [row = {}] = await connections.rows(`SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`)}`);
  const version = Math.floor(Number(row.server_version_num) / 10_000);
  if (version < oldestVersion)
    throw new SetupError(`PostgreSQL ${version} is too old; ${oldestVersion} or newer is needed`);
  if (row.server_encoding !== 'UTF8')
    throw new SetupError(`The database has the encoding ${row.server_encoding}; UTF8 is needed`);
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].find((name) => row[name] === 'off');
  if (off !== undefined) throw new SetupError(`The database has ${off} = off and can lose what was answered`);
}
