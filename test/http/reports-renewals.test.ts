/** The report of renewals: due dates, what became of them, and the rates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  account,
  at,
  type Call,
  type Case,
  exactly,
  get,
  post,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { testNow } from '../support/server.ts';
import {
  accountsNamed,
  current,
  end,
  given,
  monthly,
  next,
  of,
  renewal,
  revenue,
  send,
  until,
  utc,
} from '../support/subscriptions.ts';

const server = useServer();
const year = `from=${utc('2026')}&to=${utc('2027')}`;

/** The present is 2026-03-10T09:00Z. */
const portfolio: Call[] = [
  upload(account('a', { tier: 'gold' }), account('b'), account('churned'), account('deleted')),
  send(
    revenue('2025-02-01', monthly(100), of('dearer', 'a'), { plan_code: 'pro' }, next('2026-02-01')),
    renewal('2026-02-03', of('dearer', 'a'), { total_revenue: 120, plan_code: 'max' }),
    revenue('2025-02-15', monthly(100), of('cheaper', 'b'), next('2026-02-15')),
    renewal('2026-02-15', of('cheaper', 'b'), { total_revenue: 80 }),
    revenue('2025-02-20', monthly(50), of('overdue', 'b'), next('2026-02-20')),
    revenue('2025-03-01', monthly(50), of('lost', 'churned'), next('2026-03-01')),
    end('2026-03-01', of('lost', 'churned')),
    revenue('2025-03-05', monthly(60), of('moved', 'b'), next('2026-03-05')),
    revenue('2026-01-05', monthly(60), of('moved', 'b'), next('2026-09-01')),
    revenue('2025-06-01', monthly(70), of('upcoming', 'a'), next('2026-06-01')),
    revenue('2025-01-01', monthly(999), of('deleted', 'deleted'), next('2026-01-01')),
  ),
  put('/accounts/churned', { is_churned: true }),
  put('/accounts/deleted', { is_deleted: true }),
];

const due = (
  due_date: string,
  account_id: string,
  subscription_id: string,
  state: string,
  value: number,
  more = {},
): object => ({
  account_id,
  subscription_id,
  due_date: utc(due_date),
  state,
  value,
  renewed_at: null,
  renewed_value: null,
  plan_code: null,
  ...more,
});
const renewed = (day: string, renewed_value: number): object => ({ renewed_at: utc(day), renewed_value });
const rows = [
  due('2026-02-01', 'a', 'dearer', 'renewed', 100, { ...renewed('2026-02-03', 120), plan_code: 'pro' }),
  due('2026-02-15', 'b', 'cheaper', 'renewed', 100, renewed('2026-02-15', 80)),
  due('2026-02-20', 'b', 'overdue', 'overdue', 50),
  due('2026-03-01', 'churned', 'lost', 'lost', 50),
  due('2026-03-05', 'b', 'moved', 'rescheduled', 60),
  due('2026-06-01', 'a', 'upcoming', 'upcoming', 70),
  due('2026-09-01', 'b', 'moved', 'upcoming', 60),
];
const formula = {
  logo: 'renewed / all due dates not later than now, rescheduled ones left out',
  gross: 'sum of min(renewed_value, value) / sum of value, over the same',
  net: 'sum of renewed_value / sum of value, over the same',
};

const tells = (
  name: string,
  query: string,
  expected: readonly number[],
  rates: object,
  more: readonly Call[] = [],
): Case => ({
  name,
  given: [...portfolio, ...more],
  request: get(`/reports/renewals?${query}`),
  expect: { status_is_ok: true, rates: exactly(rates), results: exactly(expected.map((index) => rows[index])) },
});
const all = [0, 1, 2, 3, 4, 5, 6];
const rates = { logo: 2 / 4, gross: 180 / 300, net: 200 / 300 };

