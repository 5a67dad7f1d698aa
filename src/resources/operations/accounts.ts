/** Operations on accounts and on what is read and deleted through them (document "Accounts"). */
import {
  includeInactive,
  keyed,
  list,
  modifiedSince,
  modify,
  none,
  notInDocument,
  type Operations,
  remove,
  upload,
} from './operation.ts';

const withLists = {
  include: {
    type: 'string',
    doc: 'Names of list fields to answer too, separated by commas, such as `assigned_csms,documents`.',
  },
  q: { type: 'string', doc: 'Only accounts whose name or account_id contains this text, in any case.' },
} as const;
export const accountFilters = withLists;

export const accountOperations = {
  'GET /accounts': {
    ...list('accounts', 'List accounts', { ...modifiedSince, ...includeInactive, ...withLists }),
    timed: 'tenant',
  },
  'GET /accounts/{id}': { ...keyed('accounts', 'Get an account', none), timed: 'account' },
  'POST /accounts': upload('accounts', 'Create or update accounts'),
  'PUT /accounts/{id}': modify('accounts', 'Update an account'),
  'GET /accounts/{id}/documents': {
    ...list('account_documents', 'List the documents of an account', none),
    kind: 'keyed',
  },
  'GET /accounts/{id}/metrics': {
    kind: 'scan',
    scope: 'read',
    summary: 'Get all metrics of an account',
    parameters: {
      page: { type: 'integer', default: 0, malformed: 0, doc: 'All metrics are on page 0; later pages are empty.' },
      direction: {
        type: 'string',
        choices: ['asc', 'desc'],
        malformed: 'desc',
        doc: 'Order of the points of each metric by time; desc when left out.',
      },
    },
    body: 'none',
    answers: { one: 'account_metrics' },
  },
  'GET /accounts/{id}/statements': list('statements', 'List the invoice statements of an account', modifiedSince),
  'GET /accounts/{id}/subscriptions': list(
    'subscription_entries',
    'List the subscription entries of an account',
    modifiedSince,
  ),
  'GET /accounts/{id}/subscription': list(
    'subscription_entries',
    'List the subscription entries of an account',
    modifiedSince,
    notInDocument,
  ),
  'GET /accounts/{id}/support_tickets': list(
    'support_tickets',
    'List the support tickets of an account',
    modifiedSince,
  ),
  'GET /accounts/{id}/users': list('account_users', 'List the users of an account', {
    ...modifiedSince,
    ...includeInactive,
  }),
  'GET /accounts/{id}/contacts': list('account_contacts', 'List the contacts of an account', {
    ...modifiedSince,
    ...includeInactive,
  }),
  'GET /accounts/{id}/changes': {
    ...list('account_changes', 'List the changes of an account', none, notInDocument),
    timed: 'account',
  },
  'GET /accounts/{id}/mrr': list('account_mrr', 'List the MRR of an account over time', none, notInDocument),
  'DELETE /accounts/{id}': remove('Deactivate an account', {
    churn: { type: 'boolean', doc: 'Mark the account as churned instead of deleted.' },
    inactive_time: { type: 'time', doc: 'When the account became inactive, epoch milliseconds; now when left out.' },
  }),
  'DELETE /accounts/{id}/stage_history[/{name}][/{timestamp}]': remove('Delete stages of an account', none),
  'DELETE /accounts/{id}/dimension_values[/{key}]': remove('Delete value dimensions of an account', none),
  'DELETE /accounts/{id}/dimension_labels[/{key}]': remove('Delete label dimensions of an account', none),
  'DELETE /accounts/{id}/dimension_events[/{key}]': remove(
    'Delete event dimensions of an account',
    none,
    notInDocument,
  ),
  'DELETE /accounts/{id}/assigned_csms[/{email}]': remove('Unassign customer success managers of an account', none),
  'DELETE /accounts/{id}/nps_history[/{timestamp}]': remove('Delete NPS responses of an account', none),
  'DELETE /accounts/{id}/documents[/{name}]': remove('Delete documents of an account', none),
} as const satisfies Operations;
