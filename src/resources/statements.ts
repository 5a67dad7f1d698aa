import { array, boolean, cents, date, type Field, type Resource, string } from './fields.ts';
import { outputOf } from './output.ts';
import { modifyTime, ownerId } from './shared.ts';

const fields: readonly Field[] = [
  ownerId,
  string('invoice_id', 128, {
    doc: 'Your own id of the invoice, unique in all accounts.',
    example: 'invoice-1',
    required: 'always',
    inPath: true,
  }),
  date('start_date', { doc: 'First instant that the invoice is for.', example: 1_411_351_451_006, required: 'insert' }),
  date('paid_date', {
    doc: 'When the whole invoice was paid. Null while it is not, and always null beside transactions.',
    example: 1_412_647_451_006,
  }),
  date('due_date', { doc: 'When the invoice is to be paid.', example: 1_413_943_451_006 }),
  boolean('is_failed', { doc: 'Whether a payment of the invoice failed.', example: false, default: false }),
  cents('recurring', {
    doc:
      'Part of the amount that recurs. What is sent stands until null is sent; else it is the sum of the recurring ' +
      'line items.',
    example: 70_552,
    omitNull: true,
  }),
  cents('non_recurring', {
    doc:
      'Part of the amount that does not recur. What is sent stands until null is sent; else it is the sum of the ' +
      'other line items.',
    example: 73_196,
    omitNull: true,
  }),
  array('transactions', {
    doc: 'Payments of parts of the invoice. Those sent are merged by tx_id.',
    items: [
      string('tx_id', 128, { doc: 'Your own id of the payment.', example: 'tx-1', required: 'always' }),
      cents('paid_amount', { doc: 'How much was paid.', example: 70_552, required: 'always' }),
      date('paid_date', { doc: 'When it was paid.', example: 1_412_647_451_006, required: 'always' }),
    ],
  }),
  array('line_items', {
    doc: 'What the amount is made up of. A list with any items replaces all that are stored.',
    items: [
      cents('amount', { doc: 'Amount of the item, negative for a discount.', example: 23_322, required: 'always' }),
      boolean('is_recurring', { doc: 'Whether the item recurs.', example: true, required: 'always' }),
      string('description', 4096, { doc: 'What the item is for.', example: 'Pro plan, September' }),
    ],
  }),
  string('source', 80, { doc: 'System that the invoice comes from.', example: 'Stripe' }),
];

const derived: readonly Field[] = [
  cents('paid_amount', {
    doc:
      'How much of the invoice is paid: the sum of its transactions, or without any the whole once it has a ' +
      'paid_date. Null while nothing is.',
    example: 143_748,
  }),
  modifyTime,
];

export const statements: Resource = {
  name: 'statements',
  title: 'Invoice',
  doc: 'An invoice to an account, with its line items and its payments. Invoices do not touch MRR.',
  fields,
  derived,
  output: outputOf(fields, derived),
};
