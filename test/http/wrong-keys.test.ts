/** Wrong keys are slowed down by the address that they come from; a right one never is. */
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import { KeyThrottle, networkOf } from '../../src/http/key-throttle.ts';
import { useServer } from '../support/cases.ts';
import { exchange, requestText } from '../support/raw.ts';

/** A throttle, with a clock that stands until it is moved. */
function throttle(proxyHeader?: string) {
  const time = { now: 0 };
  const made = new KeyThrottle({ proxyHeader, now: () => time.now });
  const from = (remoteAddress: string, headers: object = {}): boolean =>
    made.admits({ headers, socket: { remoteAddress } } as unknown as IncomingMessage, 1);
  /** How many wrong keys an address may offer now. */
  const room = (address: string, headers?: object): number => {
    for (let keys = 0; keys < 1_000; keys++) if (!from(address, headers)) return keys;
    return Infinity;
  };
  return { made, time, from, room };
}

describe('the throttle of wrong keys', () => {
  test('lets an address offer 50, then one a second', () => {
    const { time, room } = throttle();
    assert.equal(room('192.0.2.1'), 50);
    time.now += 999;
    assert.equal(room('192.0.2.1'), 0);
    time.now += 1;
    assert.equal(room('192.0.2.1'), 1);
    time.now += 10_500;
    assert.equal(room('192.0.2.1'), 10);
    time.now += 86_400_000;
    assert.equal(room('192.0.2.1'), 50, 'no more than at first');
  });

  test('counts each address by itself, and several keys of one request as several', () => {
    const { made, room } = throttle();
    assert.equal(room('192.0.2.1'), 50);
    assert.equal(room('192.0.2.2'), 50);
    const request = { headers: {}, socket: { remoteAddress: '192.0.2.3' } } as unknown as IncomingMessage;
    const admitted = Array.from({ length: 20 }, () => made.admits(request, 4)).filter(Boolean).length;
    assert.equal(admitted, 13);
  });

  test('remembers 10,000 addresses, and forgets those that have been quiet longest', () => {
    const { made, from, room } = throttle();
    room('192.0.2.1');
    room('192.0.2.2');
    for (let n = 0; n < 9_999; n++) from(`10.0.${n >> 8}.${n & 255}`);
    assert.equal(made.size, 10_000);
    assert.equal(from('192.0.2.2'), false);
    for (let n = 0; n < 9_000; n++) from(`10.1.${n >> 8}.${n & 255}`);
    assert.equal(made.size, 10_000);
    assert.equal(from('192.0.2.2'), false, 'it was not quiet');
    assert.equal(room('192.0.2.1'), 50);
  });

  test('believes no header unless it is told to', () => {
    const { room } = throttle();
    assert.equal(room('192.0.2.1', { 'x-forwarded-for': '198.51.100.1', 'x-real-ip': '198.51.100.1' }), 50);
    assert.equal(room('192.0.2.1', { 'x-forwarded-for': '198.51.100.2' }), 0);
  });

  test("takes the last address in its proxy's header, which no client writes", () => {
    const { room } = throttle('x-forwarded-for');
    const proxied = (list: string) => room('127.0.0.1', { 'x-forwarded-for': list });
    assert.equal(proxied('198.51.100.1'), 50);
    assert.equal(proxied('203.0.113.9, 198.51.100.1'), 0, 'what the client has written before does not count');
    assert.equal(proxied('198.51.100.1,198.51.100.2'), 50);
    assert.equal(proxied('2001:db8::1'), 50);
    assert.equal(proxied('nonsense'), 50, 'it counts by the address of the proxy');
    assert.equal(proxied('198.51.100.3, '), 0);
    assert.equal(room('127.0.0.1'), 0);
  });

  const networks: [string, string][] = [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['2001:db8:1:2:3:4:192.0.2.1', '2001:db8:1:2'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', ''],
  ];
  for (const [address, network] of networks)
    test(`counts "${address}" as "${network}"`, () => assert.equal(networkOf(address), network));
});

describe('a server', () => {
  const server = useServer();
  const ask = async (query: string, headers: readonly string[] = []) => {
    const { status, headers: answered, body } = await exchange(server().url, requestText(`GET ${query}`, headers));
    return [status, body?.code, answered.get('retry-after')];
  };
  const accounts = '/api/v2/accounts';
  const tooMany = [429, 'too_many_wrong_keys', '1'];

  test('answers 401 to wrong keys, then 429; a right one from that address still works', async () => {
    const { key } = await server().tenant();
    for (let wrong = 0; wrong < 50; wrong++)
      assert.deepEqual(await ask(`${accounts}?api_key=${wrong}`), [401, 'unauthorized', null]);
    // Time goes on meanwhile, and lets one pass now and then.
    const answers = [];
    for (let wrong = 0; wrong < 20; wrong++) answers.push(await ask(accounts, [`Authorization: Bearer ${wrong}`]));
    assert.ok(answers.filter(([status]) => status === 429).length >= 10);
    assert.deepEqual(
      answers.find(([status]) => status === 429),
      tooMany,
    );
    assert.deepEqual(await ask(accounts, [`X-API-Key: ${key}`]), [200, undefined, null]);
    assert.deepEqual(await ask(`${accounts}?api_key=wrong`, [`X-API-Key: ${key}`]), [200, undefined, null]);
  });

  test('asks a request without a key for one, however many have come', async () => {
    for (let count = 0; count < 60; count++) assert.deepEqual(await ask(accounts), [401, 'unauthorized', null]);
  });

  test('counts wrong tokens for metrics with them', async () => {
    let answers = [];
    do {
      answers = await Promise.all([1, 2, 3, 4].map((n) => ask('/metrics', [`Authorization: Bearer ${n}`])));
    } while (!answers.some(([status]) => status === 429));
    assert.deepEqual(
      answers.find(([status]) => status === 429),
      tooMany,
    );
    assert.ok((await server().metric('tenure_body_bytes')) >= 0, 'the right one still works');
  });
});
