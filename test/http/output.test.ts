/** Every read answers what is declared: these properties, in this order, null or left out only where that is said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BoundOperation, table } from '../../src/operations/table.ts';
import { accountChanges, accountDocuments, accountMrr } from '../../src/resources/account-parts.ts';
import { accounts } from '../../src/resources/accounts.ts';
import { exampleOf, type Field, type Json, type Property, type Shape } from '../../src/resources/fields.ts';
import { resources, shapes } from '../../src/resources/index.ts';
import { interactions } from '../../src/resources/interactions.ts';
import { accountMetrics, metrics } from '../../src/resources/metrics.ts';
import { notes } from '../../src/resources/notes.ts';
import { accountContacts, accountUsers } from '../../src/resources/people.ts';
import { mrrMovements, mrrPeriods, renewalRates, renewals, retention } from '../../src/resources/reports.ts';
import { statements } from '../../src/resources/statements.ts';
import { subscriptionEntries, subscriptions } from '../../src/resources/subscriptions.ts';
import { supportTickets } from '../../src/resources/support-tickets.ts';
import { account, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { recordTypes } from '../support/record-types.ts';
import { invoice, subscription } from '../support/records.ts';
import { allToSee, assertShape, type Seen } from '../support/shapes.ts';

let client: Client;
useServer({}, async (server) => {
  client = await server.tenant();
  await loadRecords();
});

/** Of every type a record with all fields, one with as few as can be, and what shows in neither. */
async function loadRecords(): Promise<void> {
  for (const { resource, idField, make } of recordTypes) {
    const filled = { ...filledRecord(resource.fields), account_id: 'full', [idField]: 'full' };
    await client.load(resource.name, [filled, make('bare', 'bare')]);
  }
  await client.load('accounts', [
    account('gone', { is_churned: true, inactive_reason: 'They moved away' }),
    { account_id: 'bare', tier: 'Low touch' },
  ]);
  await client.load('accounts', [{ account_id: 'bare', tier: null }]);
  for (const { name } of [interactions, notes]) {
    const { body } = await client.get(`/${name}/external_id/bare`);
    await client.put(`/${name}/${body.results[0].id}`, { external_id: null });
  }
  await client.load('statements', [invoice('full', 'paid', { paid_date: 5 })]);
  const [begun, due, ended] = [Date.UTC(2024, 0), Date.UTC(2025, 0), Date.UTC(2026, 0)];
  await client.load('subscriptions', [
    subscription('bare', 'renewed', { effective_start_date: begun, next_renewal_date: due }),
    { account_id: 'bare', subscription_id: 'renewed', event: 'renewal', effective_start_date: due },
    subscription('full', 'ended', { effective_start_date: due, effective_end_date: ended }),
  ]);
}

/** The examples of all fields, each list with a second item that holds only what it must. */
function filledRecord(fields: readonly Field[]): { [field: string]: Json } {
  const lists = fields.flatMap(({ name, items }): [string, Json][] => {
    if (items === undefined) return [];
    const needed = items.filter((item) => item.required !== undefined);
    return [[name, [exampleOf(items), another(exampleOf(needed))]]];
  });
  // Ids of ours are not for a client to choose, and a stage stands in the history already.
  const scalars = fields.filter(({ name, items }) => items === undefined && name !== 'id' && name !== 'stage');
  return { ...exampleOf(scalars), ...Object.fromEntries(lists) };
}

function another(item: { readonly [field: string]: Json }): { [field: string]: Json } {
  const next = (value: Json): Json =>
    typeof value === 'string' ? `${value} 2` : typeof value === 'number' ? value + 1 : value;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, next(value)]));
}

const during = `from=${Date.UTC(2010, 0)}&to=${Date.UTC(2026, 1)}`;
const lately = `from=${Date.UTC(2025, 6)}&to=${Date.UTC(2026, 1)}`;
const never = 'from=0&to=1';
const lists = accounts.output.filter(({ included }) => included).map(({ name }) => name);

/** The paths of a route for the full and for the bare record. */
const both = (path: string): string[] => ['full', 'bare'].map((id) => path.replace('*', id));
const people = (type: string, ofAccount: string) => ({
  [`GET /${type}`]: [`/${type}`],
  [`GET /accounts/{id}/${ofAccount}`]: both(`/accounts/*/${ofAccount}`),
  [`GET /${type}/{id}`]: both(`/${type}/*`),
  [`GET /${type}/{id}/{account_id}`]: [`/${type}/full/full`],
  [`POST /search/${type}`]: [`/search/${type}`],
});
const messages = (type: string) => ({
  [`GET /${type}`]: [`/${type}`],
  [`GET /${type}/external_id`]: [`/${type}/external_id`],
  [`GET /${type}/{id}`]: Array.from({ length: 20 }, (_, id) => `/${type}/${id}`),
  [`GET /${type}/external_id/{external_id}`]: [`/${type}/external_id/full`],
});
const report = (path: string, ...queries: readonly string[]) => ({
  [`GET ${path}`]: queries.map((query) => `${path}?${query}`),
  [`POST ${path}`]: queries.map((query) => `${path}?${query}`),
});

