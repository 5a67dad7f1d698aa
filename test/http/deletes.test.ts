/**
 * No DELETE takes away more than what was named: every route, with everything that a slip can make of its path and its
 * query. The slips are made from the route table; a route without an entry here fails.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { table as operations } from '../../src/operations/table.ts';
import { account, useServer } from '../support/cases.ts';
import type { Client, Reply } from '../support/client.ts';
import { type Dump, dumpTenant, type Row } from '../support/dump.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { interaction, invoice, metric, note, person, subscription, ticket } from '../support/records.ts';
import { testNow } from '../support/server.ts';
import { forms, type Named, pathSlips, querySlips } from '../support/slips.ts';

interface Entry extends Named {
  /** Further requests that must take nothing away. */
  readonly harmless?: readonly string[];
  /** Requests that name something, and what is gone or changed by each: nothing else may be. */
  readonly exact: { readonly [path: string]: (all: Dump) => void };
}

const server = useServer();

const entries: { readonly [path: string]: Entry } = {
  '/accounts/{id}': {
    named: { id: 'key' },
    query: { churn: { kind: 'boolean', good: 'true' }, inactive_time: { kind: 'number', good: '5' } },
    exact: {
      '/accounts/key': (all) => Object.assign(one(all), { is_deleted: true, is_active: false, inactive_time: testNow }),
      '/accounts/key/?churn=true&inactive_time=5': (all) =>
        Object.assign(one(all), { is_churned: true, is_active: false, inactive_time: 5 }),
      '/accounts/key?churn=false': (all) =>
        Object.assign(one(all), { is_deleted: true, is_active: false, inactive_time: testNow }),
    },
  },
  '/accounts/{id}/stage_history[/{name}][/{timestamp}]': {
    named: { id: 'key', name: 'key', timestamp: '1000' },
    numbers: ['timestamp'],
    exact: {
      '/accounts/key/stage_history': (all) => Object.assign(one(all), { stage_history: [], current_stage: null }),
      '/accounts/key/stage_history/key/': (all) => drop(one(all).stage_history, 2, ({ name }) => name === 'key'),
      '/accounts/key/stage_history/key/1000': (all) =>
        drop(one(all).stage_history, 1, (stage) => stage.start_date === 1000),
    },
  },
  '/accounts/{id}/dimension_values[/{key}]': dimensionEntry('dimension_values', 'custom_value_dimensions'),
  '/accounts/{id}/dimension_labels[/{key}]': dimensionEntry('dimension_labels', 'custom_label_dimensions'),
  '/accounts/{id}/dimension_events[/{key}]': dimensionEntry('dimension_events', 'custom_event_dimensions'),
  '/accounts/{id}/assigned_csms[/{email}]': {
    named: { id: 'key', email: 'joe@x.com' },
    exact: {
      '/accounts/key/assigned_csms/': (all) => Object.assign(one(all), { assigned_csms: [] }),
      '/accounts/key/assigned_csms/joe@x.com': (all) => Object.assign(one(all), { assigned_csms: ['joey@x.com'] }),
      '/accounts/key/assigned_csms/JOE%40X.COM': (all) => Object.assign(one(all), { assigned_csms: ['joey@x.com'] }),
    },
  },
  '/accounts/{id}/nps_history[/{timestamp}]': {
    named: { id: 'key', timestamp: '1000' },
    numbers: ['timestamp'],
    exact: {
      '/accounts/key/nps_history': (all) => Object.assign(one(all), { nps_history: [], current_nps_score: null }),
      '/accounts/key/nps_history/1000': (all) => {
        drop(one(all).nps_history, 2, ({ date }) => date === 1000);
        one(all).current_nps_score = 30;
      },
    },
  },
  '/accounts/{id}/documents[/{name}]': {
    named: { id: 'key', name: 'key' },
    exact: {
      '/accounts/key/documents': (all) => Object.assign(one(all), { documents: [] }),
      '/accounts/key/documents/key': (all) => drop(one(all).documents, 1, ({ name }) => name === 'key'),
    },
  },
  '/account_users/{id}[/{account_id}]': personEntry('account_users'),
  '/account_contacts/{id}[/{account_id}]': personEntry('account_contacts'),
  '/metrics/{name}': {
    named: { name: 'key' },
    query: { account_id: { kind: 'text', good: 'key' } },
    exact: {
      '/metrics/key': (all) => all.metrics?.forEach(({ metrics }) => delete metrics.key),
      '/metrics/key/?account_id=Key': (all) => delete all.metrics?.find((row) => row.account_id === 'Key')?.metrics.key,
    },
  },
  '/subscriptions/{id}': {
    named: { id: 'key' },
    query: { start_date: { kind: 'number', good: '1000' } },
    harmless: ['/subscriptions/key?start_date=1500', '/subscriptions/Key?start_date=1000'],
    exact: {
      '/subscriptions/key': (all) => {
        drop(all.subscriptions, 1, ({ subscription_id }) => subscription_id === 'key');
        drop(all.entries, 2, ({ subscription_id }) => subscription_id === 'key');
        one(all).current_mrr = 100;
      },
      '/subscriptions/key/?start_date=1000': (all) =>
        drop(all.entries, 1, (entry) => entry.subscription_id === 'key' && entry.start_date === 1000),
    },
  },
  '/statements/{id}': {
    named: { id: 'key' },
    exact: { '/statements/key': (all) => drop(all.statements, 1, (row) => row.invoice_id === 'key') },
  },
  '/support_tickets/{ticket_id}': {
    named: { ticket_id: 'key' },
    exact: {
      '/support_tickets/key/': (all) => {
        drop(all.support_tickets, 1, (row) => row.ticket_id === 'key');
        one(all).open_tickets = 1;
      },
    },
  },
  '/interactions/{id}': messageEntry('interactions', 'id'),
  '/interactions/external_id/{external_id}': messageEntry('interactions', 'external_id'),
  '/notes/{id}': messageEntry('notes', 'id'),
  '/notes/external_id/{external_id}': messageEntry('notes', 'external_id'),
};

