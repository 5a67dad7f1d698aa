/** Sends each request to the thread whose work it is: keyed reads here, long reads to readers, writes to the writer. */
import { SetupError } from '../store/setup-error.ts';
import { Connection } from '../store/sqlite/connection.ts';
import { SqliteDirectory } from '../store/sqlite/directory.ts';
import { SqliteStore } from '../store/sqlite/store.ts';
import type { Directory, Tenant } from '../store/directory.ts';
import type { RouteKind } from '../http/routes.ts';
import { execute } from './execute.ts';
import { type Finished, type Job, Permit } from './job.ts';
import { WorkerPool } from './pool.ts';

export interface DispatcherOptions {
  readonly file: string;
  readonly readers: number;
  /** How long an answer may take, ms. */
  readonly answerMs: number;
}

export class Dispatcher {
  readonly directory: Directory;
  readonly #connection: Connection;
  readonly #writer: WorkerPool;
  readonly #readers: WorkerPool;
  #full = false;

  constructor({ file, readers, answerMs }: DispatcherOptions) {
    this.#connection = new Connection(file, 'reader');
    this.directory = new SqliteDirectory(this.#connection);
    this.#writer = new WorkerPool('writer', 1, { file }, answerMs);
    this.#readers = new WorkerPool('reader', readers, { file }, answerMs);
  }

  async run(kind: RouteKind, job: Job): Promise<Finished> {
    if (kind === 'upload' || kind === 'change') return this.#write(job);
    await this.#bringUpToDate(job.tenant, job.now);
    return kind === 'scan' ? this.#readers.run(job) : execute(this.#connection, job);
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
  check(): void {
    if (this.#connection.get('SELECT 1 AS one')?.one !== 1) throw new SetupError('The database does not answer');
  }

  async close(): Promise<void> {
    await this.#readers.close();
    this.#connection.close();
    await this.#writer.close();
  }

  async #write(job: Job): Promise<Finished> {
    const finished = await this.#writer.run(job);
    this.#full = finished.code === 'database_full';
    return finished;
  }

  async #bringUpToDate(tenant: Tenant, now: number): Promise<void> {
    const store = new SqliteStore(this.#connection, tenant.tenant_id);
    if (await store.read((reader) => reader.isDue(now)))
      await this.#writer.run({ route: 'refresh', tenant, now, permit: new Permit().buffer });
  }
}
