/** Lists of subscriptions, and of the entries of an account. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, at, type Case, exactly, get, put, runCases, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { testNow } from '../support/server.ts';
import {
  accountsNamed,
  current,
  end,
  entry,
  gone,
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

type Row = { [field: string]: unknown };
/** The ids of the subscriptions that are answered, in order. */
const names =
  (...expected: string[]) =>
  (results: unknown): void =>
    assert.deepEqual(
      (results as Row[]).map((row) => row.subscription_id),
      expected,
    );

const some = [
  accountsNamed('a', 'b'),
  send(
    revenue('2026-01', monthly(100), of('s1', 'a'), { custom_dimensions: [{ key: 'k', value: null }] }),
    renewal('2026-06', of('s1', 'a'), next('2027')),
    revenue('2025-01', monthly(200), of('s2', 'b')),
    end('2025-06', of('s2', 'b')),
    revenue('2027-01', monthly(300), of('s3', 'a'), { plan_code: 'pro', source: 'crm' }),
    revenue('2026-01', yearly(4800), of('s0', 'b')),
  ),
];
const lists = (query: string, ...expected: string[]): Case => ({
  name: `GET /subscriptions${query} answers ${expected.join(', ')}`,
  given: some,
  request: get(`/subscriptions${query}`),
  expect: { status_is_ok: true, results: names(...expected) },
});

