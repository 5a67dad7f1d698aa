/** What a handler is given and what it gives back. Handlers know neither HTTP nor threads. */
import type { JsonRows } from '../domain/json-rows.ts';
import type { Store } from '../store/store.ts';
import type { Tenant } from '../store/directory.ts';
import type { Query } from './query.ts';

export interface Context {
  readonly store: Store;
  readonly tenant: Tenant;
  /** Path parameters, decoded. */
  readonly params: { readonly [name: string]: string };
  readonly query: Query;
  /** Bytes of the request's body; empty where there is none. */
  readonly body: Uint8Array;
  /** Epoch ms at which the request arrived; handlers never read the clock. */
  readonly now: number;
  /** Who asks, as the history of an account names it. */
  readonly source: string;
}

export interface Answer {
  readonly ok: boolean;
  readonly message?: string;
  readonly code?: string;
  readonly field?: string;
  /** Further properties of the envelope. */
  readonly fields?: { readonly [name: string]: unknown };
  readonly results?: JsonRows;
  /** How many records were sent or answered, for logs and metrics. */
  readonly records?: number;
}

export interface ListAnswer extends Answer {
  readonly results: JsonRows;
}

/** Throws `ApiError` to refuse the request as a whole. */
export type Handler = (context: Context) => Promise<Answer>;
