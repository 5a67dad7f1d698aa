/** The memory that bodies hold before they are answered: as much as they have sent, and no more than all may together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bodyLimits } from '../../src/http/body.ts';
import { Dispatcher } from '../../src/workers/dispatcher.ts';
import { account, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { until } from '../support/until.ts';

const kibibyte = 1024;
const budget = 64 * kibibyte;
/** Nobody here is refused for being slow, and the rest of a refused body is waited for longer than any test takes. */
const limits = { ...bodyLimits, slackMs: 600_000, bodyMs: 600_000, drainMs: 600_000 };
const usual = useServer({ limits });
const small = useServer({ limits, config: { bodyBytes: budget } });

const held = (server = small()): Promise<number> => server.metric('tenure_body_bytes');
const isHeld = (bytes: number, server = small()) => until(async () => (await held(server)) === bytes);
/** How much a body is given beyond what it has sent depends on how it arrives. */
const isHeldAtLeast = (bytes: number, server = small()) => until(async () => (await held(server)) >= bytes);

async function begin(client: Client, line: string, headers: readonly string[], server = small()) {
  const connection = await RawConnection.open(server.url);
  await connection.write(requestText(line, [`X-API-Key: ${client.key}`, ...headers]));
  return connection;
}
const declare = (bytes: number): string[] => [`Content-Length: ${bytes}`];
const search = 'POST /api/v2/search/accounts';
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

test('a hundred bodies that declare 10 MiB and stop after 1 KiB hold 16 KiB each', async () => {
  const client = await usual().tenant({ scope: 'read' });
  const connections = await Promise.all(
    Array.from({ length: 100 }, () => begin(client, search, declare(10 * kibibyte * kibibyte), usual())),
  );
  for (const connection of connections) await connection.write(' '.repeat(kibibyte));
  await isHeld(100 * 16 * kibibyte, usual());
  for (const connection of connections) connection.destroy();
  await isHeld(0, usual());
});

test('a body holds no more than twice what it has sent, and in the end what it is long', async (t) => {
  const client = await usual().tenant();
  const answer = Promise.withResolvers<void>();
  const { run } = Dispatcher.prototype;
  t.mock.method(Dispatcher.prototype, 'run', async function (this: Dispatcher, ...args: Parameters<typeof run>) {
    await answer.promise;
    return run.apply(this, args);
  });
  const connection = await begin(client, search, ['Transfer-Encoding: chunked'], usual());
  let sent = 0;
  for (const more of [16, 1, 100, 300]) {
    await connection.write(chunk(' '.repeat(more * kibibyte)));
    sent += more * kibibyte;
    await isHeldAtLeast(sent, usual());
    assert.ok((await held(usual())) <= 2 * sent);
  }
  await connection.write(`${chunk('{"records":[]}')}0\r\n\r\n`);
  await isHeld(417 * kibibyte + 14, usual());
  answer.resolve();
  assert.equal((await connection.reply()).status, 200, 'it was held until it was answered');
  assert.equal(await held(usual()), 0);
  connection.destroy();
});

test('a body in chunks of one byte holds no more for that', async () => {
  const client = await usual().tenant();
  const connection = await begin(client, search, ['Transfer-Encoding: chunked'], usual());
  await connection.write(chunk(' ').repeat(10_000));
  await isHeld(16 * kibibyte, usual());
  connection.destroy();
  await isHeld(0, usual());
});

const routes: [what: string, line: string][] = [
  ['an upload', 'POST /api/v2/accounts'],
  ['a modification', 'PUT /api/v2/accounts/1'],
  ['a search', search],
  ['a report', 'POST /api/v2/reports/mrr'],
];
for (const [what, line] of routes) {
  test(`${what} for which there is no room is refused with 503 before it sends, and taken when there is`, async () => {
    const first = await begin(await small().tenant(), search, declare(60 * kibibyte));
    await first.write(' '.repeat(50 * kibibyte));
    await isHeldAtLeast(50 * kibibyte);
    const client = await small().tenant();
    const expecting = ['Expect: 100-continue', ...declare(20 * kibibyte)];
    const second = await begin(client, line, expecting);
    const reply = await second.reply();
    assert.deepEqual([reply.status, reply.body.code], [503, 'overloaded']);
    assert.equal(reply.headers.get('retry-after'), '5');
    first.destroy();
    await isHeld(0);
    const third = await begin(client, line, expecting);
    assert.equal(await third.firstLine(), 'HTTP/1.1 100 Continue');
    for (const connection of [second, third]) connection.destroy();
  });
}

test('bodies that outgrow the room together are refused one by one, and what they held is free', async () => {
  const clients = [await small().tenant(), await small().tenant()];
  const [first, second] = await Promise.all(
    clients.map((client) => begin(client, 'POST /api/v2/accounts', ['Transfer-Encoding: chunked'])),
  );
  const records = JSON.stringify({ records: [account('1')] });
  await first?.write(chunk(records.padEnd(30 * kibibyte)));
  await isHeldAtLeast(30 * kibibyte);
  const before = await held();
  await second?.write(`${chunk(' '.repeat(40 * kibibyte))}0\r\n\r\n`);
  assert.equal((await second?.reply())?.body.code, 'overloaded');
  assert.equal(await held(), before);
  await first?.write('0\r\n\r\n');
  assert.equal((await first?.reply())?.status, 200);
  assert.equal(await held(), 0);
  for (const connection of [first, second]) connection?.destroy();
});

test('gzip counts by what it becomes', async () => {
  const client = await small().tenant();
  const bomb = gzipSync(' '.repeat(65 * kibibyte));
  assert.ok(bomb.length < kibibyte);
  const reply = await client.request('POST', '/search/accounts', bomb, { 'content-encoding': 'gzip' });
  assert.deepEqual([reply.status, reply.body.code], [503, 'overloaded']);
  assert.equal(await held(), 0);
});

test('a body that fits alone is taken in whole', async () => {
  const client = await small().tenant();
  const { body } = await client.post('/search/accounts', JSON.stringify({ records: [] }).padEnd(budget));
  assert.equal(body.status_is_ok, true);
});

for (const [what, headers] of [
  ['is too large', declare(11 * kibibyte * kibibyte)],
  ['finds no room', declare(65 * kibibyte)],
  ['has an unknown encoding', [...declare(kibibyte), 'Content-Encoding: br']],
] as const) {
  test(`an upload that ${what} leaves its tenant's slot to others, though its rest is still to come`, async () => {
    const client = await small().tenant();
    const refused = await begin(client, 'POST /api/v2/accounts', headers);
    await refused.write('x');
    await until(async () => (await client.post('/accounts', { records: [] })).status === 200);
    refused.destroy();
  });
}
