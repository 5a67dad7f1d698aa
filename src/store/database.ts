/** A database of either kind, as the threads of the program open it. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Directory } from './directory.ts';
import { Connections } from './postgres/connections.ts';
import { PostgresDirectory } from './postgres/directory.ts';
import { addressOf } from './postgres/prepare.ts';
import { PostgresSlots } from './postgres/slots.ts';
import { Statistics } from './postgres/statistics.ts';
import { PostgresStore } from './postgres/store.ts';
import type { ReplicaProblem } from './replicas.ts';
import { LocalSlots, type UploadSlots } from './slots.ts';
import { Connection } from './sqlite/connection.ts';
import { SqliteDirectory } from './sqlite/directory.ts';
import { SqliteStore } from './sqlite/store.ts';
import type { Store } from './store.ts';

/** Where a database is. Plain data, so that it can be handed to a thread. */
export type DatabaseSpec = SqliteSpec | PostgresSpec;
interface SqliteSpec {
  readonly kind: 'sqlite';
  readonly file: string;
  /** How long to wait for the write of another process, ms. */
  readonly busyMs?: number;
}
export interface PostgresSpec {
  readonly kind: 'postgres';
  readonly url: string;
  /** Replicas that may be read instead. */
  readonly readUrls: readonly string[];
  /** How long a statement may take, ms. */
  readonly statementMs?: number;
}

/** A replica that may serve a read, and what its copy must hold for it. */
export interface ReplicaChoice {
  /** Index into the replicas. */
  readonly index: number;
  /** How often the tenant's data had been written, at the least, in the copy that is read. */
  readonly writes: number;
}

/** A read from a replica, which the database itself serves instead where the replica cannot. */
export interface ReplicaRead extends ReplicaChoice {
  readonly failed: (problem: ReplicaProblem) => void;
}

export interface Database {
  readonly directory: Directory;
  /**
   * The data of one tenant. `beforeCommit` may throw to have a write rolled back at the last moment. `replica`: where
   * to read from rather than from the database itself.
   */
  store(tenantId: number, beforeCommit?: () => void, replica?: ReplicaRead): Store;
  /** Throws where the database does not answer. */
  check(): Promise<void>;
  /** What the database finds wrong with its own files, one line each. */
  problems(): Promise<string[]>;
  /** Room on its disk; undefined where that can not be told. */
  freeBytes(): number | undefined;
  close(): Promise<void>;
}

/** Opens a database; a reader cannot write by any statement. `connections`: how many things at once it is used for. */
export function openDatabase(spec: DatabaseSpec, mode: 'writer' | 'reader', connections = 1): Database {
  return spec.kind === 'sqlite' ? openSqlite(spec, mode) : openPostgres(spec, mode, connections);
}

function openSqlite({ file, busyMs }: SqliteSpec, mode: 'writer' | 'reader'): Database {
  const connection = new Connection(file, mode, busyMs);
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
    freeBytes() {
      const { bavail, bsize } = statfsSync(dirname(file));
      return bavail * bsize;
    },
    async close() {
      connection.close();
    },
  };
}

const beginMs = 5_000;
/** The database itself is there to be read instead. */
const replicaBeginMs = 1_000;
const checkMs = 2_000;
const usualStatementMs = 60_000;

function openPostgres(spec: PostgresSpec, mode: 'writer' | 'reader', connections: number): Database {
  const { url, readUrls, statementMs = usualStatementMs } = spec;
  const primary = new Connections(url, { connections, beginMs, statementMs });
  const replicas = (mode === 'reader' ? readUrls : []).map(
    (readUrl) => new Connections(readUrl, { connections, beginMs: replicaBeginMs, statementMs }),
  );
  // Of its own, so that it tells of the database and not of how much is under way in it.
  const checked = new Connections(url, { connections: 1, beginMs: checkMs, statementMs: checkMs });
  const statistics = new Statistics(new Connections(url, { connections: 1, beginMs, statementMs }));
  return {
    directory: new PostgresDirectory(primary),
    store(tenantId, beforeCommit, replica) {
      const copy = replica && replicas[replica.index];
      const from = replica && copy && { ...replica, connections: copy };
      return new PostgresStore({ primary, statistics, tenantId, beforeCommit, replica: from });
    },
    async check() {
      await checked.rows('SELECT 1 AS one');
    },
    // PostgreSQL watches over its files itself.
    problems: async () => [],
    freeBytes: () => undefined,
    async close() {
      await Promise.all([primary, ...replicas, checked, statistics].map((each) => each.close()));
    },
  };
}

/** The replicas by their places, without what is secret in their URLs. */
export const replicaNames = (spec: DatabaseSpec): string[] =>
  spec.kind === 'sqlite' ? [] : spec.readUrls.map(addressOf);

/** How long it may take to take a slot or to free it, ms. */
const slotMs = 5_000;

/** The slots of all servers that share a database. */
export function openSlots(spec: DatabaseSpec): UploadSlots {
  if (spec.kind === 'sqlite') return new LocalSlots();
  const statementMs = Math.min(slotMs, spec.statementMs ?? slotMs);
  return new PostgresSlots(new Connections(spec.url, { connections: 2, beginMs, statementMs }));
}
