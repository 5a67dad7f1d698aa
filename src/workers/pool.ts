/** Threads of one kind and the queue before them, which serves tenants in turn however many jobs each has waiting. */
import { Worker } from 'node:worker_threads';
import { ApiError } from '../domain/errors.ts';
import { type Finished, type Job, Permit, type Refresh, type WorkerData } from './job.ts';

interface Waiting {
  readonly job: Job | Refresh;
  readonly resolve: (finished: Finished) => void;
  readonly reject: (error: Error) => void;
}

// A body of 10 MiB can parse into half a gigabyte of objects; past this the thread dies with its request alone.
const resourceLimits = { maxOldGenerationSizeMb: 2048 };
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export class WorkerPool {
  readonly #kind: 'writer' | 'reader';
  readonly #data: WorkerData;
  readonly #deadlineMs: number;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Waiting>();
  readonly #queues = new Map<number, Waiting[]>();
  #closing = false;

  /** `deadlineMs`: how long a job may take from its arrival here to its result. */
  constructor(kind: 'writer' | 'reader', size: number, data: WorkerData, deadlineMs: number) {
    this.#kind = kind;
    this.#data = data;
    this.#deadlineMs = deadlineMs;
    for (let i = 0; i < size; i++) this.#start();
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
        timer = setTimeout(() => this.#giveUp(waiting), this.#deadlineMs);
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
    const workers = [...this.#idle, ...this.#busy.keys()];
    await Promise.all(
      workers.map((worker) => {
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        worker.postMessage('close');
        return ended;
      }),
    );
  }

  #start(): void {
    const worker = new Worker(new URL(`./${this.#kind}${extension}`, import.meta.url), {
      workerData: this.#data,
      resourceLimits,
    });
    worker.on('message', (finished: Finished) => {
      this.#busy.get(worker)?.resolve(finished);
      this.#busy.delete(worker);
      this.#idle.push(worker);
      this.#next();
    });
    worker.on('error', (error) => this.#busy.get(worker)?.reject(error as Error));
    worker.on('exit', () => {
      this.#busy.get(worker)?.reject(new Error(`The ${this.#kind} thread ended`));
      this.#busy.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
      if (!this.#closing) this.#start();
    });
    this.#idle.push(worker);
    this.#next();
  }

  #next(): void {
    while (this.#idle.length > 0 && this.#queues.size > 0) {
      const waiting = this.#take();
      const worker = this.#idle.pop() as Worker;
      this.#busy.set(worker, waiting);
      const { job } = waiting;
      worker.postMessage(job, job.route === 'refresh' ? [] : [job.body.buffer]);
    }
  }

  /** The first job of the tenant whose turn it is; a tenant with more waiting goes to the end of the row. */
  #take(): Waiting {
    const [[tenantId, queue]] = this.#queues.entries() as unknown as [[number, Waiting[]]];
    const waiting = queue.shift() as Waiting;
    this.#queues.delete(tenantId);
    if (queue.length > 0) this.#queues.set(tenantId, queue);
    return waiting;
  }

  #giveUp(waiting: Waiting): void {
    if (!new Permit(waiting.job.permit).withdraw()) return;
    waiting.reject(new ApiError('timeout', 'The request took too long and was not applied'));
    const queue = this.#queues.get(waiting.job.tenant.tenant_id) ?? [];
    const at = queue.indexOf(waiting);
    if (at >= 0) queue.splice(at, 1);
    if (queue.length === 0) this.#queues.delete(waiting.job.tenant.tenant_id);
    // A reader has nothing to roll back, and nothing else stops a statement that runs on.
    if (this.#kind === 'reader') for (const [worker, busy] of this.#busy) if (busy === waiting) void worker.terminate();
  }
}
