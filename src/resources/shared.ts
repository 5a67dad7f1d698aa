/** Fields that several record types have alike. */
import { array, date, double, type Field, long, string } from './fields.ts';

export const ownerId = string('account_id', 256, {
  doc: 'Id of the account that the record belongs to.',
  example: '12345',
  required: 'always',
  inPath: true,
});

/** A text under a key, as custom dimensions have it. */
export const textItems: readonly Field[] = [
  string('key', 256, { doc: 'Name of the text.', example: 'favorite_fruit', required: 'always', inPath: true }),
  string('value', 256, { doc: 'The text. Null keeps the key without one.', example: 'mango' }),
];

/** The three kinds of custom dimensions that accounts, users and contacts carry. */
export const customDimensions: readonly Field[] = [
  array('custom_label_dimensions', {
    doc: 'Texts of your own about the record, each under a key. Those sent are merged by key.',
    items: textItems,
  }),
  array('custom_value_dimensions', {
    doc: 'Numbers of your own about the record, each under a key. Those sent are merged by key.',
    items: [
      string('key', 256, { doc: 'Name of the number.', example: 'offices_count', required: 'always', inPath: true }),
      double('value', { doc: 'The number. Null keeps the key without one.', example: 20 }),
    ],
  }),
  array('custom_event_dimensions', {
    doc: 'Times of your own about the record, each under a key. Those sent are merged by key.',
    items: [
      string('key', 256, { doc: 'Name of the time.', example: 'last_training', required: 'always', inPath: true }),
      date('value', { doc: 'The time. Null keeps the key without one.', example: 1_410_055_451_006 }),
    ],
  }),
];

/** The id of ours that interactions and notes have. */
export const givenId = long('id', {
  doc: 'Id that Tenure gives to a new record. A record needs it only to change a stored one that has no external_id.',
  example: 4711,
  filled: true,
});

const modifyTimeOf = (doc: string): Field =>
  date('modify_time', { doc: `${doc} It cannot be sent.`, example: 1_411_351_451_006, filled: true });

export const modifyTime = modifyTimeOf('When the record last changed.');
export const accountModifyTime = modifyTimeOf(
  'When anything that is answered of the account last changed, by a write of any of its records or by the clock.',
);
/** Interactions and notes have the document's rule. */
export const writeTime = modifyTimeOf('When the record was last written, whether that changed anything or not.');
