/** A database of either kind, as the threads of the program open it. */
import type { Directory } from './directory.ts';
import { Connection } from './sqlite/connection.ts';
import { SqliteDirectory } from './sqlite/directory.ts';
import { SqliteStore } from './sqlite/store.ts';
import type { Store } from './store.ts';

/** Where a database is. Plain data, so that it can be handed to a thread. */
export interface DatabaseSpec {
  readonly kind: 'sqlite';
  readonly file: string;
}

export interface Database {
  readonly directory: Directory;
  /** The data of one tenant. `beforeCommit` may throw to have a write rolled back at the last moment. */
  store(tenantId: number, beforeCommit?: () => void): Store;
  /** Throws where the database does not answer. */
  check(): Promise<void>;
  /** What the database finds wrong with its own files, one line each. */
  problems(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens a database; a reader cannot write by any statement. */
export function openDatabase(spec: DatabaseSpec, mode: 'writer' | 'reader'): Database {
  const connection = new Connection(spec.file, mode);
  return {
    directory: new SqliteDirectory(connection),
    store: (tenantId, beforeCommit) => new SqliteStore(connection, tenantId, beforeCommit),
    async check() {
      connection.get('SELECT 1 AS one');
    },
    async problems() {
      const lines = connection.all('PRAGMA integrity_check').map((row) => String(row.integrity_check));
      return lines.filter((line) => line !== 'ok');
    },
    async close() {
      connection.close();
    },
  };
}
