/** The folder that holds an embedded database, and the lock by which one server at a time owns it. */
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

/** SQLite before this could lose committed writes when two connections write and checkpoint together. */
const safeSqlite = [3, 51, 3];
const sqliteBusy = 5;
const busyMs = 5_000;

/** Makes the folder where it is missing and brings its database up to date; gives the database's file. */
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
      // Several processes that make a database at once can each find it locked at a step that does not wait by itself.
      if (!isBusy(error) || performance.now() > deadline) throw unusable(folder, error as Error);
      await wait(20);
    }
  }
}

/** The file of the database in a folder; throws `SetupError` where there is none, or none of this program's schema. */
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
 * Owns a folder until `release`, or until the process ends in whatever way: the lock is held by an open transaction
 * on a small database of its own, which the system frees with the process.
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

/** What the system or the database says of a folder, for a person; anything else is an error of ours. */
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
