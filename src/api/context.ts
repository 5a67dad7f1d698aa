/** What a handler is given and what it gives back. Handlers know neither HTTP nor threads. */
import type { JsonRows } from '../domain/json-rows.ts';
import type { OperationName, operations, ParameterValues, PathValues } from '../resources/operations/index.ts';
import type { Tenant } from '../store/directory.ts';
import type { Store } from '../store/store.ts';

/** A request as helpers see it; `params` and `query` are what they need of the path and of the query. */
export interface Context<Params = object, Query = object> {
  readonly store: Store;
  readonly tenant: Tenant;
  /** Values of the names in the path, decoded. */
  readonly params: Params;
  /** Values of the query parameters that the operation declares. */
  readonly query: Query;
  /** Bytes of the request's body; empty where there is none. */
  readonly body: Uint8Array;
  /** Who asks, as the history of an account names it. */
  readonly source: string;
}

/** A request that only reads. A write has its present from its `Writer`; handlers never read the clock. */
export interface ReadContext<Params = object, Query = object> extends Context<Params, Query> {
  /** Epoch ms. */
  readonly now: number;
}

/** A request as the handler of an operation sees it: only what the operation declares can be read. */
export type ContextOf<Name extends OperationName> = (typeof operations)[Name]['kind'] extends 'keyed' | 'scan'
  ? ReadContext<PathValues<Name>, ParameterValues<(typeof operations)[Name]['parameters']>>
  : Context<PathValues<Name>, ParameterValues<(typeof operations)[Name]['parameters']>>;

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
export type Handler<Name extends OperationName> = (context: ContextOf<Name>) => Promise<Answer>;