runCases(server, [
  {
    name: 'the list holds every subscription with the entry that stands for it: now, else the last, else the first',
    given: some,
    request: get('/subscriptions'),
    expect: exactly({
      status_is_ok: true,
      current_page: 0,
      max_page_size: 1000,
      next_page: null,
      next_cursor: null,
      results: [
        {
          subscription_id: 's3',
          account_id: 'a',
          records: [entry('2027-01', null, { mrr: 300, plan_code: 'pro', source: 'crm' })],
          custom_dimensions: [],
          modify_time: testNow,
        },
        {
          subscription_id: 's0',
          account_id: 'b',
          records: [entry('2026-01', null, { ...yearly(4800), mrr: 400 })],
          custom_dimensions: [],
          modify_time: testNow,
        },
        {
          subscription_id: 's1',
          account_id: 'a',
          records: [entry('2026-01', '2026-06', { mrr: 100 })],
          custom_dimensions: [{ key: 'k', value: null }],
          modify_time: testNow,
        },
        {
          subscription_id: 's2',
          account_id: 'b',
          records: [entry('2025-01', '2025-06', { mrr: 200, is_end: true })],
          custom_dimensions: [],
          modify_time: testNow,
        },
      ],
    }),
  },
  lists('?order_by=start_date', 's3', 's0', 's1', 's2'),
  lists('?order_by=start_date&direction=asc', 's2', 's1', 's0', 's3'),
  lists('?direction=ASC', 's2', 's1', 's0', 's3'),
  lists('?order_by=subscription_id', 's3', 's2', 's1', 's0'),
  lists('?order_by=subscription_id&direction=asc', 's0', 's1', 's2', 's3'),
  lists('?order_by=id&direction=asc', 's0', 's1', 's2', 's3'),
  lists('?order_by=account_id', 's2', 's0', 's3', 's1'),
  lists('?order_by=account_id&direction=asc', 's1', 's3', 's0', 's2'),
  lists('?order_by=records&direction=asc', 's2', 's1', 's0', 's3'),
  lists('?direction=upwards', 's3', 's0', 's1', 's2'),
  lists('?account_id=a', 's3', 's1'),
  lists('?account_id=b&order_by=id&direction=asc', 's0', 's2'),
  lists('?account_id=nobody'),
  lists('?page=1'),
  lists('?page=x', 's3', 's0', 's1', 's2'),
  {
    name: 'what was asked of the order is answered, and nothing else',
    given: some,
    request: get('/subscriptions?order_by=id&direction=ASC&account_id=a&include_inactive=true&x=y'),
    expect: {
      order_by: 'subscription_id',
      direction: 'asc',
      account_id: undefined,
      include_inactive: undefined,
      x: undefined,
    },
  },
  {
    name: 'an order that there is not is answered as the one that is taken',
    given: some,
    request: get('/subscriptions?order_by=mrr'),
    expect: { order_by: 'start_date', direction: undefined },
  },
  {
    name: 'a blank account_id is an error',
    given: some,
    request: get('/subscriptions?account_id='),
    expect: exactly({
      status_is_ok: false,
      message: "'account_id' value must not be blank",
      code: 'invalid_parameter',
      field: 'account_id',
      results: [],
    }),
  },
  {
    name: 'a malformed cursor is an error',
    given: some,
    request: get('/subscriptions?cursor=x'),
    expect: { status_is_ok: false, message: "'cursor' is malformed", results: [] },
  },
  {
    name: 'the entry that stands for a subscription changes by the clock alone',
    given: some,
    request: at(utc('2026-06') - 1, get('/subscriptions/s1')),
    expect: { results: [{ records: [{ start_date: utc('2026-01') }] }] },
    later: [
      {
        request: at(utc('2026-06'), get('/subscriptions/s1')),
        expect: { results: [{ records: [entry('2026-06', null, { mrr: 100, is_renewal: true, next: '2027' })] }] },
      },
      {
        request: get('/subscriptions?account_id=a&order_by=id&direction=asc'),
        expect: {
          results: [{ records: [{ start_date: utc('2026-06') }] }, { records: [{ start_date: utc('2027') }] }],
        },
      },
    ],
  },
  {
    name: 'in a gap the last past entry stands for a subscription',
    given: [
      accountsNamed('a'),
      send(revenue('2026-01', monthly(1), until('2026-02')), revenue('2026-04', monthly(2), until('2026-05'))),
    ],
    request: get('/subscriptions/s'),
    expect: { results: [{ records: [{ start_date: utc('2026-01'), is_end: true }] }] },
  },
  {
    name: 'subscriptions of deleted accounts stay in the lists',
    given: [...some, put('/accounts/b', { is_deleted: true })],
    request: get('/subscriptions'),
    expect: { results: names('s3', 's0', 's1', 's2') },
    later: [
      { request: get('/subscriptions/s0'), expect: { results: names('s0') } },
      { request: get('/accounts/b/subscriptions'), expect: { results: names('s0', 's2') } },
    ],
  },

  {
    name: 'one subscription is answered unpaged',
    given: some,
    request: get('/subscriptions/s1'),
    expect: exactly({
      status_is_ok: true,
      results: [
        {
          subscription_id: 's1',
          account_id: 'a',
          records: [entry('2026-01', '2026-06', { mrr: 100 })],
          custom_dimensions: [{ key: 'k', value: null }],
          modify_time: testNow,
        },
      ],
    }),
  },
  ...['true', 'TRUE', '1', '-7'].map(
    (flag): Case => ({
      name: `history=${flag} answers the whole history, oldest first`,
      given: some,
      request: get(`/subscriptions/s1/?history=${flag}`),
      expect: {
        results: [
          {
            records: exactly([
              entry('2026-01', '2026-06', { mrr: 100 }),
              entry('2026-06', null, { mrr: 100, is_renewal: true, next: '2027' }),
            ]),
          },
        ],
      },
    }),
  ),
  {
    name: 'history=true answers the whole history of each subscription of a list',
    given: some,
    request: get('/subscriptions?history=true&account_id=a&order_by=id&direction=asc'),
    expect: {
      results: [
        {
          subscription_id: 's1',
          records: exactly([
            entry('2026-01', '2026-06', { mrr: 100 }),
            entry('2026-06', null, { mrr: 100, is_renewal: true, next: '2027' }),
          ]),
        },
        { subscription_id: 's3' },
      ],
    },
  },
  ...['false', '0', '', 'yes'].map(
    (flag): Case => ({
      name: `history=${flag} answers one entry`,
      given: some,
      request: get(`/subscriptions/s1?history=${flag}`),
      expect: { results: [{ records: [{ start_date: utc('2026-01') }] }] },
    }),
  ),
  {
    name: 'an unknown id is not found',
    given: some,
    request: get('/subscriptions/none'),
    expect: exactly({ status_is_ok: false, message: 'Record not found', code: 'not_found', results: [] }),
    later: [gone('none?history=true')],
  },
  {
    name: 'ids are exact',
    given: some,
    ...gone('S1'),
  },
]);

