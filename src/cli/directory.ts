/** The directory of tenants and keys for a command, beside a server that may be running. */
import { readConfig } from '../config.ts';
import type { Directory } from '../store/directory.ts';
import { Connection } from '../store/sqlite/connection.ts';
import { prepareDatabase } from '../store/sqlite/data-folder.ts';
import { SqliteDirectory } from '../store/sqlite/directory.ts';

export async function withDirectory<T>(data: string | undefined, work: (directory: Directory) => T): Promise<T> {
  const config = readConfig(data === undefined ? {} : { data }, process.env);
  const connection = new Connection(await prepareDatabase(config.data, Date.now()), 'writer');
  try {
    return work(new SqliteDirectory(connection));
  } finally {
    connection.close();
  }
}
