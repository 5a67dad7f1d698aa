/** Invoice statements. */
import { type Call, type Case, exactly, get, put, runCases, useServer } from '../support/cases.ts';
import { testNow } from '../support/server.ts';
import { childBatches } from '../support/child-batches.ts';
import { childLists } from '../support/child-lists.ts';
import { childModifications, childRemovals } from '../support/child-modifications.ts';
import type { Child } from '../support/child.ts';
import { accounts, each, invoice, load, loadWith, made } from '../support/records.ts';

const statements: Child = {
  type: 'statements',
  idField: 'invoice_id',
  make: invoice,
  path: (id) => `/statements/${id}`,
  subList: 'statements',
  onInsert: 'start_date',
  optional: 'source',
  number: ['recurring', 'must be a Long'],
  idLength: 128,
  ownsId: true,
  defaultOrder: 'start_date',
};

const server = useServer();
runCases(server, [
  ...childBatches(statements),
  ...childLists(statements),
  ...childModifications(statements),
  ...childRemovals(statements),
  ...answers(),
  ...amounts(),
  ...lineItems(),
  ...transactions(),
  ...orders(),
]);

type Line = readonly [amount: unknown, is_recurring: unknown, description?: unknown];
function lines(...items: Line[]) {
  return items.map(([amount, is_recurring, description]) => ({ amount, is_recurring, description }));
}
/** The invoice `1` as it is answered. */
function one(expected: object) {
  return { request: get('/statements/1'), expect: { status_is_ok: true, results: [expected] } };
}
function change(fields: object) {
  return { request: put('/statements/1', { data: fields }), expect: exactly({ status_is_ok: true }) };
}
/** A case about the invoice `1` of account `a`, made with these fields. */
function invoiceCase(name: string, fields: object, ...later: NonNullable<Case['later']>): Case {
  const given: Call[] = [accounts('a')];
  return {
    name,
    given,
    request: load('statements', invoice('a', '1', fields)),
    expect: exactly({ status_is_ok: true, failed_results: [] }),
    later,
  };
}

function answers(): Case[] {
  return [
    invoiceCase(
      'statements: a bare invoice is answered with its defaults, without the amounts it does not have',
      {},
      {
        request: get('/statements/1'),
        expect: {
          results: [
            exactly({
              account_id: 'a',
              invoice_id: '1',
              start_date: made,
              paid_date: null,
              due_date: null,
              is_failed: false,
              source: null,
              paid_amount: null,
              transactions: [],
              line_items: [],
              modify_time: testNow,
            }),
          ],
        },
      },
    ),
    invoiceCase(
      'statements: everything that is sent is answered',
      {
        paid_date: 5,
        due_date: 6,
        is_failed: true,
        recurring: 1,
        non_recurring: 2,
        source: 'erp',
        line_items: lines([3, true, 'x']),
      },
      one({
        paid_date: 5,
        due_date: 6,
        is_failed: true,
        recurring: 1,
        non_recurring: 2,
        source: 'erp',
        line_items: exactly([{ amount: 3, is_recurring: true, description: 'x' }]),
      }),
    ),
    invoiceCase(
      'statements: the list of an account leaves missing amounts out too, and keeps nulls',
      { non_recurring: 5 },
      {
        request: get('/accounts/a/statements'),
        expect: { results: [{ non_recurring: 5, recurring: undefined, due_date: null, paid_amount: null }] },
      },
      { request: get('/statements'), expect: { results: [{ non_recurring: 5, recurring: undefined }] } },
    ),
    invoiceCase(
      'statements: is_failed is a boolean, and null in it is as if absent',
      { is_failed: true },
      {
        request: put('/statements/1', { is_failed: 'yes' }),
        expect: { message: "'is_failed' value must be a boolean" },
      },
      change({ is_failed: null }),
      one({ is_failed: true }),
    ),
  ];
}

