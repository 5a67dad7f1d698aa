/** `current_mrr` and `renewal_date` are right at every instant: the clock moves, and nothing is written or restarted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  account,
  at,
  type Call,
  type Exchange,
  get,
  put,
  runCases,
  search,
  upload,
  useServer,
} from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { testNow } from '../support/server.ts';
import {
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

/** What account `a` amounts to at an instant, asked of whatever shows accounts. */
const amounts = (day: string | number, current_mrr: number | null, renewal_date: string | null = null): Exchange[] => {
  const now = typeof day === 'string' ? utc(day) : day;
  const shown = { current_mrr, renewal_date: renewal_date === null ? null : utc(renewal_date) };
  const expect = { results: [shown] };
  return [
    { request: at(now, get('/accounts/a')), expect },
    { request: get('/accounts?order_by=current_mrr'), expect },
    { request: get('/accounts?order_by=renewal_date&direction=asc'), expect },
    { request: search([{ attribute: 'current_mrr', operator: 'eq', value: current_mrr }]), expect },
    { request: search([{ attribute: 'renewal_date', operator: 'eq', value: shown.renewal_date }]), expect },
  ];
};
const [first, ...rest] = amounts(testNow, null) as [Exchange, ...Exchange[]];

runCases(server, [
  {
    name: 'the MRR of an account is null until its first entry begins, and 0 once all have ended',
    given: given(
      revenue('2026-04', monthly(100), until('2026-06')),
      revenue('2026-05', monthly(30), of('t'), until('2026-07')),
    ),
    ...first,
    later: [
      ...rest,
      ...amounts(utc('2026-04') - 1, null),
      ...amounts('2026-04', 100),
      ...amounts(utc('2026-05') - 1, 100),
      ...amounts('2026-05', 130),
      ...amounts('2026-06', 30),
      ...amounts('2026-07', 0),
      ...amounts('2036', 0),
    ],
  },
  {
    name: 'a clock that jumps over several changes shows the last of them',
    given: given(
      revenue('2026-04', monthly(100)),
      revenue('2026-05', monthly(200)),
      revenue('2026-06', monthly(300)),
      renewal('2026-07', { total_revenue: 400 }, next('2027-07')),
    ),
    ...(amounts(testNow, null, '2027-07')[0] as Exchange),
    later: amounts('2026-08', 400, '2027-07'),
  },
  {
    name: 'a renewal date moves to the next one when a foreseen end takes its subscription away',
    given: given(
      revenue('2026-01', monthly(100), next('2026-05')),
      end('2026-04'),
      revenue('2026-01', monthly(10), of('t'), next('2026-09')),
    ),
    ...(amounts(testNow, 110, '2026-05')[0] as Exchange),
    later: [
      ...amounts(utc('2026-04') - 1, 110, '2026-05'),
      ...amounts('2026-04', 10, '2026-09'),
      ...amounts('2026-10', 10, '2026-09'),
    ],
  },
  {
    name: 'the date set by hand stands behind those of subscriptions, and comes back when they have gone',
    given: [
      upload(account('a', { renewal_date: utc('2030') })),
      send(revenue('2026-04', monthly(100), next('2026-08'), until('2026-09'))),
    ],
    ...(amounts(testNow, null, '2026-08')[0] as Exchange),
    later: [
      ...amounts('2026-04', 100, '2026-08'),
      ...amounts('2026-08', 100, '2026-08'),
      ...amounts(utc('2026-09') - 1, 100, '2026-08'),
      ...amounts('2026-09', 0, '2030'),
      { request: put('/accounts/a', { renewal_date: utc('2031') }), expect: { status_is_ok: true } },
      ...amounts('2026-10', 0, '2031'),
      { request: put('/accounts/a', { renewal_date: null }), expect: { status_is_ok: true } },
      ...amounts('2026-11', 0, null),
    ],
  },
  {
    name: 'a date set by hand while a subscription has one waits behind it',
    given: given(revenue('2026-01', monthly(100), next('2026-08'), until('2026-09'))),
    request: put('/accounts/a', { renewal_date: utc('2027') }),
    later: [...amounts('2026-05', 100, '2026-08'), ...amounts('2026-09', 0, '2027')],
  },
  {
    name: 'a write finds the present, be it the first request after an instant',
    given: given(revenue('2026-04', monthly(100), until('2026-05'))),
    request: at(utc('2026-04'), put('/accounts/a', { tier: 'gold' })),
    later: [
      { request: get('/accounts/a'), expect: { results: [{ tier: 'gold', current_mrr: 100 }] } },
      { request: at(utc('2026-05'), upload({ account_id: 'a', tier: 'tin' })), expect: { status_is_ok: true } },
      { request: get('/accounts/a'), expect: { results: [{ tier: 'tin', current_mrr: 0 }] } },
    ],
  },
  {
    name: 'a snapshot after an instant finds the entry that has begun',
    given: given(revenue('2026-04', monthly(100), next('2026-08')), revenue('2026-05', monthly(200))),
    request: at(utc('2026-05-20'), send(current('2026-04', monthly(200), next('2026-09')))),
    later: [...amounts('2026-05-20', 200, '2026-09')],
  },
  {
    name: 'what is sent for an instant that has passed counts at once',
    given: given(),
    request: send(revenue('2025-01', monthly(100), next('2026-01'))),
    later: amounts(testNow, 100, '2026-01'),
  },
  {
    name: 'what a request may not set, it does not set',
    given: [upload(account('a', { current_mrr: 5 })), send(revenue('2026-01', monthly(100)))],
    request: put('/accounts/a', { current_mrr: 7, subscription_renewal_date: 9, money_due: 1 }),
    later: amounts(testNow, 100),
  },
  {
    name: 'an inactive account is kept right, too',
    given: [...given(revenue('2026-04', monthly(100))), put('/accounts/a', { is_deleted: true })],
    request: at(utc('2026-04'), get('/accounts/a')),
    expect: { results: [{ current_mrr: 100 }] },
    later: [{ request: get('/accounts?include_inactive=1'), expect: { results: [{ current_mrr: 100 }] } }],
  },
  {
    name: 'a stage and an entry that begin at one instant both do, and the stage is told once',
    given: [
      upload(
        account('a', {
          stage_history: [
            { name: 'trial', start_date: utc('2026-01'), end_date: utc('2026-04') },
            { name: 'paying', start_date: utc('2026-04') },
          ],
        }),
      ),
      send(revenue('2026-04', monthly(100))),
    ],
    request: at(utc('2026-04') - 1, get('/accounts/a')),
    expect: { results: [{ current_stage: 'trial', current_mrr: null }] },
    later: [
      {
        request: at(utc('2026-04'), get('/accounts')),
        expect: { results: [{ current_stage: 'paying', current_mrr: 100 }] },
      },
      {
        request: get('/accounts/a/changes'),
        expect: { results: [{ at: utc('2026-04'), what: 'stage', from: 'trial', to: 'paying', source: 'clock' }] },
      },
    ],
  },
  {
    name: 'a stage and an entry that begin at different instants each begin at their own',
    given: [
      upload(
        account('a', {
          stage_history: [
            { name: 'trial', start_date: utc('2026-01'), end_date: utc('2026-05') },
            { name: 'paying', start_date: utc('2026-05'), end_date: utc('2026-07') },
          ],
        }),
      ),
      send(revenue('2026-04', monthly(100), until('2026-06'))),
    ],
    request: at(utc('2026-04'), get('/accounts/a')),
    expect: { results: [{ current_stage: 'trial', current_mrr: 100 }] },
    later: [
      {
        request: at(utc('2026-05'), get('/accounts/a')),
        expect: { results: [{ current_stage: 'paying', current_mrr: 100 }] },
      },
      {
        request: at(utc('2026-06'), get('/accounts/a')),
        expect: { results: [{ current_stage: 'paying', current_mrr: 0 }] },
      },
      {
        request: at(utc('2026-07'), get('/accounts/a')),
        expect: { results: [{ current_stage: null, current_mrr: 0 }] },
      },
    ],
  },
]);