const flat = (id: string, account_id: string, answered: object): object => ({
  subscription_id: id,
  account_id,
  ...answered,
});
const ofA = [
  flat('s3', 'a', entry('2027-01', null, { mrr: 300, plan_code: 'pro', source: 'crm' })),
  flat('s1', 'a', entry('2026-06', null, { mrr: 100, is_renewal: true, next: '2027' })),
  flat('s1', 'a', entry('2026-01', '2026-06', { mrr: 100 })),
];
/** The order of the entries of account a: the latest is 2, the one before 1, the first 0. */
const orders = (query: string, ...expected: number[]): Case => ({
  name: `GET /accounts/a/subscriptions${query} answers ${expected.join(', ')}`,
  given: some,
  request: get(`/accounts/a/subscriptions${query}`),
  expect: { results: exactly(expected.map((index) => ofA[2 - index])) },
});

runCases(server, [
  {
    name: 'the entries of an account are answered flat, the latest first',
    given: some,
    request: get('/accounts/a/subscriptions'),
    expect: exactly({
      status_is_ok: true,
      current_page: 0,
      max_page_size: 1000,
      next_page: null,
      next_cursor: null,
      results: ofA,
    }),
  },
  {
    name: 'GET /accounts/{id}/subscription is the same',
    given: some,
    request: get('/accounts/a/subscription'),
    expect: { results: exactly(ofA) },
    later: [
      {
        request: get('/accounts/a/subscription/?order_by=start_date&direction=asc'),
        expect: { results: exactly(ofA.toReversed()), order_by: 'start_date', direction: 'asc' },
      },
    ],
  },
  orders('?direction=asc', 0, 1, 2),
  orders('?order_by=subscription_id&direction=asc', 0, 1, 2),
  orders('?order_by=id', 2, 1, 0),
  orders('?order_by=account_id', 2, 1, 0),
  orders('?order_by=end_date', 0, 2, 1),
  orders('?order_by=end_date&direction=asc', 0, 1, 2),
  orders('?order_by=is_renewal', 1, 2, 0),
  orders('?order_by=is_renewal&direction=asc', 0, 2, 1),
  orders('?order_by=next_renewal_date', 1, 2, 0),
  orders('?order_by=expiration_date&direction=asc', 1, 0, 2),
  orders('?order_by=plan_code', 2, 1, 0),
  orders('?order_by=mrr', 2, 1, 0),
  orders('?order_by=total_revenue&direction=asc', 0, 1, 2),
  orders('?order_by=source&direction=asc', 2, 0, 1),
  orders('?order_by=nothing', 2, 1, 0),
  orders('?page=1'),
  {
    name: 'an account without subscriptions has none',
    given: [accountsNamed('a')],
    request: get('/accounts/a/subscriptions'),
    expect: { status_is_ok: true, results: [], next_cursor: null },
  },
  {
    name: 'an unknown account is an error',
    given: some,
    request: get('/accounts/nobody/subscriptions'),
    expect: exactly({ status_is_ok: false, message: 'Account not found', code: 'not_found', results: [] }),
  },
  {
    name: 'the alias says so, too',
    given: some,
    request: get('/accounts/nobody/subscription'),
    expect: { status_is_ok: false, message: 'Account not found', results: [] },
  },
]);

