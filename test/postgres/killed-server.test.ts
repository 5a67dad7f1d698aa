/** One of two servers is killed during batches: what it answered is there, nothing is torn, the other goes on. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { account } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { sql } from '../support/postgres.ts';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { seed, seededRandom } from '../support/random.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { until } from '../support/until.ts';

const key = 'key-of-the-killed-server';
const perBatch = 60;
const kills = 6;

describe('of two server processes on one database', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  before(async () => {
    place = await freshPostgres();
  });
  after(() => place.remove());

  const startOne = (t: { after(work: () => unknown): void }): Promise<ServerProcess> =>
    startProcess(t as Parameters<typeof startProcess>[0], place.data, {
      env: { TENURE_API_KEY: key, TENURE_DATABASE_URL: place.database.url },
    });

  const batch = (name: string): object => ({
    records: [
      ...Array.from({ length: perBatch }, (_, i) => account(`${name}-${i}`, { tier: name })),
      account('hot', { tier: name, industry: name }),
    ],
  });

  /** Sends batch after batch; gives those that were answered, and the one that was under way at the end. */
  async function send(client: Client, name: string, answered: Set<string>, goOn: () => boolean): Promise<void> {
    for (let n = 0; goOn(); n++) {
      const reply = await client.post('/accounts', batch(`${name}-${n}`)).catch(() => undefined);
      if (reply === undefined) return;
      if (reply.status === 200) answered.add(`${name}-${n}`);
      else assert.ok(reply.status === 429 || reply.body.code === 'database_unavailable', reply.text);
    }
  }

  test('the other goes on when one is killed, and no batch is torn or lost', { timeout: 240_000 }, async (t) => {
    t.diagnostic(`TENURE_TEST_SEED=${seed}`);
    const random = seededRandom(seed);
    const survivor = await startOne(t);
    const client = survivor.client(key);
    const answered = new Set<string>();
    for (let round = 0; round < kills; round++) {
      const victim = await startOne(t);
      let going = true;
      const sending = [
        send(victim.client(key), `killed-${round}`, answered, () => going),
        send(client, `living-${round}`, answered, () => going),
      ];
      await delay(100 + random() * 400);
      await victim.kill('SIGKILL');
      await until(async () => (await client.post('/accounts', batch(`after-${round}`))).status === 200);
      answered.add(`after-${round}`);
      going = false;
      await Promise.all(sending);
    }
    const { rows } = await sql(place.database.url, 'SELECT tier, count(*)::int AS held FROM accounts GROUP BY tier');
    const whole = new Map(rows.map(({ tier, held }) => [tier as string, held as number]));
    const [hot] = (await sql(place.database.url, "SELECT tier, industry FROM accounts WHERE account_id = 'hot'")).rows;
    assert.equal(hot?.tier, hot?.industry);
    whole.set(hot?.tier, (whole.get(hot?.tier) as number) - 1);
    for (const [name, held] of whole) assert.equal(held, perBatch, `${name} is torn`);
    for (const name of answered) assert.equal(whole.get(name), perBatch, `${name} was answered and is lost`);
    t.diagnostic(`${answered.size} batches answered, ${whole.size} there`);
  });

  test('a killed one frees its upload slot in two seconds', { timeout: 120_000 }, async (t) => {
    const [victim, survivor] = [await startOne(t), await startOne(t)];
    const client = survivor.client(key);
    for (let round = 0; round < 2; round++) {
      const holder = round === 0 ? victim : await startOne(t);
      const upload = await RawConnection.open(holder.url);
      const headers = [`Authorization: Bearer ${key}`, 'Content-Length: 1000'];
      await upload.write(requestText('POST /api/v2/accounts', headers));
      // The row is watched, not the answer: a request that asks for the slot could itself be what keeps it from the upload.
      await until(async () => (await sql(place.database.url, 'SELECT 1 FROM upload_slots')).rows.length > 0);
      assert.equal((await client.post('/accounts', { records: [] })).status, 429);
      await holder.kill('SIGKILL');
      const text = 'SELECT max(lease_until) - extract(epoch FROM clock_timestamp()) * 1000 AS left FROM upload_slots';
      const [lease] = (await sql(place.database.url, text)).rows;
      assert.ok(lease?.left <= 2_000, `${lease?.left} ms left`);
      await until(async () => (await client.post('/accounts', { records: [] })).status === 200);
    }
  });

  test('of two that start at once on an empty database one makes the first key', { timeout: 120_000 }, async (t) => {
    for (let round = 0; round < 2; round++) {
      const empty = await freshPostgres({ bare: true });
      try {
        const env = { TENURE_DATABASE_URL: empty.database.url };
        const servers = await Promise.all([1, 2].map(() => startProcess(t, empty.data, { env })));
        const findKeys = () => servers.flatMap(({ stderr }) => stderr().match(/tenure_[0-9a-f]{64}/) ?? []);
        await until(async () => findKeys().length > 0);
        const keys = findKeys();
        assert.equal(keys.length, 1);
        for (const server of servers) assert.equal((await server.client(String(keys[0])).get('/accounts')).status, 200);
        for (const server of servers) await server.kill('SIGKILL');
      } finally {
        await empty.remove();
      }
    }
  });
});
