/** The report of MRR by period, and retention. */
import assert from 'node:assert/strict';
import {
  account,
  at,
  type Call,
  type Case,
  day,
  exactly,
  get,
  post,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { type TestServer, testNow } from '../support/server.ts';
import { accountsNamed, end, monthly, of, revenue, send, until, utc } from '../support/subscriptions.ts';

const server = useServer();
const inZone = (time_zone: string) => (): TestServer => ({
  ...server(),
  tenant: (options) => server().tenant({ ...options, time_zone }),
});
const iso = (text: string): number => Date.parse(text);

/** The present is 2026-03-10T09:00Z; what account b pays from April on is foreseen. */
const portfolio: Call[] = [
  upload(...['a', 'b', 'c', 'churned', 'deleted'].map((id) => account(id))),
  send(
    revenue('2026-01', monthly(1000), of('a1', 'a')),
    revenue('2026-02', monthly(1500), of('a1', 'a')),
    end('2026-03', of('a1', 'a')),
    revenue('2026-01-15', monthly(200), of('b1', 'b')),
    revenue('2026-02-10', monthly(150), of('b1', 'b')),
    revenue('2026-04', monthly(500), of('b1', 'b')),
    revenue('2025-06', monthly(10), of('c1', 'c'), until('2025-09')),
    revenue('2026-02-20', monthly(30), of('c1', 'c')),
    revenue('2025-12', monthly(50), of('d1', 'churned')),
    revenue('2026-01', monthly(9999), of('e1', 'deleted')),
  ),
  put('/accounts/churned', { is_churned: true }),
  put('/accounts/deleted', { is_deleted: true }),
];

const row = (start: number | string, to: number | string, fields: object): object => ({
  start: typeof start === 'string' ? utc(start) : start,
  end: typeof to === 'string' ? utc(to) : to,
  opening: 0,
  new: 0,
  reactivation: 0,
  expansion: 0,
  contraction: 0,
  churn: 0,
  closing: 0,
  accounts_opening: 0,
  accounts_closing: 0,
  ...fields,
});
const range = (from: string, to: string): string => `from=${utc(from)}&to=${utc(to)}`;
const january = { opening: 50, new: 1200, closing: 1250, accounts_opening: 1, accounts_closing: 3 };
const february = {
  opening: 1250,
  reactivation: 30,
  expansion: 500,
  contraction: 50,
  closing: 1730,
  accounts_opening: 3,
  accounts_closing: 4,
};
const march = { opening: 1730, churn: 1500, closing: 230, accounts_opening: 4, accounts_closing: 3 };
const after = { opening: 230, closing: 230, accounts_opening: 3, accounts_closing: 3 };

const reports = (name: string, query: string, rows: readonly object[], more: readonly Call[] = []): Case => ({
  name,
  given: [...portfolio, ...more],
  request: get(`/reports/mrr?${query}`),
  expect: { status_is_ok: true, results: exactly(rows) },
});

runCases(server, [
  {
    name: 'the answer says by what interval, basis, time zone and formula it is',
    given: portfolio,
    request: get(`/reports/mrr?${range('2026-01', '2026-03')}`),
    expect: exactly({
      status_is_ok: true,
      interval: 'month',
      basis: 'event',
      time_zone: 'UTC',
      currency: 'USD',
      formula: 'closing = opening + new + reactivation + expansion - contraction - churn, all in cents',
      results: [row('2026-01', '2026-02', january), row('2026-02', '2026-03', february)],
    }),
  },
  reports('months are the default', range('2026-01', '2026-04'), [
    row('2026-01', '2026-02', january),
    row('2026-02', '2026-03', february),
    row('2026-03', '2026-04', march),
  ]),
  reports('what is later than now is not counted', range('2026-03', '2026-06'), [
    row('2026-03', '2026-04', march),
    row('2026-04', '2026-05', after),
    row('2026-05', '2026-06', after),
  ]),
  reports('a report of the future shows the MRR of now', `${range('2027-01', '2028-01')}&interval=year`, [
    row('2027-01', '2028-01', after),
  ]),
  reports('a report of the time before everything shows nothing', `${range('2000', '2001')}&interval=year`, [
    row('2000', '2001', {}),
  ]),
  reports('the first and the last period are cut', range('2026-01-15', '2026-02-10'), [
    row('2026-01-15', '2026-02', {
      opening: 1050,
      new: 200,
      closing: 1250,
      accounts_opening: 2,
      accounts_closing: 3,
    }),
    row('2026-02', '2026-02-10', {
      opening: 1250,
      expansion: 500,
      closing: 1750,
      accounts_opening: 3,
      accounts_closing: 3,
    }),
  ]),
  reports('a range within a period is one row', range('2026-02-10', '2026-02-11'), [
    row('2026-02-10', '2026-02-11', {
      opening: 1750,
      contraction: 50,
      closing: 1700,
      accounts_opening: 3,
      accounts_closing: 3,
    }),
  ]),
  reports('a range of a millisecond is one row', `from=${utc('2026-03')}&to=${utc('2026-03') + 1}`, [
    row('2026-03', utc('2026-03') + 1, march),
  ]),
  reports('by quarter', `${range('2025-06-15', '2026-05')}&interval=quarter`, [
    row('2025-06-15', '2025-07', { opening: 10, closing: 10, accounts_opening: 1, accounts_closing: 1 }),
    row('2025-07', '2025-10', { opening: 10, churn: 10, accounts_opening: 1 }),
    row('2025-10', '2026-01', { new: 50, closing: 50, accounts_closing: 1 }),
    row('2026-01', '2026-04', {
      opening: 50,
      new: 1200,
      reactivation: 30,
      expansion: 500,
      contraction: 50,
      churn: 1500,
      closing: 230,
      accounts_opening: 1,
      accounts_closing: 3,
    }),
    row('2026-04', '2026-05', after),
  ]),
  reports('by year', `${range('2025-06-15', '2026-07-15')}&interval=year`, [
    row('2025-06-15', '2026-01', {
      opening: 10,
      new: 50,
      churn: 10,
      closing: 50,
      accounts_opening: 1,
      accounts_closing: 1,
    }),
    row('2026-01', '2026-07-15', {
      opening: 50,
      new: 1200,
      reactivation: 30,
      expansion: 500,
      contraction: 50,
      churn: 1500,
      closing: 230,
      accounts_opening: 1,
      accounts_closing: 3,
    }),
  ]),
  reports(
    'by period the two ends of a period are compared, account by account',
    `${range('2026-01', '2026-04')}&interval=quarter&basis=period`,
    [
      row('2026-01', '2026-04', {
        opening: 50,
        new: 150,
        reactivation: 30,
        closing: 230,
        accounts_opening: 1,
        accounts_closing: 3,
      }),
    ],
  ),
  reports(
    'by period an account that falls to nothing has churned',
    `${range('2026-02', '2026-04')}&interval=quarter&basis=period`,
    [
      row('2026-02', '2026-04', {
        opening: 1250,
        reactivation: 30,
        contraction: 50,
        churn: 1000,
        closing: 230,
        accounts_opening: 3,
        accounts_closing: 3,
      }),
    ],
  ),
  reports('by period and month each month is compared', `${range('2026-01', '2026-04')}&basis=period`, [
    row('2026-01', '2026-02', january),
    row('2026-02', '2026-03', february),
    row('2026-03', '2026-04', march),
  ]),
  {
    name: 'by period an account that came, went and came back in one period is new',
    given: [
      accountsNamed('a'),
      send(revenue('2026-01-05', monthly(100), until('2026-01-10')), revenue('2026-01-20', monthly(70))),
    ],
    request: get(`/reports/mrr?${range('2026-01', '2026-02')}&basis=period`),
    expect: { results: [{ new: 70, reactivation: 0, churn: 0, closing: 70 }] },
    later: [
      {
        request: get(`/reports/mrr?${range('2026-01', '2026-02')}`),
        expect: { results: [{ new: 100, reactivation: 70, churn: 100, closing: 70 }] },
      },
    ],
  },
  {
    name: 'a movement counts from the very instant at which it happens',
    given: [accountsNamed('a'), send(revenue(testNow + 1000, monthly(100)))],
    request: at(testNow + 999, get(`/reports/mrr?${range('2026-03', '2026-04')}`)),
    expect: { results: [{ new: 0, closing: 0, accounts_closing: 0 }] },
    later: [
      {
        request: at(testNow + 1000, get(`/reports/mrr?${range('2026-03', '2026-04')}`)),
        expect: { results: [{ new: 100, closing: 100, accounts_closing: 1 }] },
      },
      {
        request: get(`/reports/mrr?from=${utc('2026-03')}&to=${testNow + 1000}`),
        expect: { results: [{ new: 0, closing: 0 }] },
      },
      {
        request: get(`/reports/mrr?from=${utc('2026-03')}&to=${testNow + 1001}`),
        expect: { results: [{ new: 100, closing: 100 }] },
      },
      {
        request: get(`/reports/mrr?from=${testNow + 1000}&to=${utc('2026-04')}`),
        expect: { results: [{ opening: 0, new: 100, closing: 100 }] },
      },
      {
        request: get(`/reports/mrr?from=${testNow + 1001}&to=${utc('2026-04')}`),
        expect: { results: [{ opening: 100, new: 0, closing: 100, accounts_opening: 1 }] },
      },
    ],
  },
  {
    name: 'weeks begin on Monday',
    request: get(`/reports/mrr?${range('2026-01-01', '2026-01-20')}&interval=week`),
    expect: {
      results: exactly([
        row('2026-01-01', '2026-01-05', {}),
        row('2026-01-05', '2026-01-12', {}),
        row('2026-01-12', '2026-01-19', {}),
        row('2026-01-19', '2026-01-20', {}),
      ]),
    },
  },
  {
    name: 'days are days',
    request: get(`/reports/mrr?from=${utc('2024-02-28') + 5}&to=${utc('2024-03-02')}&interval=day`),
    expect: {
      results: exactly([
        row(utc('2024-02-28') + 5, '2024-02-29', {}),
        row('2024-02-29', '2024-03-01', {}),
        row('2024-03-01', '2024-03-02', {}),
      ]),
    },
  },
  {
    name: '1,200 periods are answered',
    request: get(`/reports/mrr?from=0&to=${1200 * day}&interval=day`),
    expect: { status_is_ok: true, results: (results: unknown[]) => assert.equal(results.length, 1200) },
  },
  {
    name: '1,201 periods are an error',
    request: get(`/reports/mrr?from=0&to=${1200 * day + 1}&interval=day`),
    expect: exactly({
      status_is_ok: false,
      message: "'interval' divides the range into more than 1200 periods",
      code: 'invalid_parameter',
      field: 'interval',
      results: [],
    }),
  },
  {
    name: 'all of time by the day is an error, and a quick one',
    request: get('/reports/mrr?from=-8640000000000000&to=8640000000000000&interval=day'),
    expect: { status_is_ok: false, field: 'interval' },
  },
  ...['decade', 'Month', '', 'months'].map(
    (interval): Case => ({
      name: `interval=${interval} is an error`,
      request: get(`/reports/mrr?from=0&to=1&interval=${interval}`),
      expect: exactly({
        status_is_ok: false,
        message: "'interval' value must be one of: month, day, week, quarter, year",
        code: 'invalid_parameter',
        field: 'interval',
        results: [],
      }),
    }),
  ),
  ...['cash', 'EVENT', ''].map(
    (basis): Case => ({
      name: `basis=${basis} is an error`,
      request: get(`/reports/mrr?from=0&to=1&basis=${basis}`),
      expect: exactly({
        status_is_ok: false,
        message: "'basis' value must be one of: event, period",
        code: 'invalid_parameter',
        field: 'basis',
        results: [],
      }),
    }),
  ),
  {
    name: 'a POST takes interval and basis likewise',
    given: portfolio,
    request: post(`/reports/mrr?${range('2026-01', '2026-04')}&interval=quarter&basis=period&account_id=b`, {
      records: [],
    }),
    expect: { interval: 'quarter', basis: 'period', results: [{ new: 150, closing: 150, accounts_closing: 1 }] },
  },
  {
    name: 'amounts far beyond 2^32 are exact',
    given: [
      accountsNamed('a', 'b'),
      send(revenue('2026-01', monthly(1e12), of('s', 'a')), revenue('2026-01', monthly(1e12 - 1), of('t', 'b'))),
    ],
    request: get(`/reports/mrr?${range('2026-01', '2026-02')}`),
    expect: { results: [{ new: 1_999_999_999_999, closing: 1_999_999_999_999 }] },
  },
]);

/** Months as they begin in a zone, and in which of two a movement falls. */
const inMonths = (starts: readonly string[], moved: string, index: number): Case => ({
  name: `the months of ${starts.at(0)} and after, and what happened at ${moved}`,
  given: [accountsNamed('a'), send(revenue(iso(moved), monthly(100)))],
  request: get(`/reports/mrr?from=${iso(starts[0] as string)}&to=${iso(starts.at(-1) as string)}`),
  expect: {
    results: starts.slice(1).map((to, period) => ({
      start: iso(starts[period] as string),
      end: iso(to),
      new: period === index ? 100 : 0,
    })),
  },
});
const inDays = (name: string, starts: readonly string[]): Case => ({
  name,
  request: get(`/reports/mrr?from=${iso(starts[0] as string)}&to=${iso(starts.at(-1) as string)}&interval=day`),
  expect: { results: starts.slice(1).map((to, period) => ({ start: iso(starts[period] as string), end: iso(to) })) },
});

const kathmandu = ['2025-12-31T18:15Z', '2026-01-31T18:15Z', '2026-02-28T18:15Z'];
runCases(inZone('Asia/Kathmandu'), [
  inMonths(kathmandu, '2026-01-31T18:15:00Z', 1),
  inMonths(kathmandu, '2026-01-31T18:14:59.999Z', 0),
  {
    name: 'the answer names the zone',
    request: get('/reports/mrr?from=0&to=1'),
    expect: { time_zone: 'Asia/Kathmandu' },
  },
]);
const newYork = ['2026-02-01T05:00Z', '2026-03-01T05:00Z', '2026-04-01T04:00Z', '2026-05-01T04:00Z'];
runCases(inZone('America/New_York'), [
  inMonths(newYork, '2026-03-01T04:59:59Z', 0),
  inMonths(newYork, '2026-03-01T05:00:00Z', 1),
  inDays('a day of 23 hours is a day', ['2026-03-07T05:00Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z']),
  inDays('a day of 25 hours is a day', ['2026-10-31T04:00Z', '2026-11-01T04:00Z', '2026-11-02T05:00Z']),
  {
    name: 'a quarter is cut where the clocks have changed meanwhile',
    request: get(`/reports/mrr?from=${iso('2026-01-01T00:00Z')}&to=${iso('2026-07-01T04:00Z')}&interval=quarter`),
    expect: {
      results: [
        { start: iso('2026-01-01T00:00Z'), end: iso('2026-01-01T05:00Z') },
        { start: iso('2026-01-01T05:00Z'), end: iso('2026-04-01T04:00Z') },
        { start: iso('2026-04-01T04:00Z'), end: iso('2026-07-01T04:00Z') },
      ],
    },
  },
]);
runCases(inZone('Pacific/Apia'), [
  inMonths(['2026-01-31T11:00Z', '2026-02-28T11:00Z', '2026-03-31T11:00Z'], '2026-02-28T11:00Z', 1),
  inDays('a day that was skipped is none', ['2011-12-29T10:00Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z']),
]);
runCases(inZone('America/Santiago'), [
  inDays('a day without a midnight begins at its first instant', [
    '2026-09-05T04:00Z',
    '2026-09-06T04:00Z',
    '2026-09-07T03:00Z',
  ]),
]);

const retains = (name: string, query: string, expected: object, more: readonly Call[] = []): Case => ({
  name,
  given: [...portfolio, ...more],
  request: get(`/reports/retention?${query}`),
  expect: { status_is_ok: true, results: exactly([expected]) },
});

runCases(server, [
  {
    name: 'retention is one row, with its formula',
    given: portfolio,
    request: get(`/reports/retention?${range('2026-02', '2026-03-05')}`),
    expect: exactly({
      status_is_ok: true,
      formula: {
        gross: 'sum of min(opening, closing) / sum of opening, over accounts with MRR just before from',
        net: 'sum of closing / sum of opening, over the same accounts',
        logo_churn: 'accounts with a closing of 0 / all of the same accounts',
      },
      results: [{ gross: 200 / 1250, net: 200 / 1250, logo_churn: 1 / 3 }],
    }),
  },
  retains('what grew counts in net retention alone', range('2026-01-20', '2026-02-05'), {
    gross: 1,
    net: 1750 / 1250,
    logo_churn: 0,
  }),
  retains('accounts that came later count in neither', range('2026-01', '2026-03-05'), {
    gross: 1,
    net: 1,
    logo_churn: 0,
  }),
  retains('an account that left and is back has not left', range('2025-08', '2026-03-05'), {
    gross: 1,
    net: 3,
    logo_churn: 0,
  }),
  retains('where nobody had MRR there is nothing to retain', range('2000', '2026'), {
    gross: null,
    net: null,
    logo_churn: null,
  }),
  retains('an end that is later than now is now', range('2026-03-05', '2030'), { gross: 1, net: 1, logo_churn: 0 }),
  retains('a beginning that is later than now is now, too', range('2027', '2030'), { gross: 1, net: 1, logo_churn: 0 }),
  retains('retention of one account', `${range('2026-02', '2026-03-05')}&account_id=b`, {
    gross: 0.75,
    net: 0.75,
    logo_churn: 0,
  }),
  retains(
    'a deleted account is left out',
    range('2026-02', '2026-03-05'),
    { gross: 200 / 250, net: 200 / 250, logo_churn: 0 },
    [put('/accounts/a', { is_deleted: true })],
  ),
  retains(
    'one that is deleted no longer counts again',
    range('2026-02', '2026-03-05'),
    { gross: (200 + 9999) / 11_249, net: (200 + 9999) / 11_249, logo_churn: 1 / 4 },
    [put('/accounts/deleted', { is_deleted: false })],
  ),
  {
    name: 'retention of those that conditions select',
    given: portfolio,
    request: post(`/reports/retention?${range('2026-02', '2026-03-05')}`, {
      records: [{ attribute: 'is_churned', operator: 'isFalse' }],
    }),
    expect: { results: [{ gross: 150 / 1200, net: 150 / 1200, logo_churn: 0.5 }] },
  },
  {
    name: 'a loss that is made good meanwhile is none',
    given: [
      accountsNamed('a'),
      send(revenue('2026-01', monthly(100)), revenue('2026-02', monthly(1), until('2026-02-02'))),
    ],
    request: get(`/reports/retention?${range('2026-01-15', '2026-03')}`),
    expect: { results: [{ gross: 1, net: 1, logo_churn: 0 }] },
  },
]);
