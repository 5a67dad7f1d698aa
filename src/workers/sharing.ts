/** How tenants share the readers: which read may begin, and which has to make way for another tenant's. */
import type { PoolLimits } from './limits.ts';
import type { Running, Waiting } from './thread.ts';

/** The first that waits of each tenant. */
type Heads = readonly (readonly [tenantId: number, first: Waiting])[];

const tenantOf = ({ waiting }: Running): number => waiting.job.tenant.tenant_id;

/**
 * While several tenants read, one has at most half of the readers, and reads that run for long have at most half of
 * them too. So a short read of anybody finds a reader.
 */
export class Sharing {
  /** Half of the readers, at least one. */
  readonly #share: number;
  readonly #limits: PoolLimits;
  #sharedUntil = Number.NEGATIVE_INFINITY;

  constructor(readers: number, limits: PoolLimits) {
    this.#share = Math.max(1, Math.floor(readers / 2));
    this.#limits = limits;
  }

  /** Whether the first read of a tenant may begin. `now` is ms since any fixed time. */
  admission(heads: Heads, running: readonly Running[], now: number): (tenantId: number, first: Waiting) => boolean {
    const tenants = new Set([...heads.map(([tenantId]) => tenantId), ...running.map(tenantOf)]);
    if (tenants.size > 1) this.#sharedUntil = now + this.#limits.sharedMs;
    if (now >= this.#sharedUntil) return () => true;
    return (tenantId, first) => this.#isEntitled(tenantId, first, running, now);
  }

  /** The read that has to make way for one that has waited for too long; undefined if none has to. */
  makesWay(heads: Heads, running: readonly Running[], now: number): Running | undefined {
    // A read that ends already makes way.
    if (running.some(({ stop }) => stop !== undefined)) return undefined;
    const { patienceMs } = this.#limits;
    const waiter = heads.find(
      ([tenantId, first]) => now - first.since >= patienceMs && this.#isEntitled(tenantId, first, running, now),
    );
    if (waiter === undefined) return undefined;
    const others = running.filter((each) => tenantOf(each) !== waiter[0] && now - each.begun >= patienceMs);
    const ofGreedy = others.filter((each) => countOf(tenantOf(each), running) > this.#share);
    if (ofGreedy.length > 0) return lastBegun(ofGreedy);
    const long = this.#long(running, now);
    return long.length > this.#share ? lastBegun(others.filter((each) => long.includes(each))) : undefined;
  }

  #isEntitled(tenantId: number, { isLong }: Waiting, running: readonly Running[], now: number): boolean {
    if (countOf(tenantId, running) >= this.#share) return false;
    return !isLong || this.#long(running, now).length < this.#share;
  }

  #long(running: readonly Running[], now: number): Running[] {
    return running.filter(({ begun, waiting }) => waiting.isLong || now - begun >= this.#limits.longMs);
  }
}

const countOf = (tenantId: number, running: readonly Running[]): number =>
  running.filter((each) => tenantOf(each) === tenantId).length;

const lastBegun = (running: readonly Running[]): Running | undefined =>
  running.toSorted((a, b) => b.begun - a.begun)[0];
