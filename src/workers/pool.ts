/** Threads of one kind and what waits for them. Tenants take turns, and share the readers fairly. */
import { ApiError } from '../domain/errors.ts';
import { type Finished, Permit } from '../operations/request.ts';
import type { Job } from './job.ts';
import { type PoolLimits, poolLimits } from './limits.ts';
import { Sharing } from './sharing.ts';
import { type Port, type Running, Thread, type Waiting } from './thread.ts';
import { Turns } from './turns.ts';

/** A thread that could not start. */
export interface StartFailure {
  readonly kind: 'writer' | 'reader';
  readonly error: Error;
  /** How often in a row it has failed now. */
  readonly failures: number;
  /** It is not tried again. */
  readonly isLast: boolean;
}

export interface PoolOptions {
  /** A `writer` takes one job of each tenant at a time. What a `reader` is at can be interrupted and run again. */
  readonly kind: 'writer' | 'reader';
  readonly threads: number;
  /** Starts a thread, which says `ready` when it takes jobs. */
  readonly start: () => Port;
  /** How many jobs a thread takes at once. Those that were given up and run on do not count. */
  readonly jobsAtOnce: number;
  /** How many jobs a thread can be at, those that were given up included. */
  readonly connections: number;
  /** How long a job may take from its arrival here to its result, ms. */
  readonly deadlineMs: number;
  readonly limits?: PoolLimits;
  readonly startFailed?: (failure: StartFailure) => void;
  /** Returns ms since any fixed time. */
  readonly clock?: () => number;
}

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #limits: PoolLimits;
  readonly #clock: () => number;
  readonly #sharing: Sharing;
  readonly #threads = new Set<Thread>();
  readonly #queue = new Turns<Waiting>();
  /** Jobs that wait or run, by their permits. */
  readonly #jobs = new Map<SharedArrayBuffer, Waiting>();
  /** Looks again at what waits, since a reader may have to be freed for it. */
  #nextLook: NodeJS.Timeout | undefined;
  #closing = false;
  #isDown = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#limits = options.limits ?? poolLimits;
    this.#clock = options.clock ?? (() => performance.now());
    this.#sharing = new Sharing(options.threads, this.#limits);
    for (let i = 0; i < options.threads; i++) this.#start(0);
  }

  /** How many jobs wait for a thread. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Whether no thread could be started, so that all jobs are refused. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /**
   * Runs a job. Throws `timeout`, `client_gone` or `shutting_down` where it was given up and is not applied, and
   * `overloaded` where it is refused: too many jobs wait, or no thread can be started.
   */
  async run(job: Job): Promise<Finished> {
    const permit = new Permit(job.permit);
    if (this.#closing) throw shuttingDown();
    if (permit.isWithdrawn) throw clientGone();
    if (this.#isDown) throw noThread();
    this.#makeRoom(job.tenant.tenant_id);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Finished>((resolve, reject) => {
        const waiting = { job, permit, resolve, reject, since: this.#clock(), isLong: false };
        timer = setTimeout(() => this.#expire(waiting), this.#options.deadlineMs);
        this.#jobs.set(job.permit, waiting);
        this.#queue.push(job.tenant.tenant_id, waiting);
        this.#next();
      });
    } finally {
      clearTimeout(timer);
      this.#jobs.delete(job.permit);
    }
  }

  /** Prevents a job whose client has gone, unless it is being committed; another may run instead. */
  abandon(permit: Permit): void {
    const waiting = this.#jobs.get(permit.buffer);
    if (permit.withdraw() && waiting !== undefined) this.#giveUp(waiting, clientGone());
  }

  /**
   * Resolves when the threads have ended, a second later at the most where no call to the system holds one up. What
   * they are at is given up, but for what is being committed.
   */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#nextLook);
    for (const { reject } of this.#queue.clear()) reject(shuttingDown());
    await Promise.all([...this.#threads].map((thread) => this.#end(thread)));
  }

  /** Ends a thread: at once where it is at nothing but what can still be prevented. */
  async #end(thread: Thread): Promise<void> {
    for (const { waiting } of thread.jobs.values()) if (waiting.permit.withdraw()) waiting.reject(shuttingDown());
    thread.close();
    const mayEnd = thread.jobs.size > 0 && thread.wanted === 0;
    const timer = setTimeout(() => thread.terminate(), mayEnd ? 0 : this.#limits.closeMs);
    await thread.exited;
    clearTimeout(timer);
  }

  /** Starts a thread in a place for which `failures` in a row could not be started. */
  #start(failures: number): void {
    if (this.#closing) return;
    try {
      const thread = new Thread(this.#options.start(), failures, {
        started: () => {
          this.#isDown = false;
          this.#next();
        },
        finished: (running, finished) => this.#finish(running, finished),
        ended: (ended, error) => this.#ended(ended, error),
      });
      this.#threads.add(thread);
    } catch (error) {
      this.#startFailed(failures + 1, error as Error);
    }
  }

  #ended(thread: Thread, error = new Error(`The ${this.#options.kind} thread ended`)): void {
    this.#threads.delete(thread);
    for (const { waiting } of thread.drop()) waiting.reject(error);
    if (this.#closing || thread.isReplaced) return;
    if (thread.hasStarted) this.#start(0);
    else this.#startFailed(thread.failures + 1, error);
  }

  #startFailed(failures: number, error: Error): void {
    const { starts, restartMs } = this.#limits;
    const isLast = failures >= starts;
    this.#isDown = ![...this.#threads].some(({ hasStarted }) => hasStarted);
    if (this.#isDown) for (const { reject } of this.#queue.clear()) reject(noThread());
    this.#options.startFailed?.({ kind: this.#options.kind, error, failures, isLast });
    if (!isLast) setTimeout(() => this.#start(failures), restartMs * 2 ** (failures - 1)).unref();
  }

  /** Refuses a job where too many wait; where that is not for its own tenant's sake, the last of the longest row. */
  #makeRoom(tenantId: number): void {
    const own = this.#queue.waitingOf(tenantId);
    if (own >= this.#limits.waitingOfTenant) throw overloaded();
    if (this.#queue.size < this.#limits.waiting) return;
    const [longest, last] = this.#queue.lastOfLongest as [number, Waiting];
    if (own + 1 >= this.#queue.waitingOf(longest)) throw overloaded();
    this.#queue.remove(longest, last);
    last.reject(overloaded());
  }

  /** Gives waiting jobs to threads. */
  #next(): void {
    for (;;) {
      const thread = this.#freeThread();
      const waiting = thread && this.#take();
      if (thread === undefined || waiting === undefined) break;
      thread.send(waiting, this.#clock(), this.#options.kind === 'writer' ? 'moved' : 'copied');
    }
    if (this.#options.kind === 'reader' && this.#queue.size > 0)
      this.#nextLook ??= setTimeout(() => this.#look(), this.#limits.lookMs);
  }

  /** The thread with the least to do, where one has room. */
  #freeThread(): Thread | undefined {
    const { jobsAtOnce, connections } = this.#options;
    return [...this.#threads]
      .filter(({ state, jobs, wanted }) => state === 'ready' && jobs.size < connections && wanted < jobsAtOnce)
      .sort((a, b) => a.jobs.size - b.jobs.size)[0];
  }

  #take(): Waiting | undefined {
    const running = this.#running();
    if (this.#options.kind === 'reader') {
      const now = this.#clock();
      return this.#queue.take(this.#sharing.admission(this.#queue.heads, running, now));
    }
    const busy = new Set(running.map(({ waiting }) => waiting.job.tenant.tenant_id));
    return this.#queue.take((tenantId) => !busy.has(tenantId));
  }

  #running(): Running[] {
    return [...this.#threads].flatMap(({ jobs }) => [...jobs.values()]);
  }

  /** Frees a reader for a job that has waited for long, where another tenant has more than its share. */
  #look(): void {
    this.#nextLook = undefined;
    const way = this.#sharing.makesWay(this.#queue.heads, this.#running(), this.#clock());
    if (way !== undefined) this.#interrupt(way);
    this.#next();
  }

  /** Has a read end soon. */
  #interrupt(running: Running): void {
    running.waiting.permit.interrupt();
    running.stop ??= setTimeout(() => this.#cut(running), this.#limits.stopMs);
  }

  /** Ends the thread of a read that has not ended by itself. Another takes its place at once. */
  #cut(running: Running): void {
    const thread = [...this.#threads].find(({ jobs }) => [...jobs.values()].includes(running)) as Thread;
    for (const dropped of thread.drop()) this.#putBack(dropped);
    thread.terminate();
    // A thread that the system holds up may take long to end. There shall not be ever more of them.
    thread.isReplaced = [...this.#threads].filter(({ state }) => state === 'ending').length <= this.#options.threads;
    if (thread.isReplaced) this.#start(0);
  }

  #finish(running: Running, finished: Finished): void {
    if (finished.interrupted) this.#putBack(running);
    else running.waiting.resolve(finished);
    this.#next();
  }

  /** Lets a read that had to make way wait again. */
  #putBack({ waiting }: Running): void {
    if (waiting.permit.isWithdrawn) return;
    waiting.permit.resume();
    Object.assign(waiting, { since: this.#clock(), isLong: true });
    this.#queue.putBack(waiting.job.tenant.tenant_id, waiting);
  }

  /** Gives up a job whose time is up. */
  #expire(waiting: Waiting): void {
    if (!waiting.permit.withdraw()) return;
    // Nothing else stops a write that runs on and keeps others waiting. The database rolls back what it has written.
    if (this.#options.kind === 'writer')
      for (const thread of this.#threads)
        if (thread.wanted === 0 && [...thread.jobs.values()].some((running) => running.waiting === waiting))
          thread.terminate();
    this.#giveUp(waiting, new ApiError('timeout', 'The request took too long and was not applied'));
  }

  /** Tells whoever waits for a job that it was withdrawn. */
  #giveUp(waiting: Waiting, error: ApiError): void {
    waiting.reject(error);
    this.#queue.remove(waiting.job.tenant.tenant_id, waiting);
    const running = this.#running().find((each) => each.waiting === waiting);
    if (running !== undefined && this.#options.kind === 'reader') this.#interrupt(running);
    this.#next();
  }
}

const shuttingDown = (): ApiError => new ApiError('shutting_down', 'The server is shutting down');
const clientGone = (): ApiError => new ApiError('client_gone', 'The client went away before its answer');
const overloaded = (): ApiError => new ApiError('overloaded', 'Too many requests wait; try again later');
const noThread = (): ApiError => new ApiError('overloaded', 'The server can not start a thread; try again later');
