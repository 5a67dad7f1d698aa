/** Cancels the statements of a transaction when it is interrupted. */
import type { Interruption } from '../interruption.ts';
import type { Client } from './client.ts';

/** A request that comes between two statements ends neither, so it is made again after this long, ms. */
const againMs = 100;

/** Watches over one transaction. */
export class Canceller {
  readonly #unwatch: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: Client, interruption: Interruption | undefined) {
    this.#unwatch = interruption?.watch(() => {
      client.cancelStatement();
      this.#timer = setInterval(() => client.cancelStatement(), againMs);
    });
  }

  /**
   * Ends the watch. Returns whether anything was cancelled; if so, a request may still be on its way, and the
   * connection must run no other statement.
   */
  end(): boolean {
    this.#unwatch?.();
    clearInterval(this.#timer);
    return this.#timer !== undefined;
  }
}
