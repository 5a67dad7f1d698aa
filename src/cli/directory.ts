/** The directory of tenants and keys for a command, beside a server that may be running. */
import { readConfig, type Values } from '../config.ts';
import { openDatabase } from '../store/database.ts';
import type { Directory } from '../store/directory.ts';
import { prepareDatabase } from '../store/place.ts';

/** The settings that say where the data is. */
export type PlaceFlags = Pick<Values, 'data' | 'database'>;

export async function withDirectory<T>(
  { data, database: url }: PlaceFlags,
  work: (directory: Directory) => Promise<T>,
): Promise<T> {
  const flags = { ...(data !== undefined && { data }), ...(url !== undefined && { database: url }) };
  const spec = await prepareDatabase(readConfig(flags, process.env), Date.now());
  const database = openDatabase(spec, 'writer');
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
