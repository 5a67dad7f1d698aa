/** Threads of one kind and the queue before them, which serves tenants in turn however many jobs each has waiting. */
import { Worker } from 'node:worker_threads';
import { ApiError } from '../domain/errors.ts';
import { type Finished, Permit } from '../operations/request.ts';
import { isRefresh, type Job, type Received, type Sent, type WorkerData } from './job.ts';

interface Waiting {
  readonly job: Job;
  readonly resolve: (finished: Finished) => void;
  readonly reject: (error: Error) => void;
}

/** A thread and what it is at, by the id under which the job was sent to it. */
interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, Waiting>;
  isEnding: boolean;
}

/** The database and the connections are those of each thread. */
export interface PoolOptions extends WorkerData {
  readonly kind: 'writer' | 'reader';
  readonly threads: number;
  /**
   * How many jobs a thread takes at once, as far as it has connections; a writer takes but one of each tenant. Those
   * that were given up and run on do not count.
   */
  readonly jobsAtOnce: number;
  /** How long a job may take from its arrival here to its result. */
  readonly deadlineMs: number;
}

// A body of 10 MiB can parse into half a gigabyte of objects; past this the thread dies with its requests alone.
const resourceLimits = { maxOldGenerationSizeMb: 2048 };
/** How long a thread may take to close its connections, or to end a commit that has begun, ms. */
const closeMs = 1_000;
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #queues = new Map<number, Waiting[]>();
  #lastId = 0;
  #closing = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    for (let i = 0; i < options.threads; i++) this.#start();
  }

  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /** Runs a job; throws `timeout` or `shutting_down` where it was given up and is not applied. */
  async run(job: Job): Promise<Finished> {
    if (this.#closing) throw shuttingDown();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Finished>((resolve, reject) => {
        const waiting = { job, resolve, reject };
        timer = setTimeout(() => this.#giveUp(waiting), this.#options.deadlineMs);
        const queue = this.#queues.get(job.tenant.tenant_id);
        if (queue) queue.push(waiting);
        else this.#queues.set(job.tenant.tenant_id, [waiting]);
        this.#next();
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Prevents a job whose client has gone, unless it is being committed; another may run instead. */
  abandon(permit: Permit): void {
    permit.withdraw();
    this.#next();
  }

  /**
   * Resolves when the threads have ended, a second later at the most where no call to the system holds one up. What
   * they are at is given up, but for what is being committed.
   */
  async close(): Promise<void> {
    this.#closing = true;
    for (const { reject } of [...this.#queues.values()].flat()) reject(shuttingDown());
    this.#queues.clear();
    await Promise.all([...this.#threads].map(end));
  }

  #start(): void {
    const { kind, spec, connections } = this.#options;
    const workerData: WorkerData = { spec, connections };
    const worker = new Worker(new URL(`./${kind}${extension}`, import.meta.url), { workerData, resourceLimits });
    const thread: Thread = { worker, jobs: new Map(), isEnding: false };
    worker.on('message', ({ id, finished }: Received) => {
      thread.jobs.get(id)?.resolve(finished);
      thread.jobs.delete(id);
      this.#next();
    });
    worker.on('error', (error) => rejectAll(thread, error as Error));
    worker.on('exit', () => {
      rejectAll(thread, new Error(`The ${kind} thread ended`));
      this.#threads.delete(thread);
      if (!this.#closing) this.#start();
    });
    this.#threads.add(thread);
    this.#next();
  }

  #next(): void {
    for (;;) {
      const thread = this.#freeThread();
      const waiting = thread && this.#take();
      if (waiting === undefined) return;
      const id = ++this.#lastId;
      thread?.jobs.set(id, waiting);
      const { job } = waiting;
      thread?.worker.postMessage({ id, job } satisfies Sent, isRefresh(job) ? [] : [job.body.buffer]);
    }
  }

  /** The thread with the least to do, where one has room. */
  #freeThread(): Thread | undefined {
    const { jobsAtOnce, connections } = this.#options;
    return [...this.#threads]
      .filter(({ jobs, isEnding }) => !isEnding && jobs.size < connections && wanted(jobs) < jobsAtOnce)
      .sort((a, b) => a.jobs.size - b.jobs.size)[0];
  }

  /** The first job of the tenant whose turn it is; a tenant with more waiting goes to the end of the row. */
  #take(): Waiting | undefined {
    const busy = this.#options.kind === 'writer' ? this.#busyTenants() : undefined;
    for (const [tenantId, queue] of this.#queues) {
      if (busy?.has(tenantId)) continue;
      const waiting = queue.shift() as Waiting;
      this.#queues.delete(tenantId);
      if (queue.length > 0) this.#queues.set(tenantId, queue);
      return waiting;
    }
    return undefined;
  }

  #busyTenants(): Set<number> {
    const jobs = [...this.#threads].flatMap((thread) => [...thread.jobs.values()]);
    return new Set(jobs.map(({ job }) => job.tenant.tenant_id));
  }

  #giveUp(waiting: Waiting): void {
    if (!new Permit(waiting.job.permit).withdraw()) return;
    waiting.reject(new ApiError('timeout', 'The request took too long and was not applied'));
    const queue = this.#queues.get(waiting.job.tenant.tenant_id) ?? [];
    const at = queue.indexOf(waiting);
    if (at >= 0) queue.splice(at, 1);
    if (queue.length === 0) this.#queues.delete(waiting.job.tenant.tenant_id);
    // Nothing else stops a job that runs on and keeps others waiting. The database rolls back what it has written.
    for (const thread of this.#threads) {
      if (![...thread.jobs.values()].includes(waiting) || wanted(thread.jobs) > 0) continue;
      thread.isEnding = true;
      void thread.worker.terminate();
    }
    this.#next();
  }
}

/** How many jobs have not been given up. */
const wanted = (jobs: Thread['jobs']): number =>
  [...jobs.values()].filter(({ job }) => !new Permit(job.permit).isWithdrawn).length;

/** Ends a thread: at once where it is at nothing but what can still be prevented. */
async function end({ worker, jobs }: Thread): Promise<void> {
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  for (const { job, reject } of jobs.values()) if (new Permit(job.permit).withdraw()) reject(shuttingDown());
  worker.postMessage('close');
  const timer = setTimeout(() => void worker.terminate(), jobs.size > 0 && wanted(jobs) === 0 ? 0 : closeMs);
  await ended;
  clearTimeout(timer);
}

const shuttingDown = (): ApiError => new ApiError('shutting_down', 'The server is shutting down');

function rejectAll({ jobs }: Thread, error: Error): void {
  for (const { reject } of jobs.values()) reject(error);
  jobs.clear();
}
