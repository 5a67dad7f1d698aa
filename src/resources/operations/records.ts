/**
 * Operations on metrics, subscriptions, statements, tickets, interactions and notes (document "Custom Metrics" to
 * "Notes").
 */
import {
  keyed,
  list,
  modifiedSince,
  modify,
  none,
  notInDocument,
  ofAccount,
  type Operations,
  remove,
  upload,
} from './operation.ts';

const listed = { ...ofAccount, ...modifiedSince };

export const metricOperations = {
  'GET /metrics/{name}': list('metrics', 'Get a metric of all accounts', ofAccount),
  'POST /metrics': upload('metrics', 'Add or correct points of metrics'),
  'PUT /metrics/{name}': modify('metrics', 'Add or correct points of a metric'),
  'DELETE /metrics/{name}': remove('Delete a metric', ofAccount),
} as const satisfies Operations;

const history = {
  history: {
    type: 'boolean',
    default: false,
    malformed: false,
    doc: 'Answer all entries instead of the one in effect.',
  },
} as const;

export const subscriptionOperations = {
  'GET /subscriptions': list('subscriptions', 'List subscriptions, each with its entry in effect', {
    ...listed,
    ...history,
  }),
  'GET /subscriptions/{id}': keyed('subscriptions', 'Get a subscription', history),
  'POST /subscriptions': upload('subscriptions', 'Apply subscription events'),
  'PUT /subscriptions/{id}': modify('subscriptions', 'Amend an entry of a subscription, or apply an event'),
  'DELETE /subscriptions/{id}': remove('Delete a subscription', {
    start_date: { type: 'time', doc: 'Delete only the entry that starts at this time, epoch milliseconds.' },
  }),
} as const satisfies Operations;

export const statementOperations = {
  'GET /statements': list('statements', 'List invoice statements', listed, notInDocument),
  'GET /statements/{id}': keyed('statements', 'Get an invoice statement', none),
  'POST /statements': upload('statements', 'Create or update invoice statements'),
  'PUT /statements/{id}': modify('statements', 'Update an invoice statement'),
  'DELETE /statements/{id}': remove('Delete an invoice statement', none),
} as const satisfies Operations;

export const ticketOperations = {
  'GET /support_tickets': list('support_tickets', 'List support tickets', listed, notInDocument),
  'GET /support_tickets/{ticket_id}': keyed('support_tickets', 'Get a support ticket', none),
  'POST /support_tickets': upload('support_tickets', 'Create or update support tickets'),
  'PUT /support_tickets/{ticket_id}': modify('support_tickets', 'Update a support ticket'),
  'DELETE /support_tickets/{ticket_id}': remove('Delete a support ticket', none),
} as const satisfies Operations;

const filters = {
  ...ofAccount,
  create_time: { type: 'time', doc: 'Only records created at this time or later, epoch milliseconds.' },
  ...modifiedSince,
} as const;

export const interactionOperations = {
  'GET /interactions': list('interactions', 'List interactions', filters),
  'GET /interactions/external_id': list('interactions', 'List interactions without an external id', filters),
  'GET /interactions/{id}': keyed('interactions', 'Get an interaction', filters),
  'GET /interactions/external_id/{external_id}': keyed('interactions', 'Get an interaction by external id', filters),
  'POST /interactions': upload('interactions', 'Create or update interactions'),
  'PUT /interactions/{id}': modify('interactions', 'Update an interaction'),
  'PUT /interactions/external_id/{external_id}': modify(
    'interactions',
    'Create or update an interaction by external id',
  ),
  'DELETE /interactions/{id}': remove('Delete an interaction', none),
  'DELETE /interactions/external_id/{external_id}': remove('Delete an interaction by external id', none),
} as const satisfies Operations;

export const noteOperations = {
  'GET /notes': list('notes', 'List notes', filters),
  'GET /notes/external_id': list('notes', 'List notes without an external id', filters),
  'GET /notes/{id}': keyed('notes', 'Get a note', filters),
  'GET /notes/external_id/{external_id}': keyed('notes', 'Get a note by external id', filters),
  'POST /notes': upload('notes', 'Create or update notes'),
  'PUT /notes/{id}': modify('notes', 'Update a note'),
  'PUT /notes/external_id/{external_id}': modify('notes', 'Update a note by external id'),
  'DELETE /notes/{id}': remove('Delete a note', none),
  'DELETE /notes/external_id/{external_id}': remove('Delete a note by external id', none),
} as const satisfies Operations;
