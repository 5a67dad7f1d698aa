/** Operations on users and contacts (document "Account Product Users", "Account Contacts"). */
import {
  includeInactive,
  keyed,
  list,
  matches,
  modify,
  none,
  ofAccount,
  type Operations,
  remove,
  upload,
} from './operation.ts';

const removal = {
  dimension: {
    type: 'string',
    refuses: 'empty',
    doc: 'Delete the custom dimensions of this key instead of deactivating the person.',
  },
  all_dimensions: {
    type: 'boolean',
    doc: 'Delete all custom dimensions instead of deactivating the person.',
  },
} as const;

export const userOperations = {
  'GET /account_users': list('account_users', 'List users', { ...ofAccount, ...includeInactive }),
  'GET /account_users/{id}': matches('account_users', 'Get the users of an id'),
  'GET /account_users/{id}/{account_id}': keyed('account_users', 'Get a user of an account', none),
  'POST /account_users': upload('account_users', 'Create or update users'),
  'PUT /account_users/{id}': modify('account_users', 'Update a user'),
  'DELETE /account_users/{id}[/{account_id}]': remove('Deactivate a user', removal),
} as const satisfies Operations;

export const contactOperations = {
  'GET /account_contacts': list('account_contacts', 'List contacts', { ...ofAccount, ...includeInactive }),
  'GET /account_contacts/{id}': matches('account_contacts', 'Get the contacts of an id'),
  'GET /account_contacts/{id}/{account_id}': keyed('account_contacts', 'Get a contact of an account', none),
  'POST /account_contacts': upload('account_contacts', 'Create or update contacts'),
  'PUT /account_contacts/{id}': modify('account_contacts', 'Update a contact'),
  'DELETE /account_contacts/{id}[/{account_id}]': remove('Deactivate a contact', removal),
} as const satisfies Operations;
