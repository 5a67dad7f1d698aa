import { boolean, date, type Field, type Resource, string } from './fields.ts';
import { outputOf } from './output.ts';
import { givenId, ownerId, writeTime } from './shared.ts';

const fields: readonly Field[] = [
  givenId,
  string('external_id', 80, {
    doc: 'Your own id of the note, unique among all of them. A record needs it or id.',
    example: 'note-12345-3',
    inPath: true,
  }),
  ownerId,
  date('create_time', { doc: 'When the note was made.', example: 1_410_055_451_006, required: 'insert' }),
  string('rep_email', 80, {
    doc: 'Email address of who made the note or changed it.',
    example: 'joe@company.com',
  }),
  string('editor_first_name', 80, { doc: 'Given name of who made the note or changed it.', example: 'Joe' }),
  string('editor_last_name', 80, { doc: 'Family name of who made the note or changed it.', example: 'Barton' }),
  string('note', 32768, {
    doc: 'The note itself. HTML is answered as it was sent, so clean it before you show it.',
    example: 'Their new head of operations wants a review each quarter.',
  }),
  string('subject', 512, { doc: 'What the note is about.', example: 'New head of operations' }),
  string('source', 80, { doc: 'System that last changed the note.', example: 'Salesforce' }),
  boolean('is_html', { doc: 'Whether note is HTML rather than plain text.', example: false, default: false }),
];

export const notes: Resource = {
  name: 'notes',
  title: 'Note',
  doc: 'What your team writes down about a customer.',
  fields,
  derived: [writeTime],
  output: outputOf(fields, [writeTime]),
};