/** What each operation answers, and the requests that show all of it. */
const answers: readonly [Shape, { readonly [operation: string]: readonly string[] }][] = [
  [
    accounts,
    {
      'GET /accounts': ['', 'include=x', `include=${lists.join()}`, ...lists.map((list) => `include=x,%20${list}`)].map(
        (query) => `/accounts?include_inactive=true&${query}`,
      ),
      'GET /accounts/{id}': both('/accounts/*'),
      'POST /search/accounts': ['/search/accounts', `/search/accounts?include=${lists.toReversed().join()}`],
    },
  ],
  [accountUsers, people('account_users', 'users')],
  [accountContacts, people('account_contacts', 'contacts')],
  [metrics, { 'GET /metrics/{name}': both('/metrics/*') }],
  [accountMetrics, { 'GET /accounts/{id}/metrics': both('/accounts/*/metrics') }],
  [
    subscriptions,
    { 'GET /subscriptions': ['/subscriptions'], 'GET /subscriptions/{id}': both('/subscriptions/*?history=true') },
  ],
  [
    subscriptionEntries,
    {
      'GET /accounts/{id}/subscription': both('/accounts/*/subscription'),
      'GET /accounts/{id}/subscriptions': both('/accounts/*/subscriptions'),
    },
  ],
  [
    statements,
    {
      'GET /statements': ['/statements'],
      'GET /statements/{id}': both('/statements/*'),
      'GET /accounts/{id}/statements': both('/accounts/*/statements'),
    },
  ],
  [
    supportTickets,
    {
      'GET /support_tickets': ['/support_tickets'],
      'GET /support_tickets/{ticket_id}': both('/support_tickets/*'),
      'GET /accounts/{id}/support_tickets': both('/accounts/*/support_tickets'),
    },
  ],
  [interactions, messages('interactions')],
  [notes, messages('notes')],
  [accountDocuments, { 'GET /accounts/{id}/documents': both('/accounts/*/documents') }],
  [accountChanges, { 'GET /accounts/{id}/changes': both('/accounts/*/changes') }],
  [accountMrr, { 'GET /accounts/{id}/mrr': both('/accounts/*/mrr') }],
  [mrrPeriods, report('/reports/mrr', during, `${during}&basis=period`)],
  [mrrMovements, report('/reports/mrr/movements', during)],
  [retention, report('/reports/retention', lately, never)],
  [renewals, report('/reports/renewals', during)],
  [renewalRates, report('/reports/renewals', during, never)],
];

const operationNamed = (name: string): BoundOperation => {
  const operation = table.get(name);
  assert.ok(operation, `no operation ${name}`);
  return operation;
};

async function rowsOf(shape: Shape, method: string, path: string): Promise<unknown[]> {
  const { body } = await client.request(method, path, method === 'POST' ? { records: [] } : undefined);
  return shape === renewalRates ? [body.rates] : body.results;
}

/** Read by itself a record holds everything; in a list what `include` does not name is not there. */
function expected({ output }: Shape, { kind }: BoundOperation, path: string): readonly Property[] {
  const named = new URL(path, 'http://localhost').searchParams.get('include')?.split(',');
  const wanted = new Set(named?.map((name) => name.trim()));
  return output.filter(({ name, included }) => kind === 'keyed' || !included || wanted.has(name));
}

/** What is declared and cannot show: nothing computes a health score yet. */
const unseen = { property: 'accounts.current_health_score', what: 'value' } as const;

for (const [shape, asked] of answers)
  test(`${shape.name}: answers are as declared, and all that is declared shows in some`, async () => {
    const seen: Seen = new Map();
    for (const [name, paths] of Object.entries(asked)) {
      const operation = operationNamed(name);
      let count = 0;
      for (const path of paths)
        for (const row of await rowsOf(shape, operation.method, path)) {
          assertShape(expected(shape, operation, path), row, shape.name, seen);
          count++;
        }
      assert.ok(count > 0, `${name} has answered something`);
    }
    const all = allToSee(shape.output, shape.name);
    all.get(unseen.property)?.delete(unseen.what);
    assert.deepEqual(seen, all);
  });

test('every read and every declaration of an answer is held to the other', () => {
  const reads = [...table.values()].filter(({ answers: kind }) => typeof kind === 'object');
  assert.deepEqual(new Set(answers.flatMap(([, asked]) => Object.keys(asked))), new Set(reads.map(({ name }) => name)));
  assert.deepEqual(new Set(answers.map(([shape]) => shape)), new Set([...resources, ...shapes]));
  for (const [shape, asked] of answers)
    if (shape !== renewalRates)
      for (const name of Object.keys(asked))
        assert.deepEqual(Object.values(operationNamed(name).answers), [shape.name], name);
});
