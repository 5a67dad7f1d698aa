/** Settings by flag and by environment: which one counts, and what is said of wrong ones. */
import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { runTenure, start, startProcess, temporaryFolder } from '../support/process.ts';

const account = { account_id: 'a', name: 'A', join_date: 1 };

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

test('every setting can come from the environment', async (t) => {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const env = {
    TENURE_PORT: `${port}`,
    TENURE_HOST: '127.0.0.1',
    TENURE_DATA: join(folder, 'from-environment'),
    TENURE_API_KEY: 'key-from-environment',
    TENURE_METRICS_TOKEN: 'token-from-environment',
    TENURE_METRICS_LISTEN: `127.0.0.1:${await freePort()}`,
    TENURE_MAX_CONNECTIONS: '100',
    TENURE_BODY_MEMORY: '16',
    TENURE_TRUSTED_PROXY_HEADER: 'X-Real-IP',
    TENURE_TEST_SOMETHING: 'not ours',
  };
  const server = start(['serve'], { env, cwd: folder });
  t.after(() => server.kill('SIGKILL'));
  const url = await Promise.race([server.listening, server.ended.then(({ stderr }) => assert.fail(stderr))]);
  assert.equal(url, `http://127.0.0.1:${port}`);
  assert.ok(statSync(join(folder, 'from-environment', 'tenure.db')).isFile());
  const accounts = await fetch(`${url}/api/v2/accounts?api_key=key-from-environment`);
  assert.equal(accounts.status, 200);
  const metrics = (token: string, at = url) =>
    fetch(`${at}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await metrics('token-from-environment')).status, 200);
  assert.equal((await metrics('token-from-environment', `http://${env.TENURE_METRICS_LISTEN}`)).status, 200);
  assert.equal((await metrics('another')).status, 401);
});

test('a flag wins over the environment, and an empty variable is one that is not set', async (t) => {
  const folder = temporaryFolder(t);
  const server = await startProcess(t, join(folder, 'by-flag'), {
    args: ['--metrics-token', 'by-flag'],
    env: {
      TENURE_PORT: '1',
      TENURE_DATA: join(folder, 'from-environment'),
      TENURE_METRICS_TOKEN: 'from-environment',
      TENURE_API_KEY: '',
      TENURE_HOST: '',
    },
  });
  assert.ok(statSync(join(folder, 'by-flag', 'tenure.db')).isFile());
  assert.match(server.stderr(), /it made an API key/, 'the empty key is none');
  const headers = { authorization: 'Bearer by-flag' };
  assert.equal((await fetch(`${server.url}/metrics`, { headers })).status, 200);
});

test('secrets are read from the files that _FILE variables name, without the line end', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'key'), 'key-from-file\n');
  const env = { TENURE_API_KEY_FILE: join(folder, 'key') };
  const server = await startProcess(t, join(folder, 'data'), { env });
  assert.equal(server.stderr(), '');
  await server.client('key-from-file').load('accounts', [account]);
});