function dimensionEntry(path: string, field: string): Entry {
  return {
    named: { id: 'key', key: 'key' },
    exact: {
      [`/accounts/key/${path}`]: (all) => Object.assign(one(all), { [field]: {} }),
      [`/accounts/key/${path}/key/`]: (all) => delete one(all)[field].key,
    },
  };
}

function personEntry(type: string): Entry {
  const fields = ['custom_label_dimensions', 'custom_value_dimensions', 'custom_event_dimensions'];
  const only = (all: Dump): Row => find(all[type], ({ user_id }) => user_id === 'user');
  const ofTwo = (all: Dump): Row =>
    find(all[type], ({ user_id, account_id }) => user_id === 'two' && account_id === 'Key');
  return {
    named: { id: 'user', account_id: 'key' },
    query: { dimension: { kind: 'text', good: 'key' }, all_dimensions: { kind: 'boolean', good: 'true' } },
    harmless: [
      `/${type}/two`,
      `/${type}/two/`,
      `/${type}/two?dimension=key`,
      `/${type}/two?all_dimensions=true`,
      `/${type}/user?all_dimensions=true&dimension=key`,
      `/${type}/user?dimension=key&all_dimensions=false`,
    ],
    exact: {
      [`/${type}/user`]: (all) => Object.assign(only(all), { is_active: false }),
      [`/${type}/user?all_dimensions=false`]: (all) => Object.assign(only(all), { is_active: false }),
      [`/${type}/user/key/`]: (all) => Object.assign(only(all), { is_active: false }),
      [`/${type}/two/Key`]: (all) => Object.assign(ofTwo(all), { is_active: false }),
      [`/${type}/user?dimension=key`]: (all) => {
        for (const field of fields) drop(only(all)[field], 1, ({ key }) => key === 'key');
      },
      [`/${type}/two/Key?all_dimensions=1`]: (all) => {
        for (const field of fields) ofTwo(all)[field] = [];
      },
    },
  };
}

function messageEntry(type: string, by: 'id' | 'external_id'): Entry {
  const gone = (all: Dump): void => {
    drop(all[type], 1, (row) => row.external_id === 'key');
    if (type === 'interactions') one(all).last_interaction_time = 1000;
  };
  return by === 'id'
    ? { named: { id: 'ID' }, numbers: ['id'], exact: { [`/${type}/ID`]: gone } }
    : { named: { external_id: 'key' }, exact: { [`/${type}/external_id/key`]: gone } };
}

const one = (all: Dump): Row => find(all.accounts, ({ account_id }) => account_id === 'key');

function find(rows: readonly Row[] | undefined, is: (row: Row) => boolean): Row {
  return rows?.find(is) ?? assert.fail('there is no such row');
}

function drop(rows: Row[] | undefined, count: number, is: (row: Row) => boolean): void {
  const left = (rows ?? []).filter((row) => !is(row));
  assert.equal((rows ?? []).length - left.length, count);
  rows?.splice(0, rows.length, ...left);
}

const pair = <T>(make: (name: string) => T): T[] => ['key', 'Key'].map(make);