runCases(server, [
  {
    name: 'every due date is a row, beside the rates and their formula',
    given: portfolio,
    request: get(`/reports/renewals?${year}`),
    expect: exactly({
      status_is_ok: true,
      current_page: 0,
      max_page_size: 1000,
      currency: 'USD',
      next_page: null,
      next_cursor: null,
      rates,
      formula,
      results: rows,
    }),
  },
  tells('the latest first where that is asked', `${year}&direction=desc`, all.toReversed(), rates),
  tells(
    'only those from `from` on and before `to`, and their rates',
    `from=${utc('2026-02-15')}&to=${utc('2026-03-01')}`,
    [1, 2],
    { logo: 1 / 2, gross: 80 / 150, net: 80 / 150 },
  ),
  tells('of one account', `${year}&account_id=a`, [0, 5], { logo: 1, gross: 1, net: 1.2 }),
  tells('where nothing has fallen due there are no rates', `from=${utc('2026-05')}&to=${utc('2027')}`, [5, 6], {
    logo: null,
    gross: null,
    net: null,
  }),
  tells('where there is nothing there are no rates', `from=0&to=1`, [], { logo: null, gross: null, net: null }),
  tells('a deleted account is left out', year, [1, 2, 3, 4, 6], { logo: 1 / 3, gross: 80 / 200, net: 80 / 200 }, [
    put('/accounts/a', { is_deleted: true }),
  ]),
  {
    name: 'an account whose deletion is taken back counts again',
    given: [...portfolio, put('/accounts/deleted', { is_deleted: false })],
    request: get(`/reports/renewals?${year}`),
    expect: {
      rates: { logo: 2 / 5, gross: 180 / 1299, net: 200 / 1299 },
      results: exactly([due('2026-01-01', 'deleted', 'deleted', 'overdue', 999), ...rows]),
    },
  },
  {
    name: 'a POST takes conditions',
    given: portfolio,
    request: post(`/reports/renewals?${year}`, { records: [{ attribute: 'tier', operator: 'like', value: 'GOLD' }] }),
    expect: { rates: { logo: 1, gross: 1, net: 1.2 }, results: exactly([rows[0], rows[5]]) },
  },
  {
    name: 'a due date is upcoming until its instant, then overdue',
    given: portfolio,
    request: at(utc('2026-06') - 1, get(`/reports/renewals?${year}&account_id=a`)),
    expect: { results: [{ state: 'renewed' }, { state: 'upcoming' }], rates: { logo: 1 } },
    later: [
      {
        request: at(utc('2026-06'), get(`/reports/renewals?${year}&account_id=a`)),
        expect: { results: [{ state: 'renewed' }, { state: 'overdue' }], rates: { logo: 1 / 2 } },
      },
    ],
  },
  {
    name: 'a due date is lost from the instant at which its subscription ends',
    given: given(revenue('2026-01', monthly(100), next('2026-04')), end('2026-05')),
    request: at(utc('2026-05') - 1, get(`/reports/renewals?${year}`)),
    expect: { results: [{ state: 'overdue', value: 100 }] },
    later: [
      { request: at(utc('2026-05'), get(`/reports/renewals?${year}`)), expect: { results: [{ state: 'lost' }] } },
    ],
  },
  {
    name: 'a past due date that a foreseen renewal settles counts as renewed',
    given: given(revenue('2025-03', monthly(100), next('2026-03-08')), renewal('2026-04', { total_revenue: 150 })),
    request: get(`/reports/renewals?${year}`),
    expect: {
      rates: { logo: 1, gross: 1, net: 1.5 },
      results: [{ state: 'renewed', renewed_at: utc('2026-04'), renewed_value: 150 }],
    },
  },
  {
    name: 'a renewal settles the due date that it names, not the earliest',
    given: given(
      revenue('2025-01', monthly(100), next('2026-01')),
      renewal('2025-06', next('2026-02'), { previous_renewal_date: utc('2030') }),
      revenue('2025-07', monthly(100), next('2026-03')),
      renewal('2026-01', { previous_renewal_date: utc('2026-03') }),
    ),
    request: get(`/reports/renewals?${year}`),
    expect: {
      results: [
        { due_date: utc('2026-01'), state: 'renewed', renewed_at: utc('2025-06') },
        { due_date: utc('2026-02'), state: 'rescheduled' },
        { due_date: utc('2026-03'), state: 'renewed', renewed_at: utc('2026-01') },
      ],
    },
  },
  {
    name: 'a client that sends only revenue events has renewal rates of 0',
    given: given(
      revenue('2024-02', monthly(100), next('2025-02')),
      revenue('2025-02', monthly(100), next('2026-02')),
      revenue('2026-02', monthly(100), next('2027-02')),
    ),
    request: get(`/reports/renewals?from=0&to=${utc('2027')}`),
    expect: { rates: { logo: 0, gross: 0, net: 0 }, results: [{ state: 'overdue' }, { state: 'overdue' }] },
  },
  {
    name: 'a renewal that was replaced at its instant settles nothing',
    given: given(
      revenue('2025-02', monthly(100), next('2026-02')),
      renewal('2026-02', next('2027-02')),
      revenue('2026-02', monthly(120), next('2027-02')),
    ),
    request: get(`/reports/renewals?from=0&to=${utc('2027')}`),
    expect: { results: [{ state: 'overdue', renewed_at: null }] },
  },
  {
    name: 'what a churned account is lost for is its MRR of before',
    given: given(revenue('2025-02', monthly(100), next('2026-02')), revenue('2025-09', monthly(0)), end('2025-12')),
    request: get(`/reports/renewals?from=0&to=${utc('2027')}`),
    expect: { results: [{ state: 'lost', value: 100 }], rates: { logo: 0, gross: 0, net: 0 } },
  },
  {
    name: 'due dates of one instant are told by account and subscription',
    given: [
      accountsNamed('a', 'b'),
      send(
        ...[of('t', 'b'), of('u', 'a'), of('s', 'a')].map((ids) =>
          revenue('2026-01', monthly(1), ids, next('2026-02')),
        ),
      ),
    ],
    request: get(`/reports/renewals?${year}`),
    expect: {
      results: [
        { account_id: 'a', subscription_id: 's' },
        { account_id: 'a', subscription_id: 'u' },
        { account_id: 'b', subscription_id: 't' },
      ],
    },
  },
]);

