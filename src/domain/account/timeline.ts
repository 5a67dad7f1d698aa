/** Entries in order of their times, those of one time in order of arrival; each is found by its key. */
export class Timeline<T> {
  readonly #timeOf: (entry: T) => number;
  readonly #keyOf: (entry: T) => string;
  readonly #entries: T[];
  readonly #byKey: Map<string, T>;

  /** `entries` are in order already. */
  constructor(entries: readonly T[], timeOf: (entry: T) => number, keyOf: (entry: T) => string) {
    this.#timeOf = timeOf;
    this.#keyOf = keyOf;
    this.#entries = [...entries];
    this.#byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  get entries(): readonly T[] {
    return this.#entries;
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  /** How many entries there are up to a time, that time included. */
  countTo(time: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timeOf(this.#entries[middle] as T) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts an entry behind all of its time, and gives its index. */
  add(entry: T): number {
    const index = this.countTo(this.#timeOf(entry));
    this.#entries.splice(index, 0, entry);
    this.#byKey.set(this.#keyOf(entry), entry);
    return index;
  }

  /** Puts an entry in the place of one of its key and time, and gives its index. */
  replace(known: T, entry: T): number {
    const index = this.#indexOf(known);
    this.#entries[index] = entry;
    this.#byKey.set(this.#keyOf(entry), entry);
    return index;
  }

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
