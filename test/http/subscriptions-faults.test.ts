/** What is wrong with subscription records: faults that refuse the batch, and faults that fail their record alone. */
import { applied, type Case, exactly, post, put, refused, runCases, useServer } from '../support/cases.ts';
import {
  accountsNamed,
  current,
  end,
  entry,
  given,
  gone,
  history,
  monthly,
  of,
  renewal,
  revenue,
  send,
  until,
  utc,
} from '../support/subscriptions.ts';

const server = useServer();
const day = utc('2026-01');
const sound = revenue(day, monthly(100));
const without = (...fields: string[]): object =>
  Object.fromEntries(Object.entries(sound).filter(([name]) => !fields.includes(name)));
const but = (field: string, value: unknown): object => ({ ...sound, [field]: value });

/** The fault of a batch's second record, of which the first would do; nothing is applied. */
const refuses = (name: string, record: unknown, code: string, field: string | undefined, message: string): Case => ({
  name,
  given: given(),
  request: send({ ...sound, subscription_id: 'first' }, record),
  expect: {
    status_is_ok: false,
    message: 'Nothing was applied: 1 record is at fault',
    failed_results: [
      exactly({
        message,
        status_is_ok: false,
        record: 1,
        code,
        ...(field !== undefined && { field }),
        ...echoOf(record),
      }),
    ],
  },
  later: [gone('first')],
});

function echoOf(record: unknown): object {
  if (typeof record !== 'object' || record === null) return {};
  const keys = Object.entries(record).filter(
    ([name, value]) => /^(account|subscription)_id$/.test(name) && isKey(value),
  );
  return Object.fromEntries(keys);
}
const isKey = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

const missing = (field: string): string => `Invalid record, missing required field: ${field}`;
const dates = 'between -8640000000000000 and 8640000000000000';
const later = "'effective_end_date' value must be later than 'effective_start_date'";

