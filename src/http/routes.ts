/** Every route of the API, in the document's order. A parameter in square brackets may be left out. */
import {
  deleteCsms,
  deleteDimensions,
  deleteDocuments,
  deleteResponses,
  deleteStages,
  emptySubList,
  listChanges,
  listDocuments,
} from '../api/account-lists.ts';
import { deleteAccount, getAccount, listAccounts, modifyAccount, uploadAccounts } from '../api/accounts.ts';
import type { Handler } from '../api/context.ts';
import { searchAccounts } from '../api/search.ts';
import type { Scope } from '../domain/keys.ts';

/**
 * `keyed` reads a few rows by key, `scan` may read a whole table; an `upload` is a batch, of which a tenant sends one
 * at a time; `change` is any other write.
 */
export type RouteKind = 'keyed' | 'scan' | 'upload' | 'change';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v2`. */
  readonly path: string;
  readonly kind: RouteKind;
  readonly scope: Scope;
  readonly handler: Handler;
}

const keyed = (path: string, handler: Handler): Route => ({
  method: 'GET',
  path,
  kind: 'keyed',
  scope: 'read',
  handler,
});
const list = (path: string, handler: Handler): Route => ({ method: 'GET', path, kind: 'scan', scope: 'read', handler });
const search = (path: string, handler: Handler): Route => ({
  method: 'POST',
  path,
  kind: 'scan',
  scope: 'read',
  handler,
});
const upload = (path: string, handler: Handler): Route => ({
  method: 'POST',
  path,
  kind: 'upload',
  scope: 'write',
  handler,
});
const modify = (path: string, handler: Handler): Route => ({
  method: 'PUT',
  path,
  kind: 'change',
  scope: 'write',
  handler,
});
const remove = (path: string, handler: Handler): Route => ({
  method: 'DELETE',
  path,
  kind: 'change',
  scope: 'write',
  handler,
});

export const routes: readonly Route[] = [
  list('/accounts', listAccounts),
  keyed('/accounts/{id}', getAccount),
  upload('/accounts', uploadAccounts),
  modify('/accounts/{id}', modifyAccount),
  keyed('/accounts/{id}/documents', listDocuments),
  keyed('/accounts/{id}/metrics', emptySubList('{}')),
  keyed('/accounts/{id}/statements', emptySubList()),
  keyed('/accounts/{id}/subscriptions', emptySubList()),
  keyed('/accounts/{id}/subscription', emptySubList()),
  keyed('/accounts/{id}/support_tickets', emptySubList()),
  keyed('/accounts/{id}/users', emptySubList()),
  keyed('/accounts/{id}/contacts', emptySubList()),
  list('/accounts/{id}/changes', listChanges),
  remove('/accounts/{id}', deleteAccount),
  remove('/accounts/{id}/stage_history[/{name}][/{timestamp}]', deleteStages),
  remove('/accounts/{id}/dimension_values[/{key}]', deleteDimensions('custom_value_dimensions')),
  remove('/accounts/{id}/dimension_labels[/{key}]', deleteDimensions('custom_label_dimensions')),
  remove('/accounts/{id}/dimension_events[/{key}]', deleteDimensions('custom_event_dimensions')),
  remove('/accounts/{id}/assigned_csms[/{email}]', deleteCsms),
  remove('/accounts/{id}/nps_history[/{timestamp}]', deleteResponses),
  remove('/accounts/{id}/documents[/{name}]', deleteDocuments),
  search('/search/accounts', searchAccounts),
];
