/**
 * Upload slots that several servers share: a row a tenant with a lease by the database's clock, renewed while it is
 * held, so that those of a server that was killed are free again soon.
 */
import { randomUUID } from 'node:crypto';
import { LocalSlots, type UploadSlots } from '../slots.ts';
import type { Connections } from './connections.ts';
import { arrayText } from './dialect.ts';

const leaseMs = 1_800;
const renewMs = 400;
const now = '(extract(epoch FROM clock_timestamp()) * 1000)::int8';

export class PostgresSlots implements UploadSlots {
  readonly #connections: Connections;
  readonly #server = randomUUID();
  /** Uploads of this server: a row of its own that none of them has was left by a lost answer of the database. */
  readonly #own = new LocalSlots();
  /** The tenant of each slot that is held, by upload. */
  readonly #held = new Map<string, number>();
  #renewal: NodeJS.Timeout | undefined;
  #renewing = false;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async take(tenantId: number): Promise<(() => Promise<void>) | undefined> {
    const freeOwn = await this.#own.take(tenantId);
    if (freeOwn === undefined) return undefined;
    const upload = randomUUID();
    const taken = await this.#insert(tenantId, upload).catch(async (error) => {
      await freeOwn();
      throw error;
    });
    if (!taken) {
      await freeOwn();
      return undefined;
    }
    this.#held.set(upload, tenantId);
    this.#renewal ??= setInterval(() => void this.#renew(), renewMs);
    return async () => {
      if (!this.#held.delete(upload)) return;
      this.#stopRenewing();
      await this.#remove(tenantId, upload);
      await freeOwn();
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    await this.#connections.close();
  }

  async #insert(tenantId: number, upload: string): Promise<boolean> {
    const inserted = await this.#connections.run(
      `INSERT INTO upload_slots AS slot (tenant_id, server, upload, lease_until) VALUES (?, ?, ?, ${now} + ${leaseMs})
         ON CONFLICT (tenant_id)
         DO UPDATE SET server = excluded.server, upload = excluded.upload, lease_until = excluded.lease_until
         WHERE slot.lease_until < ${now} OR slot.server = excluded.server`,
      tenantId,
      this.#server,
      upload,
    );
    return inserted > 0;
  }

  /** Where the database does not answer the lease runs out instead. */
  async #remove(tenantId: number, upload: string): Promise<void> {
    const sql = 'DELETE FROM upload_slots WHERE tenant_id = ? AND upload = ?';
    await this.#connections.run(sql, tenantId, upload).catch(() => {});
  }

  /** Where one renewal takes long the next would only wait behind it, for a connection that an upload needs. */
  async #renew(): Promise<void> {
    if (this.#renewing) return;
    this.#renewing = true;
    await this.#connections
      .run(
        `UPDATE upload_slots SET lease_until = ${now} + ${leaseMs}
           WHERE tenant_id = ANY(?::int8[]) AND upload = ANY(?::text[])`,
        arrayText([...this.#held.values()], 'integer'),
        arrayText([...this.#held.keys()], 'text'),
      )
      .catch(() => {});
    this.#renewing = false;
  }

  #stopRenewing(): void {
    if (this.#held.size > 0) return;
    clearInterval(this.#renewal);
    this.#renewal = undefined;
  }
}
