/** What every report takes and refuses, whichever it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  account,
  type Call,
  type Case,
  del,
  exactly,
  get,
  post,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { monthly, of, revenue, send, utc } from '../support/subscriptions.ts';

const server = useServer();
const reports = ['/reports/mrr', '/reports/mrr/movements', '/reports/retention', '/reports/renewals'];
const year = `from=${utc('2026')}&to=${utc('2027')}`;

const portfolio: Call[] = [
  upload(
    account('a', { tier: 'gold', assigned_csms: ['joe@example.com'] }),
    account('b', { tier: 'gold' }),
    account('c', { tier: 'tin', assigned_csms: ['joe@example.com'] }),
    account('churned', { tier: 'none' }),
    account('deleted', { tier: 'none' }),
  ),
  send(
    ...['a', 'b', 'c', 'churned', 'deleted'].map((id, index) =>
      revenue('2026-01-05', monthly(10 ** index), of(`s-${id}`, id), { next_renewal_date: utc('2026-02') }),
    ),
  ),
  put('/accounts/churned', { is_churned: true }),
  put('/accounts/deleted', { is_deleted: true }),
];

const refuses = (path: string, query: string, field: string, message: string): Case => ({
  name: `GET ${path}?${query} is an error`,
  request: get(`${path}?${query}`),
  expect: exactly({ status_is_ok: false, message, code: 'invalid_parameter', field, results: [] }),
});
const blank = "'account_id' value must not be blank";
const late = "'to' value must be later than 'from'";

for (const path of reports) {
  runCases(server, [
    refuses(path, 'to=5', 'from', 'Missing required parameter: from'),
    refuses(path, 'from=5', 'to', 'Missing required parameter: to'),
    refuses(path, 'from=&to=5', 'from', "'from' value must be a Long"),
    refuses(path, 'from=0&to=2026-01-01', 'to', "'to' value must be a Long"),
    refuses(path, 'from=0&to=1.5', 'to', "'to' value must be a Long"),
    refuses(path, 'from=0&to=8640000000000001', 'to', "'to' value must be a Long"),
    refuses(path, 'from=5&to=5', 'to', late),
    refuses(path, 'from=5&to=4', 'to', late),
    refuses(path, 'from=0&to=5&account_id=', 'account_id', blank),
    {
      name: `GET ${path} of an account that there is not is an error`,
      request: get(`${path}?from=0&to=5&account_id=nobody`),
      expect: exactly({ status_is_ok: false, message: 'Account not found', code: 'not_found', results: [] }),
    },
    {
      name: `POST ${path} of an account that there is not is an error`,
      request: post(`${path}?from=0&to=5&account_id=nobody`, { records: [] }),
      expect: { status_is_ok: false, message: 'Account not found', results: [] },
    },
    {
      name: `${path} of nothing but the earliest and the latest date is answered`,
      given: portfolio,
      request: get(`${path}?from=-8640000000000000&to=8640000000000000&interval=year`),
      expect: path === '/reports/mrr' ? { status_is_ok: false, field: 'interval' } : { status_is_ok: true },
    },
    {
      name: `GET ${path} ignores what it does not know`,
      given: portfolio,
      request: get(`${path}/?${year}&x=y&include_inactive=true&page=x`),
      expect: { status_is_ok: true },
    },
    ...([
      ['no object', [], 'invalid_envelope'],
      ['no records', { filter: [] }, 'invalid_envelope'],
      ['records that are no list', { records: {} }, 'invalid_envelope'],
      ['a condition on what there is not', { records: [{ attribute: 'colour', value: 'red' }] }, 'invalid_condition'],
      ['a list for an attribute', { records: [{ attribute: 'documents', value: 'x' }] }, 'invalid_condition'],
      [
        'an operator that does not fit',
        { records: [{ attribute: 'tier', operator: 'lt', value: 'x' }] },
        'invalid_condition',
      ],
      ['a value that does not fit', { records: [{ attribute: 'csm_score', value: 'high' }] }, 'invalid_condition'],
      [
        '101 conditions',
        { records: Array.from({ length: 101 }, () => ({ attribute: 'tier', value: 'gold' })) },
        'invalid_condition',
      ],
    ].map(
      ([name, body, code]): Case => ({
        name: `POST ${path} with ${name} is an error`,
        request: post(`${path}?${year}`, body),
        expect: { status_is_ok: false, code, results: [] },
      }),
    ) as Case[]),
    {
      name: `POST ${path} of no JSON is refused with 400`,
      request: post(`${path}?${year}`, '{"records": ['),
      status: 400,
      expect: { code: 'invalid_json' },
    },
    {
      name: `POST ${path} without a body is refused with 400`,
      request: { method: 'POST', path: `${path}?${year}` },
      status: 400,
      expect: { code: 'invalid_json' },
    },
    {
      name: `PUT ${path} is no method of it`,
      request: put(`${path}?${year}`, {}),
      status: 405,
      expect: { code: 'method_not_allowed' },
    },
    {
      name: `DELETE ${path} is no method of it`,
      request: del(`${path}?${year}`),
      status: 405,
      expect: { code: 'method_not_allowed' },
    },
  ]);
}

/** The accounts whose MRR of 1, 10, 100 … a report saw. */
const seen: { readonly [path: string]: (body: any) => number } = {
  '/reports/mrr': ({ results }) => results.at(-1).closing,
  '/reports/mrr/movements': ({ results }) => results.reduce((sum: number, { amount }: any) => sum + amount, 0),
  '/reports/renewals': ({ results }) => results.reduce((sum: number, { value }: any) => sum + value, 0),
};
const joe = { attribute: 'assigned_csm', value: 'JOE@example.com' };
const gold = { attribute: 'tier', operator: 'eq', value: 'gold' };
const whole = `from=${utc('2026')}&to=${utc('2026-03-10')}`;

