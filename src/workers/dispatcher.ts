/** Sends each request to the thread whose work it is: keyed reads here, long reads to readers, writes to the writer. */
import { execute } from '../operations/execute.ts';
import { type Finished, Permit, type Request } from '../operations/request.ts';
import type { Operation } from '../resources/operations/operation.ts';
import {
  type Database,
  type DatabaseSpec,
  openDatabase,
  openSlots,
  replicaNames,
  type ReplicaChoice,
} from '../store/database.ts';
import type { Directory } from '../store/directory.ts';
import { Replicas } from '../store/replicas.ts';
import { toleratedMs } from '../store/clock.ts';
import type { UploadSlots } from '../store/slots.ts';
import type { Job } from './job.ts';
import type { StartFailure } from './crew.ts';
import { Passes } from './passes.ts';
import { type PoolOptions, WorkerPool } from './pool.ts';
import { startWorker } from './start.ts';

export interface DispatcherOptions {
  readonly spec: DatabaseSpec;
  readonly readers: number;
  /** How long an answer may take, ms. */
  readonly answerMs: number;
  /** Called when a write found the clock set back. */
  readonly onSetBack?: (setBack: SetBack) => void;
  /** Told of each thread that could not start. */
  readonly startFailed?: ((failure: StartFailure) => void) | undefined;
}

/** That the clock was set back, and by how much, ms. */
export interface SetBack {
  readonly tenant: string;
  readonly ms: number;
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
export interface DispatcherParts extends Pick<DispatcherOptions, 'answerMs' | 'onSetBack'> {
  readonly database: Database;
  readonly slots: UploadSlots;
  readonly replicas: Replicas;
  readonly writer: WorkerPool;
  readonly readers: WorkerPool;
}

/** Opens a database and starts its threads. */
export function openDispatcher({ spec, readers, answerMs, startFailed, onSetBack }: DispatcherOptions): Dispatcher {
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
    answerMs,
    ...(onSetBack && { onSetBack }),
  });
}

export class Dispatcher {
  readonly slots: UploadSlots;
  readonly replicas: Replicas;
  readonly #database: Database;
  readonly #writer: WorkerPool;
  readonly #readers: WorkerPool;
  readonly #passes: Passes;
  /** The clock as a write last found it set back. */
  setBack: SetBack | undefined;
  readonly #onSetBack: (setBack: SetBack) => void;
  /** Room on the disk when a write last found none. */
  #freeWhenFull: number | undefined;

  constructor({ database, slots, replicas, writer, readers, answerMs, onSetBack = () => {} }: DispatcherParts) {
    this.slots = slots;
    this.replicas = replicas;
    this.#database = database;
    this.#writer = writer;
    this.#readers = readers;
    this.#onSetBack = onSetBack;
    this.#passes = new Passes(
      (tenant, accountId) => this.#write({ operation: 'refresh', tenant, accountId, permit: new Permit().buffer }),
      answerMs,
    );
  }

  get directory(): Directory {
    return this.#database.directory;
  }

  async run({ kind, timed }: Pick<Operation, 'kind' | 'timed'>, request: Request): Promise<Finished> {
    if (kind === 'upload' || kind === 'change') return this.#write(request);
    const { now, writes } = await this.#bringUpToDate(request, timed);
    const replica = writes === undefined ? undefined : this.#nextReplica(writes);
    const read = { ...request, now, replica };
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
    if (finished.setBackMs) {
      this.setBack = { tenant: job.tenant.name, ms: finished.setBackMs };
      this.#onSetBack(this.setBack);
    }
    return finished;
  }

  #freeBytes(): number {
    return this.#database.freeBytes() ?? 0;
  }

  /**
   * Has the instants that are due passed before a read. Gives the present of the read, and the tenant's write count when
   * nothing was due, which is what a replica must have to serve the read; undefined where none may.
   */
  async #bringUpToDate(
    { tenant, params, now }: Request,
    timed: Operation['timed'],
  ): Promise<{ now: number; writes: number | undefined }> {
    const store = this.#database.store(tenant.tenant_id);
    const accountId = timed === 'account' ? params.id : undefined;
    // In one snapshot: what another request writes between the two would be missing in a replica that has the first.
    const [{ present, isDue, rederivedTo }, writes] = await store.read((reader) =>
      Promise.all([reader.timing(now, accountId), this.replicas.states.length > 0 ? reader.writes?.() : undefined]),
    );
    const isSetBack = present - now > toleratedMs;
    const isRederiving = isSetBack || rederivedTo !== null;
    const isStale = timed !== undefined && (isDue || isRederiving);
    if (isStale && accountId !== undefined && !isRederiving) await this.#passes.ofAccount(tenant, accountId);
    else if (isStale) await this.#passes.ofTenant(tenant);
    return { now: isSetBack ? now : Math.max(now, present), writes: isStale ? undefined : writes };
  }
}
