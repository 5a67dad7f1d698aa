/** The passing of due instants for reads: one pass at a time for a tenant, shared by all who wait for it. */
import { ApiError } from '../domain/errors.ts';
import type { Finished } from '../operations/request.ts';
import type { Tenant } from '../store/directory.ts';

/** Passes the due instants of one account, or of a slice of a tenant's accounts. */
export type PassSlice = (tenant: Tenant, accountId?: string) => Promise<Finished>;

export class Passes {
  readonly #slice: PassSlice;
  readonly #deadlineMs: number;
  readonly #running = new Map<number, Promise<void>>();

  /** `deadlineMs`: how long a read waits. The pass itself goes on, so that a later read finds it done. */
  constructor(slice: PassSlice, deadlineMs: number) {
    this.#slice = slice;
    this.#deadlineMs = deadlineMs;
  }

  /** Resolves when the due instants of one account are passed. */
  async ofAccount(tenant: Tenant, accountId: string): Promise<void> {
    mayBeMore(await this.#slice(tenant, accountId));
  }

  /** Resolves when all due instants of a tenant are passed. Throws `timeout` if that takes too long. */
  async ofTenant(tenant: Tenant): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new ApiError('timeout', 'What has changed by the clock is still being brought up to date')),
      this.#deadlineMs,
    );
    try {
      await Promise.race([this.#shared(tenant), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #shared(tenant: Tenant): Promise<void> {
    const { tenant_id } = tenant;
    const known = this.#running.get(tenant_id);
    if (known !== undefined) return known;
    const pass = this.#all(tenant).finally(() => this.#running.delete(tenant_id));
    // Nobody may be waiting any more when it fails.
    pass.catch(() => {});
    this.#running.set(tenant_id, pass);
    return pass;
  }

  async #all(tenant: Tenant): Promise<void> {
    // Each slice is a job of its own, between which other tenants have their turns.
    while (mayBeMore(await this.#slice(tenant)));
  }
}

/** Whether a slice leaves more to pass; throws what it failed of. On a full disk what is stored is read as it is. */
function mayBeMore({ ok, code, error, isMore = false }: Finished): boolean {
  if (ok) return isMore;
  if (code === 'database_full') return false;
  if (code === 'database_unavailable') throw new ApiError(code, 'The database does not answer');
  throw new Error(error);
}
