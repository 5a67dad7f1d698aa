import { boolean, date, long, type Resource, string } from './fields.ts';

/** What is noted about a customer. */
export const notes: Resource = {
  name: 'notes',
  fields: [
    long('id'),
    string('external_id', 80, { inPath: true }),
    string('account_id', 256, { required: 'always', inPath: true }),
    date('create_time', { required: 'insert' }),
    string('rep_email', 80),
    string('editor_first_name', 80),
    string('editor_last_name', 80),
    string('note', 32768),
    string('subject', 512),
    string('source', 80),
    boolean('is_html', { default: false }),
  ],
  derived: [date('modify_time')],
};