const refused: { readonly [what: string]: [args: string[], env: { [name: string]: string }, message: RegExp] } = {
  'an unknown variable': [
    [],
    { TENURE_PROT: '1' },
    /^tenure: Unknown setting TENURE_PROT; "tenure serve --help" lists/,
  ],
  'a _FILE form of what is no secret': [[], { TENURE_PORT_FILE: '/etc/hostname' }, /Unknown setting TENURE_PORT_FILE/],
  'a port that is no number': [['--port', 'http'], {}, /--port takes a number from 0 to 65535, not "http"/],
  'a port beyond the range': [['--port', '65536'], {}, /--port takes a number from 0 to 65535, not "65536"/],
  'no port for the metrics': [['--metrics-listen', '127.0.0.1'], {}, /--metrics-listen takes an address such as/],
  'a port for the metrics beyond the range': [['--metrics-listen', '127.0.0.1:65536'], {}, /--metrics-listen takes/],
  'an address for the metrics that is not here': [
    ['--metrics-listen', '192.0.2.1:9464'],
    {},
    /Cannot listen on 192\.0\.2\.1 port 9464: EADDRNOTAVAIL/,
  ],
  'no connection at all': [
    ['--max-connections', '0'],
    {},
    /--max-connections takes a number from 1 to 1000000, not "0"/,
  ],
  'memory for less than a body': [['--body-memory', '15'], {}, /--body-memory takes a number from 16 to 1048576/],
  'a header that is none': [
    ['--trusted-proxy-header', 'X Real IP'],
    {},
    /--trusted-proxy-header takes the name of a header, such as X-Forwarded-For, not "X Real IP"/,
  ],
  'an address that is not here': [['--host', '192.0.2.1'], {}, /Cannot listen on 192\.0\.2\.1 port 0: EADDRNOTAVAIL/],
  'a file that is not there': [[], { TENURE_API_KEY_FILE: '/nowhere/key' }, /TENURE_API_KEY_FILE: ENOENT/],
  'a malformed database URL': [
    [],
    { TENURE_DATABASE_URL: 'postgres://u:secret@h:x/' },
    /--database takes a URL such as/,
  ],
  'a database that does not answer': [
    ['--database', 'postgres://u:secret@127.0.0.1:1/x'],
    {},
    /127\.0\.0\.1:1\/x cannot/,
  ],
  'a switch that is neither on nor off': [[], { TENURE_DEMO: 'maybe' }, /TENURE_DEMO takes true or false, not "maybe"/],
  'an empty file': [[], { TENURE_API_KEY_FILE: '/dev/null' }, /TENURE_API_KEY_FILE: \/dev\/null is empty/],
};
for (const [what, [args, env, message]] of Object.entries(refused)) {
  test(`${what} is refused in one line`, async (t) => {
    const data = join(temporaryFolder(t), 'data');
    const { code, stdout, stderr } = await runTenure(['serve', '--port', '0', '--data', data, ...args], { env });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, message);
    assert.match(stderr, /^[^\n]+\n$/);
    assert.doesNotMatch(stderr, /secret/);
  });
}

test('a database that is no PostgreSQL URL is refused in one line that does not repeat it', async () => {
  const expected = 'tenure: --database takes a URL such as postgres://user:password@host/database\n';
  const byFlag = await runTenure(['serve', '--database', 'mysql://me:secret@localhost/x']);
  assert.deepEqual([byFlag.code, byFlag.stderr], [1, expected]);
  const byEnvironment = await runTenure(['keys', 'list'], { env: { TENURE_DATABASE_URL: 'localhost/x' } });
  assert.deepEqual([byEnvironment.code, byEnvironment.stderr], [1, expected]);
});

test('replicas without a database are refused', async () => {
  const { code, stderr } = await runTenure(['serve', '--database-read-urls', 'postgres://localhost/x']);
  assert.deepEqual([code, stderr], [1, 'tenure: --database-read-urls needs --database\n']);
});

test("what the data folder holds is its owner's alone, also in a folder that others can read", async (t) => {
  const folder = temporaryFolder(t);
  const [made, found] = [join(folder, 'made', 'here'), join(folder, 'found')];
  mkdirSync(found, { mode: 0o755 });
  for (const data of [made, found]) {
    const server = await startProcess(t, data, { env: { TENURE_API_KEY: 'k' } });
    await server.client('k').load('accounts', [account]);
    for (const file of ['tenure.db', 'tenure.db-wal', 'tenure.db-shm', 'server.lock'])
      assert.equal(statSync(join(data, file)).mode & 0o777, 0o600, file);
    const { stdout } = await server.kill('SIGTERM');
    const warning = /"level":40,[^\n]*"data":"([^"]*)","msg":"other users of this machine may open the data folder/;
    assert.equal(warning.exec(stdout)?.[1], data === found ? found : undefined);
  }
  assert.equal(statSync(made).mode & 0o777, 0o700);
  assert.equal(statSync(found).mode & 0o777, 0o755, 'a folder that was there is left as it is');
});
