/** No tenant sees or touches what is another's, be the ids alike: a case for every route of the table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table as operations } from '../../src/operations/table.ts';
import { account, type Call, del, get, post, put, useServer } from '../support/cases.ts';
import type { Client, Reply } from '../support/client.ts';
import { dumpTenant } from '../support/dump.ts';
import { everythingOf, givenIds, loadEverything, reportEnd } from '../support/everything.ts';

const server = useServer();

interface Ids extends ReturnType<typeof everythingOf> {
  readonly account: string;
  readonly interaction: number;
  readonly note: number;
}
/** How a request about what only another tenant has is answered. */
type Unknown = 'is false' | 'is empty' | 'applies nothing' | 'inserts' | 'counts nothing';
interface RouteCase {
  readonly unknown: Unknown;
  readonly requests: (ids: Ids) => readonly Call[];
}

const reads = (unknown: Unknown, ...paths: ((ids: Ids) => string)[]): RouteCase => ({
  unknown,
  requests: (ids) => paths.map((path) => get(path(ids))),
});
const deletes = (...paths: ((ids: Ids) => string)[]): RouteCase => ({
  unknown: 'is false',
  requests: (ids) => paths.map((path) => del(path(ids))),
});
const modifies = (path: (ids: Ids) => string, record: object): RouteCase => ({
  unknown: 'applies nothing',
  requests: (ids) => [put(path(ids), record), put(path(ids), { data: { account_id: ids.account, ...record } })],
});
const uploads = (resource: string, ...records: ((ids: Ids) => object)[]): RouteCase => ({
  unknown: 'applies nothing',
  requests: (ids) => [
    post(`/${resource}`, { records: records.map((record) => ({ account_id: ids.account, ...record(ids) })) }),
  ],
});
const posts = (unknown: Unknown, path: string, ...records: ((ids: Ids) => object[])[]): RouteCase => ({
  unknown,
  requests: (ids) => records.map((list) => post(path, { records: list(ids) })),
});

/** The longest form first: behind a shorter one it finds nothing any more. */
const subList = (list: string, ...ends: string[]): RouteCase =>
  deletes(...ends.map((end) => (ids: Ids) => `/accounts/${ids.account}/${list}${end}`));
const ofAccount = (list: string): RouteCase => reads('is false', (ids) => `/accounts/${ids.account}/${list}`);
const listed = (list: string): RouteCase =>
  reads('is empty', ({ account: id }) => `/${list}?include_inactive=true&account_id=${id}`);
const found =
  (attribute: string): ((ids: Ids) => object[]) =>
  ({ account: id }) => [
    { attribute: 'account_id', value: id },
    { attribute, operator: 'like', value: 'mark' },
  ];
const range = `from=0&to=${reportEnd}`;
const report = (name: string): RouteCase =>
  reads('is false', ({ account: id }) => `/reports/${name}?${range}&account_id=${id}`);
const selected = (name: string): RouteCase => ({
  unknown: 'counts nothing',
  requests: ({ account: id }) => [
    post(`/reports/${name}?${range}`, { records: [{ attribute: 'account_id', value: id }] }),
  ],
});

const marked = { source: 'taken over' };
const point = { metrics: [{ timestamp: 5, value: 0 }] };
const people = (resource: string): { readonly [route: string]: RouteCase } => ({
  [`GET /${resource}`]: listed(resource),
  [`GET /${resource}/{id}`]: reads('is false', ({ user }) => `/${resource}/${user}`),
  [`GET /${resource}/{id}/{account_id}`]: reads('is false', ({ user, account: id }) => `/${resource}/${user}/${id}`),
  [`POST /${resource}`]: uploads(resource, ({ user }) => ({ user_id: user, first_name: 'x', last_name: 'y' })),
  [`PUT /${resource}/{id}`]: modifies(({ user }) => `/${resource}/${user}`, marked),
  [`DELETE /${resource}/{id}[/{account_id}]`]: deletes(
    ({ user, account: id }) => `/${resource}/${user}/${id}?dimension=k`,
    ({ user }) => `/${resource}/${user}`,
  ),
});
const messages = (resource: string, own: 'interaction' | 'note'): { readonly [route: string]: RouteCase } => ({
  [`GET /${resource}`]: listed(resource),
  [`GET /${resource}/external_id`]: reads('is empty', ({ account: id }) => `/${resource}/external_id?account_id=${id}`),
  [`GET /${resource}/{id}`]: reads('is false', (ids) => `/${resource}/${ids[own]}`),
  [`GET /${resource}/external_id/{external_id}`]: reads(
    'is false',
    ({ external }) => `/${resource}/external_id/${external}`,
  ),
  [`POST /${resource}`]: uploads(
    resource,
    ({ external }) => ({ external_id: external, type: 'x', create_time: 6 }),
    (ids) => ({ id: ids[own], subject: 'x' }),
  ),
  [`PUT /${resource}/{id}`]: modifies((ids) => `/${resource}/${ids[own]}`, marked),
  [`PUT /${resource}/external_id/{external_id}`]: modifies(
    ({ external }) => `/${resource}/external_id/${external}`,
    marked,
  ),
  [`DELETE /${resource}/{id}`]: deletes((ids) => `/${resource}/${ids[own]}`),
  [`DELETE /${resource}/external_id/{external_id}`]: deletes(({ external }) => `/${resource}/external_id/${external}`),
});
const keyed = (
  resource: string,
  parameter: string,
  own: (ids: Ids) => string,
  record: (ids: Ids) => object,
): { readonly [route: string]: RouteCase } => ({
  [`GET /${resource}`]: listed(resource),
  [`GET /${resource}/{${parameter}}`]: reads('is false', (ids) => `/${resource}/${own(ids)}`),
  [`POST /${resource}`]: uploads(resource, record),
  [`PUT /${resource}/{${parameter}}`]: {
    unknown: 'applies nothing',
    requests: (ids) => [put(`/${resource}/${own(ids)}`, { account_id: ids.account, ...record(ids) })],
  },
  [`DELETE /${resource}/{${parameter}}`]: deletes((ids) => `/${resource}/${own(ids)}`),
});