runCases(server, [
  refuses(
    'an object that can not be compared is a value of the wrong type',
    { ...but('effective_start_date', { toString: 1, valueOf: 1 }), effective_end_date: 5 },
    'invalid_type',
    'effective_start_date',
    "'effective_start_date' value must be a Long",
  ),
  refuses('null is no record', null, 'invalid_type', undefined, 'Invalid record, not an object'),
  refuses('a number is no record', 5, 'invalid_type', undefined, 'Invalid record, not an object'),
  refuses('a list is no record', [], 'invalid_type', undefined, 'Invalid record, not an object'),

  ...['account_id', 'subscription_id'].flatMap((field) => [
    refuses(`${field} is required`, without(field), 'missing_field', field, missing(field)),
    refuses(`${field} is not null`, but(field, null), 'missing_field', field, missing(field)),
    refuses(`${field} is text`, but(field, true), 'invalid_type', field, `'${field}' value must be a string`),
    refuses(
      `${field} is not empty`,
      but(field, ''),
      'invalid_value',
      field,
      `'${field}' value must not be empty, '.' or '..'`,
    ),
    refuses(
      `${field} is not ..`,
      but(field, '..'),
      'invalid_value',
      field,
      `'${field}' value must not be empty, '.' or '..'`,
    ),
    refuses(
      `${field} holds no NUL`,
      but(field, 'a\0b'),
      'invalid_value',
      field,
      `'${field}' value must not contain NUL or unpaired surrogates`,
    ),
    refuses(
      `${field} holds no half of a surrogate pair`,
      but(field, 'a\ud800'),
      'invalid_value',
      field,
      `'${field}' value must not contain NUL or unpaired surrogates`,
    ),
  ]),
  refuses(
    'account_id has at most 256 characters',
    but('account_id', 'x'.repeat(257)),
    'too_long',
    'account_id',
    "'account_id' value is longer than 256 characters",
  ),
  refuses(
    'subscription_id has at most 128 characters',
    but('subscription_id', 'x'.repeat(129)),
    'too_long',
    'subscription_id',
    "'subscription_id' value is longer than 128 characters",
  ),

  refuses(
    'a start is required',
    without('effective_start_date'),
    'missing_field',
    'effective_start_date',
    missing('effective_start_date'),
  ),
  refuses(
    'a start is required on an end, too',
    { ...of('s'), event: 'end', start_date: day },
    'missing_field',
    'effective_start_date',
    missing('effective_start_date'),
  ),
  refuses(
    'a start is a number',
    but('effective_start_date', '2026-01-01'),
    'invalid_type',
    'effective_start_date',
    "'effective_start_date' value must be a Long",
  ),
  refuses(
    'a start is a date that there is',
    but('effective_start_date', 8.64e15 + 1),
    'out_of_range',
    'effective_start_date',
    `'effective_start_date' value must be ${dates}`,
  ),
  refuses(
    'an end is a number',
    but('effective_end_date', 'never'),
    'invalid_type',
    'effective_end_date',
    "'effective_end_date' value must be a Long",
  ),
  ...['effective_end_date', 'next_renewal_date', 'previous_renewal_date'].map((field) =>
    refuses(
      `${field} is a date that there is`,
      but(field, 1e16),
      'out_of_range',
      field,
      `'${field}' value must be ${dates}`,
    ),
  ),
  ...['revenue', 'renewal', 'current'].flatMap((event) => [
    refuses(
      `a ${event} does not end where it starts`,
      { ...sound, event, ...until(day) },
      'invalid_value',
      'effective_end_date',
      later,
    ),
    refuses(
      `a ${event} does not end before it starts`,
      { ...sound, event, ...until(day - 1) },
      'invalid_value',
      'effective_end_date',
      later,
    ),
  ]),

  refuses('an event is required', without('event'), 'missing_field', 'event', missing('event')),
  refuses('an event is not null', but('event', null), 'missing_field', 'event', missing('event')),
  refuses(
    'an event is one of four',
    but('event', 'upgrade'),
    'invalid_choice',
    'event',
    "'event' value must be one of: end, renewal, revenue, current",
  ),
  refuses(
    'an event is written in lower case',
    but('event', 'Revenue'),
    'invalid_choice',
    'event',
    "'event' value must be one of: end, renewal, revenue, current",
  ),

  ...['total_revenue', 'cycle_unit', 'cycle_length'].flatMap((field) => [
    ...['revenue', 'current'].map((event) =>
      refuses(`a ${event} needs ${field}`, { ...without(field), event }, 'missing_field', field, missing(field)),
    ),
    ...['revenue', 'current', 'renewal'].map((event) =>
      refuses(
        `${field} of a ${event} is not null`,
        { ...sound, event, [field]: null },
        'missing_field',
        field,
        missing(field),
      ),
    ),
  ]),
  refuses(
    'total_revenue is a number',
    but('total_revenue', '100'),
    'invalid_type',
    'total_revenue',
    "'total_revenue' value must be a Long",
  ),
  refuses(
    'total_revenue is not negative',
    but('total_revenue', -1),
    'out_of_range',
    'total_revenue',
    "'total_revenue' value must be between 0 and 1000000000000",
  ),
  refuses(
    'total_revenue is at most 10^12 cents',
    but('total_revenue', 1e12 + 1),
    'out_of_range',
    'total_revenue',
    "'total_revenue' value must be between 0 and 1000000000000",
  ),
  refuses(
    'cycle_unit is a day, a month or a year',
    but('cycle_unit', 'week'),
    'invalid_choice',
    'cycle_unit',
    "'cycle_unit' value must be one of: day, month, year",
  ),
  ...[0, -3, 0.9].map((value) =>
    refuses(
      `cycle_length is not ${value}`,
      but('cycle_length', value),
      'out_of_range',
      'cycle_length',
      "'cycle_length' value must be between 1 and 9007199254740991",
    ),
  ),
  refuses(
    'cycle_length is a number',
    but('cycle_length', '1'),
    'invalid_type',
    'cycle_length',
    "'cycle_length' value must be a number",
  ),
  ...['next_renewal_date', 'previous_renewal_date'].map((field) =>
    refuses(`${field} is a number`, but(field, false), 'invalid_type', field, `'${field}' value must be a Long`),
  ),
  refuses(
    'plan_code has at most 128 characters',
    but('plan_code', 'x'.repeat(129)),
    'too_long',
    'plan_code',
    "'plan_code' value is longer than 128 characters",
  ),
  refuses(
    'source has at most 80 characters',
    but('source', 'x'.repeat(81)),
    'too_long',
    'source',
    "'source' value is longer than 80 characters",
  ),
  refuses('source is text', but('source', {}), 'invalid_type', 'source', "'source' value must be a string"),
  refuses(
    'custom dimensions are a list',
    but('custom_dimensions', { tier: 'gold' }),
    'invalid_type',
    'custom_dimensions',
    "'custom_dimensions' value must be an array",
  ),
  refuses(
    'custom dimensions are objects',
    but('custom_dimensions', ['gold']),
    'invalid_type',
    'custom_dimensions',
    "'custom_dimensions' value must be an array of objects",
  ),
  refuses(
    'a custom dimension has a key',
    but('custom_dimensions', [{ value: 'gold' }]),
    'missing_field',
    'custom_dimensions.key',
    missing('custom_dimensions.key'),
  ),
  refuses(
    'the key of a custom dimension is not empty',
    but('custom_dimensions', [{ key: '' }]),
    'invalid_value',
    'custom_dimensions.key',
    "'custom_dimensions.key' value must not be empty, '.' or '..'",
  ),
  refuses(
    'the value of a custom dimension is text',
    but('custom_dimensions', [{ key: 'gold', value: true }]),
    'invalid_type',
    'custom_dimensions.value',
    "'custom_dimensions.value' value must be a string",
  ),

  refuses(
    'of several faults the first in the order of the fields is told: an end before a later field',
    { ...sound, ...until(day), plan_code: true },
    'invalid_value',
    'effective_end_date',
    later,
  ),
  refuses(
    'of several faults the first in the order of the fields is told: a missing price before a later field',
    { ...without('total_revenue'), source: true },
    'missing_field',
    'total_revenue',
    missing('total_revenue'),
  ),
  refuses(
    'of several faults the first in the order of the fields is told: an unknown unit before a missing length',
    { ...without('cycle_length'), cycle_unit: 'week' },
    'invalid_choice',
    'cycle_unit',
    "'cycle_unit' value must be one of: day, month, year",
  ),
  {
    name: 'every record at fault is listed, in order, and no other is applied',
    given: given(),
    request: send(without('event'), sound, but('cycle_length', 0), { ...sound, subscription_id: 't' }, 7),
    expect: {
      status_is_ok: false,
      message: 'Nothing was applied: 3 records are at fault',
      failed_results: [
        { record: 0, field: 'event' },
        { record: 2, field: 'cycle_length' },
        { record: 4, field: undefined },
      ],
    },
    later: [gone(), gone('t')],
  },
  {
    name: 'an end is not refused for anything but its ids and its start',
    given: given(sound),
    request: send(
      end('2026-02', {
        effective_end_date: 'never',
        total_revenue: -5,
        cycle_unit: 'week',
        cycle_length: null,
        next_renewal_date: {},
        previous_renewal_date: 1e99,
        plan_code: true,
        source: 'x'.repeat(1000),
        custom_dimensions: 'none',
      }),
    ),
    expect: { status_is_ok: true, failed_results: [] },
    later: [history([entry(day, '2026-02', { mrr: 100, is_end: true })])],
  },
  {
    name: 'numbers stand for ids, and fractions of dates and money are cut off',
    given: [accountsNamed('77')],
    request: send({
      ...revenue(day + 0.75, { total_revenue: 100.9, cycle_unit: 'month', cycle_length: 1.5 }),
      account_id: 77,
      subscription_id: 5,
    }),
    expect: applied,
    later: [history([entry(day, null, { mrr: 100 })], '5')],
  },
  {
    name: 'what no field is called is ignored',
    given: given(),
    request: send({ ...sound, mrr: 'x', entries: [], start_date: 'x', end_date: 3, tenant_id: 9 }),
    expect: applied,
    later: [history([entry(day, null, { mrr: 100 })])],
  },
  {
    name: 'the greatest numbers and dates are kept exactly',
    given: given(),
    request: send(
      revenue(-8.64e15, {
        ...until(8.64e15),
        total_revenue: 1e12,
        cycle_unit: 'day',
        cycle_length: 1,
        next_renewal_date: 8.64e15,
      }),
    ),
    expect: applied,
    later: [
      {
        request: { method: 'GET', path: '/subscriptions/s' },
        expect: {
          results: [
            {
              records: [
                {
                  start_date: -8.64e15,
                  end_date: 8.64e15,
                  next_renewal_date: 8.64e15,
                  total_revenue: 1e12,
                  mrr: 30_416_666_666_667,
                },
              ],
            },
          ],
        },
      },
      { request: { method: 'GET', path: '/accounts/a' }, expect: { results: [{ current_mrr: 30_416_666_666_667 }] } },
    ],
  },
]);

