/** Random choices that a seed repeats. */
import { seededRandom } from '../support/random.ts';

export class Choice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  /** A whole number from 0 up to `limit`, itself left out. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** The result of one of some functions. */
  oneOf<T>(...makers: readonly (() => T)[]): T {
    return this.of(makers)();
  }

  list<T>(atMost: number, make: () => T): T[] {
    return Array.from({ length: this.below(atMost + 1) }, make);
  }
}
