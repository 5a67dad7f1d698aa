/** Where the program can not run it says why in one line, soon, and leaves what it finds as it is. */
import assert from 'node:assert/strict';
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { type RunOptions, runTenure, runTool, startProcess, temporaryFolder } from '../support/process.ts';

const key = 'key-of-the-environment';
const env = { TENURE_API_KEY: key };
const account = { account_id: 'a', name: 'A', join_date: 1 };

/** Asserts that no server starts on a folder, and that its one line says why. */
async function assertRefused(data: string, why: RegExp, options: RunOptions = {}): Promise<void> {
  const { code, signal, stdout, stderr } = await runTenure(['serve', '--port', '0', '--data', data], {
    env,
    ...options,
  });
  assert.deepEqual([code, signal, stdout], [1, null, ''], stderr);
  assert.match(stderr, /^tenure: [^\n]+\n$/);
  assert.match(stderr, why);
}

/** A data folder with an account in it, whose server has ended. */
async function usedFolder(t: Parameters<typeof startProcess>[0]): Promise<string> {
  const data = join(temporaryFolder(t), 'data');
  const server = await startProcess(t, data, { env });
  await server.client(key).load('accounts', [account]);
  assert.equal((await server.kill('SIGTERM')).code, 0);
  return data;
}

test('a second server on a folder is refused, and a new one starts at once when the first was killed', async (t) => {
  const data = await usedFolder(t);
  for (let round = 0; round < 2; round++) {
    const first = await startProcess(t, data, { env });
    await assertRefused(data, /^tenure: Another server is using the data folder /);
    assert.equal((await first.client(key).get('/accounts/a')).body.results.length, 1, 'the first is not disturbed');
    await first.kill('SIGKILL');
  }
  const next = await startProcess(t, data, { env });
  assert.equal((await next.client(key).get('/accounts/a')).body.results.length, 1);
});

test('a data folder that is a file is refused', async (t) => {
  const file = join(temporaryFolder(t), 'data');
  writeFileSync(file, 'precious');
  await assertRefused(file, /cannot be used: .*exists/);
  assert.equal(readFileSync(file, 'utf8'), 'precious');
});

test('a database that is a folder is refused', async (t) => {
  const data = temporaryFolder(t);
  mkdirSync(join(data, 'tenure.db'));
  await assertRefused(data, /cannot be used: unable to open database file/);
});

test('a folder that may not be written is refused, an unused one and a used one', async (t) => {
  const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  if (runTool('setpriv', ...asNobody, 'true').status !== 0)
    return t.skip('becoming another user takes root and setpriv');
  const under = (folder: string): RunOptions => ({ under: ['setpriv', ...asNobody], cwd: folder });
  const unused = temporaryFolder(t);
  chmodSync(unused, 0o755);
  await assertRefused(unused, /cannot be used: unable to open database file/, under(unused));
  await assertRefused(join(unused, 'data'), /cannot be used: EACCES/, under(unused));
  const used = await usedFolder(t);
  chmodSync(join(used, '..'), 0o755);
  await assertRefused(used, /cannot be used: unable to open database file/, under('/'));
  // Files that can be read but not written must not look as if another server held them.
  chmodSync(used, 0o755);
  for (const file of ['server.lock', 'tenure.db']) {
    await assertRefused(used, /cannot be used: (unable to open database file|attempt to write a readonly)/, under('/'));
    chmodSync(join(used, file), 0o644);
  }
  await assertRefused(used, /cannot be used: (unable to open database file|attempt to write a readonly)/, under('/'));
});

test('a database whose first page is damaged is refused, wherever the damage is', async (t) => {
  const data = await usedFolder(t);
  const file = join(data, 'tenure.db');
  const whole = readFileSync(file);
  // The magic text, the page size, the encoding, and all that follows the header.
  for (const [from, length] of [
    [0, 16],
    [16, 2],
    [56, 4],
    [100, 3996],
  ] as const) {
    writeFileSync(file, whole);
    const damage = whole.subarray(from, from + length).map((byte) => ~byte);
    const handle = openSync(file, 'r+');
    writeSync(handle, damage, 0, length, from);
    closeSync(handle);
    await assertRefused(data, /cannot be used: (file is not a database|.*malformed|unsupported)/);
  }
  writeFileSync(file, whole);
  const server = await startProcess(t, data, { env });
  assert.equal((await server.client(key).get('/accounts/a')).body.results.length, 1, 'refusing changed nothing');
});

test('a database of a newer program is refused by this one', async (t) => {
  const data = await usedFolder(t);
  const setVersion = (version: number): void => {
    const database = new DatabaseSync(join(data, 'tenure.db'));
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
  };
  const known = versionOf(data);
  setVersion(known + 1);
  await assertRefused(
    data,
    new RegExp(`The database has schema ${known + 1}, this program knows ${known}: start a newer Tenure`),
  );
  const { code, stderr } = await runTenure(['keys', 'list', '--data', data]);
  assert.deepEqual([code, stderr.trimEnd().split('\n').length], [1, 1], stderr);
  assert.equal(versionOf(data), known + 1);
  setVersion(known);
  await startProcess(t, data, { env });
});

function versionOf(data: string): number {
  const database = new DatabaseSync(join(data, 'tenure.db'));
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  database.close();
  return version;
}

test('a port that is taken is told in one line, and the folder is free again', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  const other = await startProcess(t, join(temporaryFolder(t), 'data'), { env });
  const port = new URL(other.url).port;
  const { code, stderr } = await runTenure(['serve', '--port', port, '--data', data], { env });
  assert.deepEqual([code, stderr], [1, `tenure: Cannot listen on 127.0.0.1 port ${port}: EADDRINUSE\n`]);
  await startProcess(t, data, { env });
});
