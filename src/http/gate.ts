/** One upload at a time for a tenant, from its headers' arrival to its response's end or its abort (decisions §1.10). */
export class UploadGate {
  readonly #holders = new Map<number, symbol>();

  /**
   * Takes the tenant's slot and gives what frees it; undefined while another upload has it. An abort and an end may
   * both come of one upload: the second of them finds the slot free, or another's.
   */
  async enter(tenantId: number): Promise<(() => void) | undefined> {
    if (this.#holders.has(tenantId)) return undefined;
    const holder = Symbol('upload');
    this.#holders.set(tenantId, holder);
    return () => {
      if (this.#holders.get(tenantId) === holder) this.#holders.delete(tenantId);
    };
  }
}
