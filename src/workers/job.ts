/** What the main thread and its workers say to each other. */
import type { DatabaseSpec, ReplicaChoice } from '../store/database.ts';
import type { ReplicaProblem } from '../store/replicas.ts';
import type { Tenant } from '../store/directory.ts';

/** A request for a worker. The body travels by transfer, never by copy. */
export interface Job {
  /** Index into the route table. */
  readonly route: number;
  readonly tenant: Tenant;
  readonly params: { readonly [name: string]: string };
  readonly query: readonly (readonly [string, string])[];
  readonly body: Uint8Array<ArrayBuffer>;
  readonly now: number;
  readonly source: string;
  /** Whether the job may still commit; shared by both threads, see `Permit`. */
  readonly permit: SharedArrayBuffer;
  /** Where to read from rather than from the database itself. */
  readonly replica?: ReplicaChoice | undefined;
}

/** Work of the writer that no route asks for: to pass the instants that are due. */
export interface Refresh {
  readonly route: 'refresh';
  readonly tenant: Tenant;
  readonly now: number;
  readonly permit: SharedArrayBuffer;
}

export interface Finished {
  readonly status: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly ok: boolean;
  readonly code: string | undefined;
  readonly records: number;
  /** What went wrong inside, for the log alone. */
  readonly error?: string;
  /** Why the replica did not serve the read. */
  readonly replicaProblem?: ReplicaProblem | undefined;
}

/** A job and its result on their way between two threads, one of several at once. */
export interface Sent {
  readonly id: number;
  readonly job: Job | Refresh;
}
export interface Received {
  readonly id: number;
  readonly finished: Finished;
}

export interface WorkerData {
  readonly spec: DatabaseSpec;
  /** As many as there may be jobs in the thread. */
  readonly connections: number;
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
