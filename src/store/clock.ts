/** The clock of the store's writes. */

/** The present, epoch ms. */
export type Clock = () => number;

/** A clock that several threads read and that stands until it is set. Tests move it. */
export class SharedClock {
  readonly buffer: SharedArrayBuffer;
  readonly #time: Float64Array;

  constructor(buffer = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#time = new Float64Array(buffer);
  }

  get now(): number {
    return this.#time[0] as number;
  }

  set now(time: number) {
    this.#time[0] = time;
  }
}

/** The clock of a thread: the machine's, or the one that its threads share. */
export function clockOf(buffer: SharedArrayBuffer | undefined): Clock {
  if (buffer === undefined) return Date.now;
  const clock = new SharedClock(buffer);
  return () => clock.now;
}

/** How far the clock may be behind the present of a tenant before it counts as set back, ms. */
export const toleratedMs = 60_000;

/** The present of a write, and what it is told of the clock. */
export interface Present {
  /** Epoch ms. */
  readonly now: number;
  /** By how much the clock is behind the tenant's last write, ms; 0 unless it was set back. */
  readonly setBackMs: number;
}

/**
 * The present of a write that holds its tenant's write lock: the clock's, but never before `last`, the present of the
 * tenant's last write. A clock that is behind by more than a minute was set back: then the clock is right. `at` takes
 * the place of the clock. All are in epoch ms.
 */
export function presentAt(clock: number, last: number, at?: number): Present {
  if (at !== undefined) return { now: Math.max(at, last), setBackMs: 0 };
  if (clock >= last) return { now: clock, setBackMs: 0 };
  return last - clock > toleratedMs ? { now: clock, setBackMs: last - clock } : { now: last, setBackMs: 0 };
}
