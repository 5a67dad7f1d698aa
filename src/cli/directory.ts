/** The database, or its directory of tenants and keys, for a command beside a server that may be running. */
import { readConfig } from '../config.ts';
import type { Directory } from '../store/directory.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { prepareDatabase } from '../store/sqlite/data-folder.ts';

export const withDirectory = <T>(data: string | undefined, work: (directory: Directory) => Promise<T>): Promise<T> =>
  withDatabase(data, 'writer', ({ directory }) => work(directory));

export async function withDatabase<T>(
  data: string | undefined,
  mode: 'writer' | 'reader',
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const config = readConfig(data === undefined ? {} : { data }, process.env);
  const database = openDatabase({ kind: 'sqlite', file: await prepareDatabase(config.data, Date.now()) }, mode);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
