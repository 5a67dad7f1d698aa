import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from '../support/client.ts';
import { freshPostgres, freshSqlite, type TestPlace } from '../support/databases.ts';
import { seed } from '../support/random.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Choice } from './choice.ts';
import { anyOperation, type Operation } from './operations.ts';
import { longText } from './values.ts';

const count = Number(process.env.TENURE_TEST_OPERATIONS ?? 3_000);
const day = 86_400_000;

const servers: TestServer[] = [];
const places: TestPlace[] = [];
const clients: Client[] = [];

before(async () => {
  places.push(await freshSqlite(), await freshPostgres());
  for (const place of places) servers.push(await startTestServer({ place }));
  for (const server of servers) clients.push(await server.tenant({ time_zone: 'America/New_York' }));
});
after(async () => {
  for (const server of servers) await server.close();
  for (const place of places) await place.remove();
});

/** What two answers must have alike: all but their ids and when they were given. */
async function send(client: Client, { method, path, body }: Operation) {
  const { status, headers, text } = await client.request(
    method,
    path,
    body === undefined ? undefined : JSON.stringify(body),
  );
  const kept = ['content-type', 'allow', 'retry-after'].map((name) => headers.get(name));
  return { status, headers: kept, text };
}

/** Sends an operation to both and asserts that they answer alike; gives the answer. */
async function compare(operation: Operation, label: string): Promise<string> {
  const [embedded, postgres] = await Promise.all(clients.map((client) => send(client, operation)));
  assert.deepEqual(
    postgres,
    embedded,
    `${label}, TENURE_TEST_SEED=${seed}: ${JSON.stringify(operation).slice(0, 4_000)}`,
  );
  assert.notEqual(embedded?.status, 500, label);
  return embedded?.text as string;
}

test(`both databases answer ${count} operations alike, byte for byte`, { timeout: 600_000 }, async (t) => {
  t.diagnostic(`TENURE_TEST_SEED=${seed}`);
  const choice = new Choice(seed);
  const cursors: string[] = [];
  for (let index = 0; index < count; index++) {
    if (choice.chance(0.02)) {
      const days = choice.below(30);
      for (const server of servers) server.time.now += days * day;
    }
    const text = await compare(anyOperation(choice, cursors), `operation ${index}`);
    const { next_cursor } = JSON.parse(text);
    if (typeof next_cursor === 'string') cursors.push(next_cursor);
  }
});

const orders = ['account_id', 'name', 'employees', 'csm_score', 'tier', 'is_churned', 'join_date', 'renewal_date'];

test('both page through more than a page alike, in every order, with ties and nulls, by number and by cursor', async () => {
  const choice = new Choice(seed + 1);
  const records = Array.from({ length: 2_100 }, (_, index) => ({
    account_id: `page-${choice.below(1e9)}-${index}`,
    name: choice.of(['a', 'A', 'b', 'é', '😀', '\uffff', longText(choice, 5)]),
    join_date: choice.below(3),
    ...(choice.chance(0.5) && { employees: choice.below(4) }),
    ...(choice.chance(0.2) && { csm_score: choice.below(100), renewal_date: choice.below(5) }),
    ...(choice.chance(0.9) && { tier: choice.of(['x', 'Y', '\u{10ffff}', 'ß']) }),
    ...(choice.chance(0.1) && { is_churned: true }),
  }));
  await compare({ method: 'POST', path: '/accounts', body: { records } }, 'the load');
  for (const order of orders)
    for (const direction of ['asc', 'desc']) {
      const list = `/accounts?order_by=${order}&direction=${direction}&include_inactive=true`;
      let next: string | null = '';
      for (let page = 0; next !== null && page < 5; page++) {
        await compare({ method: 'GET', path: `${list}&page=${page}` }, list);
        const path: string = next === '' ? list : `${list}&cursor=${next}`;
        next = JSON.parse(await compare({ method: 'GET', path }, list)).next_cursor as string | null;
      }
    }
});

test('both hold records whose fields are all as long as they may be', async () => {
  const choice = new Choice(seed + 2);
  const long = (length: number): string => longText(choice, length);
  const account_id = long(256);
  await compare(
    {
      method: 'POST',
      path: '/accounts',
      body: { records: [{ account_id, name: long(512), join_date: 0, parent_account_id: long(256) }] },
    },
    'account',
  );
  const person = { account_id, user_id: long(256), first_name: long(80), last_name: long(80), email: long(512) };
  for (const [resource, record] of [
    ['account_users', person],
    ['account_contacts', person],
    ['metrics', { account_id, name: long(128), metrics: [{ timestamp: 0, value: 1 }] }],
    ['statements', { account_id, invoice_id: long(128), start_date: 0 }],
    ['support_tickets', { account_id, ticket_id: long(80), state: long(80), subject: long(128), create_time: 0 }],
    ['interactions', { account_id, external_id: long(80), type: long(80), create_time: 0, details: long(262_144) }],
    ['notes', { account_id, external_id: long(80), create_time: 0 }],
    [
      'subscriptions',
      {
        account_id,
        subscription_id: long(128),
        effective_start_date: 0,
        event: 'current',
        total_revenue: 1_200,
        cycle_unit: 'month',
        cycle_length: 1,
        plan_code: long(128),
      },
    ],
  ] as const) {
    const text = await compare({ method: 'POST', path: `/${resource}`, body: { records: [record] } }, resource);
    assert.equal(JSON.parse(text).status_is_ok, true, `${resource}: ${text}`);
    assert.deepEqual(JSON.parse(text).failed_results, [], resource);
  }
});
