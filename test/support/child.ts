/** What the tests that every record type of an account must pass need to know of one. */
import { type Call, get } from './cases.ts';
import { each } from './records.ts';

export interface Child {
  /** As in paths: `statements`. */
  readonly type: string;
  /** The field that the tests know a record by. */
  readonly idField: string;
  /** A record of an account that is enough to insert it. */
  readonly make: (account: unknown, id: unknown, fields?: object) => object;
  /** Where one record is found. */
  readonly path: (id: string) => string;
  /** What stands behind `/accounts/{id}/` for the records of one account, where the API has such a list. */
  readonly subList?: string;
  /** A field that only a new record needs. */
  readonly onInsert: string;
  /** An optional string field. */
  readonly optional: string;
  /** A number field, and what the message says it must be. */
  readonly number: readonly [field: string, must: string];
  /** The longest id, in code points. */
  readonly idLength: number;
  /** Whether another account cannot have a record of the same id. */
  readonly ownsId: boolean;
  /** The field by which a list is ordered when nothing is asked. */
  readonly defaultOrder: string;
}

/** The whole list of a type, oldest id first, and that it holds the records of these ids. */
export const holds = ({ type, idField }: Child, ...ids: string[]) => ({
  request: get(`/${type}?include_inactive=1&order_by=${idField}&direction=asc`) as Call,
  expect: { status_is_ok: true, results: each(idField, ...ids) },
});

/** What one record holds afterwards. */
export const keeps = ({ path }: Child, id: string, fields: object) => ({
  request: get(path(encodeURIComponent(id))),
  expect: { status_is_ok: true, results: [fields] },
});
