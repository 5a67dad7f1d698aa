/** Entries sorted by time; entries of the same time stay in order of arrival. Each can be found by its key. */
export class Timeline<T> {
  readonly #timeOf: (entry: T) => number;
  readonly #keyOf: (entry: T) => string;
  readonly #entries: T[];
  readonly #byKey: Map<string, T>;

  /** `entries` must be sorted already. */
  constructor(entries: readonly T[], timeOf: (entry: T) => number, keyOf: (entry: T) => string) {
    this.#timeOf = timeOf;
    this.#keyOf = keyOf;
    this.#entries = [...entries];
    this.#byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  /** All entries, the earliest first. */
  get entries(): readonly T[] {
    return this.#entries;
  }

  /** The entry with a key. */
  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  /** The number of entries at or before a time. */
  countTo(time: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timeOf(this.#entries[middle] as T) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Inserts an entry behind all others of its time. Returns its index. */
  add(entry: T): number {
    const index = this.countTo(this.#timeOf(entry));
    this.#entries.splice(index, 0, entry);
    this.#byKey.set(this.#keyOf(entry), entry);
    return index;
  }

  /** Replaces `known` by an entry with the same key and time. Returns its index. */
  replace(known: T, entry: T): number {
    const index = this.#indexOf(known);
    this.#entries[index] = entry;
    this.#byKey.set(this.#keyOf(entry), entry);
    return index;
  }

  /** Removes an entry. */
  remove(known: T): void {
    this.#entries.splice(this.#indexOf(known), 1);
    this.#byKey.delete(this.#keyOf(known));
  }

  #indexOf(known: T): number {
    const time = this.#timeOf(known);
    const last = this.countTo(time) - 1;
    return this.#entries[last] === known ? last : this.#entries.indexOf(known, this.countTo(time - 1));
  }
}
