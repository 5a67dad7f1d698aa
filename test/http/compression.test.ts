/** Answers are compressed when a client asks for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { exchange, requestText } from '../support/raw.ts';

let client: Client;
const server = useServer(undefined, async (started) => {
  client = await started.tenant();
  await client.load(
    'accounts',
    Array.from({ length: 100 }, (_, index) => account(`čokoláda ${index}`)),
  );
});

const ask = (path: string, accept?: string) =>
  exchange(
    server().url,
    requestText(`GET /api/v2${path}?api_key=${client.key}`, accept === undefined ? [] : [`Accept-Encoding: ${accept}`]),
  );

const asked: [string | undefined, string | null][] = [
  ['gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['gzip, deflate, br', 'gzip'],
  ['gzip;q=1.0,deflate;q=0.6,identity;q=0.3', 'gzip'],
  ['gzip;q=0.2, deflate;q=0.8', 'deflate'],
  ['gzip;q=0', null],
  ['identity', null],
  ['br', null],
  ['nonsense', null],
  ['', null],
  [undefined, null],
];
for (const [accept, encoding] of asked) {
  test(`a list asked for with Accept-Encoding "${accept ?? '(none)'}" comes ${encoding ?? 'as it is'}`, async () => {
    const { status, headers, body } = await ask('/accounts', accept);
    assert.equal(status, 200);
    assert.equal(headers.get('content-encoding'), encoding);
    assert.equal(body.results.length, 100);
    assert.equal(body.results.at(-1).account_id, 'čokoláda 0');
  });
}

test('a compressed answer says that it depends on what was asked for', async () => {
  assert.match((await ask('/accounts', 'gzip')).headers.get('vary') ?? '', /accept-encoding/i);
});

test('a small answer comes as it is', async () => {
  const { headers, body } = await ask('/accounts/unknown', 'gzip');
  assert.equal(headers.get('content-encoding'), null);
  assert.equal(body.status_is_ok, false);
});
