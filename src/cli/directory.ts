/** The directory of tenants and keys for a command, beside a server that may be running. */
import { readConfig } from '../config.ts';
import type { Directory } from '../store/directory.ts';
import { openDatabase } from '../store/database.ts';
import { prepareDatabase } from '../store/sqlite/data-folder.ts';

export async function withDirectory<T>(
  data: string | undefined,
  work: (directory: Directory) => Promise<T>,
): Promise<T> {
  const config = readConfig(data === undefined ? {} : { data }, process.env);
  const database = openDatabase({ kind: 'sqlite', file: await prepareDatabase(config.data, Date.now()) }, 'writer');
  try {
    return await work(database.directory);
  } finally {
    await database.close();
  }
}
