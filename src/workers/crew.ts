/** The threads of a pool: they are started, tried again where they cannot start, and replaced when they end. */
import type { Finished } from '../operations/request.ts';
import type { PoolLimits } from './limits.ts';
import { type Port, type Running, Thread } from './thread.ts';

/** A thread that could not start. */
export interface StartFailure {
  readonly kind: 'writer' | 'reader';
  readonly error: Error;
  /** How often in a row it has failed now. */
  readonly failures: number;
  /** It is not tried again. */
  readonly isLast: boolean;
}

export interface CrewOptions {
  readonly kind: 'writer' | 'reader';
  readonly threads: number;
  /** Starts a thread, which says `ready` when it takes jobs. */
  readonly start: () => Port;
  /** How many jobs a thread takes at once. Those that were given up and run on do not count. */
  readonly jobsAtOnce: number;
  /** How many jobs a thread can be at, those that were given up included. */
  readonly connections: number;
  readonly startFailed?: (failure: StartFailure) => void;
}

/** Whom a crew tells what becomes of its threads. */
export interface CrewEvents {
  /** A thread takes jobs. */
  ready(): void;
  finished(running: Running, finished: Finished): void;
  /** No thread can be started for now. */
  down(): void;
}

export class Crew {
  readonly #options: CrewOptions;
  readonly #limits: PoolLimits;
  readonly #events: CrewEvents;
  readonly #threads = new Set<Thread>();
  #closing = false;
  #isDown = false;

  constructor(options: CrewOptions, limits: PoolLimits, events: CrewEvents) {
    this.#options = options;
    this.#limits = limits;
    this.#events = events;
    for (let i = 0; i < options.threads; i++) this.#start(0);
  }

  /** Whether no thread could be started, until one has. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** All that the threads are at. */
  get running(): Running[] {
    return [...this.#threads].flatMap(({ jobs }) => [...jobs.values()]);
  }

  /** The thread with the least to do, where one has room. */
  get free(): Thread | undefined {
    const { jobsAtOnce, connections } = this.#options;
    return [...this.#threads]
      .filter(({ state, jobs, wanted }) => state === 'ready' && jobs.size < connections && wanted < jobsAtOnce)
      .sort((a, b) => a.jobs.size - b.jobs.size)[0];
  }

  /** Ends the thread that is at a job and replaces it at once. Returns all that it was at. */
  cut(running: Running): Running[] {
    const thread = this.#threadAt(running);
    if (thread === undefined) return [];
    const dropped = thread.drop();
    thread.terminate();
    // A thread that the system holds up can take long to end. There shall not be ever more of them.
    thread.isReplaced = [...this.#threads].filter(({ state }) => state === 'ending').length <= this.#options.threads;
    if (thread.isReplaced) this.#start(0);
    return dropped;
  }

  /** Ends the thread that is at a job, unless it is at others that are wanted. It is replaced when it has ended. */
  endIfIdle(running: Running): void {
    const thread = this.#threadAt(running);
    if (thread?.wanted === 0) thread.terminate();
  }

  /** Resolves when all threads have ended. Jobs that can still be prevented are withdrawn and told to `refuse`. */
  async close(refuse: (running: Running) => void): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#threads].map((thread) => this.#close(thread, refuse)));
  }

  /** Ends a thread: at once where it is at nothing but what can still be prevented. */
  async #close(thread: Thread, refuse: (running: Running) => void): Promise<void> {
    for (const running of thread.jobs.values()) if (running.waiting.permit.withdraw()) refuse(running);
    thread.close();
    const mayEnd = thread.jobs.size > 0 && thread.wanted === 0;
    const timer = setTimeout(() => thread.terminate(), mayEnd ? 0 : this.#limits.closeMs);
    await thread.exited;
    clearTimeout(timer);
  }

  #threadAt(running: Running): Thread | undefined {
    return [...this.#threads].find(({ jobs }) => [...jobs.values()].includes(running));
  }

  /** Starts a thread in a place where `failures` in a row could not be started. */
  #start(failures: number): void {
    if (this.#closing) return;
    try {
      const thread = new Thread(this.#options.start(), failures, {
        started: () => {
          this.#isDown = false;
          this.#events.ready();
        },
        finished: (running, finished) => this.#events.finished(running, finished),
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
    if (this.#isDown) this.#events.down();
    this.#options.startFailed?.({ kind: this.#options.kind, error, failures, isLast });
    if (!isLast) setTimeout(() => this.#start(failures), restartMs * 2 ** (failures - 1)).unref();
  }
}