const subscriptionNotFound = {
  message: 'Subscription not found',
  code: 'subscription_not_found',
  field: 'subscription_id',
};
const other = {
  message: "'subscription_id' value s belongs to another account",
  code: 'other_account',
  field: 'subscription_id',
};
const lacking = (field: string): object => ({
  message: `Missing required field for insert: '${field}'`,
  code: 'missing_field_for_insert',
  field,
});
const good = revenue(day, monthly(100), of('good'));

/** A record that fails alone: with others they are applied, by itself nothing is, and that is said. */
const fails = (name: string, before: readonly object[], record: object, fault: object): Case[] => {
  const echo = echoOf(record);
  return [
    {
      name,
      given: [accountsNamed('a', 'b'), ...before.map((each) => send(each))],
      request: send(record, good),
      expect: {
        status_is_ok: true,
        message: undefined,
        failed_results: [exactly({ ...fault, status_is_ok: false, record: 0, ...echo })],
      },
      later: [history([entry(day, null, { mrr: 100 })], 'good')],
    },
    {
      name: `${name}; by itself it leaves nothing applied`,
      given: [accountsNamed('a', 'b'), ...before.map((each) => send(each))],
      request: send(record),
      expect: { status_is_ok: false, failed_results: [exactly({ ...fault, status_is_ok: false, record: 0, ...echo })] },
    },
  ];
};

