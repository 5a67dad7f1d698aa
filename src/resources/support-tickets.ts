import { date, type Field, long, type Resource, string } from './fields.ts';
import { outputOf } from './output.ts';
import { modifyTime, ownerId } from './shared.ts';

const fields: readonly Field[] = [
  string('ticket_id', 80, {
    doc: 'Id of the ticket in the support system, unique in all accounts.',
    example: '21623876183',
    required: 'always',
    inPath: true,
  }),
  ownerId,
  string('state', 80, {
    doc: 'What the support system calls the state of the ticket. Tenure goes by close_time instead.',
    example: 'open',
    required: 'insert',
  }),
  string('subject', 128, { doc: 'What the ticket is about.', example: 'Beatae blanditiis', required: 'insert' }),
  date('create_time', { doc: 'When the ticket was opened.', example: 1_410_055_451_006, required: 'insert' }),
  string('type', 80, { doc: 'What kind of ticket it is.', example: 'problem' }),
  date('close_time', {
    doc: 'When the ticket was closed. Null while it is open, and then it counts in open_tickets of the account.',
    example: 1_411_351_451_006,
  }),
  string('priority', 80, { doc: 'How urgent the ticket is.', example: 'normal' }),
  string('assignee_id', 128, { doc: 'Id of the agent in the support system.', example: '45493' }),
  string('assignee_email', 128, { doc: 'Email address of the agent.', example: 'Orelia.Langosh@dnb.com' }),
  string('description', 8192, {
    doc: 'What the customer reports.',
    example: 'Et et provident beatae blanditiis quae recusandae rerum.',
  }),
  string('source', 80, { doc: 'System that the ticket comes from.', example: 'Zendesk' }),
  string('csat_label', 80, { doc: 'How satisfied the customer was, in a word.', example: 'satisfied' }),
  long('csat_value', { doc: 'How satisfied the customer was, on a scale of your own.', example: 4 }),
  date('last_update_time', {
    doc: 'When the support system last changed the ticket.',
    example: 1_411_351_451_006,
  }),
];

export const supportTickets: Resource = {
  name: 'support_tickets',
  title: 'Support ticket',
  doc: 'A question or a problem of an account, as the support system has it.',
  fields,
  derived: [modifyTime],
  output: outputOf(fields, [modifyTime]),
};