for (const [path, sum] of Object.entries(seen)) {
  const sees = (name: string, request: Call, expected: number, more: readonly Call[] = []): Case => ({
    name: `${request.method} ${path} ${name}`,
    given: [...portfolio, ...more],
    request,
    expect: (body: unknown) => assert.equal(sum(body), expected),
  });
  runCases(server, [
    sees('leaves deleted accounts out and keeps churned ones', get(`${path}?${whole}`), 1111),
    sees('looks at one account', get(`${path}?${whole}&account_id=b`), 10),
    sees('sees nothing of a deleted account that is named', get(`${path}?${whole}&account_id=deleted`), 0),
    sees('sees a churned account that is named', get(`${path}?${whole}&account_id=churned`), 1000),
    sees('sees all that are not deleted where no condition is sent', post(`${path}?${whole}`, { records: [] }), 1111),
    sees('looks at those that a condition selects', post(`${path}?${whole}`, { records: [gold] }), 11),
    sees('looks at those that all conditions select', post(`${path}?${whole}`, { records: [gold, joe] }), 1),
    sees(
      'looks at an account only where the conditions select it, too',
      post(`${path}?${whole}&account_id=b`, { records: [joe] }),
      0,
    ),
    sees(
      'looks at the account that is named and selected',
      post(`${path}?${whole}&account_id=c`, { records: [joe] }),
      100,
    ),
    sees(
      'looks at derived fields as they are now',
      post(`${path}?${whole}`, { records: [{ attribute: 'current_mrr', operator: 'ge', value: 100 }] }),
      1100,
    ),
    sees(
      'selects no deleted account',
      post(`${path}?${whole}`, { records: [{ attribute: 'is_deleted', operator: 'isTrue' }] }),
      0,
    ),
    sees('leaves an account out once it is deleted', get(`${path}?${whole}`), 1101, [
      put('/accounts/b', { is_deleted: true }),
    ]),
    sees('keeps one that is deleted as churned', get(`${path}?${whole}`), 1111, [del('/accounts/b?churn=true')]),
    sees('sees an account again that is no longer deleted', get(`${path}?${whole}`), 11_111, [
      put('/accounts/deleted', { is_deleted: false }),
    ]),
    sees(
      'sees what was sent while the account was deleted',
      get(`${path}?${whole}`),
      path === '/reports/renewals' ? 11_111 : 21_111,
      [
        send(revenue('2026-02-02', monthly(20_000), of('s-deleted', 'deleted'))),
        put('/accounts/deleted', { is_deleted: false }),
      ],
    ),
  ]);
}

test('a key that may only read may ask for every report by GET and by POST', async () => {
  const admin = await server().tenant();
  const key = await server().key(admin, { scope: 'read' });
  for (const path of reports) {
    const headers = { authorization: `Bearer ${key}` };
    const read = await admin.request('GET', `${path}?${year}`, undefined, headers);
    const posted = await admin.request('POST', `${path}?${year}`, { records: [] }, headers);
    assert.deepEqual([read.status, read.body.status_is_ok], [200, true]);
    assert.deepEqual(posted.body, read.body);
  }
});

test('one tenant never sees the money of another that has the same ids', async () => {
  const [one, other] = [await server().tenant(), await server().tenant()];
  const load = async (client: typeof one, cents: number): Promise<void> => {
    await client.load('accounts', [account('a'), account('b')]);
    await client.load('subscriptions', [
      revenue('2026-01', monthly(cents), of('s', 'a'), { next_renewal_date: utc('2026-02') }),
      revenue('2026-02', monthly(cents), of('t', 'b')),
    ]);
  };
  const paths = [
    ...reports.map((path) => `${path}?${whole}`),
    ...reports.map((path) => `${path}?${whole}&account_id=a`),
    '/accounts/a/mrr',
    '/accounts/a/subscriptions',
    '/subscriptions',
    '/subscriptions/s',
    '/subscriptions/s?history=true',
    '/accounts/a',
    '/accounts?order_by=current_mrr',
  ];
  const answers = async (client: typeof one): Promise<unknown[]> =>
    Promise.all(paths.map(async (path) => (await client.get(path)).body));
  const nothing = await answers(other);
  await load(one, 100);
  const before = await answers(one);
  assert.deepEqual(await answers(other), nothing);
  await load(other, 777);
  await other.put('/subscriptions/s', { start_date: utc('2026-01'), total_revenue: 5 });
  await other.delete('/subscriptions/t');
  await other.delete('/accounts/a');
  assert.deepEqual(await answers(one), before);
});
