/**
 * One upload at a time for a tenant, from its headers' arrival to its response's end or its abort (guide, "All
 * requests").
 */
export interface UploadSlots {
  /**
   * Takes the tenant's slot and gives what frees it; undefined while another upload has it. An abort and an end may
   * both come of one upload: the second of them finds the slot free, or another's.
   */
  take(tenantId: number): Promise<(() => Promise<void>) | undefined>;
  close(): Promise<void>;
}

/** Slots for a database that one server has to itself. */
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
