import { boolean, date, long, type Resource, string } from './fields.ts';

/** What was said with a customer: mails, calls, meetings. */
export const interactions: Resource = {
  name: 'interactions',
  fields: [
    long('id'),
    string('external_id', 80, { inPath: true }),
    string('account_id', 256, { required: 'always', inPath: true }),
    string('type', 80, { required: 'insert' }),
    date('create_time', { required: 'insert' }),
    string('rep_email', 80),
    string('rep_first_name', 80),
    string('rep_last_name', 80),
    string('user_id', 80),
    string('user', 80),
    string('details', 262144),
    string('subject', 128),
    string('source', 80),
    boolean('is_html', { default: false }),
  ],
  derived: [date('modify_time')],
};
