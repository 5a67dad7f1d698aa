/** The ledger of movements, and the MRR of an account as steps. */
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
import type { Client } from '../support/client.ts';
import { seed, seededRandom } from '../support/random.ts';
import { testNow } from '../support/server.ts';
import {
  accountsNamed,
  end,
  entry,
  given,
  history,
  monthly,
  of,
  revenue,
  send,
  until,
  utc,
} from '../support/subscriptions.ts';

const server = useServer();
const year = `from=${utc('2026')}&to=${utc('2027')}`;

interface Movement {
  readonly at: number;
  readonly account_id: string;
  readonly class: string;
  readonly amount: number;
  readonly mrr_before: number;
  readonly mrr_after: number;
  readonly causes: readonly object[];
}
const cause = (subscription_id: string, start: string): object => ({ subscription_id, start_date: utc(start) });
const movement = (
  day: string,
  account_id: string,
  name: string,
  amount: number,
  [mrr_before, mrr_after]: readonly [number, number],
  ...causes: object[]
): object => ({ at: utc(day), account_id, class: name, amount, mrr_before, mrr_after, causes });

const portfolio: Call[] = [
  upload(...['a', 'b', 'gone'].map((id) => account(id))),
  send(
    revenue('2026-01', monthly(100), of('s', 'a')),
    revenue('2026-02', monthly(300), of('s', 'a')),
    revenue('2026-02', monthly(50), of('t', 'a')),
    revenue('2026-02', monthly(10), of('u', 'b')),
    revenue('2026-02-15', monthly(200), of('s', 'a')),
    end('2026-02-15', of('t', 'a')),
    end('2026-03', of('s', 'a')),
    revenue('2026-03-05', monthly(70), of('v', 'a'), until('2026-04')),
    revenue('2026-01', monthly(9), of('w', 'gone')),
  ),
  put('/accounts/gone', { is_deleted: true }),
];
const ledger = [
  movement('2026-01', 'a', 'new', 100, [0, 100], cause('s', '2026-01')),
  movement('2026-02', 'a', 'expansion', 250, [100, 350], cause('s', '2026-02'), cause('t', '2026-02')),
  movement('2026-02', 'b', 'new', 10, [0, 10], cause('u', '2026-02')),
  movement('2026-02-15', 'a', 'contraction', 100, [350, 200], cause('s', '2026-02-15'), cause('t', '2026-02')),
  movement('2026-02-15', 'a', 'churn', 50, [350, 200], cause('s', '2026-02-15'), cause('t', '2026-02')),
  movement('2026-03', 'a', 'churn', 200, [200, 0], cause('s', '2026-02-15')),
  movement('2026-03-05', 'a', 'reactivation', 70, [0, 70], cause('v', '2026-03-05')),
];

const tells = (
  name: string,
  query: string,
  rows: readonly (object | undefined)[],
  more: readonly Call[] = [],
): Case => ({
  name,
  given: [...portfolio, ...more],
  request: get(`/reports/mrr/movements?${query}`),
  expect: { status_is_ok: true, results: exactly(rows) },
});

