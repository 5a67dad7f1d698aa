/** A database that says nothing at all, as where its machine hangs: what needs it is refused soon, and nothing is held up. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { account } from '../support/cases.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { type Line, startLine } from '../support/line.ts';
import { startProcess } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

/** Far more than an answer takes, and far less than a statement may. */
const soonMs = 25_000;

describe('a server whose database says nothing', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  let line: Line;
  before(async () => {
    place = await freshPostgres();
    line = await startLine(place.database.url);
  });
  after(async () => {
    line.close();
    await place.remove();
  });

  describe('while it runs', () => {
    let server: TestServer;
    before(async () => {
      server = await startTestServer({ place: { ...place, database: { url: line.url, readUrls: [] } } });
    });
    after(() => server.close());
    const isReady = async (): Promise<boolean> => (await fetch(`${server.url}/readyz`)).status === 200;

    test('refuses what needs it, says so, and goes on when it speaks again', { timeout: 120_000 }, async () => {
      const client = await server.tenant();
      await client.load('accounts', [account('1')]);
      await Promise.all(Array.from({ length: 12 }, () => [client.get('/accounts/1'), client.get('/accounts')]).flat());
      assert.ok(await isReady());
      line.die();
      const start = performance.now();
      try {
        const ready = isReady();
        const replies = await Promise.all([
          client.get('/accounts/1'),
          client.get('/accounts'),
          client.put('/accounts/1', { tier: 'x' }),
          client.post('/accounts', { records: [account('2')] }),
        ]);
        for (const { status, body } of replies)
          assert.deepEqual({ status, code: body.code }, { status: 503, code: 'database_unavailable' });
        assert.equal(await ready, false);
        assert.ok(performance.now() - start < soonMs);
      } finally {
        line.revive();
      }
      await until(isReady);
      assert.equal((await client.get('/accounts')).body.results.length, 1, 'nothing of the upload was applied');
      await client.load('accounts', [account('2')]);
    });
  });

  test('ends when it is told to', { timeout: 120_000 }, async (t) => {
    const key = 'key-of-the-ended-server';
    const env = { TENURE_API_KEY: key, TENURE_DATABASE_URL: line.url };
    const server = await startProcess(t, place.data, { env });
    const client = server.client(key);
    await client.load('accounts', [account('1')]);
    for (const path of ['/accounts', '/accounts/1']) assert.equal((await client.get(path)).status, 200);
    line.die();
    try {
      const ended = await Promise.race([server.kill('SIGTERM'), delay(soonMs, null, { ref: false })]);
      assert.equal(ended?.code, 0);
    } finally {
      line.revive();
    }
  });
});
