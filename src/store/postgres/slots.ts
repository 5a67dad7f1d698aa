/**
 * Upload slots that several servers share: one row per tenant, with a lease by the database's clock. A server renews
 * the leases of its uploads, so the slots of a killed server are free again when their leases run out.
 */
import { randomUUID } from 'node:crypto';
import { LocalSlots, type UploadSlots } from '../slots.ts';
import type { Connections } from './connections.ts';
import { arrayText } from './dialect.ts';

const leaseMs = 1_800;
/** The time between two renewals of all leases, ms. */
const renewMs = 400;
/** The database's clock, epoch ms. */
const now = '(extract(epoch FROM clock_timestamp()) * 1000)::int8';

/** Upload slots in the table `upload_slots`. `take` throws `Unavailable` if the database does not answer. */
export class PostgresSlots implements UploadSlots {
  readonly #connections: Connections;
  readonly #server = randomUUID();
  /**
   * The slots that uploads of this server hold. A row of this server without such an upload was left behind when an
   * answer of the database was lost, so a new upload may take it.
   */
  readonly #own = new LocalSlots();
  /** The tenants whose slots this server holds, by upload. */
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

  /** Deletes the row of a slot. If the database does not answer, the lease runs out instead. */
  async #remove(tenantId: number, upload: string): Promise<void> {
    const sql = 'DELETE FROM upload_slots WHERE tenant_id = ? AND upload = ?';
    await this.#connections.run(sql, tenantId, upload).catch(() => {});
  }

  /** Renews all leases. Skipped while a renewal is under way: a second would only occupy a connection of the pool. */
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
