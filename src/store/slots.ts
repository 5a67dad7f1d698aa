/**
 * Upload slots: a tenant has one upload at a time, until its response ends or it is aborted (guide, "All requests").
 */
export interface UploadSlots {
  /**
   * Takes the tenant's upload slot. Returns the function that frees it, or undefined if another upload has the slot.
   * The function may be called twice, as when an upload ends and is aborted: the second call does nothing.
   */
  take(tenantId: number): Promise<(() => Promise<void>) | undefined>;
  /** Closes what the slots use. A slot that is still taken is not freed, but a lease on it runs out. */
  close(): Promise<void>;
}

/** Upload slots in memory, for a database that only one server uses. */
export class LocalSlots implements UploadSlots {
  readonly #holders = new Map<number, symbol>();

  async take(tenantId: number): Promise<(() => Promise<void>) | undefined> {
    if (this.#holders.has(tenantId)) return undefined;
    const holder = Symbol('upload');
    this.#holders.set(tenantId, holder);
    return async () => {
      if (this.#holders.get(tenantId) === holder) this.#holders.delete(tenantId);
    };
  }

  async close(): Promise<void> {}
}
