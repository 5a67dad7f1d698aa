import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/client.ts';
import { freshPostgres, freshSqlite, noPostgres, type TestPlace } from '../support/databases.ts';
import { noPooler, type Pooler, startPooler } from '../support/pooler.ts';
import { seed } from '../support/random.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Choice } from './choice.ts';
import { Pair } from './pair.ts';
import { longText } from './values.ts';

const count = Number(process.env.TENURE_TEST_OPERATIONS ?? 3_000);
const throughPooler = Math.min(count, 400);
const skip = await noPostgres();

/** Starts both servers for the tests of a suite; `placeOf` says where the second finds its database. */
function useServers(placeOf: (place: TestPlace) => TestPlace = (place) => place): () => readonly TestServer[] {
  const servers: TestServer[] = [];
  const places: TestPlace[] = [];
  before(async () => {
    const [sqlite, postgres] = [await freshSqlite(), await freshPostgres()];
    places.push(sqlite, postgres);
    servers.push(await startTestServer({ place: sqlite }), await startTestServer({ place: placeOf(postgres) }));
  });
  after(async () => {
    for (const server of servers) await server.close();
    for (const place of places) await place.remove();
  });
  return () => servers;
}

describe('an embedded database and PostgreSQL', { skip }, () => {
  const servers = useServers();
  let pair: Pair;
  before(async () => {
    pair = await Pair.of(servers());
  });

  test(`answer ${count} operations alike, byte for byte`, { timeout: 600_000 }, async (t) => {
    t.diagnostic(`TENURE_TEST_SEED=${seed}`);
    await pair.sendRandom(count, seed);
  });

  const orders = ['account_id', 'name', 'employees', 'csm_score', 'tier', 'is_churned', 'join_date', 'renewal_date'];

  test('page through more than a page alike, in every order, with ties and nulls, by number and by cursor', async () => {
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
    await pair.send({ method: 'POST', path: '/accounts', body: { records } }, 'the load');
    for (const order of orders)
      for (const direction of ['asc', 'desc']) {
        const list = `/accounts?order_by=${order}&direction=${direction}&include_inactive=true`;
        let next: string | null = '';
        for (let page = 0; next !== null && page < 5; page++) {
          await pair.send({ method: 'GET', path: `${list}&page=${page}` }, list);
          const path: string = next === '' ? list : `${list}&cursor=${next}`;
          next = JSON.parse(await pair.send({ method: 'GET', path }, list)).next_cursor as string | null;
        }
      }
  });

  test('hold records whose fields are all as long as they may be', async () => {
    const choice = new Choice(seed + 2);
    const long = (length: number): string => longText(choice, length);
    const account_id = long(256);
    await pair.send(
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
      const text = await pair.send({ method: 'POST', path: `/${resource}`, body: { records: [record] } }, resource);
      assert.equal(JSON.parse(text).status_is_ok, true, `${resource}: ${text}`);
      assert.deepEqual(JSON.parse(text).failed_results, [], resource);
    }
  });
});

describe('PostgreSQL behind PgBouncer', { skip: skip || noPooler() }, () => {
  let pooler: Pooler;
  before(async () => {
    const { database, remove } = await freshPostgres();
    pooler = await startPooler(database.url);
    await remove();
  });
  const servers = useServers((place) => ({
    ...place,
    database: { url: pooler.urlOf(place.database?.url as string), readUrls: [] },
  }));
  after(() => pooler.stop());

  test(`answers ${throughPooler} operations as an embedded database does`, { timeout: 300_000 }, async (t) => {
    t.diagnostic(`TENURE_TEST_SEED=${seed}`);
    await (await Pair.of(servers())).sendRandom(throughPooler, seed + 3);
  });

  test('serves many requests at once, and two servers one upload at a time', async () => {
    const [, server] = servers() as [TestServer, TestServer];
    const client = await server.tenant();
    await client.load('accounts', [{ account_id: '1', name: 'x', join_date: 0 }]);
    const replies = await Promise.all(
      Array.from({ length: 80 }, (_, n) =>
        n % 4 ? client.get('/accounts/1') : client.put('/accounts/1', { employees: n }),
      ),
    );
    for (const { status } of replies) assert.equal(status, 200);
    const second = await startTestServer({ place: server.place });
    try {
      for (let round = 0; round < 20; round++) {
        const pair = [client, new Client(second.url, client.key, client.tenant)];
        const statuses = (await Promise.all(pair.map((each) => each.post('/accounts', { records: [] })))).map(
          ({ status }) => status,
        );
        assert.ok(
          statuses.includes(200) && statuses.every((status) => status === 200 || status === 429),
          String(statuses),
        );
      }
    } finally {
      await second.close();
    }
  });
});