type Row = { account_id: string; current_mrr: number | null; renewal_date: number | null };

/** All accounts in an order, by cursor. */
async function walk(client: Client, order: string, direction: string, body?: object): Promise<Row[]> {
  const rows: Row[] = [];
  const path = `${body ? '/search' : ''}/accounts?order_by=${order}&direction=${direction}`;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const reply = await client.request(body ? 'POST' : 'GET', `${path}${query}`, body);
    assert.equal(reply.body.status_is_ok, true, reply.body.message);
    rows.push(...reply.body.results);
    cursor = reply.body.next_cursor;
  }
  return rows;
}

/** In order of a column, nulls last in both directions, then by id in the direction of the sort. */
function ordered(rows: readonly Row[], order: 'current_mrr' | 'renewal_date', direction: string): string[] {
  const sign = direction === 'asc' ? 1 : -1;
  const byId = (one: Row, other: Row): number => (one.account_id < other.account_id ? -sign : sign);
  const byValue = (one: Row, other: Row): number => {
    const [x, y] = [one[order], other[order]];
    if (x === null || y === null) return x === y ? byId(one, other) : x === null ? 1 : -1;
    return x === y ? byId(one, other) : (x - y) * sign;
  };
  return rows.toSorted(byValue).map((row) => row.account_id);
}

