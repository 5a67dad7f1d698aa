/** A database that breaks connections, crashes, hangs or is gone: clear refusals, nothing torn, recovery by itself. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { account } from '../support/cases.ts';
import type { Client, Reply } from '../support/client.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { type Postgres, sql, startPostgres } from '../support/postgres.ts';
import { seed, seededRandom } from '../support/random.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const skip = await noPostgres();
const perBatch = 60;

const batch = (name: string): object => ({
  records: Array.from({ length: perBatch }, (_, i) => account(`${name}-${i}`, { tier: name })),
});

/** Sends batch after batch; gives those that were answered, and asserts that all others were refused clearly. */
async function send(client: Client, goOn: () => boolean): Promise<{ answered: string[]; refused: number }> {
  const answered: string[] = [];
  let refused = 0;
  for (let n = 0; goOn(); n++) {
    const reply = await client.post('/accounts', batch(`batch-${n}`));
    if (reply.status === 200) answered.push(`batch-${n}`);
    else assertUnavailable(reply);
    refused += Number(reply.status !== 200);
  }
  return { answered, refused };
}

function assertUnavailable({ status, body }: Reply): void {
  assert.deepEqual({ status, code: body.code }, { status: 503, code: 'database_unavailable' });
}

async function assertWhole(url: string, answered: readonly string[]): Promise<void> {
  const { rows } = await sql(url, 'SELECT tier, count(*)::int AS held FROM accounts GROUP BY tier');
  const held = new Map(rows.map((row) => [row.tier as string, row.held as number]));
  for (const [name, count] of held) assert.equal(count, perBatch, `${name} is torn`);
  for (const name of answered) assert.ok(held.has(name), `${name} was answered and is lost`);
}

describe('a server whose connections break', { skip }, () => {
  let place: PostgresPlace;
  let server: TestServer;
  before(async () => {
    place = await freshPostgres();
    server = await startTestServer({ place });
  });
  after(async () => {
    await server.close();
    await place.remove();
  });

  test('applies each batch wholly or not at all, and goes on', { timeout: 240_000 }, async (t) => {
    t.diagnostic(`TENURE_TEST_SEED=${seed}`);
    const random = seededRandom(seed);
    const client = await server.tenant();
    let going = true;
    const sending = send(client, () => going);
    for (let breaks = 0; breaks < 40; breaks++) {
      await delay(20 + random() * 80);
      await sql(
        place.database.url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
      );
    }
    going = false;
    const { answered, refused } = await sending;
    t.diagnostic(`${answered.length} batches answered, ${refused} refused`);
    assert.ok(answered.length > 0);
    await assertWhole(place.database.url, answered);
    await client.load('accounts', [account('after')]);
  });

  test('reads on when they broke while no one used them', async () => {
    const client = await server.tenant();
    await client.load('accounts', [account('1')]);
    for (let round = 0; round < 5; round++) {
      await sql(
        place.database.url,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await until(async () => (await client.get('/accounts/1')).status === 200);
      assert.equal((await client.get('/accounts')).status, 200);
    }
  });
});

describe('a server whose database hangs', { skip }, () => {
  let place: PostgresPlace;
  let server: TestServer;
  let holder: pg.Client;
  before(async () => {
    place = await freshPostgres();
    server = await startTestServer({ place, statementMs: 1_000 });
    holder = new pg.Client({ connectionString: place.database.url });
    await holder.connect();
  });
  after(async () => {
    await holder.end();
    await server.close();
    await place.remove();
  });

  const locked: readonly (readonly [string, string, (client: Client) => Promise<Reply>])[] = [
    ['the keys', 'LOCK TABLE api_keys', (client) => client.get('/accounts/1')],
    ['the accounts, for a keyed read', 'LOCK TABLE accounts', (client) => client.get('/accounts/1')],
    ['the accounts, for a list', 'LOCK TABLE accounts', (client) => client.get('/accounts')],
    ['the slots', 'LOCK TABLE upload_slots', (client) => client.post('/accounts', batch('x'))],
    ['its tenants', 'SELECT FROM tenants FOR UPDATE', (client) => client.put('/accounts/1', { tier: 'x' })],
    ['the accounts, for an upload', 'LOCK TABLE accounts', (client) => client.post('/accounts', batch('x'))],
  ];
  for (const [what, statement, request] of locked)
    test(`refuses what it cannot do in time, such as when another holds ${what}`, async () => {
      const client = await server.tenant();
      await client.load('accounts', [account('1')]);
      await holder.query(`BEGIN; ${statement}`);
      assertUnavailable(await request(client));
      await holder.query('ROLLBACK');
      await until(async () => (await request(client)).status === 200);
    });

  test('refuses what waits too long for a connection, and is itself again when there are some', {
    timeout: 60_000,
  }, async () => {
    const client = await server.tenant();
    await client.load('accounts', [account('1')]);
    await holder.query('BEGIN; LOCK TABLE accounts');
    const replies = await Promise.all(Array.from({ length: 60 }, () => client.get('/accounts/1')));
    replies.forEach(assertUnavailable);
    await holder.query('ROLLBACK');
    await until(async () => (await client.get('/accounts/1')).status === 200);
  });
});

describe('a server whose database crashes', { skip }, () => {
  let database: Postgres;
  let server: TestServer;
  before(async () => {
    database = await startPostgres();
    const place = { data: '', database: { url: database.url, readUrls: [] }, remove: async () => {} };
    server = await startTestServer({ place });
  });
  after(async () => {
    await server.close();
    await database.stop();
  });

  test('says so, keeps what it has answered, and recovers by itself', { timeout: 240_000 }, async (t) => {
    const client = await server.tenant();
    const all: string[] = [];
    for (let crash = 0; crash < 3; crash++) {
      let going = true;
      const sending = send(client, () => going);
      await delay(300);
      await database.end('SIGQUIT');
      for (const path of ['/accounts/1', '/accounts']) assertUnavailable(await client.get(path));
      assertUnavailable(await client.put('/accounts/1', { tier: 'x' }));
      assert.equal((await fetch(`${server.url}/livez`)).status, 200);
      assert.equal((await fetch(`${server.url}/readyz`)).status, 503);
      await database.start();
      await until(async () => (await fetch(`${server.url}/readyz`)).status === 200);
      going = false;
      const { answered, refused } = await sending;
      t.diagnostic(`${answered.length} batches answered, ${refused} refused`);
      all.push(...answered);
      await until(async () => (await client.post('/accounts', batch(`after-${crash}`))).status === 200);
      await assertWhole(database.url, [...all, `after-${crash}`]);
    }
  });

  test('tells why in its log, and no password', () => {
    const lines = server.log.map((line) => JSON.parse(line)).filter(({ code }) => code === 'database_unavailable');
    assert.ok(lines.length > 0);
    for (const { error } of lines) assert.match(error, /./);
  });
});
