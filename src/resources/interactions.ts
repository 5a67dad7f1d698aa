import { boolean, date, type Field, type Resource, string } from './fields.ts';
import { outputOf } from './output.ts';
import { givenId, ownerId, writeTime } from './shared.ts';

const fields: readonly Field[] = [
  givenId,
  string('external_id', 80, {
    doc: 'Your own id of the interaction, unique among all of them. A record needs it or id.',
    example: 'mail-20140907-17',
    inPath: true,
  }),
  ownerId,
  string('type', 80, { doc: 'How you were in touch.', example: 'email', required: 'insert' }),
  date('create_time', {
    doc: 'When it took place. The latest one is last_interaction_time of the account.',
    example: 1_410_055_451_006,
    required: 'insert',
  }),
  string('rep_email', 80, { doc: 'Email address of who took part on your side.', example: 'joe@company.com' }),
  string('rep_first_name', 80, { doc: 'Given name of who took part on your side.', example: 'Joe' }),
  string('rep_last_name', 80, { doc: 'Family name of who took part on your side.', example: 'Barton' }),
  string('user_id', 80, {
    doc: 'user_id of the contact who took part.',
    example: 'crm_account_user_1',
  }),
  string('user', 80, {
    doc: 'Name or email address of who took part, where there is no contact.',
    example: 'Abby Russel',
  }),
  string('details', 262144, {
    doc: 'What was said. HTML is answered as it was sent, so clean it before you show it.',
    example: 'The rollout is done. They ask for two more seats.',
  }),
  string('subject', 128, { doc: 'What it was about.', example: 'Rollout' }),
  string('source', 80, { doc: 'System that last changed the interaction.', example: 'Intercom' }),
  boolean('is_html', { doc: 'Whether details is HTML rather than plain text.', example: false, default: false }),
];

export const interactions: Resource = {
  name: 'interactions',
  title: 'Interaction',
  doc: 'What was said with a customer: a mail, a call, a meeting.',
  fields,
  derived: [writeTime],
  output: outputOf(fields, [writeTime]),
};