function amounts(): Case[] {
  return [
    invoiceCase(
      'statements: amounts that are not given are the sums of the line items of their kind',
      { line_items: lines([23322, true], [73196, false], [47230, true]) },
      one({ recurring: 70552, non_recurring: 73196 }),
    ),
    invoiceCase(
      'statements: without items of a kind its amount is left out',
      { line_items: lines([45493, false]) },
      one({ recurring: undefined, non_recurring: 45493 }),
    ),
    invoiceCase(
      'statements: items that sum to nothing make an amount of 0',
      { line_items: lines([5, true], [-5, true]) },
      one({ recurring: 0, non_recurring: undefined }),
    ),
    invoiceCase(
      'statements: a given amount stands beside line items that sum otherwise, also later ones',
      { recurring: 100, line_items: lines([1, true], [2, false]) },
      one({ recurring: 100, non_recurring: 2 }),
      change({ line_items: lines([7, true], [8, false]) }),
      one({ recurring: 100, non_recurring: 8 }),
    ),
    invoiceCase(
      'statements: null takes a given amount back, and the line items count again',
      { recurring: 100, line_items: lines([1, true]) },
      change({ recurring: null }),
      one({ recurring: 1 }),
      change({ line_items: lines([4, true], [5, true]) }),
      one({ recurring: 9 }),
    ),
    invoiceCase(
      'statements: null takes a given amount back to none where there are no items',
      { recurring: 100 },
      one({ recurring: 100 }),
      change({ recurring: null }),
      one({ recurring: undefined }),
    ),
    invoiceCase(
      'statements: an amount of 0 is given',
      { recurring: 0, line_items: lines([4, true]) },
      one({ recurring: 0 }),
    ),
    invoiceCase(
      'statements: amounts may be negative, a fraction is cut off',
      { recurring: -500, non_recurring: -12.9, line_items: lines([-3.5, true]) },
      one({ recurring: -500, non_recurring: -12, line_items: [{ amount: -3 }] }),
    ),
    invoiceCase(
      'statements: an invoice with a paid date is paid in full',
      { recurring: 100, non_recurring: 23, paid_date: 5 },
      one({ paid_amount: 123 }),
      change({ paid_date: null }),
      one({ paid_amount: null, paid_date: null }),
    ),
    invoiceCase(
      'statements: a paid amount follows its line items',
      { paid_date: 5, line_items: lines([10, true]) },
      one({ paid_amount: 10 }),
      change({ line_items: lines([10, true], [5, false]) }),
      one({ paid_amount: 15 }),
    ),
    invoiceCase('statements: a paid invoice without amounts is paid 0', { paid_date: 5 }, one({ paid_amount: 0 })),
    invoiceCase('statements: paid_amount is answered, never taken', { paid_amount: 77 }, one({ paid_amount: null })),
  ];
}

function lineItems(): Case[] {
  return [
    invoiceCase(
      'statements: line items replace all earlier ones',
      { line_items: lines([1, true, 'a'], [2, false, 'b']) },
      change({ line_items: lines([3, true]) }),
      one({
        line_items: exactly([{ amount: 3, is_recurring: true, description: null }]),
        recurring: 3,
        non_recurring: undefined,
      }),
    ),
    invoiceCase(
      'statements: no line items, an empty list of them or null change nothing',
      { line_items: lines([1, true, 'a']) },
      change({ source: 'x' }),
      change({ line_items: [] }),
      change({ line_items: null }),
      one({ line_items: [{ amount: 1, description: 'a' }], source: 'x' }),
    ),
    invoiceCase(
      'statements: line items are answered in the order in which they were sent, doubles too',
      { line_items: lines([2, true], [1, true], [2, true]) },
      one({ line_items: each('amount', 2, 1, 2), recurring: 5 }),
    ),
    {
      name: 'statements: a faulty line item is told with its path',
      given: [accounts('a')],
      request: load(
        'statements',
        invoice('a', '1', { line_items: lines([undefined, true]) }),
        invoice('a', '2', { line_items: lines([1, undefined]) }),
        invoice('a', '3', { line_items: lines([1, null]) }),
        invoice('a', '4', { line_items: lines(['1', true]) }),
        invoice('a', '5', { line_items: lines([1, 1]) }),
        invoice('a', '6', { line_items: lines([1, true, 5.5], [1, true, {}]) }),
        invoice('a', '7', { line_items: {} }),
      ),
      expect: {
        status_is_ok: false,
        failed_results: [
          { message: 'Invalid record, missing required field: line_items.amount' },
          { message: 'Invalid record, missing required field: line_items.is_recurring' },
          { message: 'Invalid record, missing required field: line_items.is_recurring' },
          { message: "'line_items.amount' value must be a Long", field: 'line_items.amount' },
          { message: "'line_items.is_recurring' value must be a boolean" },
          { message: "'line_items.description' value must be a string" },
          { message: "'line_items' value must be an array" },
        ],
      },
    },
  ];
}

function paid(tx_id: unknown, paid_amount: unknown, paid_date: unknown) {
  return { tx_id, paid_amount, paid_date };
}

