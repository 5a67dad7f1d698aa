/** The database, or its directory of tenants and keys, for a command beside a server that may be running. */
import { readConfig, type Values } from '../config.ts';
import { type Database, openDatabase } from '../store/database.ts';
import type { Directory } from '../store/directory.ts';
import { prepareDatabase } from '../store/place.ts';

/** The settings that say where the data is. */
export type PlaceFlags = Pick<Values, 'data' | 'database'>;

/** As long as an upload of a server beside it may take. */
const busyMs = 120_000;

export const withDirectory = <T>(flags: PlaceFlags, work: (directory: Directory) => Promise<T>): Promise<T> =>
  withDatabase(flags, 'writer', ({ directory }) => work(directory));

export async function withDatabase<T>(
  { data, database: url }: PlaceFlags,
  mode: 'writer' | 'reader',
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const flags = { ...(data !== undefined && { data }), ...(url !== undefined && { database: url }) };
  const spec = await prepareDatabase(readConfig(flags, process.env), Date.now());
  const database = openDatabase(spec.kind === 'sqlite' ? { ...spec, busyMs } : spec, mode);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