/** Two accounts whose names differ in case alone, each with two of everything, named likewise. */
async function fill(client: Client): Promise<void> {
  const dimensions = {
    custom_label_dimensions: pair((key) => ({ key, value: 'x' })),
    custom_value_dimensions: pair((key) => ({ key, value: 1 })),
    custom_event_dimensions: pair((key) => ({ key, value: 2 })),
  };
  const lists = {
    ...dimensions,
    assigned_csms: ['joe@x.com', 'joey@x.com'],
    documents: pair((name) => ({ name, url: 'https://x.org' })),
    stage_history: [
      { name: 'key', start_date: 1000, end_date: 2000 },
      { name: 'key', start_date: 3000, end_date: 4000 },
      { name: 'Key', start_date: 2000, end_date: null },
    ],
    nps_history: [
      { nps_score: 10, date: 1000 },
      { nps_score: 20, date: 1000, username: 'u' },
      { nps_score: 30, date: 2000 },
    ],
  };
  await client.load(
    'accounts',
    pair((id) => account(id, lists)),
  );
  for (const type of ['account_users', 'account_contacts']) {
    await client.load(type, [
      ...['user', 'User'].map((id) => person('key', id, dimensions)),
      ...pair((id) => person(id, 'two', dimensions)),
    ]);
  }
  await client.load('metrics', pair((id) => pair((name) => metric(id, name, [1000, 1], [2000, 2]))).flat());
  const start = { effective_start_date: 1000 };
  await client.load('subscriptions', [
    subscription('key', 'key', start),
    subscription('key', 'key', { effective_start_date: 2000, total_revenue: 200 }),
    subscription('key', 'Key', { effective_start_date: 3000 }),
    subscription('Key', 'other', start),
  ]);
  await client.load('statements', [...pair((id) => invoice('key', id)), invoice('Key', 'other')]);
  await client.load('support_tickets', [...pair((id) => ticket('key', id)), ticket('Key', 'other')]);
  for (const [type, make] of [
    ['interactions', interaction],
    ['notes', note],
  ] as const) {
    const messages = [
      make('key', 'key', { create_time: 2000 }),
      make('key', 'Key', { create_time: 1000 }),
      make('Key', 'other'),
    ];
    await client.load(type, messages);
  }
}

/** The internal id of this tenant's message of a type, which an entry calls `ID`. */
async function idOf(client: Client, path: string): Promise<string> {
  const [, type] = path.split('/');
  const { body } = await client.get(`/${type}/external_id/key`);
  return String(body.results[0].id);
}

test('every DELETE route of the table has its entry here, and there is no other', () => {
  const inTable = [...operations.values()].filter(({ method }) => method === 'DELETE').map(({ path }) => path);
  assert.deepEqual(Object.keys(entries).sort(), inTable.sort());
});

describe('a DELETE that names nothing exactly is refused and takes nothing away', () => {
  let client: Client;
  let whole: Dump;
  before(async () => {
    client = await filledTenant();
    whole = await dumpTenant(client);
  });
  for (const [route, entry] of Object.entries(entries)) {
    for (const form of forms(route)) {
      test(`DELETE /${form.join('/')}`, async () => {
        const named = entry.named.id === 'ID' ? { id: await idOf(client, route) } : entry.named;
        const slips = [...pathSlips(form, { ...entry, named }), ...querySlips(form, { ...entry, named })];
        for (const path of new Set([...slips, ...(entry.harmless ?? [])])) {
          const { status, body } = await ask(client, path);
          assert.ok(
            [200, 400, 404, 405].includes(status) && !body.status_is_ok,
            `${path}: ${status} ${JSON.stringify(body)}`,
          );
        }
        assert.deepEqual(await dumpTenant(client), whole);
      });
    }
  }
});

describe('a DELETE takes away what it names and nothing else', () => {
  for (const { exact } of Object.values(entries)) {
    for (const [request, gone] of Object.entries(exact)) {
      test(`DELETE ${request}`, async () => {
        const client = await filledTenant();
        const expected = await dumpTenant(client);
        const path = request.includes('ID') ? request.replace('ID', await idOf(client, request)) : request;
        const { body } = await client.delete(path);
        assert.deepEqual(body, { status_is_ok: true });
        gone(expected);
        const left = await dumpTenant(client);
        // What was taken away is also told there.
        expected.changes = left.changes as Row[];
        assert.deepEqual(left, expected);
      });
    }
  }
});

test('every form of every DELETE route is among those that take away what they name', () => {
  for (const [route, { exact }] of Object.entries(entries)) {
    const lengths = Object.keys(exact).map(
      (path) => (path.split('?')[0] as string).replace(/\/$/, '').split('/').length - 1,
    );
    assert.deepEqual(
      [...new Set(lengths)].sort(),
      forms(route).map((form) => form.length),
      route,
    );
  }
});

let connection: RawConnection | undefined;
after(() => connection?.destroy());

/** Sends a DELETE as it stands: other clients would tidy its path. */
async function ask(client: Client, path: string): Promise<Reply> {
  connection ??= await RawConnection.open(server().url);
  await connection.write(requestText(`DELETE /api/v2${path}`, [`Authorization: Bearer ${client.key}`]));
  const reply = await connection.reply();
  if (reply.headers.get('connection') === 'close') {
    connection.destroy();
    connection = undefined;
  }
  return reply;
}

async function filledTenant(): Promise<Client> {
  server().time.now = testNow;
  const client = await server().tenant();
  await fill(client);
  return client;
}
