/** SIGTERM while something holds the server up: it is given up, and the process ends all the same. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { account } from '../support/cases.ts';
import { freshPostgres, noPostgres } from '../support/databases.ts';
import { lockTenants, waitingForLocks } from '../support/locks.ts';
import { sql } from '../support/postgres.ts';
import { startProcess, temporaryFolder } from '../support/process.ts';
import { until } from '../support/until.ts';

const key = 'key-of-the-held-up';
const env = { TENURE_API_KEY: key };
/** It ends within 10 s by its own clock; what holds it up would take a minute or for ever. */
const endMs = 30_000;

test('a write that waits in the database is given up', { skip: await noPostgres() }, async (t) => {
  const place = await freshPostgres();
  const { url } = place.database;
  const data = join(temporaryFolder(t), 'data');
  const server = await startProcess(t, data, { env: { ...env, TENURE_DATABASE_URL: url } });
  await server.client(key).load('accounts', [account('a')]);
  const free = await lockTenants(url, ['default']);
  t.after(async () => {
    await free();
    await place.remove();
  });
  const waiting = assert.rejects(
    server.client(key).post('/accounts', { records: [account('b')] }),
    /socket hang up|ECONNRESET/,
  );
  await until(async () => (await waitingForLocks(url)) > 0);

  const started = performance.now();
  const { code, signal, stdout } = await server.kill('SIGTERM');
  assert.deepEqual([code, signal], [0, null]);
  assert.ok(performance.now() - started < endMs, `${performance.now() - started} ms`);
  assert.match(stdout, /"code":"shutting_down","client_gone":true,"msg":"request"\}\n.*"msg":"stopped"\}\n$/);
  await waiting;
  await free();
  assert.deepEqual((await sql(url, 'SELECT account_id FROM accounts')).rows, [{ account_id: 'a' }]);
});

test('a stop that does not come to its end is ended by force', async (t) => {
  const dispatcher = new URL('../../src/workers/dispatcher.ts', import.meta.url).href;
  const hang = `import { isMainThread } from 'node:worker_threads';
    if (isMainThread) (await import('${dispatcher}')).Dispatcher.prototype.close = () => new Promise(() => {});`;
  const data = join(temporaryFolder(t), 'data');
  const server = await startProcess(t, data, {
    env: { ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hang)}` },
  });
  await server.client(key).load('accounts', [account('a')]);
  const started = performance.now();
  const { signal, stdout } = await server.kill('SIGTERM');
  assert.equal(signal, 'SIGKILL');
  assert.ok(performance.now() - started < endMs, `${performance.now() - started} ms`);
  assert.match(stdout, /"level":50,[^\n]*"msg":"killed: it could not be stopped in time"\}\n$/);
  const next = await startProcess(t, data, { env });
  assert.equal((await next.client(key).get('/accounts/a')).body.results.length, 1);
});