function transactions(): Case[] {
  return [
    invoiceCase(
      'statements: with transactions the paid amount is their sum and there is no paid date',
      { recurring: 100, paid_date: 5, transactions: [paid('t1', 30, 6), paid('t2', 20, 7)] },
      one({ paid_amount: 50, paid_date: null, transactions: exactly([paid('t1', 30, 6), paid('t2', 20, 7)]) }),
      change({ paid_date: 8 }),
      one({ paid_amount: 50, paid_date: null }),
    ),
    invoiceCase(
      'statements: a transaction replaces the one of its tx_id and leaves the others',
      { transactions: [paid('t1', 30, 6), paid('t2', 20, 7)] },
      change({ transactions: [paid('t1', 5, 9), paid('T1', 1, 9)] }),
      one({ paid_amount: 26, transactions: exactly([paid('t1', 5, 9), paid('t2', 20, 7), paid('T1', 1, 9)]) }),
      change({ transactions: [] }),
      change({ transactions: null }),
      one({ paid_amount: 26 }),
    ),
    invoiceCase(
      'statements: the last of a doubled tx_id counts, a refund counts against',
      { transactions: [paid('t', 1, 1), paid('t', 50, 2), paid('refund', -20, 3)] },
      one({ paid_amount: 30, transactions: [{ tx_id: 't', paid_amount: 50 }, { tx_id: 'refund' }] }),
    ),
    invoiceCase(
      'statements: a paid date that gave way to transactions does not come back',
      { paid_date: 5, recurring: 10 },
      one({ paid_amount: 10, paid_date: 5 }),
      change({ transactions: [paid('t', 4, 6)] }),
      one({ paid_amount: 4, paid_date: null }),
    ),
    {
      name: 'statements: a record that fails by its sums leaves none of its transactions and lines behind',
      given: [accounts('a')],
      request: load(
        'statements',
        invoice('a', '1', { transactions: [paid('t', 1, 1)], line_items: lines([5, true]) }),
        invoice('a', '1', {
          transactions: Array.from({ length: 10_000 }, (_, n) => paid(`${n}`, 1e12, 1)),
          line_items: lines([6, true]),
        }),
        invoice('a', '1', { transactions: [paid('u', 2, 1)] }),
      ),
      expect: { status_is_ok: true, failed_results: [{ record: 1, code: 'out_of_range', field: 'paid_amount' }] },
      later: [one({ recurring: 5, paid_amount: 3, transactions: [{ tx_id: 't' }, { tx_id: 'u' }] })],
    },
    {
      name: 'statements: a faulty transaction is told with its path',
      given: [accounts('a')],
      request: load(
        'statements',
        invoice('a', '1', { transactions: [paid(undefined, 1, 1)] }),
        invoice('a', '2', { transactions: [paid('t', undefined, 1)] }),
        invoice('a', '3', { transactions: [paid('t', 1, null)] }),
        invoice('a', '4', { transactions: [paid('t', 1e13, 1)] }),
        invoice('a', '5', { transactions: [paid('x'.repeat(129), 1, 1)] }),
      ),
      expect: {
        status_is_ok: false,
        failed_results: [
          { message: 'Invalid record, missing required field: transactions.tx_id' },
          { message: 'Invalid record, missing required field: transactions.paid_amount' },
          { message: 'Invalid record, missing required field: transactions.paid_date' },
          { message: /^'transactions.paid_amount' value must be between -1000000000000 and 1000000000000$/ },
          { message: "'transactions.tx_id' value is longer than 128 characters" },
        ],
      },
    },
    {
      name: 'statements: an invoice sent again is unchanged, with its lines and transactions',
      given: [
        accounts('a'),
        load('statements', invoice('a', '1', { line_items: lines([1, true]), transactions: [paid('t', 1, 1)] })),
      ],
      request: loadWith(
        'statements',
        { return: 'outcomes' },
        invoice('a', '1', { line_items: lines([1, true]), transactions: [paid('t', 1, 1)] }),
      ),
      expect: { outcomes: exactly(['unchanged']) },
    },
  ];
}

function orders(): Case[] {
  return [
    {
      name: 'statements: a list is ordered by start_date, latest first, when nothing is asked',
      given: [
        accounts('a', 'b'),
        load(
          'statements',
          invoice('a', '1', { start_date: 2 }),
          invoice('b', '2', { start_date: 3 }),
          invoice('a', '3', { start_date: 1 }),
        ),
      ],
      request: get('/statements'),
      expect: { order_by: undefined, results: each('invoice_id', '2', '1', '3') },
      later: [
        { request: get('/statements?direction=asc'), expect: { results: each('invoice_id', '3', '1', '2') } },
        { request: get('/accounts/a/statements'), expect: { results: each('invoice_id', '1', '3') } },
        {
          request: get('/statements?order_by=id'),
          expect: { order_by: 'invoice_id', results: each('invoice_id', '3', '2', '1') },
        },
      ],
    },
    {
      name: 'statements: amounts that follow from others are sorted by, those without one last',
      given: [
        accounts('a'),
        load(
          'statements',
          invoice('a', '1', { recurring: 5, paid_date: 1 }),
          invoice('a', '2', { line_items: lines([9, true]) }),
          invoice('a', '3'),
          invoice('a', '4', { recurring: 7, paid_date: 1 }),
        ),
      ],
      request: get('/statements?order_by=recurring'),
      expect: { results: each('invoice_id', '2', '4', '1', '3') },
      later: [
        {
          request: get('/statements?order_by=paid_amount&direction=asc'),
          expect: { results: each('invoice_id', '1', '4', '2', '3') },
        },
      ],
    },
  ];
}
