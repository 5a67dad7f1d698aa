import {
  array,
  boolean,
  cents,
  date,
  exampleOf,
  type Field,
  integer,
  type Property,
  type Resource,
  type Shape,
  string,
} from './fields.ts';
import { answered, properties } from './output.ts';
import { modifyTime, ownerId, textItems } from './shared.ts';

export const subscriptionId = string('subscription_id', 128, {
  doc: 'Your own id of the subscription, unique in all accounts.',
  example: 'subscription_1',
  required: 'always',
  inPath: true,
});

const terms: readonly Field[] = [
  cents('total_revenue', {
    doc:
      'Price of one cycle, with all discounts; MRR is this divided by the months of the cycle. A renewal that leaves ' +
      'it out keeps the former price.',
    example: 188_595,
    minimum: 0,
  }),
  string('cycle_unit', 80, {
    doc: 'What cycle_length counts. A day is taken for 12/365 of a month.',
    example: 'month',
    choices: ['day', 'month', 'year'],
  }),
  integer('cycle_length', { doc: 'How many units one cycle lasts.', example: 3, minimum: 1 }),
];

const nextRenewal = date('next_renewal_date', {
  doc:
    'When the subscription is due for renewal next; null means never. Left out of a revenue event it keeps a date ' +
    'that is still to come, left out of a current event any that is known.',
  example: 1_427_996_422_070,
});

const planCode = string('plan_code', 128, {
  doc: 'Short name of the plan. A record that leaves it out keeps the plan in effect.',
  example: 'plan_1',
});

const source = string('source', 80, {
  doc: 'System that the record comes from. A record that leaves it out keeps the former one.',
  example: 'Zuora',
});

const customDimensions = array('custom_dimensions', {
  doc: 'Texts of your own about the subscription, each under a key. Those sent are merged by key.',
  items: textItems,
});

const fields: readonly Field[] = [
  ownerId,
  subscriptionId,
  date('effective_start_date', {
    doc: 'First instant to which the event applies. With the event current it is when the subscription began.',
    example: 1_392_566_436_543,
    required: 'always',
  }),
  date('effective_end_date', {
    doc:
      'First instant to which the event no longer applies, and from which the former history goes on. Null or left ' +
      'out: it applies from its start on and replaces all that was known to come.',
    example: 1_395_158_436_543,
  }),
  string('event', 80, {
    doc:
      'What the record does to the history: revenue sets a price, renewal renews it, end ends it, current is a ' +
      'snapshot from which the changes are found.',
    example: 'revenue',
    required: 'always',
    choices: ['end', 'renewal', 'revenue', 'current'],
  }),
  ...terms,
  nextRenewal,
  date('previous_renewal_date', {
    doc: 'Due date that a renewal settles. Null or left out: the earliest one that is open.',
    example: 1_392_566_436_543,
  }),
  planCode,
  source,
  customDimensions,
];

const [revenue] = terms as readonly [Field];

/** An entry of a history. Two of its values have two names each, since the document's examples use both. */
const entry: readonly Property[] = [
  ...properties(
    [
      date('start_date', { doc: 'First instant of the entry.', example: 1_392_566_436_543 }),
      date('end_date', { doc: 'First instant after the entry. Null while it is open.', example: 1_395_158_436_543 }),
      boolean('is_end', { doc: 'Whether the entry has an end at which no other starts.', example: true }),
      boolean('is_renewal', { doc: 'Whether the entry began with a renewal.', example: false }),
    ],
    ['end_date'],
  ),
  answered(nextRenewal, { name: 'expiration_date', doc: 'The same as next_renewal_date.' }),
  answered(nextRenewal, { doc: 'Renewal date that this entry foresees. Null where it foresees none.' }),
  answered(planCode),
  answered(revenue, { nullable: false }),
  answered(revenue, { name: 'revenue', doc: 'The same as total_revenue.', nullable: false }),
  ...properties([
    ...terms.slice(1),
    cents('mrr', {
      doc: 'Monthly recurring revenue of the entry: its price divided by the months of its cycle, rounded half up.',
      example: 62_865,
    }),
  ]),
  answered(source),
];

export const subscriptions: Resource = {
  name: 'subscriptions',
  title: 'Subscription',
  doc: 'What an account pays over time. Records are events that edit its history, and MRR and renewals follow from it.',
  fields,
  derived: [modifyTime],
  output: [
    answered(subscriptionId),
    answered(ownerId),
    {
      name: 'records',
      type: 'array',
      nullable: false,
      doc:
        'Entries of the history. The one in effect now, else the last past one, else the first to come; with ' +
        'history=true all of them, oldest first.',
      example: [exampleOf(entry)],
      items: entry,
    },
    answered(customDimensions),
    answered(modifyTime),
  ],
};

export const subscriptionEntries: Shape = {
  name: 'subscription_entries',
  title: 'Subscription entry',
  doc: 'An entry of a subscription, as the list of all entries of an account answers it.',
  output: [answered(subscriptionId), answered(ownerId), ...entry],
};
