/** Opens a database of either kind, in whichever thread needs it. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, clockOf } from './clock.ts';
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
import type { Store, StoreOptions } from './store.ts';

/** Where a database is, and its time limits. Plain data, so that it can be sent to a thread. */
export type DatabaseSpec = SqliteSpec | PostgresSpec;
interface Shared {
  /** The buffer of a `SharedClock` that is used instead of the machine's clock. */
  readonly clock?: SharedArrayBuffer;
}
interface SqliteSpec extends Shared {
  readonly kind: 'sqlite';
  readonly file: string;
  /** How long to wait while another process writes, ms. */
  readonly busyMs?: number;
}
/** Where a PostgreSQL database and its read replicas are. */
export interface PostgresSpec extends Shared {
  readonly kind: 'postgres';
  readonly url: string;
  /** The URLs of read replicas. */
  readonly readUrls: readonly string[];
  /** The time limit of a statement, ms. */
  readonly statementMs?: number;
}

/** The replica that shall serve a read, if its copy is recent enough. */
export interface ReplicaChoice {
  /** The index of the replica in `readUrls`. */
  readonly index: number;
  /** The lowest write count of the tenant that the replica's copy must have. */
  readonly writes: number;
}

/** A read from a replica. If the replica cannot serve it, the primary does, after a call of `failed`. */
export interface ReplicaRead extends ReplicaChoice {
  readonly failed: (problem: ReplicaProblem) => void;
}

/** How the data of a tenant is used, and from where it is read. */
export interface DataOptions extends StoreOptions {
  /** Reads go to this replica first. */
  readonly replica?: ReplicaRead | undefined;
}

/** An open database. */
export interface Database {
  readonly directory: Directory;
  /** The data of one tenant. */
  store(tenantId: number, options?: DataOptions): Store;
  /** Throws if the database does not answer. */
  check(): Promise<void>;
  /** The problems that the database finds in its own files, one line each. */
  problems(): Promise<string[]>;
  /** The free space of the database's disk in bytes; undefined if it cannot be known. */
  freeBytes(): number | undefined;
  /** Closes all connections. */
  close(): Promise<void>;
}

/**
 * Opens a database. A reader of SQLite cannot write by any statement; a reader of PostgreSQL may use replicas.
 * `connections` is the size of a PostgreSQL connection pool.
 */
export function openDatabase(spec: DatabaseSpec, mode: 'writer' | 'reader', connections = 1): Database {
  const clock = clockOf(spec.clock);
  return spec.kind === 'sqlite' ? openSqlite(spec, mode, clock) : openPostgres(spec, mode, connections, clock);
}

function openSqlite({ file, busyMs }: SqliteSpec, mode: 'writer' | 'reader', clock: Clock): Database {
  const connection = new Connection(file, mode, busyMs);
  return {
    directory: new SqliteDirectory(connection),
    store: (tenantId, options) => new SqliteStore(connection, tenantId, clock, options),
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

/** The time limit for getting a connection and for the database to begin, ms. */
const beginMs = 5_000;
/** The same limit for a replica, ms. It is shorter, because the primary can serve the read. */
const replicaBeginMs = 1_000;
/** The same limit for a readiness check, and for its statement, ms. */
const checkMs = 2_000;
/** The time limit of a statement, ms. */
const usualStatementMs = 60_000;

function openPostgres(spec: PostgresSpec, mode: 'writer' | 'reader', connections: number, clock: Clock): Database {
  const { url, readUrls, statementMs = usualStatementMs } = spec;
  const primary = new Connections(url, { connections, beginMs, statementMs });
  const replicas = (mode === 'reader' ? readUrls : []).map(
    (readUrl) => new Connections(readUrl, { connections, beginMs: replicaBeginMs, statementMs }),
  );
  // Readiness checks have a connection of their own: a pool that is busy must not look like a database that is down.
  const checked = new Connections(url, { connections: 1, beginMs: checkMs, statementMs: checkMs });
  const statistics = new Statistics(new Connections(url, { connections: 1, beginMs, statementMs }));
  return {
    directory: new PostgresDirectory(primary),
    store(tenantId, { replica, ...options } = {}) {
      const copy = replica && replicas[replica.index];
      const from = replica && copy && { ...replica, connections: copy };
      return new PostgresStore({ primary, statistics, tenantId, clock, ...options, replica: from });
    },
    async check() {
      await checked.rows('SELECT 1 AS one');
    },
    // PostgreSQL checks its files itself.
    problems: async () => [],
    freeBytes: () => undefined,
    async close() {
      await Promise.all([primary, ...replicas, checked, statistics].map((each) => each.close()));
    },
  };
}

/** The host and database of each replica, without user and password. */
export const replicaNames = (spec: DatabaseSpec): string[] =>
  spec.kind === 'sqlite' ? [] : spec.readUrls.map(addressOf);

/** The time limit for taking or freeing an upload slot, ms. */
const slotMs = 5_000;

/** The upload slots of a database: in memory for SQLite, shared by all servers for PostgreSQL. */
export function openSlots(spec: DatabaseSpec): UploadSlots {
  if (spec.kind === 'sqlite') return new LocalSlots();
  const statementMs = Math.min(slotMs, spec.statementMs ?? slotMs);
  return new PostgresSlots(new Connections(spec.url, { connections: 2, beginMs, statementMs }));
}
