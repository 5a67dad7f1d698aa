/** What bounds the jobs of a pool. */
export interface PoolLimits {
  /** How many jobs may wait, in all and of one tenant. */
  readonly waiting: number;
  readonly waitingOfTenant: number;
  /** How long a read waits before another tenant's has to make way for it, ms. */
  readonly patienceMs: number;
  /** The time between two looks at what waits, ms. */
  readonly lookMs: number;
  /** How long a read runs before it counts as a long one, ms. */
  readonly longMs: number;
  /** How long a reader is kept free for others after several tenants were seen at once, ms. */
  readonly sharedMs: number;
  /** How long a read that shall end may run on before its thread is ended, ms. */
  readonly stopMs: number;
  /** How often in a row a thread may fail to start. */
  readonly starts: number;
  /** The pause after the first failure to start, ms. It doubles with each. */
  readonly restartMs: number;
  /** How long a thread may take to close its connections, or to end a commit that has begun, ms. */
  readonly closeMs: number;
}

export const poolLimits: PoolLimits = {
  waiting: 2_000,
  waitingOfTenant: 500,
  patienceMs: 100,
  lookMs: 25,
  longMs: 250,
  sharedMs: 1_000,
  stopMs: 250,
  starts: 5,
  restartMs: 250,
  closeMs: 1_000,
};
