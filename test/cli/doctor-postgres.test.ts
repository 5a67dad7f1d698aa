/** `tenure doctor` on PostgreSQL. What it finds and mends is told in full beside its tests on the embedded database. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freshPostgres, type TestPlace } from '../support/databases.ts';
import { loadAtRandom } from '../support/load.ts';
import { sql } from '../support/postgres.ts';
import { runTenure } from '../support/process.ts';
import { seed, seededRandom } from '../support/random.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const accounts = 60;
let place: TestPlace;
let url: string;
let server: TestServer;
before(async () => {
  place = await freshPostgres();
  url = place.database?.url as string;
  server = await startTestServer({ place });
  server.time.now = Date.now();
  await loadAtRandom(await server.tenant(), seededRandom(seed), server.time.now, accounts);
});
after(async () => {
  await server.close();
  await place.remove();
});

const doctor = (...args: string[]) => runTenure(['doctor', '--database', url, ...args], {});
const tally = (what: string): string => `${accounts} accounts of 2 tenants: ${what}\n`;

test('after a random load there is no difference', async (t) => {
  t.diagnostic(`seed ${seed}`);
  assert.deepEqual(await doctor(), { code: 0, signal: null, stdout: tally('0 differences'), stderr: '' });
});

test('damage is found, and mended beside a running server', async () => {
  const damages = [
    "UPDATE accounts SET current_mrr = 5, folded = NULL WHERE account_id = 'a3'",
    "UPDATE account_users SET folded = NULL WHERE user_id = 'p3'",
    'UPDATE subscriptions SET start_date = 5 WHERE subscription_id = (SELECT min(subscription_id) FROM subscriptions)',
    'DELETE FROM due_dates',
    "UPDATE mrr_movements SET causes = '[]'",
    "DELETE FROM metric_series WHERE name = 'm2'",
    'UPDATE mrr_days SET mrr = mrr + 1',
  ];
  for (const damage of damages) assert.ok(Number((await sql(url, damage)).rowCount) > 0, damage);
  const found = await doctor();
  assert.equal(found.code, 1);
  for (const kind of [
    'accounts ["a3"] current_mrr',
    'accounts ["a3"] folded',
    'account_users',
    'subscriptions',
    'due_dates',
  ])
    assert.ok(found.stdout.includes(`: ${kind}`), kind);
  const mended = await doctor('--rebuild');
  assert.equal(mended.code, 0);
  for (const kind of ['mrr_movements', 'metric_series', 'mrr_days'])
    assert.ok(mended.stdout.includes(`: ${kind}`), kind);
  assert.equal((await doctor()).stdout, tally('0 differences'));
});
