/** One upload at a time for a tenant, from its headers' arrival to its response's end or its abort (decisions §1.10). */
export class UploadGate {
  readonly #busy = new Set<number>();

  /** Takes the tenant's slot and gives what frees it; undefined while another upload has it. */
  async enter(tenantId: number): Promise<(() => void) | undefined> {
    if (this.#busy.has(tenantId)) return undefined;
    this.#busy.add(tenantId);
    return () => this.#busy.delete(tenantId);
  }
}
