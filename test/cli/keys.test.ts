/** `tenure keys` beside a running server. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ended, runTenure, type ServerProcess, startProcess, temporaryFolder } from '../support/process.ts';

let data: string;
let server: ServerProcess;
const cleanups: (() => unknown)[] = [];
before(async () => {
  const t = { after: (cleanup: () => unknown) => void cleanups.push(cleanup) };
  data = join(temporaryFolder(t), 'data');
  server = await startProcess(t, data, { env: { TENURE_API_KEY: 'key-of-the-server' } });
});
after(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

const keys = (...args: string[]): Promise<Ended> => runTenure(['keys', ...args, '--data', data]);

async function makeKey(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await keys('create', ...args);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^tenure_[0-9a-f]{64}\n$/);
  return stdout.trim();
}

interface Listed {
  readonly key_id: string;
  readonly prefix: string;
  readonly name: string;
}
async function listed(key: string): Promise<Listed> {
  const { stdout } = await keys('list', '--json');
  const found = (JSON.parse(stdout) as Listed[]).find(({ prefix }) => key.startsWith(prefix));
  return found ?? assert.fail('the key is not listed');
}

const read = async (key: string): Promise<number> => (await server.client(key).get('/accounts')).status;

function assertRefused({ code, stdout, stderr }: Ended, message: RegExp): void {
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, message);
  assert.match(stderr, /^tenure: [^\n]+\n$/);
}

test('a key that is made works at once, within its scope', async () => {
  const key = await makeKey('--scope', 'read', '--name', 'reports');
  assert.equal(await read(key), 200);
  const { status, body } = await server.client(key).post('/accounts', { records: [] });
  assert.deepEqual([status, body.code], [403, 'forbidden']);
  const writing = await makeKey();
  assert.equal((await server.client(writing).post('/accounts', { records: [] })).status, 200);
});

test('a key that is revoked stops working at once, and its row stays', async () => {
  const key = await makeKey('--name', 'to be revoked');
  assert.equal(await read(key), 200);
  const { key_id } = await listed(key);
  const { code, stdout } = await keys('revoke', key_id);
  assert.deepEqual([code, stdout], [0, `Revoked ${key_id}\n`]);
  assert.equal(await read(key), 401);
  const again = await keys('revoke', key_id);
  assert.deepEqual([again.code, again.stdout], [0, `${key_id} is revoked already\n`]);
  const { stdout: list } = await keys('list');
  assert.match(list, new RegExp(`^${key_id}  .* to be revoked +revoked \\d{4}-\\d\\d-\\d\\dT`, 'm'));
});

test('a key has the end that it is given, which must be ahead', async () => {
  const end = new Date(Date.now() + 86_400_000).toISOString();
  const key = await makeKey('--expires', end);
  assert.equal(await read(key), 200);
  assert.match((await keys('list')).stdout, new RegExp(` live until ${end}$`, 'm'));
  const { code, stderr } = await keys('create', '--expires', '2020-01-31');
  assert.deepEqual([code, stderr], [1, 'tenure: --expires lies in the past: 2020-01-31\n']);
});

test('the list names keys by their first letters only', async () => {
  const key = await makeKey('--name', 'crm sync');
  const { key_id, prefix } = await listed(key);
  const text = await keys('list');
  assert.equal(text.code, 0);
  assert.match(text.stdout, /^id +key +tenant +scope +name +state$/m);
  assert.match(text.stdout, new RegExp(`^${key_id}  ${prefix}…  default  write +crm sync +live$`, 'm'));
  const json = await keys('list', '--json');
  for (const { stdout, stderr } of [text, json]) {
    assert.equal(stderr, '');
    assert.ok(!stdout.includes(key.slice(0, 20)), 'no more of it than its beginning');
    assert.doesNotMatch(stdout, /[0-9a-f]{64}/i, 'and no hash');
  }
});

test('what can not be done is told in one line', async () => {
  assertRefused(await keys('revoke', 'ffffffff'), /There is no key with the id ffffffff/);
  assertRefused(await keys('create', '--tenant', 'nobody'), /There is no tenant named nobody/);
  assertRefused(await keys('create', '--expires', 'soon'), /--expires takes a date such as 2027-01-31, not "soon"/);
});

test('while another process writes for long the list can be read, and a key is made when it ends', async () => {
  const database = new DatabaseSync(join(data, 'tenure.db'));
  database.exec('BEGIN IMMEDIATE');
  assert.equal((await keys('list')).code, 0);
  const made = makeKey();
  // Longer than a server itself would wait.
  await delay(8_000);
  database.exec('ROLLBACK');
  database.close();
  assert.equal(await read(await made), 200);
});

test('keys can be made before the first start, which then makes none', async (t) => {
  const other = join(temporaryFolder(t), 'data');
  const { stdout } = await runTenure(['keys', 'create'], { env: { TENURE_DATA: other } });
  const started = await startProcess(t, other);
  assert.equal(started.stderr(), '');
  assert.equal((await started.client(stdout.trim()).get('/accounts')).status, 200);
});
