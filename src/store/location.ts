/** Where the data is, as settings say it, and how it is made ready to be opened. */
import type { DatabaseSpec } from './database.ts';
import { findDatabase as findPostgres, prepareDatabase as preparePostgres } from './postgres/prepare.ts';
import { findDatabase as findSqlite, lockFolder, prepareDatabase as prepareSqlite } from './sqlite/data-folder.ts';

export interface DataLocation {
  /** Folder of an embedded database. */
  readonly data: string;
  /** The database server used instead of it. */
  readonly database?: { readonly url: string; readonly readUrls: readonly string[] } | undefined;
}

/** Brings the database up to date, making it where it is missing. Throws `SetupError` where it cannot be used. */
export async function prepareDatabase({ data, database }: DataLocation, now: number): Promise<DatabaseSpec> {
  if (database === undefined) return { kind: 'sqlite', file: await prepareSqlite(data, now) };
  await preparePostgres(database.url, now);
  return { kind: 'postgres', ...database };
}

/** The database that is there, as it is. Throws `SetupError` where there is none, or none of this program's schema. */
export async function findDatabase({ data, database }: DataLocation): Promise<DatabaseSpec> {
  if (database === undefined) return { kind: 'sqlite', file: findSqlite(data) };
  await findPostgres(database.url);
  return { kind: 'postgres', ...database };
}

/** Keeps other servers off an embedded database until `release`; a database server takes as many as there are. */
export const lockLocation = ({ data, database }: DataLocation): { release(): void } =>
  database === undefined ? lockFolder(data) : { release: () => {} };
