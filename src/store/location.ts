/** Where the settings say that the data is, and how that database is made ready to be opened. */
import { statSync } from 'node:fs';
import type { DatabaseSpec } from './database.ts';
import { findDatabase as findPostgres, prepareDatabase as preparePostgres } from './postgres/prepare.ts';
import { findDatabase as findSqlite, lockFolder, prepareDatabase as prepareSqlite } from './sqlite/data-folder.ts';

/** Where the data is: a folder, or a PostgreSQL database instead. */
export interface DataLocation {
  /** The folder of the embedded database. */
  readonly data: string;
  /** The PostgreSQL database that is used instead, with its read replicas. */
  readonly database?: { readonly url: string; readonly readUrls: readonly string[] } | undefined;
}

/**
 * Creates the database if it does not exist, and brings its schema up to date. `now` is in epoch ms. Throws a
 * `SetupError` if the database cannot be used.
 */
export async function prepareDatabase({ data, database }: DataLocation, now: number): Promise<DatabaseSpec> {
  if (database === undefined) return { kind: 'sqlite', file: await prepareSqlite(data, now) };
  await preparePostgres(database.url, now);
  return { kind: 'postgres', ...database };
}

/**
 * Finds an existing database and leaves it as it is. Throws a `SetupError` if there is none, or if it does not have the
 * schema of this program.
 */
export async function findDatabase({ data, database }: DataLocation): Promise<DatabaseSpec> {
  if (database === undefined) return { kind: 'sqlite', file: findSqlite(data) };
  await findPostgres(database.url);
  return { kind: 'postgres', ...database };
}

/**
 * Locks an embedded database against other servers until `release` is called. Throws a `SetupError` if another server
 * has it. A PostgreSQL database is not locked: several servers may share it.
 */
export const lockLocation = ({ data, database }: DataLocation): { release(): void } =>
  database === undefined ? lockFolder(data) : { release: () => {} };

/** Whether others than its owner may open the folder of an embedded database, which is there by now. */
export const isOpenToOthers = ({ data, database }: DataLocation): boolean =>
  database === undefined && (statSync(data).mode & 0o077) !== 0;
