/** PUT and DELETE of a subscription, and of one entry of its history. */
import { applied, type Case, del, exactly, get, put, runCases, useServer } from '../support/cases.ts';
import {
  accountsNamed,
  current,
  end,
  entry,
  given,
  gone,
  history,
  monthly,
  next,
  of,
  renewal,
  revenue,
  send,
  until,
  utc,
  yearly,
} from '../support/subscriptions.ts';

const server = useServer();
const [january, february, march, april] = ['2026-01', '2026-02', '2026-03', '2026-04'].map(utc) as [
  number,
  number,
  number,
  number,
];
const today = '2026-03-10';
const started = revenue('2026-01', monthly(100), { plan_code: 'pro', source: 'crm' }, next('2026-06'));
const pro = { mrr: 100, plan_code: 'pro', source: 'crm', next: '2026-06' };
/** 100 from January, 200 from February up to March, 300 from April. */
const three = [
  revenue('2026-01', monthly(100)),
  revenue('2026-02', monthly(200), until('2026-03')),
  revenue('2026-03', monthly(9), until('2026-04')),
  revenue('2026-04', monthly(300)),
];
const threeLeft = (...entries: object[]) => history(entries);

const amends = (name: string, before: readonly object[], data: object, entries: readonly object[]): Case => ({
  name,
  given: given(...before),
  request: put('/subscriptions/s', { data }),
  expect: exactly({ status_is_ok: true }),
  later: [history(entries)],
});
const fails = (name: string, data: object, fault: object, path = '/subscriptions/s'): Case => ({
  name,
  given: [accountsNamed('a', 'b'), send(started)],
  request: put(path, { data }),
  expect: exactly({ status_is_ok: false, ...fault }),
  later: [history([entry('2026-01', null, pro)])],
});
const missing = (field: string): object => ({
  message: `Invalid record, missing required field: ${field}`,
  code: 'missing_field',
  field,
});
const notFound = { message: 'Record not found', code: 'not_found' };
const later = {
  message: "'effective_end_date' value must be later than 'effective_start_date'",
  code: 'invalid_value',
  field: 'effective_end_date',
};

