/** The first start on an empty folder, as a newcomer meets it. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runTenure, runTool, startProcess, temporaryFolder } from '../support/process.ts';

test('a first start prints a key once, with a command that works as it stands', async (t) => {
  const data = join(temporaryFolder(t), 'not', 'there', 'yet');
  const first = await startProcess(t, data);
  assert.equal(statSync(data).mode & 0o777, 0o700);
  const banner = first.stderr();
  const key = /^ {2}(tenure_[0-9a-f]{64})$/m.exec(banner)?.[1] as string;
  assert.match(banner, new RegExp(`Its API is at ${first.url}/api/v2`));
  assert.equal((await first.client(key).get('/accounts')).status, 200);

  await t.test('the command', (curl) => {
    if (runTool('curl', '--version').status !== 0) return curl.skip('there is no curl');
    const command = /^ {2}(curl .*)$/m.exec(banner)?.[1] as string;
    const { status, stdout } = runTool('sh', '-c', command);
    assert.equal(status, 0);
    assert.deepEqual([JSON.parse(stdout).status_is_ok, JSON.parse(stdout).results], [true, []]);
  });

  const { code, stdout } = await first.kill('SIGTERM');
  assert.equal(code, 0);
  assert.ok(!stdout.includes(key), 'the log does not have it');

  const second = await startProcess(t, data);
  assert.equal((await second.client(key).get('/accounts')).status, 200);
  assert.equal((await second.kill('SIGTERM')).stderr, '', 'it is not shown again, nor is another made');
  const { stdout: list } = await runTenure(['keys', 'list', '--json', '--data', data]);
  assert.equal(JSON.parse(list).length, 1);
});

test('a first start with a key of the environment makes none; a later one without it does', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  const given = await startProcess(t, data, { env: { TENURE_API_KEY: 'given' } });
  assert.equal((await given.client('given').get('/accounts')).status, 200);
  assert.equal((await given.kill('SIGTERM')).stderr, '');
  const bare = await startProcess(t, data);
  assert.match(bare.stderr(), /it made an API key/);
  assert.equal((await bare.client('given').get('/accounts')).status, 401, 'the given key was stored nowhere');
});
