/** How a read that nobody waits for any more, or that has to make way for others, is ended while it runs. */
import { ApiError } from '../domain/errors.ts';

/** Tells a store that a read shall end. The read then throws `Interrupted`. */
export interface Interruption {
  /** Whether the read shall end. Cheap enough to be asked for every row. */
  readonly isInterrupted: boolean;
  /** Calls `act` once when the read shall end, or has to already. The function returned ends the watch. */
  watch(act: () => void): () => void;
}

/** A read was ended before it had its result. It changed nothing and may be run again. */
export class Interrupted extends ApiError {
  constructor() {
    super('timeout', 'The request was given up before it was answered');
  }
}
