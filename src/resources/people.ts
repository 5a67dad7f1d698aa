import { boolean, date, type Field, type Resource, string } from './fields.ts';
import { outputOf } from './output.ts';
import { customDimensions, modifyTime, ownerId } from './shared.ts';

const keys: readonly Field[] = [
  ownerId,
  string('user_id', 256, {
    doc: 'Your own id of the person. It needs to be unique within the account only.',
    example: 'user_1',
    required: 'always',
    inPath: true,
  }),
  string('first_name', 80, { doc: 'Given name of the person.', example: 'Abby', required: 'insert' }),
  string('last_name', 80, { doc: 'Family name of the person.', example: 'Russel', required: 'insert' }),
  boolean('is_primary', {
    doc: 'Whether this is a main person at the account. There may be several.',
    example: true,
    default: false,
  }),
];

/** What is kept of a person alike, be it a user of the product or a contact. */
const personal: readonly Field[] = [
  string('phone', 80, { doc: 'Phone number, kept as it is written.', example: '748-504-0993x3721' }),
  string('mobile_phone', 80, { doc: 'Mobile phone number, kept as it is written.', example: '369-295-9816' }),
  string('email', 512, { doc: 'Email address of the person.', example: 'abby.russel@volkman.biz' }),
  string('salutation', 80, { doc: 'How the person is addressed.', example: 'Ms.' }),
  string('title', 128, { doc: 'What the person does at the company.', example: 'Radiographer, diagnostic' }),
  string('role', 128, { doc: 'What part the person has in decisions about your product.', example: 'Buyer' }),
  string('department', 128, { doc: 'Where in the company the person works.', example: 'Radiology' }),
  string('lead_source', 80, { doc: 'What first brought the person to you.', example: 'Google' }),
  string('mailing_street', 512, { doc: 'Street and number of the mailing address.', example: '924 Turcotte Creek' }),
  string('mailing_city', 80, { doc: 'City of the mailing address.', example: 'Traceestad' }),
  string('mailing_state', 80, { doc: 'State or province of the mailing address, by name or by code.', example: 'OR' }),
  string('mailing_postal_code', 80, { doc: 'Postal code of the mailing address.', example: '77570' }),
  string('mailing_country', 80, {
    doc: 'Country of the mailing address, by name or by code. A record may spell the field maling_country.',
    example: 'United States of America',
  }),
  string('source', 80, { doc: 'System that the data of the person comes from.', example: 'Salesforce' }),
  boolean('is_active', {
    doc:
      'Whether the person is still there. A delete sets it to false, which hides the person from lists unless ' +
      'include_inactive asks for it.',
    example: true,
    default: true,
  }),
  ...customDimensions,
];

const userFields: readonly Field[] = [
  ...keys,
  date('product_join_date', {
    doc: 'When the user first signed in to the product: the time of the insert, unless it is sent.',
    example: 1_397_237_259_004,
    default: 'now',
  }),
  string('contact_user_id', 256, {
    doc: 'user_id of the contact who is the same person. Null where the CRM does not know the user.',
    example: 'crm_account_user_1',
  }),
  ...personal,
];

export const accountUsers: Resource = {
  name: 'account_users',
  title: 'User',
  doc: 'Somebody who signs in to the product. A contact with the same id is a record of its own.',
  fields: userFields,
  derived: [modifyTime],
  output: outputOf(userFields, [modifyTime]),
};

const contactFields: readonly Field[] = [...keys, ...personal];

export const accountContacts: Resource = {
  name: 'account_contacts',
  title: 'Contact',
  doc: 'Somebody at the customer, as the CRM knows them.',
  fields: contactFields,
  derived: [modifyTime],
  output: outputOf(contactFields, [modifyTime]),
};
