/** A request to the API as it goes from the server to the thread that answers it, and what comes back. */
import type { ReplicaChoice } from '../store/database.ts';
import type { Tenant } from '../store/directory.ts';
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
}

const open = 0;
const committing = 1;
const withdrawn = 2;

/**
 * Settles between two threads whether a write is committed: the writer claims it at the last moment, the main thread
 * withdraws it when its client has gone or its time is up. One of the two comes first, so a request that was
 * answered as timed out is never applied.
 */
export class Permit {
  readonly buffer: SharedArrayBuffer;
  readonly #state: Int32Array;

  constructor(buffer = new SharedArrayBuffer(4)) {
    this.buffer = buffer;
    this.#state = new Int32Array(buffer);
  }

  /** Whether the writer may commit. */
  claim(): boolean {
    return Atomics.compareExchange(this.#state, 0, open, committing) !== withdrawn;
  }

  /** Whether the write is prevented; false when it is being committed already. */
  withdraw(): boolean {
    return Atomics.compareExchange(this.#state, 0, open, withdrawn) !== committing;
  }

  get isWithdrawn(): boolean {
    return Atomics.load(this.#state, 0) === withdrawn;
  }
}
