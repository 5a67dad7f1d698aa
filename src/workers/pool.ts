/** Jobs for threads of one kind: tenants take turns, share the readers fairly, and have only so many jobs waiting. */
import { ApiError } from '../domain/errors.ts';
import { type Finished, Permit } from '../operations/request.ts';
import { Crew, type CrewOptions } from './crew.ts';
import type { Job } from './job.ts';
import { type PoolLimits, poolLimits } from './limits.ts';
import { Sharing } from './sharing.ts';
import type { Running, Waiting } from './thread.ts';
import { Turns } from './turns.ts';

/** A pool of the kind `writer` takes one job of each tenant at a time. What a `reader` is at can be run again. */
export interface PoolOptions extends CrewOptions {
  /** How long a job may take from its arrival here to its result, ms. */
  readonly deadlineMs: number;
  readonly limits?: PoolLimits;
  /** Returns ms since any fixed time. */
  readonly clock?: () => number;
}

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #limits: PoolLimits;
  readonly #clock: () => number;
  readonly #crew: Crew;
  readonly #sharing: Sharing;
  readonly #queue = new Turns<Waiting>();
  /** Jobs that wait or run, by their permits. */
  readonly #jobs = new Map<SharedArrayBuffer, Waiting>();
  /** Looks again at what waits, since a reader may have to be freed for it. */
  #nextLook: NodeJS.Timeout | undefined;
  #closing = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#limits = options.limits ?? poolLimits;
    this.#clock = options.clock ?? (() => performance.now());
    this.#sharing = new Sharing(options.threads, this.#limits);
    this.#crew = new Crew(options, this.#limits, {
      ready: () => this.#next(),
      finished: (running, finished) => this.#finish(running, finished),
      down: () => {
        for (const { reject } of this.#queue.clear()) reject(noThread());
      },
    });
  }

  /** How many jobs wait for a thread. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Whether no thread could be started, so that all jobs are refused. */
  get isDown(): boolean {
    return this.#crew.isDown;
  }

  /**
   * Runs a job. Throws `timeout`, `client_gone` or `shutting_down` where it was given up and is not applied, and
   * `overloaded` where it is refused: too many jobs wait, or no thread can be started.
   */
  async run(job: Job): Promise<Finished> {
    const permit = new Permit(job.permit);
    if (this.#closing) throw shuttingDown();
    if (permit.isWithdrawn) throw clientGone();
    if (this.isDown) throw noThread();
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

  /**
   * Prevents a job whose client has gone, unless it is being committed; another may run instead. A writer that is at
   * the job says itself what has become of it.
   */
  abandon(permit: Permit): void {
    const waiting = this.#jobs.get(permit.buffer);
    if (!permit.withdraw() || waiting === undefined) return;
    if (this.#options.kind === 'writer' && this.#runningOf(waiting)) this.#next();
    else this.#giveUp(waiting, clientGone());
  }

  /**
   * Resolves when the threads have ended, a second later at the most where no call to the system holds one up. What
   * they are at is given up, but for what is being committed.
   */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#nextLook);
    for (const { reject } of this.#queue.clear()) reject(shuttingDown());
    await this.#crew.close(({ waiting }) => waiting.reject(shuttingDown()));
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
      const thread = this.#crew.free;
      const waiting = thread && this.#take();
      if (thread === undefined || waiting === undefined) break;
      thread.send(waiting, this.#clock(), this.#options.kind === 'writer' ? 'moved' : 'copied');
    }
    if (this.#options.kind === 'reader' && this.#queue.size > 0)
      this.#nextLook ??= setTimeout(() => this.#look(), this.#limits.lookMs);
  }

  #take(): Waiting | undefined {
    const { running } = this.#crew;
    if (this.#options.kind === 'reader')
      return this.#queue.take(this.#sharing.admission(this.#queue.heads, running, this.#clock()));
    const busy = new Set(running.map(({ waiting }) => waiting.job.tenant.tenant_id));
    return this.#queue.take((tenantId) => !busy.has(tenantId));
  }

  /** Frees a reader for a job that has waited for long, where another tenant has more than its share. */
  #look(): void {
    this.#nextLook = undefined;
    const way = this.#sharing.makesWay(this.#queue.heads, this.#crew.running, this.#clock());
    if (way !== undefined) this.#interrupt(way);
    this.#next();
  }

  /** Has a read end. */
  #interrupt(running: Running): void {
    running.waiting.permit.interrupt();
    running.stop ??= this.#cutLater(running);
  }

  /** Ends the thread of a read that does not end while others wait. */
  #cutLater(running: Running): NodeJS.Timeout {
    return setTimeout(() => {
      if (this.#queue.size === 0) running.stop = this.#cutLater(running);
      else for (const dropped of this.#crew.cut(running)) this.#putBack(dropped);
      this.#next();
    }, this.#limits.stopMs);
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
    const running = this.#runningOf(waiting);
    // Nothing else stops a write that runs on and keeps others waiting. The database rolls back what it has written.
    if (running && this.#options.kind === 'writer') this.#crew.endIfIdle(running);
    this.#giveUp(waiting, new ApiError('timeout', 'The request took too long and was not applied'));
  }

  /** Tells whoever waits for a job that it was withdrawn. */
  #giveUp(waiting: Waiting, error: ApiError): void {
    waiting.reject(error);
    this.#queue.remove(waiting.job.tenant.tenant_id, waiting);
    const running = this.#runningOf(waiting);
    if (running && this.#options.kind === 'reader') this.#interrupt(running);
    this.#next();
  }

  #runningOf(waiting: Waiting): Running | undefined {
    return this.#crew.running.find((running) => running.waiting === waiting);
  }
}

const shuttingDown = (): ApiError => new ApiError('shutting_down', 'The server is shutting down');
const clientGone = (): ApiError => new ApiError('client_gone', 'The client went away before its answer');
const overloaded = (): ApiError => new ApiError('overloaded', 'Too many requests wait; try again later');
const noThread = (): ApiError => new ApiError('overloaded', 'The server can not start a thread; try again later');
