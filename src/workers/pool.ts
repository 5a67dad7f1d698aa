/** Threads of one kind and the queue before them, which serves tenants in turn however many jobs each has waiting. */
import { Worker } from 'node:worker_threads';
import { ApiError } from '../domain/errors.ts';
import { type Finished, type Job, Permit, type Received, type Refresh, type Sent, type WorkerData } from './job.ts';

interface Waiting {
  readonly job: Job | Refresh;
  readonly resolve: (finished: Finished) => void;
  readonly reject: (error: Error) => void;
}

/** A thread and what it is at, by the id under which the job was sent to it. */
interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, Waiting>;
}

export interface PoolOptions {
  readonly kind: 'writer' | 'reader';
  readonly threads: number;
  /** How many jobs a thread takes at once; a writer takes but one of each tenant. */
  readonly jobsAtOnce: number;
  readonly data: WorkerData;
  /** How long a job may take from its arrival here to its result. */
  readonly deadlineMs: number;
}

// A body of 10 MiB can parse into half a gigabyte of objects; past this the thread dies with its requests alone.
const resourceLimits = { maxOldGenerationSizeMb: 2048 };
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

  /** Runs a job; throws `timeout` when its time is up and it was not applied. */
  async run(job: Job | Refresh): Promise<Finished> {
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

  /** Lets the threads close their connections; resolves when they have ended. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(
      [...this.#threads].map(({ worker }) => {
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        worker.postMessage('close');
        return ended;
      }),
    );
  }

  #start(): void {
    const { kind, data } = this.#options;
    const worker = new Worker(new URL(`./${kind}${extension}`, import.meta.url), { workerData: data, resourceLimits });
    const thread: Thread = { worker, jobs: new Map() };
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
      thread?.worker.postMessage({ id, job } satisfies Sent, job.route === 'refresh' ? [] : [job.body.buffer]);
    }
  }

  /** The thread with the least to do, where one has room. */
  #freeThread(): Thread | undefined {
    const [free] = [...this.#threads].sort((a, b) => a.jobs.size - b.jobs.size);
    return free !== undefined && free.jobs.size < this.#options.jobsAtOnce ? free : undefined;
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
    for (const { worker, jobs } of this.#threads)
      if (jobs.size === 1 && [...jobs.values()].includes(waiting)) void worker.terminate();
  }
}

function rejectAll({ jobs }: Thread, error: Error): void {
  for (const { reject } of jobs.values()) reject(error);
  jobs.clear();
}
