/**
 * A pool whose threads are objects and whose time stands until it is moved. What happens is told in words, and so is
 * what comes of it.
 */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { type Finished, Permit, type Request } from '../../src/operations/request.ts';
import type { Tenant } from '../../src/store/directory.ts';
import type { Sent } from '../../src/workers/job.ts';
import { poolLimits } from '../../src/workers/limits.ts';
import { type PoolOptions, WorkerPool } from '../../src/workers/pool.ts';
import type { Port } from '../../src/workers/thread.ts';

export const finished: Finished = { status: 200, body: new Uint8Array(), ok: true, code: undefined, records: 0 };

/** A job of the tenant that its name begins with, such as `a1`. */
export const jobOf = (name: string, permit = new Permit()): Request => ({
  operation: name,
  tenant: { tenant_id: name.charCodeAt(0), name: name.charAt(0), time_zone: 'UTC', currency: 'USD' } as Tenant,
  params: {},
  query: [],
  body: new Uint8Array(),
  now: 0,
  source: 'test',
  permit: permit.buffer,
});

export interface StageOptions extends Partial<Pick<PoolOptions, 'kind' | 'threads' | 'jobsAtOnce' | 'connections'>> {
  readonly limits?: Partial<typeof poolLimits>;
  /** Threads say `ready` as soon as they are started. */
  readonly ready?: boolean;
  /** Starting a thread throws. */
  readonly broken?: boolean;
}

/**
 * Plays a script on a pool and returns it with what came of each line, as `finish a1 → a2 to 0, a1 done`.
 *
 * Events: `run a1 a2`, `ready 0`, `finish a1`, `yield a1` (a read that was interrupted ends), `abandon a1`,
 * `commit a1`, `wait 100` (ms), `die 0`, `exit 0`, `close`. What comes of them: `0 starts`, `a1 to 0`, `a1 done` or the
 * code of its refusal, `a1 shall end`, `0 cut`, `0 closes`, `start 1 failed`.
 */
export async function play(t: TestContext, script: readonly string[], options: StageOptions = {}): Promise<string[]> {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stage = new Stage(t, options);
  await turn();
  const played: string[] = [];
  // What comes of making the pool belongs to the first event where threads are not ready from the beginning.
  if (options.ready ?? true) stage.log.length = 0;
  for (const line of script) {
    const [event = ''] = line.split(' →');
    const [word = '', ...names] = event.split(' ');
    for (const name of names.length === 0 ? [''] : names) stage.events[word]?.(name);
    await turn();
    stage.tellInterrupted();
    const outcome = stage.log.splice(0).join(', ');
    played.push(outcome === '' ? event : `${event} → ${outcome}`);
  }
  t.mock.timers.reset();
  return played;
}

class Stage {
  readonly log: string[] = [];
  readonly events: { readonly [word: string]: (argument: string) => void };
  readonly #ports: FakePort[] = [];
  readonly #permits = new Map<string, Permit>();
  readonly #told = new Set<string>();
  #now = 0;

  constructor(t: TestContext, options: StageOptions) {
    const pool = this.#makePool(options);
    const port = (index: string): FakePort => this.#ports[Number(index)] as FakePort;
    this.events = {
      run: (name) => {
        const permit = new Permit();
        this.#permits.set(name, permit);
        const failed = (error: Error & { code?: string }) => this.log.push(`${name} ${error.code ?? error.message}`);
        pool.run(jobOf(name, permit)).then(() => this.log.push(`${name} done`), failed);
      },
      ready: (index) => void port(index).emit('message', 'ready'),
      finish: (name) => this.#at(name).answer(name, finished),
      yield: (name) => this.#at(name).answer(name, { ...finished, interrupted: true }),
      abandon: (name) => pool.abandon(this.#permits.get(name) as Permit),
      commit: (name) => void this.#permits.get(name)?.claim(),
      wait: (ms) => {
        // A timer that is set by another begins at the end of the step in which that one ran.
        const end = this.#now + Number(ms);
        while (this.#now < end) {
          this.#now++;
          t.mock.timers.tick(1);
        }
      },
      die: (index) => port(index).die(new Error('died')),
      exit: (index) => void port(index).emit('exit'),
      close: () => void pool.close().then(() => this.log.push('closed')),
    };
  }

  #makePool({ limits, ready = true, broken = false, ...options }: StageOptions): WorkerPool {
    return new WorkerPool({
      kind: 'reader',
      threads: 1,
      jobsAtOnce: 1,
      connections: 1,
      ...options,
      start: () => {
        if (broken) throw new Error('broken');
        const port = new FakePort(this.#ports.length, this.log);
        this.#ports.push(port);
        this.log.push(`${port.index} starts`);
        if (ready) queueMicrotask(() => port.emit('message', 'ready'));
        return port as unknown as Port;
      },
      deadlineMs: 10_000,
      limits: { ...poolLimits, ...limits },
      startFailed: ({ failures, isLast }) => this.log.push(`start ${failures} failed${isLast ? ' for good' : ''}`),
      clock: () => this.#now,
    });
  }

  /** Tells of jobs in threads that have been told to end since it was last asked. */
  tellInterrupted(): void {
    for (const [name, permit] of this.#permits) {
      const isTold = this.#told.has(name);
      if (!permit.isInterrupted) this.#told.delete(name);
      else if (!isTold && this.#ports.some((port) => port.has(name))) this.log.push(`${name} shall end`);
      if (permit.isInterrupted) this.#told.add(name);
    }
  }

  #at(name: string): FakePort {
    const port = this.#ports.find((each) => each.has(name));
    assert.ok(port, `no thread is at ${name}`);
    return port;
  }
}

/** As much of a `Worker` as a pool uses. It exits when the script says so, or when it is told to close. */
class FakePort extends EventEmitter {
  readonly index: number;
  readonly #log: string[];
  readonly #jobs = new Map<string, number>();

  constructor(index: number, log: string[]) {
    super();
    this.index = index;
    this.#log = log;
  }

  has(name: string): boolean {
    return this.#jobs.has(name);
  }

  postMessage(message: Sent | 'close'): void {
    if (message === 'close') {
      this.#log.push(`${this.index} closes`);
      if (this.#jobs.size === 0) queueMicrotask(() => this.emit('exit'));
      return;
    }
    this.#jobs.set(message.job.operation, message.id);
    this.#log.push(`${message.job.operation} to ${this.index}`);
  }

  answer(name: string, result: Finished): void {
    const id = this.#jobs.get(name);
    this.#jobs.delete(name);
    this.emit('message', { id, finished: result });
  }

  die(error: Error): void {
    this.emit('error', error);
    this.emit('exit');
  }

  async terminate(): Promise<number> {
    this.#log.push(`${this.index} cut`);
    return 1;
  }
}
