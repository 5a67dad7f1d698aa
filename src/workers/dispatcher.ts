/** Sends each request to the thread whose work it is: keyed reads here, long reads to readers, writes to the writer. */
import { type Database, type DatabaseSpec, openDatabase } from '../store/database.ts';
import type { Directory, Tenant } from '../store/directory.ts';
import type { RouteKind } from '../http/routes.ts';
import { execute } from './execute.ts';
import { type Finished, type Job, Permit } from './job.ts';
import { WorkerPool } from './pool.ts';

export interface DispatcherOptions {
  readonly spec: DatabaseSpec;
  readonly readers: number;
  /** How long an answer may take, ms. */
  readonly answerMs: number;
}

export class Dispatcher {
  readonly #database: Database;
  readonly #writer: WorkerPool;
  readonly #readers: WorkerPool;
  #full = false;

  constructor({ spec, readers, answerMs }: DispatcherOptions) {
    this.#database = openDatabase(spec, 'reader');
    this.#writer = new WorkerPool('writer', 1, { spec }, answerMs);
    this.#readers = new WorkerPool('reader', readers, { spec }, answerMs);
  }

  get directory(): Directory {
    return this.#database.directory;
  }

  async run(kind: RouteKind, job: Job): Promise<Finished> {
    if (kind === 'upload' || kind === 'change') return this.#write(job);
    await this.#bringUpToDate(job.tenant, job.now);
    return kind === 'scan' ? this.#readers.run(job) : execute(this.#database, job);
  }

  /** Whether the last write found the disk full. */
  get isFull(): boolean {
    return this.#full;
  }

  /** Jobs that wait for a thread. */
  get waiting(): { readonly writer: number; readonly reader: number } {
    return { writer: this.#writer.waiting, reader: this.#readers.waiting };
  }

  /** Throws where the database does not answer. */
  check(): Promise<void> {
    return this.#database.check();
  }

  async close(): Promise<void> {
    await this.#readers.close();
    await this.#database.close();
    await this.#writer.close();
  }

  async #write(job: Job): Promise<Finished> {
    const finished = await this.#writer.run(job);
    this.#full = finished.code === 'database_full';
    return finished;
  }

  async #bringUpToDate(tenant: Tenant, now: number): Promise<void> {
    const store = this.#database.store(tenant.tenant_id);
    if (await store.read((reader) => reader.isDue(now)))
      await this.#writer.run({ route: 'refresh', tenant, now, permit: new Permit().buffer });
  }
}
