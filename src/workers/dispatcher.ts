/** Sends each request to the thread whose work it is: keyed reads here, long reads to readers, writes to the writer. */
import { ApiError } from '../domain/errors.ts';
import { execute } from '../operations/execute.ts';
import { type Finished, Permit, type Request } from '../operations/request.ts';
import type { OperationKind } from '../resources/operations/operation.ts';
import {
  type Database,
  type DatabaseSpec,
  openDatabase,
  openSlots,
  replicaNames,
  type ReplicaChoice,
} from '../store/database.ts';
import type { Directory, Tenant } from '../store/directory.ts';
import { Replicas } from '../store/replicas.ts';
import type { UploadSlots } from '../store/slots.ts';
import type { Job } from './job.ts';
import type { StartFailure } from './crew.ts';
import { type PoolOptions, WorkerPool } from './pool.ts';
import { startWorker } from './start.ts';

export interface DispatcherOptions {
  readonly spec: DatabaseSpec;
  readonly readers: number;
  /** How long an answer may take, ms. */
  readonly answerMs: number;
  /** Told of each thread that could not start. */
  readonly startFailed?: ((failure: StartFailure) => void) | undefined;
}

type Room = Pick<PoolOptions, 'threads' | 'jobsAtOnce' | 'connections'>;

/**
 * An embedded database has one writer. A database server writes for several tenants at once, and still does while writes
 * of others that were given up wait in it, each on a connection, until it ends them.
 */
const writerRoom = {
  sqlite: { jobsAtOnce: 1, connections: 1 },
  postgres: { jobsAtOnce: 4, connections: 16 },
} as const;

/** How many keyed reads the main thread has under way in a database server. */
const keyedReads = 10;

/**
 * Less than this comes and goes on any disk. Where there was much room and a write found none, it met another limit,
 * which only a write can find gone.
 */
const noticeableBytes = 1024 * 1024;

/** What a dispatcher works with. */
export interface DispatcherParts {
  readonly database: Database;
  readonly slots: UploadSlots;
  readonly replicas: Replicas;
  readonly writer: WorkerPool;
  readonly readers: WorkerPool;
}

/** Opens a database and starts its threads. */
export function openDispatcher({ spec, readers, answerMs, startFailed }: DispatcherOptions): Dispatcher {
  const pool = (kind: 'writer' | 'reader', room: Room): WorkerPool =>
    new WorkerPool({
      kind,
      ...room,
      start: () => startWorker(kind, { spec, connections: room.connections }),
      deadlineMs: answerMs,
      ...(startFailed && { startFailed }),
    });
  return new Dispatcher({
    database: openDatabase(spec, 'reader', keyedReads),
    slots: openSlots(spec),
    replicas: new Replicas(replicaNames(spec)),
    writer: pool('writer', { threads: 1, ...writerRoom[spec.kind] }),
    readers: pool('reader', { threads: readers, jobsAtOnce: 1, connections: 1 }),
  });
}

export class Dispatcher {
  readonly slots: UploadSlots;
  readonly replicas: Replicas;
  readonly #database: Database;
  readonly #writer: WorkerPool;
  readonly #readers: WorkerPool;
  /** Room on the disk when a write last found none. */
  #freeWhenFull: number | undefined;

  constructor({ database, slots, replicas, writer, readers }: DispatcherParts) {
    this.slots = slots;
    this.replicas = replicas;
    this.#database = database;
    this.#writer = writer;
    this.#readers = readers;
  }

  get directory(): Directory {
    return this.#database.directory;
  }

  async run(kind: OperationKind, request: Request): Promise<Finished> {
    if (kind === 'upload' || kind === 'change') return this.#write(request);
    const writes = await this.#bringUpToDate(request.tenant, request.now);
    const replica = writes === undefined ? undefined : this.#nextReplica(writes);
    const read = { ...request, replica };
    const finished = await (kind === 'scan' ? this.#readers.run(read) : execute(this.#database, read));
    if (replica !== undefined) this.replicas.recordResult(replica.index, finished.replicaProblem);
    return finished;
  }

  /** Whether the last write found the disk full. Who waits for this to end sends no write: freed room ends it too. */
  get isFull(): boolean {
    return this.#freeWhenFull !== undefined && this.#freeBytes() < 2 * this.#freeWhenFull + noticeableBytes;
  }

  /** Jobs that wait for a thread. */
  get waiting(): { readonly writer: number; readonly reader: number } {
    return { writer: this.#writer.waiting, reader: this.#readers.waiting };
  }

  /** Throws where the database does not answer, or threads can not be started. */
  async check(): Promise<void> {
    if (this.#writer.isDown || this.#readers.isDown) throw new Error('No thread could be started');
    await this.#database.check();
  }

  /** Ends a request whose client has gone: it is not applied, unless it is being committed. */
  abandon(permit: Permit): void {
    this.#writer.abandon(permit);
    this.#readers.abandon(permit);
  }

  /** Gives up what still runs, and resolves when all connections are closed. */
  async close(): Promise<void> {
    await Promise.all([
      this.#database.close(),
      this.slots.close(),
      // The last to close an embedded database empties its log into it, which no reader can.
      this.#readers.close().then(() => this.#writer.close()),
    ]);
  }

  #nextReplica(writes: number): ReplicaChoice | undefined {
    const index = this.replicas.next();
    return index === undefined ? undefined : { index, writes };
  }

  async #write(job: Job): Promise<Finished> {
    const finished = await this.#writer.run(job);
    if (finished.code === 'database_full') this.#freeWhenFull = this.#freeBytes();
    else if (finished.ok) this.#freeWhenFull = undefined;
    return finished;
  }

  #freeBytes(): number {
    return this.#database.freeBytes() ?? 0;
  }

  /**
   * Gives how often the tenant's data had been written when nothing was due, which is what a replica must have to serve
   * the read; undefined where none may.
   */
  async #bringUpToDate(tenant: Tenant, now: number): Promise<number | undefined> {
    const store = this.#database.store(tenant.tenant_id);
    // In one snapshot: what another request writes between the two would be missing in a replica that has the first.
    const [due, writes] = await store.read((reader) =>
      Promise.all([reader.isDue(now), this.replicas.states.length > 0 ? reader.writes?.() : undefined]),
    );
    if (!due) return writes;
    const { ok, code, error } = await this.#write({ operation: 'refresh', tenant, now, permit: new Permit().buffer });
    // On a full disk what is stored is read as it is.
    if (code === 'database_unavailable') throw new ApiError(code, 'The database does not answer');
    if (!ok && code !== 'database_full') throw new Error(error);
    return undefined;
  }
}
