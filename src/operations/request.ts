/** A request to the API as it goes from the server to the thread that answers it, and what comes back. */
import type { ReplicaChoice } from '../store/database.ts';
import type { Tenant } from '../store/directory.ts';
import type { Interruption } from '../store/interruption.ts';
import type { ReplicaProblem } from '../store/replicas.ts';
import type { QueryEntries } from './parameters.ts';

export interface Request {
  /** Name of the operation, such as `POST /accounts`. */
  readonly operation: string;
  readonly tenant: Tenant;
  /** Values of the names in the path, decoded. */
  readonly params: { readonly [name: string]: string };
  readonly query: QueryEntries;
  /** Empty where the operation takes no body. It travels between threads by transfer, never by copy. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** The present of a read, epoch ms. A write has its present when it has its tenant's write lock. */
  readonly now: number;
  /** The clock of a write, epoch ms, instead of the machine's: for loads of a made-up past. */
  readonly at?: number;
  /** Who asks, as the history of an account names it. */
  readonly source: string;
  /** Whether the request may still commit; shared by both threads, see `Permit`. */
  readonly permit: SharedArrayBuffer;
  /** The replica to read from rather than from the database itself. */
  readonly replica?: ReplicaChoice | undefined;
}

export interface Finished {
  readonly status: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly ok: boolean;
  readonly code: string | undefined;
  readonly records: number;
  /** What went wrong inside, for the log alone. */
  readonly error?: string;
  /** Of the passing of due instants: whether there may be more to pass. */
  readonly isMore?: boolean | undefined;
  /** By how much a write has found the clock set back, ms. */
  readonly setBackMs?: number | undefined;
  /** Why the replica did not serve the read. */
  readonly replicaProblem?: ReplicaProblem | undefined;
  /** The read was interrupted, so that there is no answer. */
  readonly interrupted?: true;
}

const open = 0;
const committing = 1;
const withdrawn = 2;
/** The cells of a permit. */
const stateCell = 0;
const stopCell = 1;

/**
 * Settles between two threads whether a write is committed: the writer claims it at the last moment, the main thread
 * withdraws it when its client has gone or its time is up. One of the two comes first, so a request that was
 * answered as timed out is never applied. A read that is withdrawn, or that has to make way for others, sees it while
 * it runs.
 */
export class Permit implements Interruption {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array<SharedArrayBuffer>;

  constructor(buffer = new SharedArrayBuffer(8)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
  }

  /** Whether the writer may commit. */
  claim(): boolean {
    return Atomics.compareExchange(this.#cells, stateCell, open, committing) !== withdrawn;
  }

  /** Whether the write is prevented; false when it is being committed already. */
  withdraw(): boolean {
    if (Atomics.compareExchange(this.#cells, stateCell, open, withdrawn) === committing) return false;
    this.interrupt();
    return true;
  }

  get isWithdrawn(): boolean {
    return Atomics.load(this.#cells, stateCell) === withdrawn;
  }

  /** Has a read end, which may be run again after `resume`. */
  interrupt(): void {
    Atomics.store(this.#cells, stopCell, 1);
    Atomics.notify(this.#cells, stopCell);
  }

  /** Lets a read that was interrupted run again. */
  resume(): void {
    Atomics.store(this.#cells, stopCell, 0);
  }

  /** Whether a read shall end. */
  get isInterrupted(): boolean {
    return Atomics.load(this.#cells, stopCell) === 1;
  }

  /** Calls `act` once when a read shall end, or has to already. The function returned ends the watch. */
  watch(act: () => void): () => void {
    let isWatched = true;
    const { async: isAsync, value } = Atomics.waitAsync(this.#cells, stopCell, 0);
    const look = (): void => {
      if (isWatched && this.isInterrupted) act();
    };
    if (isAsync) void value.then(look);
    else look();
    return () => {
      isWatched = false;
      // What waits would be kept for as long as the permit.
      Atomics.notify(this.#cells, stopCell);
    };
  }
}
