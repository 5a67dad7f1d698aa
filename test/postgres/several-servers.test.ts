/** Several servers on one database: no one keeps what another needs to know. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { account } from '../support/cases.ts';
import { Client } from '../support/client.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { sql } from '../support/postgres.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { startTestServer, type TestServer, testNow } from '../support/server.ts';
import { until } from '../support/until.ts';

const day = 86_400_000;
const body = JSON.stringify({ records: [account('1')] });

describe('two servers on one database', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  let one: TestServer;
  let other: TestServer;
  before(async () => {
    place = await freshPostgres();
    one = await startTestServer({ place });
    other = await startTestServer({ place });
  });
  after(async () => {
    await one.close();
    await other.close();
    await place.remove();
  });

  /** Clients of a new tenant, one of each server. */
  async function clients(): Promise<[Client, Client]> {
    const first = await one.tenant();
    return [first, new Client(other.url, first.key, first.tenant)];
  }

  /** How long the slot of a tenant may still be held, ms; undefined where it is free. */
  async function leaseOf({ tenant }: Client): Promise<number | undefined> {
    const text = `SELECT lease_until - extract(epoch FROM clock_timestamp()) * 1000 AS left
      FROM upload_slots JOIN tenants USING (tenant_id) WHERE name = '${tenant}'`;
    const [slot] = (await sql(place.database.url, text)).rows;
    return slot && Number(slot.left);
  }

  /** An upload whose headers have arrived and whose body has not. */
  async function stall(url: string, client: Client): Promise<RawConnection> {
    const connection = await RawConnection.open(url);
    const headers = [`Authorization: Bearer ${client.key}`, `Content-Length: ${body.length}`];
    await connection.write(requestText('POST /api/v2/accounts', headers));
    await until(async () => (await leaseOf(client)) !== undefined);
    return connection;
  }

  const post = (client: Client) => client.post('/accounts', { records: [account('2')] });

  test('refuse each the uploads of a tenant while the other has one, from its headers to its answer', async () => {
    for (let round = 0; round < 10; round++) {
      const pair = await clients();
      const [holder, refused] = round % 2 ? pair : pair.toReversed();
      const upload = await stall(holder === pair[0] ? one.url : other.url, holder as Client);
      const second = await post(refused as Client);
      assert.equal(second.status, 429);
      assert.equal(second.headers.get('retry-after'), '1');
      await upload.write(body);
      assert.equal((await upload.reply()).body.status_is_ok, true);
      upload.destroy();
      const { results } = (await (refused as Client).get('/accounts')).body;
      assert.equal(results.length, 1, 'nothing of the second was applied');
      assert.equal((await post(refused as Client)).status, 200, 'the slot is free with the answer');
    }
  });

  test('never refuse an upload that follows the answer of another', async () => {
    const pair = await clients();
    for (let round = 0; round < 50; round++) assert.equal((await post(pair[round % 2] as Client)).status, 200);
  });

  test('apply at most one of uploads that come at the same time, each wholly', async () => {
    const pair = await clients();
    let both = 0;
    for (let round = 0; round < 25; round++) {
      const records = (n: number): object[] =>
        Array.from({ length: 40 }, (_, i) =>
          account(`${i}`, { csm_score: (round * 2 + n) % 101, tier: `v${round}-${n}` }),
        );
      const replies = await Promise.all(pair.map((client, n) => client.post('/accounts', { records: records(n) })));
      const statuses = replies.map(({ status }) => status).toSorted();
      assert.ok(statuses[0] === 200 && [200, 429].includes(statuses[1] as number), String(statuses));
      both += Number(statuses[1] === 200);
      const { results } = (await (pair[0] as Client).get('/accounts')).body;
      assert.equal(new Set(results.map((row: { tier: string }) => row.tier)).size, 1, 'of one upload');
    }
    assert.ok(both < 25, 'some came at the same time');
  });

  test('free the slot of an upload that was broken off', async () => {
    const [first, second] = await clients();
    const upload = await stall(one.url, first);
    assert.equal((await post(second)).status, 429);
    upload.destroy();
    await until(async () => (await post(second)).status === 200);
  });

  test('hold a slot no longer than two seconds unless they renew it, and renew it while they need it', async () => {
    const [first, second] = await clients();
    const upload = await stall(one.url, first);
    for (let tries = 0; tries < 5; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const left = (await leaseOf(first)) as number;
      assert.ok(left <= 2_000, `${left} ms left`);
    }
    assert.equal((await post(second)).status, 429);
    upload.destroy();
    await until(async () => (await leaseOf(first)) === undefined);
  });

  test('let uploads of several tenants pass, and those of others while one waits for its lock', async () => {
    const [first] = await clients();
    const [, second] = await clients();
    const holder = new pg.Client({ connectionString: place.database.url });
    await holder.connect();
    await holder.query(`BEGIN; SELECT FROM tenants WHERE name = '${first.tenant}' FOR UPDATE`);
    let waits = true;
    const waiting = post(first).finally(() => (waits = false));
    await until(async () => (await waitingIn(place.database.url)) > 0);
    assert.equal((await post(new Client(one.url, second.key, second.tenant))).status, 200);
    assert.ok(waits, 'the other tenant did not wait for this one');
    await holder.query('ROLLBACK');
    await holder.end();
    assert.equal((await waiting).status, 200);
  });

  test('refuse a key at once that was revoked by way of the other', async () => {
    const [first, second] = await clients();
    for (let round = 0; round < 5; round++) {
      const key = await one.key(first);
      assert.equal((await second.as(key).get('/accounts')).status, 200);
      await one.revoke(key);
      assert.equal((await second.as(key).get('/accounts')).status, 401);
    }
  });

  test('read each what the other has written', async () => {
    const pair = await clients();
    for (let round = 0; round < 20; round++) {
      const [writer, reader] = round % 2 ? pair : pair.toReversed();
      await (writer as Client).load('accounts', [account('1', { tier: `v${round}` })]);
      assert.equal((await (reader as Client).get('/accounts/1')).body.results[0].tier, `v${round}`);
      assert.equal((await (reader as Client).get('/accounts')).body.results[0].tier, `v${round}`);
    }
  });

  test('give no id twice, and lose no change, where both write at once', async () => {
    const pair = await clients();
    await pair[0].load('accounts', [account('1')]);
    const put = (client: Client, n: number) =>
      client.put(`/interactions/external_id/e${n}`, { account_id: '1', type: 'call', create_time: n });
    await Promise.all(Array.from({ length: 40 }, (_, n) => put(pair[n % 2] as Client, n)));
    const { results } = (await pair[0].get('/interactions')).body;
    assert.equal(results.length, 40);
    assert.equal(new Set(results.map((row: { id: number }) => row.id)).size, 40);
    assert.equal((await pair[0].get('/accounts/1')).body.results[0].last_interaction_time, 39);
  });

  test('pass an instant that is due once, whichever of them is asked first', async () => {
    const pair = await clients();
    const stages = [
      { name: 'old', start_date: testNow - day, end_date: testNow + day },
      { name: 'new', start_date: testNow + day },
    ];
    const records = Array.from({ length: 30 }, (_, n) => account(`${n}`, { stage_history: stages }));
    await pair[0].load('accounts', records);
    for (const server of [one, other]) server.time.now = testNow + 2 * day;
    const replies = await Promise.all([...pair, ...pair, ...pair].map((client) => client.get('/accounts')));
    for (const { body: answer } of replies)
      for (const row of answer.results) assert.equal(row.current_stage, 'new', row.account_id);
    for (const { account_id } of replies[0]?.body.results ?? []) {
      const changes = (await pair[1].get(`/accounts/${account_id}/changes`)).body.results;
      const byClock = changes.filter(({ source }: { source: string }) => source === 'clock');
      assert.equal(byClock.length, 1, account_id);
    }
    for (const server of [one, other]) server.time.now = testNow;
  });
});

/** How many statements wait for a lock. */
async function waitingIn(url: string): Promise<number> {
  const text = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (await sql(url, text)).rows.length;
}