const change = { tier: 'taken over', parent_account_id: 'parent', stage: 'taken over', assigned_csms: ['x'] };
const cases: { readonly [route: string]: RouteCase } = {
  'GET /accounts': reads('is empty', ({ account: id }) => `/accounts?include_inactive=true&include=documents&q=${id}`),
  'GET /accounts/{id}': reads('is false', ({ account: id }) => `/accounts/${id}`),
  'POST /accounts': posts(
    'inserts',
    '/accounts',
    ({ account: id }) => [account(id, change)],
    ({ account: id }) => [{ account_id: id, is_deleted: true }],
  ),
  'PUT /accounts/{id}': modifies(({ account: id }) => `/accounts/${id}`, change),
  ...Object.fromEntries(
    [
      'documents',
      'metrics',
      'statements',
      'subscriptions',
      'subscription',
      'support_tickets',
      'users',
      'contacts',
      'changes',
      'mrr',
    ].map((list) => [`GET /accounts/{id}/${list}`, ofAccount(list)]),
  ),
  'DELETE /accounts/{id}': deletes(
    ({ account: id }) => `/accounts/${id}?churn=true`,
    ({ account: id }) => `/accounts/${id}`,
  ),
  'DELETE /accounts/{id}/stage_history[/{name}][/{timestamp}]': subList(
    'stage_history',
    '/trial/5',
    '/mark-of-the-second',
    '',
  ),
  'DELETE /accounts/{id}/dimension_values[/{key}]': subList('dimension_values', '/k', ''),
  'DELETE /accounts/{id}/dimension_labels[/{key}]': subList('dimension_labels', '/k', ''),
  'DELETE /accounts/{id}/dimension_events[/{key}]': subList('dimension_events', '/k', ''),
  'DELETE /accounts/{id}/assigned_csms[/{email}]': subList('assigned_csms', '/joe@company.com', ''),
  'DELETE /accounts/{id}/nps_history[/{timestamp}]': subList('nps_history', '/5', ''),
  'DELETE /accounts/{id}/documents[/{name}]': subList('documents', '/plan', ''),
  ...people('account_users'),
  ...people('account_contacts'),
  'GET /metrics/{name}': reads('is false', ({ metric }) => `/metrics/${metric}`),
  'POST /metrics': uploads('metrics', ({ metric }) => ({ name: metric, ...point })),
  'PUT /metrics/{name}': {
    unknown: 'applies nothing',
    requests: ({ metric, account: id }) => [put(`/metrics/${metric}`, { account_id: id, ...point })],
  },
  'DELETE /metrics/{name}': deletes(({ metric }) => `/metrics/${metric}`),
  ...keyed(
    'subscriptions',
    'id',
    (ids) => ids.subscription,
    (ids) => ({
      subscription_id: ids.subscription,
      event: 'end',
      effective_start_date: 6,
    }),
  ),
  ...keyed(
    'statements',
    'id',
    (ids) => ids.statement,
    (ids) => ({ invoice_id: ids.statement, start_date: 6 }),
  ),
  ...keyed(
    'support_tickets',
    'ticket_id',
    (ids) => ids.ticket,
    (ids) => ({
      ticket_id: ids.ticket,
      state: 'x',
      subject: 'x',
      create_time: 6,
    }),
  ),
  ...messages('interactions', 'interaction'),
  ...messages('notes', 'note'),
  'POST /search/accounts': posts(
    'is empty',
    '/search/accounts',
    found('tier'),
    found('label:k'),
    found('assigned_csm'),
  ),
  'POST /search/account_users': posts('is empty', '/search/account_users', found('first_name')),
  'POST /search/account_contacts': posts('is empty', '/search/account_contacts', found('first_name')),
  ...Object.fromEntries(
    ['mrr', 'mrr/movements', 'retention', 'renewals'].flatMap((name) => [
      [`GET /reports/${name}`, report(name)],
      [`POST /reports/${name}`, selected(name)],
    ]),
  ),
};

