/** Every operation of the API with its handler, in the document's order. */
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
import { deleteMetric, getMetric, listMetricsOfAccount, modifyMetric, uploadMetrics } from '../api/metrics.ts';
import { contacts, users } from '../api/people.ts';
import {
  listMrrSteps,
  readSelection,
  reportMovements,
  reportMrr,
  reportRenewals,
  reportRetention,
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
import { interactions, notes } from '../api/touchpoints.ts';
import { type OperationName, operations } from '../resources/operations/index.ts';
import type { Operation } from '../resources/operations/operation.ts';

/** That an operation has its handler, and that a handler reads nothing that its operation does not declare, is typed. */
const handlers: { readonly [Name in OperationName]: Handler<Name> } = {
  'GET /accounts': listAccounts,
  'GET /accounts/{id}': getAccount,
  'POST /accounts': uploadAccounts,
  'PUT /accounts/{id}': modifyAccount,
  'GET /accounts/{id}/documents': listDocuments,
  'GET /accounts/{id}/metrics': listMetricsOfAccount,
  'GET /accounts/{id}/statements': listStatementsOfAccount,
  'GET /accounts/{id}/subscriptions': listEntriesOfAccount,
  'GET /accounts/{id}/subscription': listEntriesOfAccount,
  'GET /accounts/{id}/support_tickets': listTicketsOfAccount,
  'GET /accounts/{id}/users': users.listOfAccount,
  'GET /accounts/{id}/contacts': contacts.listOfAccount,
  'GET /accounts/{id}/changes': listChanges,
  'GET /accounts/{id}/mrr': listMrrSteps,
  'DELETE /accounts/{id}': deleteAccount,
  'DELETE /accounts/{id}/stage_history[/{name}][/{timestamp}]': deleteStages,
  'DELETE /accounts/{id}/dimension_values[/{key}]': deleteDimensions('custom_value_dimensions'),
  'DELETE /accounts/{id}/dimension_labels[/{key}]': deleteDimensions('custom_label_dimensions'),
  'DELETE /accounts/{id}/dimension_events[/{key}]': deleteDimensions('custom_event_dimensions'),
  'DELETE /accounts/{id}/assigned_csms[/{email}]': deleteCsms,
  'DELETE /accounts/{id}/nps_history[/{timestamp}]': deleteResponses,
  'DELETE /accounts/{id}/documents[/{name}]': deleteDocuments,

  'GET /account_users': users.listAll,
  'GET /account_users/{id}': users.getAll,
  'GET /account_users/{id}/{account_id}': users.get,
  'POST /account_users': users.upload,
  'PUT /account_users/{id}': users.modify,
  'DELETE /account_users/{id}[/{account_id}]': users.remove,

  'GET /account_contacts': contacts.listAll,
  'GET /account_contacts/{id}': contacts.getAll,
  'GET /account_contacts/{id}/{account_id}': contacts.get,
  'POST /account_contacts': contacts.upload,
  'PUT /account_contacts/{id}': contacts.modify,
  'DELETE /account_contacts/{id}[/{account_id}]': contacts.remove,

  'GET /metrics/{name}': getMetric,
  'POST /metrics': uploadMetrics,
  'PUT /metrics/{name}': modifyMetric,
  'DELETE /metrics/{name}': deleteMetric,

  'GET /subscriptions': listSubscriptions,
  'GET /subscriptions/{id}': getSubscription,
  'POST /subscriptions': uploadSubscriptions,
  'PUT /subscriptions/{id}': modifySubscription,
  'DELETE /subscriptions/{id}': deleteSubscription,

  'GET /statements': listStatements,
  'GET /statements/{id}': getStatement,
  'POST /statements': uploadStatements,
  'PUT /statements/{id}': modifyStatement,
  'DELETE /statements/{id}': deleteStatement,

  'GET /support_tickets': listTickets,
  'GET /support_tickets/{ticket_id}': getTicket,
  'POST /support_tickets': uploadTickets,
  'PUT /support_tickets/{ticket_id}': modifyTicket,
  'DELETE /support_tickets/{ticket_id}': deleteTicket,

  'GET /interactions': interactions.listAll,
  'GET /interactions/external_id': interactions.listInternal,
  'GET /interactions/{id}': interactions.get,
  'GET /interactions/external_id/{external_id}': interactions.getExternal,
  'POST /interactions': interactions.upload,
  'PUT /interactions/{id}': interactions.modify,
  'PUT /interactions/external_id/{external_id}': interactions.modifyExternal,
  'DELETE /interactions/{id}': interactions.remove,
  'DELETE /interactions/external_id/{external_id}': interactions.removeExternal,

  'GET /notes': notes.listAll,
  'GET /notes/external_id': notes.listInternal,
  'GET /notes/{id}': notes.get,
  'GET /notes/external_id/{external_id}': notes.getExternal,
  'POST /notes': notes.upload,
  'PUT /notes/{id}': notes.modify,
  'PUT /notes/external_id/{external_id}': notes.modifyExternal,
  'DELETE /notes/{id}': notes.remove,
  'DELETE /notes/external_id/{external_id}': notes.removeExternal,

  'POST /search/accounts': searchAccounts,
  'POST /search/account_users': searchUsers,
  'POST /search/account_contacts': searchContacts,

  'GET /reports/mrr': (context) => reportMrr(context, []),
  'POST /reports/mrr': (context) => reportMrr(context, readSelection(context)),
  'GET /reports/mrr/movements': (context) => reportMovements(context, []),
  'POST /reports/mrr/movements': (context) => reportMovements(context, readSelection(context)),
  'GET /reports/retention': (context) => reportRetention(context, []),
  'POST /reports/retention': (context) => reportRetention(context, readSelection(context)),
  'GET /reports/renewals': (context) => reportRenewals(context, []),
  'POST /reports/renewals': (context) => reportRenewals(context, readSelection(context)),
};

/** An operation as a request meets it. */
export interface BoundOperation extends Operation {
  /** Method and path, such as `GET /accounts/{id}`. */
  readonly name: string;
  readonly method: string;
  /** Below `/api/v2`; an end in square brackets may be left out. */
  readonly path: string;
  readonly handler: (context: Context<never, never>) => Promise<Answer>;
}

export const table: ReadonlyMap<string, BoundOperation> = new Map(
  Object.entries(operations).map(([name, operation]: [string, Operation]) => {
    const [method = '', path = ''] = name.split(' ');
    const handler = handlers[name as OperationName] as BoundOperation['handler'];
    return [name, { ...operation, name, method, path, handler }];
  }),
);
