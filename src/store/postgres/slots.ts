/**
 * Upload slots that several servers share: one row per tenant, with a lease by the database's clock. A server renews
 * the leases of its uploads, so the slots of a killed server are free again when their leases run out.
 */
import { randomUUID } from 'node:crypto';
import type { Slot, UploadSlots } from '../slots.ts';
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
   * The uploads of this server that hold a slot, by tenant. A row of this server without such an upload was left behind
   * when an answer of the database was lost, so a new upload may take it.
   */
  readonly #held = new Map<number, string>();
  #renewal: NodeJS.Timeout | undefined;
  #renewing = false;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async take(tenantId: number): Promise<Slot | undefined> {
    if (this.#held.has(tenantId)) return undefined;
    const upload = randomUUID();
    this.#held.set(tenantId, upload);
    const isTaken = await this.#insert(tenantId, upload).catch((error) => {
      this.#forget(tenantId, upload);
      throw error;
    });
    if (!isTaken) {
      this.#forget(tenantId, upload);
      return undefined;
    }
    this.#renewal ??= setInterval(() => void this.#renew(), renewMs);
    let ended: Promise<void> | undefined;
    const endLease = (): Promise<void> => (ended ??= this.#remove(tenantId, upload));
    const release = (): Promise<void> => {
      this.#forget(tenantId, upload);
      return endLease();
    };
    return { endLease, release };
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
        arrayText([...this.#held.keys()], 'integer'),
        arrayText([...this.#held.values()], 'text'),
      )
      .catch(() => {});
    this.#renewing = false;
  }

  #forget(tenantId: number, upload: string): void {
    if (this.#held.get(tenantId) === upload) this.#held.delete(tenantId);
    if (this.#held.size > 0) return;
    clearInterval(this.#renewal);
    this.#renewal = undefined;
  }
}