const table = [...operations.keys()];

test('every route of the table has its requests here, and there are no others', () => {
  assert.deepEqual(Object.keys(cases).toSorted(), table.toSorted());
});

const secrets = /mark-of-the-first|111111/;
let first: { client: Client; ids: Ids; dump: object } | undefined;
let reader: { client: Client; ids: Ids } | undefined;

/** The first tenant, made once: it has the account that the second has too, and one more. */
async function firstTenant(): Promise<{ client: Client; ids: Ids; dump: object }> {
  if (first !== undefined) return first;
  const client = await server().tenant();
  await loadEverything(client, 'shared', 'mark-of-the-first', 111_111);
  await loadEverything(client, 'only-first', 'mark-of-the-first', 111_111);
  const ids = { account: 'only-first', ...everythingOf('only-first'), ...(await givenIds(client, 'only-first')) };
  first = { client, ids, dump: await dumpTenant(client) };
  assert.match(JSON.stringify(first.dump), secrets);
  return first;
}

async function secondTenant(): Promise<{ client: Client; ids: Ids }> {
  const client = await server().tenant();
  await loadEverything(client, 'shared', 'mark-of-the-second', 222_222);
  return { client, ids: { account: 'shared', ...everythingOf('shared'), ...(await givenIds(client, 'shared')) } };
}

for (const route of table) {
  const isRead = route.startsWith('GET ');
  const { requests, unknown } = cases[route] ?? { requests: () => [], unknown: 'is empty' };
  test(`${route} as another tenant shows and touches nothing of the first, and of unknown ids ${unknown}`, async () => {
    const { client: owner, ids: theirs, dump } = await firstTenant();
    reader ??= await secondTenant();
    const { client, ids: own } = isRead ? reader : await secondTenant();
    for (const ids of [theirs, own]) {
      for (const { method, path, body } of requests(ids)) {
        const { status, body: answer } = await client.request(method, path, body);
        const text = `${method} ${path}: ${JSON.stringify(answer)}`;
        assert.equal(status, 200, text);
        assert.doesNotMatch(JSON.stringify(answer), secrets, text);
        if (ids === own) assert.equal(answer.status_is_ok, true, text);
        else assertUnknown(answer, unknown, text);
      }
    }
    if (!isRead) assert.deepEqual(await dumpTenant(owner), dump);
  });
}

test('nothing of the first is changed after all that', async () => {
  const { client, dump } = await firstTenant();
  assert.deepEqual(await dumpTenant(client), dump);
});

function assertUnknown(answer: Reply['body'], unknown: Unknown, text: string): void {
  if (unknown === 'is empty') assert.deepEqual(answer.results, [], text);
  // A modification that names an unknown account is answered as an upload of one record.
  if (unknown === 'applies nothing' && answer.status_is_ok) {
    assert.ok(answer.failed_results.length > 0, text);
    for (const { message } of answer.failed_results) assert.equal(message, 'Account not found', text);
  } else if (unknown !== 'applies nothing') {
    assert.equal(answer.status_is_ok, unknown !== 'is false', text);
  }
}

test('ids that Tenure gives do not tell of another tenant', async () => {
  const { client: owner } = await firstTenant();
  const { client } = await secondTenant();
  assert.deepEqual(await givenIds(client, 'shared'), await givenIds(owner, 'shared'));
});

test('a cursor of the first tenant shows another only its own', async () => {
  const { client } = await secondTenant();
  const cursor = Buffer.from(JSON.stringify(['account_id', 'desc', 1, ['z', 'z']])).toString('base64url');
  const { results } = (await client.get(`/accounts?cursor=${cursor}`)).body;
  assert.deepEqual(
    results.map(({ name }: { name: string }) => name),
    ['mark-of-the-second'],
  );
});

test('a planned stage that begins in one tenant changes nothing in another', async () => {
  const { client: owner, dump } = await firstTenant();
  const { client } = await secondTenant();
  const { time } = server();
  const planned = [{ name: 'planned', start_date: time.now + 1_000 }];
  await client.load('accounts', [account('clock', { stage_history: planned })]);
  time.now += 2_000;
  assert.equal((await client.get('/accounts/clock')).body.results[0].current_stage, 'planned');
  assert.deepEqual(await dumpTenant(owner), dump);
});
