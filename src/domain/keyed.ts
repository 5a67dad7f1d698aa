/**
 * Values by key, in no order, for keys that are taken out and put back many times. A Map keeps a hole for every key that
 * is deleted until it is rebuilt, and looking for a key walks over all the holes that this key has left.
 */
export class Keyed<T> {
  readonly #values = new Map<string, T | undefined>();
  #size = 0;

  constructor(entries: Iterable<readonly [key: string, value: T]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  /** The number of values. */
  get size(): number {
    return this.#size;
  }

  has(key: string): boolean {
    return this.#values.get(key) !== undefined;
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  /** Sets the value of a key, or takes it out if `value` is undefined. */
  set(key: string, value: T | undefined): void {
    this.#size += Number(value !== undefined) - Number(this.has(key));
    this.#values.set(key, value);
  }

  /** All values. O(n) in the keys that have ever been set. */
  values(): T[] {
    return Array.from(this.#values.values()).filter((value) => value !== undefined);
  }
}
