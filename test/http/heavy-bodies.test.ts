/** Bodies that cost much to read: refused or kept, and the server answers others in the meantime. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { account, useServer } from '../support/cases.ts';

const server = useServer();

const many = (count: number, text: (n: string) => string): string =>
  Array.from({ length: count }, (_, n) => text(n.toString(36))).join(',');
const record = (more: string): string => `{"records": [${JSON.stringify(account('1')).slice(0, -1)}, ${more}}]}`;

const bodies: [string, () => string, number, boolean][] = [
  ['ten million brackets', () => '['.repeat(10_000_000), 400, false],
  ['ten million brackets among the records', () => `{"records": [${'['.repeat(10_000_000)}`, 400, false],
  ['two million braces with keys', () => '{"a":'.repeat(2_000_000), 400, false],
  [
    'ten million backslashes in a string that does not end',
    () => `{"records": ["${'\\'.repeat(10_000_000)}`,
    400,
    false,
  ],
  ['a million keys of a record', () => record(many(1_000_000, (n) => `"${n}":1`)), 200, true],
  ['a million keys of the envelope', () => `{${many(1_000_000, (n) => `"${n}":1`)}, "records": []}`, 200, true],
  [
    '300,000 dimensions',
    () => record(`"custom_value_dimensions": [${many(300_000, (n) => `{"key": "${n}", "value": 1}`)}]`),
    200,
    true,
  ],
  ['a million items that are no objects', () => record(`"documents": [${many(1_000_000, () => '1')}]`), 200, false],
  ['an id of ten million characters', () => `{"records": [{"account_id": "${'a'.repeat(10_000_000)}"}]}`, 200, false],
  ['300,000 conditions', () => `{"records": [${many(300_000, () => '{"attribute": "tier"}')}]}`, 200, false],
];
for (const [what, make, status, ok] of bodies) {
  test(`${what} are answered with ${status}, and the server lives on`, async () => {
    const { tenant, url } = server();
    const client = await tenant();
    const body = make();
    const path = what.endsWith('conditions') ? '/search/accounts' : '/accounts';
    const answer = client.post(path, body);
    const isAlive = async (): Promise<undefined> => {
      assert.equal((await fetch(`${url}/livez`)).status, 200);
      await delay(50);
    };
    let reply = await Promise.race([answer, isAlive()]);
    while (reply === undefined) reply = await Promise.race([answer, isAlive()]);
    assert.equal(reply.status, status);
    assert.equal(reply.body.status_is_ok, ok);
    await client.load('accounts', [account('2')]);
    assert.equal((await client.get('/accounts')).status, 200);
  });
}

test('100,000 dimensions are answered whole', async () => {
  const client = await server().tenant();
  await client.load('accounts', [
    account('1', {
      custom_label_dimensions: Array.from({ length: 100_000 }, (_, n) => ({ key: `k${n}`, value: 'v' })),
    }),
  ]);
  const { body } = await client.get('/accounts/1');
  assert.equal(Object.keys(body.results[0].custom_label_dimensions).length, 100_000);
});
