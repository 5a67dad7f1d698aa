/** What is known of the replicas of a database, and which of them is read next. */

/** Why a read was not served by a replica: its copy had not come far enough, or it did not answer. */
export type ReplicaProblem = 'behind' | 'unreachable';

export interface ReplicaState {
  readonly name: string;
  readonly state: 'in use' | ReplicaProblem;
  /** How many reads it has served. */
  readonly served: number;
}

/** How long a replica is left out, ms. */
const leaveOutMs = { behind: 1_000, unreachable: 5_000 };

interface Replica {
  readonly name: string;
  problem: ReplicaProblem | undefined;
  /** When it is tried again. */
  retryAt: number;
  served: number;
}

export class Replicas {
  readonly #replicas: readonly Replica[];
  readonly #clock: () => number;
  #turn = 0;

  /** `clock`: ms from any beginning. */
  constructor(names: readonly string[], clock: () => number = () => performance.now()) {
    this.#replicas = names.map((name) => ({ name, problem: undefined, retryAt: 0, served: 0 }));
    this.#clock = clock;
  }

  get states(): ReplicaState[] {
    return this.#replicas.map(({ name, problem, served }) => ({ name, state: problem ?? 'in use', served }));
  }

  /** The replica whose turn it is, of those that are not left out; undefined where there is none. */
  next(): number | undefined {
    for (let step = 0; step < this.#replicas.length; step++) {
      const index = (this.#turn + step) % this.#replicas.length;
      const replica = this.#replicas[index] as Replica;
      if (replica.problem !== undefined) {
        if (this.#clock() < replica.retryAt) continue;
        // One read tries it; the others go on without it until that is known.
        replica.retryAt = this.#clock() + leaveOutMs[replica.problem];
      }
      this.#turn = index + 1;
      return index;
    }
    return undefined;
  }

  /** Takes note of how a read went. */
  recordResult(index: number, problem: ReplicaProblem | undefined): void {
    const replica = this.#replicas[index] as Replica;
    replica.problem = problem;
    if (problem === undefined) replica.served++;
    else replica.retryAt = this.#clock() + leaveOutMs[problem];
  }
}
