/** No tenant sees or touches what is another's, be the ids alike: a case for every route of the table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routes } from '../../src/http/routes.ts';
import { account, type Call, del, get, post, put, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { dumpTenant } from '../support/dump.ts';

const server = useServer();

const change = { tier: 'taken over', parent_account_id: 'parent', stage: 'taken over' };
/** What is asked as the second tenant, by route; the ids are those of the first. */
const requests: { readonly [route: string]: readonly Call[] } = {
  'GET /accounts': [
    get(
      '/accounts?include_inactive=true&include=documents,stage_history,nps_history,assigned_csms,custom_label_dimensions',
    ),
    get('/accounts?q=mark&order_by=name&direction=asc'),
  ],
  'GET /accounts/{id}': [get('/accounts/shared'), get('/accounts/only-first')],
  'POST /accounts': [
    post('/accounts', {
      records: [
        { account_id: 'shared', ...change },
        { account_id: 'only-first', ...change },
      ],
    }),
    post('/accounts', {
      options: { overwrite_csm_assignments: true },
      records: [{ account_id: 'shared', assigned_csms: [] }],
    }),
    post('/accounts', { records: [account('only-first', change)] }),
  ],
  'PUT /accounts/{id}': [put('/accounts/shared', change), put('/accounts/only-first', change)],
  'GET /accounts/{id}/documents': [get('/accounts/shared/documents'), get('/accounts/only-first/documents')],
  'GET /accounts/{id}/metrics': [get('/accounts/shared/metrics'), get('/accounts/only-first/metrics')],
  'GET /accounts/{id}/statements': [get('/accounts/shared/statements'), get('/accounts/only-first/statements')],
  'GET /accounts/{id}/subscriptions': [
    get('/accounts/shared/subscriptions'),
    get('/accounts/only-first/subscriptions'),
  ],
  'GET /accounts/{id}/subscription': [get('/accounts/shared/subscription'), get('/accounts/only-first/subscription')],
  'GET /accounts/{id}/support_tickets': [
    get('/accounts/shared/support_tickets'),
    get('/accounts/only-first/support_tickets'),
  ],
  'GET /accounts/{id}/users': [get('/accounts/shared/users'), get('/accounts/only-first/users')],
  'GET /accounts/{id}/contacts': [get('/accounts/shared/contacts'), get('/accounts/only-first/contacts')],
  'GET /accounts/{id}/changes': [get('/accounts/shared/changes'), get('/accounts/only-first/changes')],
  'DELETE /accounts/{id}': [del('/accounts/shared?churn=true'), del('/accounts/shared'), del('/accounts/only-first')],
  ...Object.fromEntries(
    // The longest form first: behind a shorter one it finds nothing any more.
    [
      ['stage_history[/{name}][/{timestamp}]', '/trial/5', '/mark-of-the-second', ''],
      ['dimension_values[/{key}]', '/k', ''],
      ['dimension_labels[/{key}]', '/k', ''],
      ['dimension_events[/{key}]', '/k', ''],
      ['assigned_csms[/{email}]', '/joe@company.com', ''],
      ['nps_history[/{timestamp}]', '/5', ''],
      ['documents[/{name}]', '/plan', ''],
    ].map(([path = '', ...ends]): [string, Call[]] => {
      const [list] = path.split('[');
      const forms = ['shared', 'only-first'].flatMap((id) => ends.map((end) => del(`/accounts/${id}/${list}${end}`)));
      return [`DELETE /accounts/{id}/${path}`, forms];
    }),
  ),
  'POST /search/accounts': [
    post('/search/accounts?include=documents,stage_history', { records: [] }),
    post('/search/accounts', { records: [{ attribute: 'tier', operator: 'like', value: 'mark' }] }),
    post('/search/accounts?q=mark', { records: [{ attribute: 'account_id', operator: 'ne', value: 'x' }] }),
    post('/search/accounts', { records: [{ attribute: 'assigned_csm', operator: 'like', value: 'mark' }] }),
    post('/search/accounts', { records: [{ attribute: 'label:k', operator: 'like', value: 'mark' }] }),
  ],
};

const table = routes.map(({ method, path }) => `${method} ${path}`);

test('every route of the table has its requests here, and there are no others', () => {
  assert.deepEqual(Object.keys(requests).toSorted(), table.toSorted());
});

/** An account in which every value that can be bears the mark of its tenant. */
const marked = (mark: string, id: string): object =>
  account(id, {
    name: mark,
    tier: mark,
    parent_account_id: `${mark} parent`,
    assigned_csms: ['joe@company.com', `${mark}@company.com`],
    custom_label_dimensions: [{ key: 'k', value: mark }],
    custom_value_dimensions: [{ key: 'k', value: 5 }],
    custom_event_dimensions: [{ key: 'k', value: 5 }],
    documents: [{ name: 'plan', url: mark }],
    stage_history: [
      { name: 'trial', start_date: 5, end_date: 6 },
      { name: mark, start_date: 7 },
    ],
    nps_history: [{ nps_score: 5, date: 5, comments: mark }],
  });

let first: Client;
let dump: object;

/** The first tenant, made once, and a new one with the same id beside it. */
async function tenants(): Promise<{ client: Client }> {
  if (first === undefined) {
    first = await server().tenant();
    await first.load('accounts', [marked('mark-of-the-first', 'shared'), marked('mark-of-the-first', 'only-first')]);
    await first.load('accounts', [{ account_id: 'shared', csm_score: 5, latest_status_title: 'mark-of-the-first' }]);
    dump = await dumpTenant(first);
  }
  const client = await server().tenant();
  await client.load('accounts', [marked('mark-of-the-second', 'shared')]);
  return { client };
}

for (const route of table) {
  test(`${route} as another tenant shows and touches nothing of the first`, async () => {
    const { client } = await tenants();
    for (const { method, path, body } of requests[route] ?? []) {
      const reply = await client.request(method, path, body);
      assert.equal(reply.status, 200, path);
      assert.doesNotMatch(JSON.stringify(reply.body), /mark-of-the-first/, path);
      if (path.includes('only-first') && method !== 'POST')
        assert.equal(reply.body.message, 'Account not found', `${method} ${path}`);
      else if (!path.includes('only-first') && method !== 'POST')
        assert.equal(reply.body.status_is_ok, true, `${method} ${path}: ${reply.body.message}`);
    }
    assert.deepEqual(await dumpTenant(first), dump);
  });
}

test('the numbers of changes do not tell of another tenant', async () => {
  const { client } = await tenants();
  await client.load('accounts', [{ account_id: 'shared', csm_score: 9 }]);
  const { results } = (await client.get('/accounts/shared/changes')).body;
  assert.equal(results.length, 1);
  assert.equal(results[0].id, 1);
});

test('a cursor of the first tenant shows another only its own', async () => {
  const { client } = await tenants();
  const cursor = Buffer.from(JSON.stringify(['account_id', 'desc', 1, ['shareds', 'shareds']])).toString('base64url');
  const { results } = (await client.get(`/accounts?cursor=${cursor}`)).body;
  assert.deepEqual(
    results.map(({ name }: { name: string }) => name),
    ['mark-of-the-second'],
  );
});

test('a planned stage that begins in one tenant changes nothing in another', async () => {
  const { time } = server();
  const { client } = await tenants();
  const planned = [{ name: 'planned', start_date: time.now + 1_000 }];
  await client.load('accounts', [account('clock', { stage_history: planned })]);
  time.now += 2_000;
  assert.equal((await client.get('/accounts/clock')).body.results[0].current_stage, 'planned');
  assert.deepEqual(await dumpTenant(first), dump);
});
