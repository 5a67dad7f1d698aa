/** Every route of the API, in the document's order. A parameter in square brackets may be left out. */
import {
  deleteCsms,
  deleteDimensions,
  deleteDocuments,
  deleteResponses,
  deleteStages,
  listChanges,
  listDocuments,
} from '../api/account-parts.ts';
import { deleteAccount, getAccount, listAccounts, modifyAccount, uploadAccounts } from '../api/accounts.ts';
import type { Answer, Context, Handler } from '../api/context.ts';
import { interactions, notes } from '../api/messages.ts';
import { deleteMetric, getMetric, listMetricsOfAccount, modifyMetric, uploadMetrics } from '../api/metrics.ts';
import { contacts, users } from '../api/people.ts';
import {
  listMrrSteps,
  readSelection,
  reportMovements,
  reportMrr,
  reportRenewals,
  reportRetention,
  type Selection,
} from '../api/reports.ts';
import { searchAccounts, searchContacts, searchUsers } from '../api/search.ts';
import {
  deleteStatement,
  getStatement,
  listStatements,
  listStatementsOfAccount,
  modifyStatement,
  uploadStatements,
} from '../api/statements.ts';
import {
  deleteTicket,
  getTicket,
  listTickets,
  listTicketsOfAccount,
  modifyTicket,
  uploadTickets,
} from '../api/support-tickets.ts';
import {
  deleteSubscription,
  getSubscription,
  listEntriesOfAccount,
  listSubscriptions,
  modifySubscription,
  uploadSubscriptions,
} from '../api/subscriptions.ts';
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

/** A report over all accounts, or as a POST over those that search conditions select. */
const report = (path: string, answer: (context: Context, selection: Selection) => Promise<Answer>): Route[] => [
  list(path, (context) => answer(context, [])),
  search(path, (context) => answer(context, readSelection(context))),
];

export const routes: readonly Route[] = [
  list('/accounts', listAccounts),
  keyed('/accounts/{id}', getAccount),
  upload('/accounts', uploadAccounts),
  modify('/accounts/{id}', modifyAccount),
  keyed('/accounts/{id}/documents', listDocuments),
  list('/accounts/{id}/metrics', listMetricsOfAccount),
  list('/accounts/{id}/statements', listStatementsOfAccount),
  list('/accounts/{id}/subscriptions', listEntriesOfAccount),
  list('/accounts/{id}/subscription', listEntriesOfAccount),
  list('/accounts/{id}/support_tickets', listTicketsOfAccount),
  list('/accounts/{id}/users', users.listOfAccount),
  list('/accounts/{id}/contacts', contacts.listOfAccount),
  list('/accounts/{id}/changes', listChanges),
  list('/accounts/{id}/mrr', listMrrSteps),
  remove('/accounts/{id}', deleteAccount),
  remove('/accounts/{id}/stage_history[/{name}][/{timestamp}]', deleteStages),
  remove('/accounts/{id}/dimension_values[/{key}]', deleteDimensions('custom_value_dimensions')),
  remove('/accounts/{id}/dimension_labels[/{key}]', deleteDimensions('custom_label_dimensions')),
  remove('/accounts/{id}/dimension_events[/{key}]', deleteDimensions('custom_event_dimensions')),
  remove('/accounts/{id}/assigned_csms[/{email}]', deleteCsms),
  remove('/accounts/{id}/nps_history[/{timestamp}]', deleteResponses),
  remove('/accounts/{id}/documents[/{name}]', deleteDocuments),

  list('/account_users', users.listAll),
  keyed('/account_users/{id}[/{account_id}]', users.get),
  upload('/account_users', users.upload),
  modify('/account_users/{id}', users.modify),
  remove('/account_users/{id}[/{account_id}]', users.remove),

  list('/account_contacts', contacts.listAll),
  keyed('/account_contacts/{id}[/{account_id}]', contacts.get),
  upload('/account_contacts', contacts.upload),
  modify('/account_contacts/{id}', contacts.modify),
  remove('/account_contacts/{id}[/{account_id}]', contacts.remove),

  list('/metrics/{name}', getMetric),
  upload('/metrics', uploadMetrics),
  modify('/metrics/{name}', modifyMetric),
  remove('/metrics/{name}', deleteMetric),

  list('/subscriptions', listSubscriptions),
  keyed('/subscriptions/{id}', getSubscription),
  upload('/subscriptions', uploadSubscriptions),
  modify('/subscriptions/{id}', modifySubscription),
  remove('/subscriptions/{id}', deleteSubscription),

  list('/statements', listStatements),
  keyed('/statements/{id}', getStatement),
  upload('/statements', uploadStatements),
  modify('/statements/{id}', modifyStatement),
  remove('/statements/{id}', deleteStatement),

  list('/support_tickets', listTickets),
  keyed('/support_tickets/{ticket_id}', getTicket),
  upload('/support_tickets', uploadTickets),
  modify('/support_tickets/{ticket_id}', modifyTicket),
  remove('/support_tickets/{ticket_id}', deleteTicket),

  list('/interactions', interactions.listAll),
  list('/interactions/external_id', interactions.listInternal),
  keyed('/interactions/{id}', interactions.get),
  keyed('/interactions/external_id/{external_id}', interactions.getExternal),
  upload('/interactions', interactions.upload),
  modify('/interactions/{id}', interactions.modify),
  modify('/interactions/external_id/{external_id}', interactions.modifyExternal),
  remove('/interactions/{id}', interactions.remove),
  remove('/interactions/external_id/{external_id}', interactions.removeExternal),

  list('/notes', notes.listAll),
  list('/notes/external_id', notes.listInternal),
  keyed('/notes/{id}', notes.get),
  keyed('/notes/external_id/{external_id}', notes.getExternal),
  upload('/notes', notes.upload),
  modify('/notes/{id}', notes.modify),
  modify('/notes/external_id/{external_id}', notes.modifyExternal),
  remove('/notes/{id}', notes.remove),
  remove('/notes/external_id/{external_id}', notes.removeExternal),

  search('/search/accounts', searchAccounts),
  search('/search/account_users', searchUsers),
  search('/search/account_contacts', searchContacts),

  ...report('/reports/mrr', reportMrr),
  ...report('/reports/mrr/movements', reportMovements),
  ...report('/reports/retention', reportRetention),
  ...report('/reports/renewals', reportRenewals),
];
