import { array, cents, date, integer, type Resource, string } from './fields.ts';

/** Events that edit the history of a subscription. */
export const subscriptions: Resource = {
  name: 'subscriptions',
  fields: [
    string('account_id', 256, { required: 'always', inPath: true }),
    string('subscription_id', 128, { required: 'always', inPath: true }),
    date('effective_start_date', { required: 'always' }),
    date('effective_end_date'),
    string('event', 80, { required: 'always', choices: ['end', 'renewal', 'revenue', 'current'] }),
    cents('total_revenue', { minimum: 0 }),
    string('cycle_unit', 80, { choices: ['day', 'month', 'year'] }),
    integer('cycle_length', { minimum: 1 }),
    date('next_renewal_date'),
    date('previous_renewal_date'),
    string('plan_code', 128),
    string('source', 80),
    array('custom_dimensions', [string('key', 256, { required: 'always', inPath: true }), string('value', 256)]),
  ],
  derived: [],
};