runCases(server, [
  {
    name: "the document's PUT ends the entry that starts at effective_start_date",
    given: [accountsNamed('2'), send(revenue(1_395_158_436_543, monthly(100), of('subscription_2', '2')))],
    request: put('/subscriptions/subscription_2', {
      data: {
        subscription_id: 'subscription_2',
        account_id: '2',
        effective_start_date: 1_395_158_436_543,
        end_date: 1_397_750_436_543,
      },
    }),
    expect: exactly({ status_is_ok: true }),
    later: [history([entry(1_395_158_436_543, 1_397_750_436_543, { mrr: 100, is_end: true })], 'subscription_2')],
  },
  amends('start_date stands for effective_start_date', [started], { start_date: january, total_revenue: 200 }, [
    entry('2026-01', null, { ...pro, mrr: 200 }),
  ]),
  amends(
    'where both names of a date are sent the longer one counts',
    [started],
    { start_date: march, effective_start_date: january, end_date: march, effective_end_date: february },
    [entry('2026-01', '2026-02', { ...pro, is_end: true })],
  ),
  amends('the account may be named', [started], { account_id: 'a', start_date: january, total_revenue: 200 }, [
    entry('2026-01', null, { ...pro, mrr: 200 }),
  ]),
  amends(
    'given fields replace those of the entry, and all others stay',
    [started],
    { start_date: january, ...yearly(1200), next_renewal_date: utc('2027') },
    [entry('2026-01', null, { ...pro, ...yearly(1200), next: '2027' })],
  ),
  amends(
    'null clears plan, source and renewal date',
    [started],
    { start_date: january, plan_code: null, source: null, next_renewal_date: null },
    [entry('2026-01', null, { mrr: 100 })],
  ),
  amends('an entry of the past is changed alone', [...three], { start_date: february, total_revenue: 250 }, [
    entry('2026-01', '2026-02', { mrr: 100 }),
    entry('2026-02', '2026-03', { mrr: 250 }),
    entry('2026-03', '2026-04', { mrr: 9 }),
    entry('2026-04', null, { mrr: 300 }),
  ]),
  amends(
    'an earlier end leaves nothing up to the old one',
    [...three],
    { start_date: february, end_date: utc('2026-02-15') },
    [
      entry('2026-01', '2026-02', { mrr: 100 }),
      entry('2026-02', '2026-02-15', { mrr: 200, is_end: true }),
      entry('2026-03', '2026-04', { mrr: 9 }),
      entry('2026-04', null, { mrr: 300 }),
    ],
  ),
  amends('a later end cuts what it newly covers', [...three], { start_date: february, end_date: utc('2026-04-15') }, [
    entry('2026-01', '2026-02', { mrr: 100 }),
    entry('2026-02', '2026-04-15', { mrr: 200 }),
    entry('2026-04-15', null, { mrr: 300 }),
  ]),
  amends('a null end cuts all that came after', [...three], { start_date: february, end_date: null }, [
    entry('2026-01', '2026-02', { mrr: 100 }),
    entry('2026-02', null, { mrr: 200 }),
  ]),
  amends(
    'the end of an open entry leaves nothing after it',
    [started],
    { effective_start_date: january, effective_end_date: april },
    [entry('2026-01', '2026-04', { ...pro, is_end: true })],
  ),
  amends(
    'a renewal stays a renewal, and another entry becomes none',
    [started, renewal('2026-02')],
    { start_date: february, total_revenue: 500, previous_renewal_date: utc('2026-06') },
    [
      entry('2026-01', '2026-02', pro),
      entry('2026-02', null, { mrr: 500, plan_code: 'pro', source: 'crm', is_renewal: true }),
    ],
  ),
  amends('an event that is null is none', [started], { event: null, start_date: january, total_revenue: 200 }, [
    entry('2026-01', null, { ...pro, mrr: 200 }),
  ]),
  amends(
    'with an event it is as a record of an upload: revenue',
    [started],
    { event: 'revenue', effective_start_date: february, ...monthly(200) },
    [entry('2026-01', '2026-02', pro), entry('2026-02', null, { ...pro, mrr: 200 })],
  ),
  amends(
    'with an event it is as a record of an upload: renewal',
    [started],
    { event: 'renewal', effective_start_date: utc('2026-06'), previous_renewal_date: utc('2026-06') },
    [
      entry('2026-01', '2026-06', pro),
      entry('2026-06', null, { mrr: 100, plan_code: 'pro', source: 'crm', is_renewal: true }),
    ],
  ),
  amends(
    'with an event it is as a record of an upload: current',
    [started],
    { event: 'current', effective_start_date: january, ...monthly(200) },
    [entry('2026-01', today, pro), entry(today, null, { ...pro, mrr: 200 })],
  ),
  amends(
    'with an event it is as a record of an upload: end',
    [started],
    { event: 'end', effective_start_date: february, plan_code: {} },
    [entry('2026-01', '2026-02', { ...pro, is_end: true })],
  ),
  {
    name: 'an end by PUT at the first start ends the subscription itself',
    given: given(started),
    request: put('/subscriptions/s', { data: { event: 'end', effective_start_date: january } }),
    expect: applied,
    later: [gone()],
  },
  {
    name: 'a record without data is the record itself',
    given: given(started),
    request: put('/subscriptions/s', { start_date: january, total_revenue: 200 }),
    expect: applied,
    later: [history([entry('2026-01', null, { ...pro, mrr: 200 })])],
  },
  {
    name: 'custom dimensions are merged by a PUT, too',
    given: given({ ...started, custom_dimensions: [{ key: 'k', value: 'v' }] }),
    request: put('/subscriptions/s', { start_date: january, custom_dimensions: [{ key: 'l', value: 'w' }] }),
    expect: applied,
    later: [
      {
        request: get('/subscriptions/s'),
        expect: {
          results: [
            {
              custom_dimensions: [
                { key: 'k', value: 'v' },
                { key: 'l', value: 'w' },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'the due date that a renewal names can be changed afterwards',
    given: given(started, revenue('2026-02', monthly(100), next('2026-09')), renewal('2026-03')),
    request: put('/subscriptions/s', { start_date: march, previous_renewal_date: utc('2026-06') }),
    expect: applied,
    later: [
      {
        request: get(`/reports/renewals?from=0&to=${utc('2027')}`),
        expect: {
          results: [
            { due_date: utc('2026-06'), state: 'renewed' },
            { due_date: utc('2026-09'), state: 'upcoming' },
          ],
        },
      },
    ],
  },
  {
    name: 'a PUT that changes nothing is unchanged, one that does is updated',
    given: given(started),
    request: put('/subscriptions/s', { data: { start_date: january }, options: { return: 'outcomes' } }),
    expect: { status_is_ok: true, outcomes: ['unchanged'] },
    later: [
      {
        request: put('/subscriptions/s', {
          data: { start_date: january, plan_code: 'max' },
          options: { return: 'outcomes' },
        }),
        expect: { status_is_ok: true, outcomes: ['updated'] },
      },
    ],
  },
  {
    name: 'a dry run of a PUT changes nothing',
    given: given(started),
    request: put('/subscriptions/s', { data: { start_date: january, total_revenue: 1 }, options: { dry_run: true } }),
    expect: { status_is_ok: true },
    later: [history([entry('2026-01', null, pro)])],
  },
  {
    name: 'what is derived follows a PUT',
    given: given(started),
    request: put('/subscriptions/s', { start_date: january, ...yearly(12_000), next_renewal_date: utc('2026-08') }),
    later: [
      {
        request: get('/accounts/a'),
        expect: { results: [{ current_mrr: 1000, renewal_date: utc('2026-08') }] },
      },
      {
        request: get(`/reports/mrr/movements?from=0&to=${utc('2027')}`),
        expect: { results: [{ at: january, class: 'new', amount: 1000 }] },
      },
    ],
  },

  fails('an id that no subscription has is not found', { start_date: january }, notFound, '/subscriptions/t'),
  fails(
    'an id that no subscription has is not found where its account is named',
    { account_id: 'a', start_date: january, total_revenue: 1 },
    notFound,
    '/subscriptions/t',
  ),
  fails(
    'a PUT never begins a subscription',
    { account_id: 'a', event: 'revenue', effective_start_date: january, ...monthly(1) },
    notFound,
    '/subscriptions/t',
  ),
  fails('a start at which no entry begins is not found', { start_date: february, total_revenue: 1 }, notFound),
  fails('a start is required', { total_revenue: 1 }, missing('effective_start_date')),
  fails('a start is not null', { start_date: null }, missing('effective_start_date')),
  fails(
    'a start is a number',
    { start_date: '2026-01-01' },
    {
      message: "'effective_start_date' value must be a Long",
      code: 'invalid_type',
      field: 'effective_start_date',
    },
  ),
  fails('an end at the start is refused', { start_date: january, end_date: january }, later),
  fails('an end before the start is refused', { start_date: january, end_date: 0 }, later),
  ...['total_revenue', 'cycle_unit', 'cycle_length'].map((field) =>
    fails(`${field} can not be cleared`, { start_date: january, [field]: null }, missing(field)),
  ),
  fails(
    'an unknown event is refused',
    { event: 'upgrade', effective_start_date: january },
    {
      message: "'event' value must be one of: end, renewal, revenue, current",
      code: 'invalid_choice',
      field: 'event',
    },
  ),
  fails(
    'with an event the aliases are no fields',
    { event: 'end', start_date: january },
    missing('effective_start_date'),
  ),
  fails(
    'a revenue event needs its price',
    { event: 'revenue', effective_start_date: january },
    missing('total_revenue'),
  ),
  fails(
    'the id in the record is that of the path',
    { subscription_id: 't', start_date: january },
    { message: "'subscription_id' value must be that of the path", code: 'invalid_value', field: 'subscription_id' },
  ),
  fails(
    'a subscription of another account is refused',
    { account_id: 'b', start_date: january, total_revenue: 1 },
    {
      message: "'subscription_id' value s belongs to another account",
      code: 'other_account',
      field: 'subscription_id',
    },
  ),
  {
    name: 'an unknown account is listed and is no failure',
    given: given(started),
    request: put('/subscriptions/s', { account_id: 'nobody', start_date: january, total_revenue: 1 }),
    expect: {
      status_is_ok: true,
      failed_results: [{ record: 0, code: 'account_not_found', account_id: 'nobody' }],
    },
    later: [history([entry('2026-01', null, pro)])],
  },
  {
    name: 'an unknown account is a failure where ignore_missing_accounts is false',
    given: given(started),
    request: put('/subscriptions/s', {
      data: { account_id: 'nobody', start_date: january, total_revenue: 1 },
      options: { ignore_missing_accounts: false },
    }),
    expect: { status_is_ok: false, message: 'Account not found' },
  },
]);

const unknownId = {
  status_is_ok: false,
  message: 'Invalid required field: subscription_id',
  code: 'not_found',
  field: 'subscription_id',
};
const all = [
  entry('2026-01', '2026-02', { mrr: 100 }),
  entry('2026-02', '2026-03', { mrr: 200 }),
  entry('2026-03', '2026-04', { mrr: 9 }),
  entry('2026-04', null, { mrr: 300 }),
];
const refusesDelete = (query: string, message: string): Case => ({
  name: `DELETE ?${query} deletes nothing`,
  given: given(...three),
  request: del(`/subscriptions/s?${query}`),
  expect: { status_is_ok: false, code: 'invalid_parameter', message },
  later: [threeLeft(...all)],
});
const noLong = "'start_date' value must be a Long";

runCases(server, [
  {
    name: 'a subscription is deleted with all its entries and dimensions',
    given: given({ ...started, custom_dimensions: [{ key: 'k', value: 'v' }] }, renewal('2026-06')),
    request: del('/subscriptions/s'),
    expect: exactly({ status_is_ok: true }),
    later: [
      gone(),
      { request: get('/accounts/a'), expect: { results: [{ current_mrr: null, renewal_date: null }] } },
      { request: get(`/reports/mrr/movements?from=0&to=${utc('2027')}`), expect: { results: [] } },
      { request: get(`/reports/renewals?from=0&to=${utc('2027')}`), expect: { results: [] } },
      { request: get('/accounts/a/mrr'), expect: { results: [] } },
      { request: send(started), expect: applied },
      { request: get('/subscriptions/s'), expect: { results: [{ custom_dimensions: [] }] } },
    ],
  },
  {
    name: 'a trailing slash changes nothing of it',
    given: given(started),
    request: del('/subscriptions/s/'),
    expect: applied,
    later: [gone()],
  },
  {
    name: 'one entry is deleted by its start, and leaves a gap: churn and reactivation',
    given: given(...three),
    request: del(`/subscriptions/s?start_date=${february}`),
    expect: exactly({ status_is_ok: true }),
    later: [
      history([
        entry('2026-01', '2026-02', { mrr: 100, is_end: true }),
        entry('2026-03', '2026-04', { mrr: 9 }),
        entry('2026-04', null, { mrr: 300 }),
      ]),
      {
        request: get(`/reports/mrr/movements?from=0&to=${utc('2026-03-10')}`),
        expect: {
          results: [
            { at: january, class: 'new', amount: 100 },
            { at: february, class: 'churn', amount: 100 },
            { at: march, class: 'reactivation', amount: 9 },
          ],
        },
      },
    ],
  },
  {
    name: 'with its last entry a subscription is gone, and its id is free',
    given: [accountsNamed('a', 'b'), send(started)],
    request: del(`/subscriptions/s?start_date=${january}`),
    expect: applied,
    later: [
      gone(),
      { request: send({ ...started, account_id: 'b' }), expect: { status_is_ok: true, failed_results: [] } },
    ],
  },
  {
    name: 'an entry before 1970 is deleted by its negative start',
    given: given(revenue(-5, monthly(1), until(0)), revenue(0, monthly(2))),
    request: del('/subscriptions/s?start_date=-5'),
    expect: applied,
    later: [history([entry(0, null, { mrr: 2 })])],
  },
  {
    name: 'an unknown id is an error',
    given: given(started),
    request: del('/subscriptions/t'),
    expect: exactly(unknownId),
  },
  {
    name: 'an unknown id with a start is an error',
    given: given(started),
    request: del(`/subscriptions/t?start_date=${january}`),
    expect: exactly(unknownId),
  },
  {
    name: 'a start at which no entry begins is an error, be there an entry then',
    given: given(started),
    request: del(`/subscriptions/s?start_date=${february}`),
    expect: exactly(unknownId),
    later: [history([entry('2026-01', null, pro)])],
  },
  refusesDelete('start_date=', noLong),
  refusesDelete('start_date=abc', noLong),
  refusesDelete('start_date=2026-02-01', noLong),
  refusesDelete(`start_date=${february}.0`, noLong),
  refusesDelete('start_date=1e3', noLong),
  refusesDelete('start_date=NaN', noLong),
  refusesDelete('start_date=undefined', noLong),
  refusesDelete('start_date=null', noLong),
  refusesDelete('start_date=9007199254740993', noLong),
  refusesDelete(`start_date=%20${february}`, noLong),
  refusesDelete(`start_date=${february}&start_date=${march}`, "Parameter 'start_date' is given twice"),
  refusesDelete(`Start_Date=${february}`, "Unknown parameter 'Start_Date'"),
  refusesDelete(`startdate=${february}`, "Unknown parameter 'startdate'"),
  refusesDelete(`effective_start_date=${february}`, "Unknown parameter 'effective_start_date'"),
  refusesDelete('account_id=a', "Unknown parameter 'account_id'"),
  {
    name: 'the subscriptions of an account are not deleted by its path',
    given: given(started),
    request: del('/accounts/a/subscriptions'),
    status: 405,
    expect: { code: 'method_not_allowed' },
    later: [history([entry('2026-01', null, pro)])],
  },
  {
    name: 'an id may hold what a path can only escape',
    given: given(revenue('2026-01', monthly(1), of('a/b ?#%é')), revenue('2026-01', monthly(1), of('a'))),
    request: del(`/subscriptions/${encodeURIComponent('a/b ?#%é')}`),
    expect: applied,
    later: [
      gone(encodeURIComponent('a/b ?#%é')),
      { request: get('/subscriptions/a'), expect: { results: [{ subscription_id: 'a' }] } },
    ],
  },
  {
    name: 'the other subscriptions of an account stay, and what is derived follows',
    given: given(started, revenue('2026-01', monthly(7), of('t'), next('2026-09')), end('2026-02', of('t'))),
    request: del('/subscriptions/s'),
    later: [
      { request: get('/accounts/a'), expect: { results: [{ current_mrr: 0, renewal_date: null }] } },
      history([entry('2026-01', '2026-02', { mrr: 7, next: '2026-09', is_end: true })], 't'),
    ],
  },
  {
    name: 'a snapshot that tells of an end deletes nothing that was before it',
    given: given(started, current('2026-01', monthly(100), until('2026-02'))),
    ...history([entry('2026-01', '2026-02', { ...pro, is_end: true })]),
  },
]);
