/**
 * Upload slots that several servers share: a row a tenant with a lease by the database's clock, renewed while it is
 * held, so that those of a server that was killed are free again soon.
 */
import { randomUUID } from 'node:crypto';
import type { UploadSlots } from '../slots.ts';
import type { Connections } from './connections.ts';
import { arrayText } from './dialect.ts';

const leaseMs = 1_800;
const renewMs = 400;
const now = '(extract(epoch FROM clock_timestamp()) * 1000)::int8';

export class PostgresSlots implements UploadSlots {
  readonly #connections: Connections;
  /** The tenant of each slot that this server holds, by holder: each upload is another. */
  readonly #held = new Map<string, number>();
  #renewal: NodeJS.Timeout | undefined;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async take(tenantId: number): Promise<(() => Promise<void>) | undefined> {
    const holder = randomUUID();
    const taken = await this.#connections.run(
      `INSERT INTO upload_slots AS slot (tenant_id, holder, lease_until) VALUES (?, ?, ${now} + ${leaseMs})
         ON CONFLICT (tenant_id) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
         WHERE slot.lease_until < ${now}`,
      tenantId,
      holder,
    );
    if (taken === 0) return undefined;
    this.#held.set(holder, tenantId);
    this.#renewal ??= setInterval(() => void this.#renew(), renewMs);
    return () => this.#free(holder, tenantId);
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    await this.#connections.close();
  }

  async #free(holder: string, tenantId: number): Promise<void> {
    if (!this.#held.delete(holder)) return;
    if (this.#held.size === 0) {
      clearInterval(this.#renewal);
      this.#renewal = undefined;
    }
    // Where the database does not answer the lease runs out instead.
    await this.#connections
      .run('DELETE FROM upload_slots WHERE tenant_id = ? AND holder = ?', tenantId, holder)
      .catch(() => {});
  }

  async #renew(): Promise<void> {
    await this.#connections
      .run(
        `UPDATE upload_slots SET lease_until = ${now} + ${leaseMs}
           WHERE tenant_id = ANY(?::int8[]) AND holder = ANY(?::text[])`,
        arrayText([...this.#held.values()], 'integer'),
        arrayText([...this.#held.keys()], 'text'),
      )
      .catch(() => {});
  }
}
