/** `tenure tenants` beside a running server. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Ended, runTenure, type ServerProcess, startProcess, temporaryFolder } from '../support/process.ts';

let data: string;
let server: ServerProcess;
const cleanups: (() => unknown)[] = [];
before(async () => {
  const t = { after: (cleanup: () => unknown) => void cleanups.push(cleanup) };
  data = join(temporaryFolder(t), 'data');
  server = await startProcess(t, data, { env: { TENURE_API_KEY: 'key-of-the-default-tenant' } });
});
after(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

const tenants = (...args: string[]): Promise<Ended> => runTenure(['tenants', ...args, '--data', data]);

async function listed(): Promise<{ name: string; time_zone: string; currency: string }[]> {
  const { code, stdout } = await tenants('list', '--json');
  assert.equal(code, 0);
  return JSON.parse(stdout).map(({ name, time_zone, currency }: any) => ({ name, time_zone, currency }));
}

test('a tenant that is made has a zone, a currency, keys and data of its own', async () => {
  const { code, stdout } = await tenants('create', 'acme', '--time-zone', 'Europe/Paris', '--currency', 'EUR');
  assert.deepEqual([code, stdout], [0, 'Created tenant acme\n']);
  const key = (await runTenure(['keys', 'create', '--tenant', 'acme', '--data', data])).stdout.trim();
  await server.client(key).load('accounts', [{ account_id: 'a', name: 'of acme', join_date: 1 }]);
  const own = await server.client(key).get('/accounts');
  assert.equal(own.body.results.length, 1);
  assert.deepEqual((await server.client('key-of-the-default-tenant').get('/accounts')).body.results, []);
  const text = (await tenants('list')).stdout;
  assert.match(text, /^name +time zone +currency\ndefault +UTC +USD\nacme +Europe\/Paris +EUR$/m);
});

test('a tenant can be changed, what is not named stays', async () => {
  await tenants('create', 'changing', '--time-zone', 'Asia/Kathmandu');
  assert.deepEqual((await listed()).at(-1), { name: 'changing', time_zone: 'Asia/Kathmandu', currency: 'USD' });
  assert.equal((await tenants('set', 'changing', '--currency', 'NPR')).stdout, 'Changed tenant changing\n');
  assert.deepEqual((await listed()).at(-1), { name: 'changing', time_zone: 'Asia/Kathmandu', currency: 'NPR' });
});

test('what can not be done changes nothing and is told in one line', async () => {
  const untouched = await listed();
  const refused: [args: string[], message: RegExp][] = [
    [['create', 'x', '--time-zone', 'Mars/Olympus'], /--time-zone takes an IANA name .*, not "Mars\/Olympus"/],
    [['create', 'x', '--time-zone', ''], /--time-zone takes an IANA name/],
    [['create', 'x', '--time-zone', '+05:30'], /--time-zone takes an IANA name/],
    [['create', 'x', '--currency', 'eur'], /--currency takes an ISO 4217 code such as EUR, not "eur"/],
    [['create', 'x', '--currency', 'BEER'], /--currency takes an ISO 4217 code/],
    [['create', 'default'], /A tenant named default exists already/],
    [['create', ' '], /A tenant needs a name/],
    [['set', 'default'], /Give --time-zone or --currency/],
    [['set', 'default', '--time-zone', 'Local'], /--time-zone takes an IANA name/],
    [['set', 'nobody', '--currency', 'EUR'], /There is no tenant named nobody/],
  ];
  for (const [args, message] of refused) {
    const { code, stdout, stderr } = await tenants(...args);
    assert.deepEqual([code, stdout], [1, ''], `${args}`);
    assert.match(stderr, message);
    assert.match(stderr, /^tenure: [^\n]+\n$/);
  }
  assert.deepEqual(await listed(), untouched);
});
