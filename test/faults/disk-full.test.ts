/** A disk without room: writes fail and say so, reads go on, and room is used as soon as there is some. */
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import type { Client } from '../support/client.ts';
import { runTenure, runTool, type ServerProcess, startProcess, temporaryFolder } from '../support/process.ts';

const key = 'key-of-the-full-disk';
const env = { TENURE_API_KEY: key };

const batch = (name: string, count: number): { account_id: string; name: string; join_date: number }[] =>
  Array.from({ length: count }, (_, i) => ({ account_id: `${name}-${i}`, name: name.repeat(300), join_date: 1 }));

test('a full disk refuses uploads and answers reads, and more room is used without a restart', async (t) => {
  const disk = smallDisk(t, 16);
  if (disk === undefined) return;
  const server = await startProcess(t, join(disk.folder, 'data'), { env });
  const client = server.client(key);
  await client.load('accounts', batch('a', 1000));
  fill(disk.folder);

  await assertFull(server, client);
  // What fails for another reason says nothing about the disk.
  assert.equal((await client.post('/accounts', { records: 1 })).status, 200);
  await assertNotReady(server);
  disk.enlarge(32);
  await assertReady(server);
  await client.load('accounts', batch('b', 2000));
  assert.equal((await client.get('/accounts/b-1999')).body.results.length, 1);
  await assertEndsWhole(server, join(disk.folder, 'data'), 3000);
});

test('on a full disk an account is read as stored when its stage ends by the clock', async (t) => {
  const disk = smallDisk(t, 16);
  if (disk === undefined) return;
  const server = await startProcess(t, join(disk.folder, 'data'), { env });
  const client = server.client(key);
  await client.load('accounts', batch('a', 1000));
  // From here on nothing is asked until the disk is full, so that none who asks can pass the end.
  const end = Date.now() + 1_500;
  const stage = { name: 'trial', start_date: 1, end_date: end };
  await client.load('accounts', [{ account_id: 'trial', name: 'Trial', join_date: 1, stage_history: [stage] }]);
  fill(disk.folder);
  await assertFull(server, client);
  await delay(end + 50 - Date.now());

  const { status, body } = await client.get('/accounts/trial');
  assert.equal(status, 200);
  assert.equal(body.results[0].name, 'Trial');
  assert.equal((await client.get('/accounts')).body.results.length, 1000);
  const refused = await client.put('/accounts/trial', { tier: 'Gold' });
  assert.deepEqual([refused.status, refused.body.code], [500, 'database_full']);

  disk.enlarge(32);
  await client.load('accounts', batch('b', 2000));
  assert.equal((await client.get('/accounts/trial')).body.results[0].current_stage, null);
  await server.kill('SIGTERM');
});

test('a server starts on a full disk, or says in one line why not', async (t) => {
  const disk = smallDisk(t, 16);
  if (disk === undefined) return;
  fill(disk.folder);
  const { code, stderr } = await runTenure(['serve', '--port', '0', '--data', join(disk.folder, 'data')]);
  assert.equal(code, 1);
  assert.match(stderr, /^tenure: The data folder \S+ cannot be used: .*full.*\n$/);
});

test('a limit of the file size that is reached counts as a full disk', async (t) => {
  if (runTool('prlimit', '--version').status !== 0) return t.skip('there is no prlimit');
  const data = join(temporaryFolder(t), 'data');
  // In blocks of 512 bytes.
  const server = await startProcess(t, data, { env, under: ['sh', '-c', 'ulimit -S -f 4000; exec "$@"', 'sh'] });
  const client = server.client(key);
  await client.load('accounts', batch('a', 1000));

  await assertFull(server, client);
  assert.equal(runTool('prlimit', '--pid', `${server.pid}`, '--fsize=unlimited:').status, 0);
  await client.load('accounts', batch('b', 2000));
  await assertReady(server);
  await assertEndsWhole(server, data, 3000);
});

/** Asserts that an upload fails and changes nothing, while all that only reads goes on. */
async function assertFull(server: ServerProcess, client: Client): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const { status, body } = await client.post('/accounts', { records: batch('b', 2000) });
    assert.deepEqual([status, body.status_is_ok, body.code], [500, false, 'database_full']);
  }
  assert.equal((await client.get('/accounts/b-0')).body.message, 'Account not found');
  const found = await client.post('/search/accounts', {
    records: [{ attribute: 'account_id', operator: 'like', value: 'b-' }],
  });
  assert.deepEqual([found.status, found.body.results], [200, []], 'nothing of the batch is there');
  assert.equal((await client.get('/accounts/a-1')).body.results.length, 1);
  assert.equal((await client.get('/accounts?order_by=name')).body.results.length, 1000);
  await assertNotReady(server);
  assert.equal((await fetch(`${server.url}/livez`)).status, 200);
}

async function assertNotReady(server: ServerProcess): Promise<void> {
  const ready = await fetch(`${server.url}/readyz`);
  assert.equal(ready.status, 503);
  assert.deepEqual(await ready.json(), {
    status_is_ok: false,
    message: 'The database is full or can not be written',
    code: 'database_full',
  });
}

/** Nobody need write for the server to find that there is room again. */
async function assertReady(server: ServerProcess): Promise<void> {
  const { status } = await fetch(`${server.url}/readyz`);
  assert.equal(status, 200);
}

async function assertEndsWhole(server: ServerProcess, data: string, accounts: number): Promise<void> {
  assert.equal((await server.kill('SIGTERM')).code, 0);
  const database = new DatabaseSync(join(data, 'tenure.db'));
  assert.equal(database.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
  assert.equal(database.prepare('SELECT count(*) AS n FROM accounts').get()?.n, accounts);
  database.close();
}

/** A disk of some MiB in memory; skips the test where none can be mounted. */
function smallDisk(t: TestContext, mebibytes: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-test-'));
  const unmount = (): void => void runTool('umount', '--lazy', folder);
  t.after(() => {
    unmount();
    rmSync(folder, { recursive: true, force: true });
  });
  const mount = (...args: string[]): number | null => runTool('mount', ...args, folder).status;
  if (mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs') !== 0) return void t.skip('mounting a disk takes root');
  return { folder, enlarge: (to: number) => assert.equal(mount('-o', `remount,size=${to}m`), 0) };
}

/** Takes all the room that is left. */
function fill(folder: string): void {
  const file = openSync(join(folder, 'filler'), 'w');
  for (const size of [1 << 20, 4096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
  }
  closeSync(file);
}