test('1,100 accounts that are due at once are all right at once, in every order and by every cursor', async () => {
  server().time.now = testNow;
  const client = await server().tenant();
  const ids = Array.from({ length: 1100 }, (_, n) => n);
  const name = (n: number): string => `a${String(n).padStart(4, '0')}`;
  await client.load(
    'accounts',
    ids.map((n) => account(name(n), n % 5 === 0 ? { renewal_date: utc('2030') + n } : {})),
  );
  await client.load(
    'subscriptions',
    ids
      .filter((n) => n % 3 !== 0)
      .flatMap((n) => [
        revenue('2026-04', monthly(100 + (n % 7)), of(`s${n}`, name(n)), {
          next_renewal_date: utc('2026-08') + (n % 11),
        }),
        ...(n % 2 ? [end('2026-05', of(`s${n}`, name(n)))] : []),
      ]),
  );
  const expected = (now: number): Row[] =>
    ids.map((n) => {
      const begun = n % 3 !== 0 && now >= utc('2026-04');
      const ended = n % 2 === 1 && now >= utc('2026-05');
      const due = n % 3 !== 0 && !ended ? utc('2026-08') + (n % 11) : n % 5 === 0 ? utc('2030') + n : null;
      return { account_id: name(n), current_mrr: begun ? (ended ? 0 : 100 + (n % 7)) : null, renewal_date: due };
    });
  const shown = ({ account_id, current_mrr, renewal_date }: Row): Row => ({ account_id, current_mrr, renewal_date });
  for (const now of [utc('2026-04') - 1, utc('2026-04'), utc('2026-05')]) {
    server().time.now = now;
    for (const order of ['current_mrr', 'renewal_date'] as const)
      for (const direction of ['asc', 'desc']) {
        const rows = await walk(client, order, direction);
        assert.deepEqual(
          rows.map((row) => row.account_id),
          ordered(expected(now), order, direction),
        );
        assert.deepEqual(
          rows.map(shown).toSorted((one, other) => (one.account_id < other.account_id ? -1 : 1)),
          expected(now),
        );
      }
    const condition = { records: [{ attribute: 'current_mrr', operator: 'ge', value: 103 }] };
    assert.deepEqual(
      (await walk(client, 'account_id', 'asc', condition)).map((row) => row.account_id),
      expected(now)
        .filter((row) => (row.current_mrr ?? 0) >= 103)
        .map((row) => row.account_id),
    );
  }
});

/** Whatever a request asks first after an instant, it finds the present. */
const reads: { readonly [name: string]: { request: Call; mrr: (body: any) => unknown } } = {
  'one account': { request: get('/accounts/a'), mrr: ({ results }) => results[0].current_mrr },
  'the list of accounts': { request: get('/accounts'), mrr: ({ results }) => results[0].current_mrr },
  'a search': {
    request: search([{ attribute: 'current_mrr', operator: 'gt', value: 0 }]),
    mrr: ({ results }) => results[0]?.current_mrr,
  },
  'a report': {
    request: get(`/reports/mrr?from=${utc('2026')}&to=${utc('2027')}&interval=year`),
    mrr: ({ results }) => results[0].closing,
  },
};
for (const [name, { request, mrr }] of Object.entries(reads))
  runCases(server, [
    {
      name: `${name} read first after an instant shows the present`,
      given: given(revenue('2026-04', monthly(100))),
      request: at(utc('2026-04'), request),
      expect: (body: unknown) => assert.equal(mrr(body), 100),
    },
  ]);

test('tenants are due each by themselves', async () => {
  server().time.now = testNow;
  const [one, other] = [await server().tenant(), await server().tenant()];
  for (const client of [one, other]) {
    await client.load('accounts', [account('a')]);
    await client.load('subscriptions', [revenue('2026-04', monthly(client === one ? 1 : 2))]);
  }
  server().time.now = utc('2026-04');
  assert.equal((await one.get('/accounts/a')).body.results[0].current_mrr, 1);
  assert.equal((await other.get('/accounts/a')).body.results[0].current_mrr, 2);
});
