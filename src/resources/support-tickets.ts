import { date, long, type Resource, string } from './fields.ts';

export const supportTickets: Resource = {
  name: 'support_tickets',
  fields: [
    string('ticket_id', 80, { required: 'always', inPath: true }),
    string('account_id', 256, { required: 'always', inPath: true }),
    string('state', 80, { required: 'insert' }),
    string('subject', 128, { required: 'insert' }),
    date('create_time', { required: 'insert' }),
    string('type', 80),
    date('close_time'),
    string('priority', 80),
    string('assignee_id', 128),
    string('assignee_email', 128),
    string('description', 8192),
    string('source', 80),
    string('csat_label', 80),
    long('csat_value'),
    date('last_update_time'),
  ],
  derived: [],
};
