/** One thread, from its start to its end, and the jobs that it is at. */
import type { Worker } from 'node:worker_threads';
import { type Finished, Permit } from '../operations/request.ts';
import { isRefresh, type Job, type Received, type Sent } from './job.ts';

/** A job, and whom its result is told. */
export interface Waiting {
  readonly job: Job;
  readonly permit: Permit;
  readonly resolve: (finished: Finished) => void;
  readonly reject: (error: Error) => void;
  /** When it began to wait, by the pool's clock. */
  since: number;
  /** It ran for long once and had to make way. */
  isLong: boolean;
}

/** A job in a thread. */
export interface Running {
  readonly waiting: Waiting;
  /** By the pool's clock. */
  readonly begun: number;
  /** Ends the thread unless the job ends before. Set once the job has been told to end. */
  stop?: NodeJS.Timeout;
}

/** As much of a `Worker` as a thread needs. */
export type Port = Pick<Worker, 'postMessage' | 'on' | 'terminate'>;

/** Whom a thread tells what becomes of it. */
export interface ThreadEvents {
  started(thread: Thread): void;
  finished(running: Running, finished: Finished): void;
  /** `error` is why, where it is known. Called once. */
  ended(thread: Thread, error: Error | undefined): void;
}

export class Thread {
  /** By the id under which each was sent. */
  readonly jobs = new Map<number, Running>();
  /** How often in a row its place could not be filled before it. */
  readonly failures: number;
  /** `ending`: it is given no more jobs. */
  state: 'starting' | 'ready' | 'ending' = 'starting';
  hasStarted = false;
  /** Another thread has taken its place before it ended. */
  isReplaced = false;
  readonly exited: Promise<void>;
  readonly #port: Port;
  #lastId = 0;

  constructor(port: Port, failures: number, events: ThreadEvents) {
    this.#port = port;
    this.failures = failures;
    let cause: Error | undefined;
    port.on('message', (received: Received) => {
      if (received !== 'ready') return this.#finish(received.id, received.finished, events);
      this.hasStarted = true;
      if (this.state === 'starting') this.state = 'ready';
      events.started(this);
    });
    port.on('error', (error) => {
      cause = error as Error;
    });
    this.exited = new Promise((resolve) => {
      port.on('exit', () => {
        events.ended(this, cause);
        resolve();
      });
    });
  }

  /** How many of its jobs have not been given up. */
  get wanted(): number {
    return [...this.jobs.values()].filter(({ waiting }) => !waiting.permit.isWithdrawn).length;
  }

  /** Sends a job. Its body is moved, which can be done once, or copied. */
  send(waiting: Waiting, begun: number, body: 'moved' | 'copied'): void {
    const id = ++this.#lastId;
    const { job } = waiting;
    this.jobs.set(id, { waiting, begun });
    const moved = body === 'copied' || isRefresh(job) ? [] : [job.body.buffer];
    this.#port.postMessage({ id, job } satisfies Sent, moved);
  }

  /** Takes all jobs from it. */
  drop(): Running[] {
    const dropped = [...this.jobs.values()];
    for (const { stop } of dropped) clearTimeout(stop);
    this.jobs.clear();
    return dropped;
  }

  /** Has it close its connections and end. */
  close(): void {
    this.state = 'ending';
    this.#port.postMessage('close');
  }

  /** Ends it where it is, unless a call to the system holds it up. */
  terminate(): void {
    this.state = 'ending';
    void this.#port.terminate();
  }

  #finish(id: number, finished: Finished, events: ThreadEvents): void {
    const running = this.jobs.get(id);
    if (running === undefined) return;
    clearTimeout(running.stop);
    this.jobs.delete(id);
    events.finished(running, finished);
  }
}
