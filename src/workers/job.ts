/** What the main thread and its workers say to each other. */
import type { Finished, Request } from '../operations/request.ts';
import type { DatabaseSpec } from '../store/database.ts';
import type { Tenant } from '../store/directory.ts';

/** Work of the writer that no client asks for: to pass the instants that are due for a tenant. */
export interface Refresh {
  readonly operation: 'refresh';
  readonly tenant: Tenant;
  /** Only those of this account. */
  readonly accountId?: string | undefined;
  readonly permit: SharedArrayBuffer;
}

/** What a thread is given to do. */
export type Job = Request | Refresh;

export const isRefresh = (job: Job): job is Refresh => job.operation === 'refresh';

/** A job and its result on their way between two threads, one of several at once. */
export interface Sent {
  readonly id: number;
  readonly job: Job;
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