runCases(server, [
  {
    name: 'the ledger is answered by instant, account and class, with its causes',
    given: portfolio,
    request: get(`/reports/mrr/movements?${year}`),
    expect: exactly({
      status_is_ok: true,
      current_page: 0,
      max_page_size: 1000,
      currency: 'USD',
      next_page: null,
      next_cursor: null,
      results: ledger,
    }),
  },
  tells('the latest first where that is asked', `${year}&direction=desc`, ledger.toReversed()),
  tells('only what is from `from` on and before `to`', `from=${utc('2026-02')}&to=${utc('2026-02-15')}`, [
    ledger[1],
    ledger[2],
  ]),
  tells('of one account', `${year}&account_id=b`, [ledger[2]]),
  ...['new', 'reactivation', 'expansion', 'contraction', 'churn'].map((name) =>
    tells(
      `of the class ${name}`,
      `${year}&class=${name}`,
      ledger.filter((each) => (each as Movement).class === name),
    ),
  ),
  tells('of a class and an account', `${year}&class=new&account_id=a`, [ledger[0]]),
  tells(
    'of an account whose deletion was taken back',
    `${year}&account_id=gone`,
    [movement('2026-01', 'gone', 'new', 9, [0, 9], cause('w', '2026-01'))],
    [put('/accounts/gone', { is_deleted: false })],
  ),
  {
    name: 'a POST takes class and conditions',
    given: portfolio,
    request: post(`/reports/mrr/movements?${year}&class=new`, {
      records: [{ attribute: 'account_id', operator: 'ne', value: 'a' }],
    }),
    expect: { results: exactly([ledger[2]]) },
  },
  ...['growth', 'New', ''].map(
    (name): Case => ({
      name: `class=${name} is an error`,
      request: get(`/reports/mrr/movements?${year}&class=${name}`),
      expect: exactly({
        status_is_ok: false,
        message: "'class' value must be one of: new, reactivation, expansion, contraction, churn",
        code: 'invalid_parameter',
        field: 'class',
        results: [],
      }),
    }),
  ),
  {
    name: 'what is foreseen is told once its time comes',
    given: portfolio,
    request: at(utc('2026-04') - 1, get(`/reports/mrr/movements?from=${utc('2026-04')}&to=${utc('2027')}`)),
    expect: { results: [] },
    later: [
      {
        request: at(utc('2026-04'), get(`/reports/mrr/movements?from=${utc('2026-04')}&to=${utc('2027')}`)),
        expect: { results: exactly([movement('2026-04', 'a', 'churn', 70, [70, 0], cause('v', '2026-03-05'))]) },
      },
    ],
  },
  {
    name: 'rewriting the past rewrites the ledger',
    given: [...portfolio, send(revenue('2025-06', monthly(100), of('s', 'a'), until('2026-02')))],
    request: get(`/reports/mrr/movements?from=0&to=${utc('2026-01-02')}`),
    expect: { results: exactly([movement('2025-06', 'a', 'new', 100, [0, 100], cause('s', '2025-06'))]) },
  },
  {
    name: 'a change of plan at the same price is no movement',
    given: given(revenue('2026-01', monthly(100)), revenue('2026-02', monthly(100), { plan_code: 'pro' })),
    request: get(`/reports/mrr/movements?${year}`),
    expect: { results: [{ at: utc('2026-01') }] },
  },
  {
    name: 'changes that make up for each other are no movement',
    given: given(
      revenue('2026-01', monthly(100), of('s'), until('2026-02')),
      revenue('2026-02', monthly(100), of('t')),
    ),
    request: get(`/reports/mrr/movements?${year}`),
    expect: { results: [{ at: utc('2026-01') }] },
  },
  {
    name: 'a subscription without a price is no movement and not the first',
    given: given(revenue('2026-01', monthly(0)), revenue('2026-02', monthly(100))),
    request: get(`/reports/mrr/movements?${year}`),
    expect: { results: [{ at: utc('2026-02'), class: 'new' }] },
  },
  {
    name: 'an inclusive end makes a day of churn',
    given: given(revenue('2025-01', monthly(100), until('2025-12-31')), revenue('2026-01', monthly(100))),
    request: get(`/reports/mrr/movements?from=${utc('2025-02')}&to=${utc('2027')}`),
    expect: {
      results: [
        { at: utc('2025-12-31'), class: 'churn' },
        { at: utc('2026-01'), class: 'reactivation' },
      ],
    },
  },
]);

runCases(server, [
  {
    name: 'the MRR of an account is answered as steps, foreseen ones too, the oldest first',
    given: portfolio,
    request: get('/accounts/a/mrr'),
    expect: exactly({
      status_is_ok: true,
      current_page: 0,
      max_page_size: 1000,
      next_page: null,
      next_cursor: null,
      results: [
        { at: utc('2026-01'), mrr: 100 },
        { at: utc('2026-02'), mrr: 350 },
        { at: utc('2026-02-15'), mrr: 200 },
        { at: utc('2026-03'), mrr: 0 },
        { at: utc('2026-03-05'), mrr: 70 },
        { at: utc('2026-04'), mrr: 0 },
      ],
    }),
  },
  {
    name: 'or the latest first',
    given: portfolio,
    request: get('/accounts/b/mrr?direction=desc&order_by=at'),
    expect: { order_by: 'at', direction: 'desc', results: [{ at: utc('2026-02'), mrr: 10 }] },
  },
  {
    name: 'the steps of a deleted account are answered',
    given: portfolio,
    request: get('/accounts/gone/mrr/'),
    expect: { results: [{ at: utc('2026-01'), mrr: 9 }] },
  },
  {
    name: 'an account without subscriptions has no steps',
    given: [accountsNamed('a')],
    request: get('/accounts/a/mrr'),
    expect: { status_is_ok: true, results: [] },
  },
  {
    name: 'an unknown account has no steps and that is an error',
    request: get('/accounts/nobody/mrr'),
    expect: exactly({ status_is_ok: false, message: 'Account not found', code: 'not_found', results: [] }),
  },
  {
    name: 'what happens at one instant is one step',
    given: given(revenue('2026-01', monthly(100)), revenue('2026-01', monthly(11), of('t'))),
    request: get('/accounts/a/mrr'),
    expect: { results: exactly([{ at: utc('2026-01'), mrr: 111 }]) },
    later: [history([entry('2026-01', null, { mrr: 11 })], 't')],
  },
]);

