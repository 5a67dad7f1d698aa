/** What waits, by tenant. Tenants take turns, however much each of them has waiting. */
export class Turns<T> {
  /** In the order of turns. No row is empty. */
  readonly #rows = new Map<number, T[]>();

  /** How much waits in all. */
  get size(): number {
    return [...this.#rows.values()].reduce((sum, row) => sum + row.length, 0);
  }

  /** The tenants that have something waiting, in the order of their turns, with the first of each. */
  get heads(): [tenantId: number, first: T][] {
    return [...this.#rows].map(([tenantId, row]) => [tenantId, row[0] as T]);
  }

  /** How much of a tenant waits. */
  waitingOf(tenantId: number): number {
    return this.#rows.get(tenantId)?.length ?? 0;
  }

  /** Adds to the end of a tenant's row. */
  push(tenantId: number, item: T): void {
    const row = this.#rows.get(tenantId);
    if (row === undefined) this.#rows.set(tenantId, [item]);
    else row.push(item);
  }

  /** Puts what had its turn before at the beginning of its tenant's row. */
  putBack(tenantId: number, item: T): void {
    this.#rows.set(tenantId, [item, ...(this.#rows.get(tenantId) ?? [])]);
  }

  /** Takes the first of the tenant whose turn it is and which may start; it then comes after all others. */
  take(mayStart: (tenantId: number, first: T) => boolean): T | undefined {
    const found = this.heads.find(([tenantId, first]) => mayStart(tenantId, first));
    if (found === undefined) return undefined;
    const [tenantId, first] = found;
    const row = this.#rows.get(tenantId) as T[];
    this.#rows.delete(tenantId);
    if (row.length > 1) this.#rows.set(tenantId, row.slice(1));
    return first;
  }

  /** Removes something that waits. Returns whether it did. */
  remove(tenantId: number, item: T): boolean {
    const row = this.#rows.get(tenantId) ?? [];
    const left = row.filter((each) => each !== item);
    if (left.length > 0) this.#rows.set(tenantId, left);
    else this.#rows.delete(tenantId);
    return left.length < row.length;
  }

  /** The last in the longest row. */
  get lastOfLongest(): [tenantId: number, last: T] | undefined {
    const [longest] = [...this.#rows].sort(([, a], [, b]) => b.length - a.length);
    return longest && [longest[0], longest[1].at(-1) as T];
  }

  /** Removes all that waits, and returns it. */
  clear(): T[] {
    const all = [...this.#rows.values()].flat();
    this.#rows.clear();
    return all;
  }
}
