/** The data folder of an embedded database, and the lock that lets one server at a time use it. */
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { readMigrations, refuseOther } from '../migrations.ts';
import { SetupError } from '../setup-error.ts';
import { SqliteDirectory } from './directory.ts';
import { createDefaultTenant } from '../directory.ts';
import { Connection } from './connection.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { fixStatistics } from './statistics.ts';

/** Older versions of SQLite can lose committed writes when two connections write and checkpoint at the same time. */
const safeSqlite = [3, 51, 3];
const sqliteBusy = 5;
const busyMs = 5_000;

/**
 * Creates the data folder and its database if they do not exist, and brings the schema up to date. Returns the path of
 * the database file. `now` is in epoch ms. Throws a `SetupError` if the folder cannot be used.
 */
export async function prepareDatabase(folder: string, now: number): Promise<string> {
  refuseUnsafeSqlite();
  const file = join(folder, 'tenure.db');
  const deadline = performance.now() + busyMs;
  for (;;) {
    try {
      makeFolder(folder);
      await bringUpToDate(file, now);
      return file;
    } catch (error) {
      // Processes that create a database at the same time can find it locked in a step that does not wait by itself.
      if (!isBusy(error) || performance.now() > deadline) throw unusable(folder, error as Error);
      await wait(20);
    }
  }
}

/**
 * The path of the database file in a data folder. Throws a `SetupError` if there is no database, or if it does not have
 * the schema of this program.
 */
export function findDatabase(folder: string): string {
  refuseUnsafeSqlite();
  const file = join(folder, 'tenure.db');
  let connection: Connection | undefined;
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined)
      throw new SetupError(`There is no database in ${resolve(folder)}`);
    connection = new Connection(file, 'reader');
    refuseOther(schemaVersion(connection), readMigrations('sqlite').length);
    return file;
  } catch (error) {
    throw unusable(folder, error as Error);
  } finally {
    connection?.close();
  }
}

async function bringUpToDate(file: string, now: number): Promise<void> {
  const connection = new Connection(file, 'writer');
  try {
    await migrate(connection);
    await fixStatistics(connection);
    await createDefaultTenant(new SqliteDirectory(connection), now);
  } finally {
    connection.close();
  }
}

/**
 * Locks a data folder until `release` is called or the process ends, however it ends. The lock is an open transaction
 * on a small database of its own, which the operating system releases with the process. Throws a `SetupError` if
 * another server has the lock.
 */
export function lockFolder(folder: string): { release(): void } {
  let database: DatabaseSync | undefined;
  try {
    makeFolder(folder);
    database = new DatabaseSync(join(folder, 'server.lock'), { timeout: 200 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw new SetupError(`Another server is using the data folder ${resolve(folder)}`);
    throw unusable(folder, error as Error);
  }
  return { release: () => database.close() };
}

const isBusy = (error: unknown): boolean => (error as { errcode?: number }).errcode === sqliteBusy;

const makeFolder = (folder: string): unknown => mkdirSync(folder, { recursive: true, mode: 0o700 });

/**
 * An error of the system or of SQLite as a `SetupError` that names the folder. Other errors are returned as they are.
 */
const unusable = (folder: string, error: Error): Error =>
  error instanceof SetupError || !('code' in error)
    ? error
    : new SetupError(`The data folder ${resolve(folder)} cannot be used: ${error.message}`);

function refuseUnsafeSqlite(): void {
  const version = process.versions.sqlite ?? '0';
  const parts = version.split('.').map(Number);
  const differs = safeSqlite.findIndex((part, index) => part !== parts[index]);
  if (differs >= 0 && (parts[differs] ?? 0) < (safeSqlite[differs] ?? 0))
    throw new SetupError(`SQLite ${version} can lose data; ${safeSqlite.join('.')} or newer is needed`);
}
