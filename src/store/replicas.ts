/** The read replicas of a database: their state, and which of them serves the next read. */

/** Why a replica did not serve a read: its copy lags behind, or it did not answer. */
export type ReplicaProblem = 'behind' | 'unreachable';

/** The state of a replica, as `/readyz` and `/metrics` show it. */
export interface ReplicaState {
  /** Host and database, without user and password. */
  readonly name: string;
  readonly state: 'in use' | ReplicaProblem;
  /** The number of reads that it has served. */
  readonly served: number;
}

/** How long a replica is left out after a problem, ms. */
const leaveOutMs = { behind: 1_000, unreachable: 5_000 };

interface Replica {
  readonly name: string;
  problem: ReplicaProblem | undefined;
  /** When it is tried again, by `#clock`. */
  retryAt: number;
  served: number;
}

/** Chooses the replica of each read in turn, and leaves out those that had a problem for a while. */
export class Replicas {
  readonly #replicas: readonly Replica[];
  readonly #clock: () => number;
  #turn = 0;

  /** `clock` returns ms since any fixed time. */
  constructor(names: readonly string[], clock: () => number = () => performance.now()) {
    this.#replicas = names.map((name) => ({ name, problem: undefined, retryAt: 0, served: 0 }));
    this.#clock = clock;
  }

  /** The state of every replica. */
  get states(): ReplicaState[] {
    return this.#replicas.map(({ name, problem, served }) => ({ name, state: problem ?? 'in use', served }));
  }

  /** The index of the replica that serves the next read; undefined if there is none that is not left out. */
  next(): number | undefined {
    for (let step = 0; step < this.#replicas.length; step++) {
      const index = (this.#turn + step) % this.#replicas.length;
      const replica = this.#replicas[index] as Replica;
      if (replica.problem !== undefined) {
        if (this.#clock() < replica.retryAt) continue;
        // One read tries it again. Until its result is known, other reads leave it out.
        replica.retryAt = this.#clock() + leaveOutMs[replica.problem];
      }
      this.#turn = index + 1;
      return index;
    }
    return undefined;
  }

  /** Records the result of a read from a replica: its problem, or undefined if it served the read. */
  recordResult(index: number, problem: ReplicaProblem | undefined): void {
    const replica = this.#replicas[index] as Replica;
    replica.problem = problem;
    if (problem === undefined) replica.served++;
    else replica.retryAt = this.#clock() + leaveOutMs[problem];
  }
}
