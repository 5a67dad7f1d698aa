import { boolean, customDimensions, date, type Field, type Resource, string } from './fields.ts';

const keys: readonly Field[] = [
  string('account_id', 256, { required: 'always', inPath: true }),
  string('user_id', 256, { required: 'always', inPath: true }),
  string('first_name', 80, { required: 'insert' }),
  string('last_name', 80, { required: 'insert' }),
  boolean('is_primary', { default: false }),
];

/** What is kept of a person alike, be it a user of the product or a contact. */
const personal: readonly Field[] = [
  string('phone', 80),
  string('mobile_phone', 80),
  string('email', 512),
  string('salutation', 80),
  string('title', 128),
  string('role', 128),
  string('department', 128),
  string('lead_source', 80),
  string('mailing_street', 512),
  string('mailing_city', 80),
  string('mailing_state', 80),
  string('mailing_postal_code', 80),
  string('mailing_country', 80),
  string('source', 80),
  boolean('is_active', { default: true }),
  ...customDimensions,
];

/** Users of the product, who sign in to it. */
export const accountUsers: Resource = {
  name: 'account_users',
  fields: [...keys, date('product_join_date', { default: 'now' }), string('contact_user_id', 256), ...personal],
  derived: [],
};

/** Contacts at the customer, as the CRM knows them. */
export const accountContacts: Resource = { name: 'account_contacts', fields: [...keys, ...personal], derived: [] };