runCases(server, [
  {
    name: 'a record of an unknown account fails alone, and nothing else being sent is no failure',
    given: given(),
    request: send({ ...sound, account_id: 'nobody' }),
    expect: {
      status_is_ok: true,
      failed_results: [
        exactly({
          message: 'Account not found',
          status_is_ok: false,
          record: 0,
          code: 'account_not_found',
          field: 'account_id',
          account_id: 'nobody',
          subscription_id: 's',
        }),
      ],
    },
    later: [gone()],
  },
  {
    name: 'a record of an unknown account refuses the batch where ignore_missing_accounts is false',
    given: given(),
    request: post('/subscriptions', {
      records: [sound, { ...sound, account_id: 'nobody' }],
      options: { ignore_missing_accounts: false },
    }),
    expect: { status_is_ok: false, failed_results: [{ record: 1, code: 'account_not_found' }] },
    later: [gone()],
  },
  ...fails('an end of what has no entries fails', [], end(day), subscriptionNotFound),
  ...fails(
    'an end of what was deleted by an end at its start fails',
    [sound, end(day)],
    end(day),
    subscriptionNotFound,
  ),
  ...fails('a renewal of nothing needs a price', [], renewal(day), lacking('total_revenue')),
  ...fails(
    'a renewal of nothing needs a cycle',
    [],
    renewal(day, { total_revenue: 5, cycle_length: 1 }),
    lacking('cycle_unit'),
  ),
  ...fails(
    'a renewal of nothing needs the length of a cycle',
    [],
    renewal(day, { total_revenue: 5, cycle_unit: 'month' }),
    lacking('cycle_length'),
  ),
  ...fails(
    'a renewal before the first entry has nothing to take a price from',
    [revenue('2026-02', monthly(100))],
    renewal(day),
    lacking('total_revenue'),
  ),
  ...fails('an id that another account has is refused', [sound], { ...sound, account_id: 'b' }, other),
  ...fails('an end in the name of another account is refused', [sound], { ...end(day), account_id: 'b' }, other),
  {
    name: 'an id is taken in the course of a batch',
    given: [accountsNamed('a', 'b')],
    request: send(sound, { ...sound, account_id: 'b' }),
    expect: { status_is_ok: true, failed_results: [{ record: 1, code: 'other_account', account_id: 'b' }] },
  },
  {
    name: 'an id is free once its last entry has gone, in the course of a batch too',
    given: [accountsNamed('a', 'b'), send(sound)],
    request: send(end(day), { ...sound, account_id: 'b' }),
    expect: { status_is_ok: true, failed_results: [] },
    later: [
      history([entry(day, null, { mrr: 100 })]),
      { request: { method: 'GET', path: '/subscriptions/s' }, expect: { results: [{ account_id: 'b' }] } },
      { request: { method: 'GET', path: '/accounts/a' }, expect: { results: [{ current_mrr: null }] } },
      { request: { method: 'GET', path: '/accounts/b' }, expect: { results: [{ current_mrr: 100 }] } },
    ],
  },
  {
    name: 'level 2 faults refuse the batch where it is atomic',
    given: given(),
    request: post('/subscriptions', { records: [sound, end(day, of('none'))], options: { atomic: true } }),
    expect: { status_is_ok: false, failed_results: [{ record: 1, code: 'subscription_not_found' }] },
    later: [gone()],
  },
  {
    name: 'a dry run says what would happen and does not do it',
    given: given(),
    request: post('/subscriptions', {
      records: [sound, end(day, of('none')), end('2026-02')],
      options: { dry_run: true, return: 'outcomes' },
    }),
    expect: {
      status_is_ok: true,
      failed_results: [{ record: 1, code: 'subscription_not_found' }],
      outcomes: ['created', 'failed', 'updated'],
    },
    later: [gone(), { request: { method: 'GET', path: '/accounts/a' }, expect: { results: [{ current_mrr: null }] } }],
  },
  {
    name: 'outcomes tell created, updated, unchanged and failed apart',
    given: given(sound),
    request: post('/subscriptions', {
      records: [
        sound,
        revenue('2026-02', monthly(200)),
        renewal('2026-03', of('none')),
        revenue(day, monthly(5), of('t')),
        revenue(day, monthly(5), of('t')),
        end(day, of('t')),
        revenue(day, monthly(5), of('t')),
      ],
      options: { return: 'outcomes' },
    }),
    expect: {
      outcomes: ['unchanged', 'updated', 'failed', 'created', 'unchanged', 'updated', 'created'],
    },
  },
  {
    name: 'all outcomes of a batch that is refused are failed',
    given: given(),
    request: post('/subscriptions', { records: [sound, {}], options: { return: 'outcomes' } }),
    expect: { status_is_ok: false, outcomes: ['failed', 'failed'] },
  },
  {
    name: 'a record that changes its dimensions alone is an update',
    given: given(sound),
    request: post('/subscriptions', {
      records: [
        { ...sound, custom_dimensions: [{ key: 'k', value: 'v' }] },
        { ...sound, custom_dimensions: [{ key: 'k', value: 'v' }] },
        current(day, monthly(100)),
      ],
      options: { return: 'outcomes' },
    }),
    expect: { outcomes: ['updated', 'unchanged', 'unchanged'] },
  },
  {
    name: 'no records are no failure',
    request: send(),
    expect: exactly({ status_is_ok: true, failed_results: [] }),
  },
  {
    name: 'a body without records is a wrong envelope',
    request: post('/subscriptions', sound),
    expect: { status_is_ok: false, code: 'invalid_envelope', field: 'records', failed_results: [] },
  },
  {
    name: 'an option of the wrong type is a wrong envelope',
    request: put('/subscriptions/s', { data: sound, options: { dry_run: 'yes' } }),
    expect: { status_is_ok: false, code: 'invalid_envelope', field: 'dry_run' },
  },
  {
    name: 'a fault names the record as it was sent',
    given: given(),
    request: send({ ...end(day), account_id: 'a', subscription_id: 12 }),
    expect: refused('Subscription not found', { subscription_id: 12 }),
  },
]);