/** All pages of a list. */
async function all<T>(client: Client, path: string, body?: object): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const reply = await client.request(body ? 'POST' : 'GET', `${path}${query}`, body);
    assert.equal(reply.body.status_is_ok, true, reply.body.message);
    rows.push(...reply.body.results);
    cursor = reply.body.next_cursor ?? null;
  }
  return rows;
}

test('2,500 movements and steps are walked through by page and by cursor', async () => {
  server().time.now = testNow;
  const client = await server().tenant();
  await client.load('accounts', [account('a')]);
  const starts = Array.from({ length: 2500 }, (_, n) => n * 1000);
  await client.load(
    'subscriptions',
    starts.map((start, n) => revenue(start, monthly(100 + (n % 2)))),
  );
  for (const direction of ['asc', 'desc']) {
    const expected = direction === 'asc' ? starts : starts.toReversed();
    for (const path of [`/reports/mrr/movements?from=0&to=${testNow}&`, '/accounts/a/mrr?']) {
      const walked = await all<Movement>(client, `${path}direction=${direction}`);
      assert.deepEqual(
        walked.map((each) => each.at),
        expected,
      );
      const pages = await Promise.all(
        [0, 1, 2, 3].map(async (page) => (await client.get(`${path}direction=${direction}&page=${page}`)).body.results),
      );
      assert.deepEqual(pages.flat(), walked);
    }
  }
});

test('the ledger sums to every cell of the report, whatever the interval, the accounts and the present', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const day = 86_400_000;
  const client = await server().tenant({ time_zone: 'America/New_York' });
  server().time.now = testNow;
  await client.load(
    'accounts',
    Array.from({ length: 12 }, (_, n) => account(`a${n}`, { tier: n % 2 ? 'gold' : 'tin', is_deleted: n === 11 })),
  );
  const records = Array.from({ length: 400 }, () => {
    const subscription = below(30);
    const start = utc('2025-06') + below(500) * day;
    const fields = of(`s${subscription}`, `a${subscription % 12}`);
    if (random() < 0.15) return end(start, fields);
    const closed = random() < 0.5 ? until(start + (1 + below(90)) * day) : {};
    return revenue(start, monthly(below(5) * 1000), fields, closed);
  });
  await client.post('/subscriptions', { records });

  const classes = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;
  const bounds = [utc('2025-05') + 3, utc('2026-11') + 7 * day];
  for (const now of [utc('2025-12-24') + 5, testNow, utc('2027-05')])
    for (const [selection, body] of [
      ['', undefined],
      ['&account_id=a3', undefined],
      ['', { records: [{ attribute: 'tier', value: 'gold' }] }],
    ] as const) {
      server().time.now = now;
      const range = `from=${bounds[0]}&to=${bounds[1]}${selection}`;
      const movements = await all<Movement>(client, `/reports/mrr/movements?${range}`, body);
      assert.ok(movements.length > 0);
      assert.ok(movements.every((each) => each.at <= now && each.account_id !== 'a11'));
      for (const interval of ['day', 'week', 'month', 'quarter', 'year']) {
        const rows = await all<any>(client, `/reports/mrr?${range}&interval=${interval}`, body);
        let mrr = 0;
        for (const [index, row] of rows.entries()) {
          const moved = movements.filter((each) => each.at >= row.start && each.at < row.end);
          for (const name of classes) {
            const sum = moved.filter((each) => each.class === name).reduce((total, { amount }) => total + amount, 0);
            assert.equal(row[name], sum, `${name} of ${interval} ${index} at ${now}`);
          }
          assert.equal(row.opening, mrr);
          mrr += row.new + row.reactivation + row.expansion - row.contraction - row.churn;
          assert.equal(row.closing, mrr);
          assert.equal(row.start, index === 0 ? bounds[0] : rows[index - 1].end);
        }
        assert.equal(rows.at(-1).end, bounds[1]);
        const paying = new Map(movements.map((each) => [each.account_id, each.mrr_after]));
        assert.equal(rows.at(-1).accounts_closing, [...paying.values()].filter((each) => each > 0).length);
      }
    }
});
