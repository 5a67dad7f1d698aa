import { array, boolean, cents, date, type Resource, string } from './fields.ts';

/** Invoices. */
export const statements: Resource = {
  name: 'statements',
  fields: [
    string('account_id', 256, { required: 'always', inPath: true }),
    string('invoice_id', 128, { required: 'always', inPath: true }),
    date('start_date', { required: 'insert' }),
    date('paid_date'),
    date('due_date'),
    boolean('is_failed', { default: false }),
    cents('recurring'),
    cents('non_recurring'),
    array('transactions', [
      string('tx_id', 128, { required: 'always' }),
      cents('paid_amount', { required: 'always' }),
      date('paid_date', { required: 'always' }),
    ]),
    array('line_items', [
      cents('amount', { required: 'always' }),
      boolean('is_recurring', { required: 'always' }),
      string('description', 4096),
    ]),
    string('source', 80),
  ],
  derived: [cents('paid_amount')],
};