test('2,500 due dates are walked through by page and by cursor, and the rates are those of all', async () => {
  server().time.now = testNow;
  const client = await server().tenant();
  await client.load('accounts', [account('a'), account('b')]);
  const ids = Array.from({ length: 2500 }, (_, n) => n);
  await client.load(
    'subscriptions',
    ids.flatMap((n) => {
      const own = of(`s${n}`, n % 2 ? 'a' : 'b');
      const first = revenue('2025-01', monthly(100), own, { next_renewal_date: utc('2026-01') + (n % 9) });
      return n % 4 === 0 ? [first, renewal('2026-01', own, { total_revenue: 200 })] : [first];
    }),
  );
  for (const direction of ['asc', 'desc']) {
    const path = `/reports/renewals?${year}&direction=${direction}`;
    const pages = await Promise.all([0, 1, 2, 3].map(async (page) => (await client.get(`${path}&page=${page}`)).body));
    const walked = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await client.get(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      assert.deepEqual(body.rates, { logo: 0.25, gross: 0.25, net: 0.5 });
      walked.push(...body.results);
      cursor = body.next_cursor;
    }
    assert.deepEqual(
      pages.flatMap((page) => page.results),
      walked,
    );
    assert.equal(new Set(walked.map((each) => each.subscription_id)).size, 2500);
    const dates = walked.map((each) => each.due_date);
    assert.deepEqual(
      dates,
      dates.toSorted((one, other) => (direction === 'asc' ? one - other : other - one)),
    );
  }
});

const shows = (name: string, records: readonly object[], expected: number | null): Case => ({
  name,
  given: given(...records),
  request: get('/accounts/a'),
  expect: { results: [{ renewal_date: expected }] },
});

runCases(server, [
  shows(
    'an account has the earliest of its due dates',
    [revenue('2026-01', monthly(1), next('2026-09')), revenue('2026-01', monthly(1), of('t'), next('2026-08'))],
    utc('2026-08'),
  ),
  shows('one that is overdue, too', [revenue('2025-01', monthly(1), next('2026-01'))], utc('2026-01')),
  shows(
    'none that is renewed',
    [revenue('2025-01', monthly(1), next('2026-01')), renewal('2026-01', next('2027'))],
    utc('2027'),
  ),
  shows('none that is lost', [revenue('2025-01', monthly(1), next('2026-01')), end('2026-02')], null),
  shows(
    'none that is rescheduled',
    [revenue('2025-01', monthly(1), next('2026-06')), current('2025-01', monthly(1), next('2026-05'))],
    utc('2026-05'),
  ),
  shows(
    'none that no entry in effect names any more',
    [revenue('2025-01', monthly(1), next('2026-01')), revenue('2026-02', monthly(2))],
    null,
  ),
  shows(
    'one of an entry that is still to come',
    [revenue('2026-01', monthly(1), until('2026-09')), revenue('2026-09', monthly(1), next('2027-09'))],
    utc('2027-09'),
  ),
  shows('none where no subscription has one', [revenue('2025-01', monthly(1))], null),
]);
