/** The database, or its directory of tenants and keys, for a command beside a server that may be running. */
import { readConfig, type Values } from '../config.ts';
import { type Database, openDatabase } from '../store/database.ts';
import type { Directory } from '../store/directory.ts';
import { findDatabase, type DataLocation, prepareDatabase } from '../store/location.ts';

/** The settings that say where the data is. */
export type LocationFlags = Pick<Values, 'data' | 'database'>;

/** As long as an upload of a server beside it may take. */
const busyMs = 120_000;

/** Works on the tenants and keys of the database that is there. */
export const withDirectory = <T>(flags: LocationFlags, work: (directory: Directory) => Promise<T>): Promise<T> =>
  withDatabase(flags, 'writer', ({ directory }) => work(directory));

/** Works on the tenants and keys of a database, which is made if there is none. For commands that add something. */
export async function withNewDirectory<T>(
  flags: LocationFlags,
  work: (directory: Directory) => Promise<T>,
): Promise<T> {
  await prepareDatabase(locationOf(flags), Date.now());
  return withDirectory(flags, work);
}

/** Works on the database that is there; throws `SetupError` where there is none, or an older one. */
export async function withDatabase<T>(
  flags: LocationFlags,
  mode: 'writer' | 'reader',
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const spec = await findDatabase(locationOf(flags));
  const database = openDatabase(spec.kind === 'sqlite' ? { ...spec, busyMs } : spec, mode);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const locationOf = ({ data, database }: LocationFlags): DataLocation =>
  readConfig({ ...(data !== undefined && { data }), ...(database !== undefined && { database }) }, process.env);
