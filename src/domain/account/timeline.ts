/**
 * Entries sorted by time; entries of the same time stay in order of arrival. Each can be found by its key. They are held
 * in blocks of bounded length, so that a change in the middle of a long history moves few of them.
 */
import { Keyed } from '../keyed.ts';
import { firstIndex } from '../subscription/sorted.ts';

/** A block longer than this is divided into two. */
const maxBlock = 512;

interface Node<T> {
  entry: T;
  readonly time: number;
  /** Its place among those of the same time. */
  readonly order: number;
}

export class Timeline<T> {
  readonly #timeOf: (entry: T) => number;
  readonly #keyOf: (entry: T) => string;
  /** None of the blocks is empty. */
  readonly #blocks: Node<T>[][] = [];
  readonly #byKey = new Keyed<Node<T>>();
  #arrived = 0;

  /** `entries` must be sorted already. */
  constructor(entries: readonly T[], timeOf: (entry: T) => number, keyOf: (entry: T) => string) {
    this.#timeOf = timeOf;
    this.#keyOf = keyOf;
    const nodes = entries.map((entry) => this.#node(entry));
    for (let from = 0; from < nodes.length; from += maxBlock) this.#blocks.push(nodes.slice(from, from + maxBlock));
  }

  /** All entries, the earliest first, as a new list. O(n). */
  get entries(): T[] {
    return this.#blocks.flatMap((block) => block.map(({ entry }) => entry));
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** The latest entry. */
  get last(): T | undefined {
    return this.#blocks.at(-1)?.at(-1)?.entry;
  }

  /** Whether there is an entry with a key. */
  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** The entry with a key. */
  get(key: string): T | undefined {
    return this.#byKey.get(key)?.entry;
  }

  /** The entries at or after a time, the earliest first. */
  *from(time: number): Generator<T, undefined> {
    let { block, index } = this.#behind(time, -1);
    for (let nodes = this.#blocks[block]; nodes !== undefined; nodes = this.#blocks[++block], index = 0)
      for (; index < nodes.length; index++) yield (nodes[index] as Node<T>).entry;
  }

  /** The entries at or before a time, the latest first. */
  *backFrom(time: number): Generator<T, undefined> {
    let { block, index } = this.#behind(time, this.#arrived);
    for (
      let nodes = this.#blocks[block];
      nodes !== undefined;
      nodes = this.#blocks[--block], index = nodes?.length ?? 0
    )
      while (index > 0) yield (nodes[--index] as Node<T>).entry;
  }

  /** Inserts an entry with a new key behind all others of its time. */
  add(entry: T): void {
    const node = this.#node(entry);
    const { block, index } = this.#behind(node.time, node.order);
    const nodes = this.#blocks[block];
    if (nodes === undefined) this.#blocks.push([node]);
    else {
      nodes.splice(index, 0, node);
      if (nodes.length > maxBlock) this.#blocks.splice(block + 1, 0, nodes.splice(maxBlock / 2));
    }
  }

  /** Puts an entry in the place of the one with the same key, which must have the same time. */
  replace(entry: T): void {
    (this.#byKey.get(this.#keyOf(entry)) as Node<T>).entry = entry;
  }

  /** Removes the entry with a key, if there is one. */
  remove(key: string): void {
    const node = this.#byKey.get(key);
    if (node === undefined) return;
    const { block, index } = this.#behind(node.time, node.order);
    const nodes = this.#blocks[block] as Node<T>[];
    nodes.splice(index - 1, 1);
    if (nodes.length === 0) this.#blocks.splice(block, 1);
    this.#byKey.set(key, undefined);
  }

  #node(entry: T): Node<T> {
    const node = { entry, time: this.#timeOf(entry), order: this.#arrived++ };
    this.#byKey.set(this.#keyOf(entry), node);
    return node;
  }

  /** The place behind all entries up to a time and, of that time, up to an order. */
  #behind(time: number, order: number): { block: number; index: number } {
    const isLater = (node: Node<T>): boolean => node.time > time || (node.time === time && node.order > order);
    const block = Math.max(0, firstIndex(this.#blocks, ([first]) => isLater(first as Node<T>)) - 1);
    return { block, index: firstIndex(this.#blocks[block] ?? [], isLater) };
  }
}
