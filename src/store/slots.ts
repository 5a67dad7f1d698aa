/**
 * Upload slots: a tenant has one upload at a time, until its response ends or it is aborted (guide, "All requests").
 */
export interface UploadSlots {
  /** Takes the tenant's upload slot; undefined if another upload has it. */
  take(tenantId: number): Promise<Slot | undefined>;
  /** Closes what the slots use. A slot that is still taken is not released, but a lease on it runs out. */
  close(): Promise<void>;
}

/** The slot of one upload. */
export interface Slot {
  /** Lets other servers have the slot: a client that has its answer may send the next upload to any of them. */
  endLease(): Promise<void>;
  /** Releases the slot. Called again it does nothing, whichever upload has the slot by then. */
  release(): Promise<void>;
}

/** Upload slots in memory, for a database that only one server uses. */
export class LocalSlots implements UploadSlots {
  readonly #holders = new Map<number, Slot>();

  async take(tenantId: number): Promise<Slot | undefined> {
    if (this.#holders.has(tenantId)) return undefined;
    const slot: Slot = {
      async endLease() {},
      release: async () => {
        if (this.#holders.get(tenantId) === slot) this.#holders.delete(tenantId);
      },
    };
    this.#holders.set(tenantId, slot);
    return slot;
  }

  async close(): Promise<void> {}
}