/** All pages of a list, by number and by cursor, which must be the same. */
async function walk(client: Client, path: string): Promise<Row[]> {
  const join = path.includes('?') ? '&' : '?';
  const [byPage, byCursor]: [Row[], Row[]] = [[], []];
  for (let page: number | null = 0; page !== null; ) {
    const { body } = await client.get(`${path}${join}page=${page}`);
    assert.equal(body.status_is_ok, true, body.message);
    assert.equal(body.current_page, page);
    byPage.push(...body.results);
    page = body.next_page;
  }
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await client.get(`${path}${cursor === '' ? '' : `${join}cursor=${cursor}`}`);
    assert.equal(body.status_is_ok, true, body.message);
    byCursor.push(...body.results);
    cursor = body.next_cursor;
  }
  assert.deepEqual(byCursor, byPage);
  return byPage;
}

test('2,500 subscriptions are walked through by page and by cursor in every order', async () => {
  server().time.now = testNow;
  const client = await server().tenant();
  await client.load('accounts', [
    { account_id: 'a', name: 'A', join_date: 0 },
    { account_id: 'b', name: 'B', join_date: 0 },
  ]);
  const ids = Array.from({ length: 2500 }, (_, n) => `s${String(n).padStart(4, '0')}`);
  await client.load(
    'subscriptions',
    ids.map((id, n) => revenue(utc('2026-01') + (n % 7), monthly(n), of(id, n % 3 === 0 ? 'a' : 'b'))),
  );
  for (const order of ['start_date', 'account_id', 'subscription_id'])
    for (const direction of ['asc', 'desc']) {
      const rows = await walk(client, `/subscriptions?order_by=${order}&direction=${direction}`);
      assert.deepEqual(rows.map((row) => row.subscription_id).toSorted(), ids, `${order} ${direction}`);
    }
});

test('2,001 entries of an account are walked through by page and by cursor in every order', async () => {
  server().time.now = testNow;
  const client = await server().tenant();
  await client.load('accounts', [{ account_id: 'a', name: 'A', join_date: 0 }]);
  const starts = Array.from({ length: 2001 }, (_, n) => n * 1000);
  await client.load(
    'subscriptions',
    starts.map((start, n) => ({
      ...(n % 5 === 1 ? renewal(start) : revenue(start, monthly(n % 4))),
      plan_code: n % 3 === 0 ? null : `p${n % 2}`,
      ...(n % 2 === 0 ? { next_renewal_date: 5000 } : { next_renewal_date: null }),
    })),
  );
  for (const order of [
    'start_date',
    'end_date',
    'is_end',
    'is_renewal',
    'next_renewal_date',
    'plan_code',
    'mrr',
    'source',
  ])
    for (const direction of ['asc', 'desc']) {
      const rows = await walk(client, `/accounts/a/subscriptions?order_by=${order}&direction=${direction}`);
      assert.deepEqual(
        rows.map((row) => row.start_date as number).toSorted((one, other) => one - other),
        starts,
        `${order} ${direction}`,
      );
    }
});

test('a history of 2,001 entries is answered whole', async () => {
  server().time.now = testNow;
  const client = await server().tenant();
  await client.load('accounts', [{ account_id: 'a', name: 'A', join_date: 0 }]);
  const starts = Array.from({ length: 2001 }, (_, n) => n * 1000);
  await client.load(
    'subscriptions',
    starts.map((start) => revenue(start, monthly(1))),
  );
  const { body } = await client.get('/subscriptions/s?history=true');
  assert.deepEqual(
    body.results[0].records.map((record: Row) => record.start_date),
    starts,
  );
});

runCases(server, [
  {
    name: 'a snapshot sent today is answered from today on',
    given: [accountsNamed('a'), send(current('2026-01', monthly(100)))],
    request: send(current('2026-01', monthly(200))),
    expect: applied,
    later: [
      {
        request: get('/subscriptions/s'),
        expect: { results: [{ records: [entry('2026-03-10', null, { mrr: 200 })] }] },
      },
    ],
  },
]);
