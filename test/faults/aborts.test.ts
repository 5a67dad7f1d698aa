/** Clients that go away in the middle of an upload, and those that stall: the next upload is not kept waiting. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bodyLimits } from '../../src/http/body.ts';
import type { Client } from '../support/client.ts';
import { type ServerProcess, startProcess, temporaryFolder } from '../support/process.ts';
import { seed, seededRandom } from '../support/random.ts';
import { startTestServer } from '../support/server.ts';
import { openSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

const key = 'key-of-the-impatient';
const recordsPerBatch = 2_000;

let server: ServerProcess;
let client: Client;
const cleanups: (() => unknown)[] = [];
before(async () => {
  const t = { after: (cleanup: () => unknown) => void cleanups.push(cleanup) };
  server = await startProcess(t, join(temporaryFolder(t), 'data'), { env: { TENURE_API_KEY: key } });
  client = server.client(key);
});
after(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

function uploadText(name: string): { head: string; body: string } {
  const records = Array.from({ length: recordsPerBatch }, (_, i) => ({
    account_id: `${name}-${i}`,
    name: name.repeat(50),
    join_date: 1,
  }));
  const body = JSON.stringify({ records });
  return { head: headOf(body), body };
}

const headOf = (body: string): string =>
  `POST /api/v2/accounts HTTP/1.1\r\nhost: test\r\nx-api-key: ${key}\r\ncontent-length: ${body.length}\r\n\r\n`;

/** How many records of a batch are there. */
async function stored(name: string): Promise<number> {
  const conditions = { records: [{ attribute: 'account_id', operator: 'like', value: `${name}-` }] };
  let count = 0;
  for (let page = 0; ; page++) {
    const { body } = await client.post(`/search/accounts?page=${page}`, conditions);
    count += body.results.length;
    if (body.next_page === null) return count;
  }
}

/** Asserts that the tenant's next upload is taken soon; the noticing of an abort may take the server a moment. */
async function assertNextIsTaken(name: string): Promise<void> {
  await until(async () => {
    const { status } = await client.post('/accounts', {
      records: [{ account_id: `next of ${name}`, name, join_date: 1 }],
    });
    assert.ok(status === 200 || status === 429);
    return status === 200;
  });
}

const phases: [string, (text: ReturnType<typeof uploadText>) => { sent: string; waitMs: number }][] = [
  ['in its headers', ({ head }) => ({ sent: head.slice(0, -10), waitMs: 30 })],
  ['behind its headers', ({ head }) => ({ sent: head, waitMs: 30 })],
  ['in its body', ({ head, body }) => ({ sent: head + body.slice(0, body.length / 2), waitMs: 30 })],
  ['one byte before its end', ({ head, body }) => ({ sent: head + body.slice(0, -1), waitMs: 30 })],
];
for (const [phase, cut] of phases) {
  test(`an upload that its client breaks off ${phase} applies nothing and frees its slot`, async () => {
    const name = `broken-${phase.replaceAll(' ', '-')}`;
    const { sent, waitMs } = cut(uploadText(name));
    const { socket, write } = await openSocket(server.url);
    write(sent);
    await delay(waitMs);
    socket.destroy();
    await assertNextIsTaken(name);
    assert.equal(await stored(name), 0);
  });
}

test('uploads that are broken off while they are processed are there whole or not at all', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const counts = [];
  for (let round = 0; round < 10; round++) {
    const name = `processed-${round}`;
    const { head, body } = uploadText(name);
    const { socket, write } = await openSocket(server.url);
    write(head + body);
    await delay(random() * 150);
    socket.destroy();
    await assertNextIsTaken(name);
    counts.push(await stored(name));
  }
  for (const count of counts) assert.ok(count === 0 || count === recordsPerBatch, `records of each: ${counts}`);
});

test('a client that breaks its answer off leaves its upload applied and the slot free', async () => {
  const long = { account_id: 'unread', name: 'x'.repeat(600), join_date: 1 };
  const body = JSON.stringify({ records: Array.from({ length: 10_000 }, () => long) });
  const { socket, write } = await openSocket(server.url);
  socket.pause();
  write(headOf(body) + body);
  await delay(500);
  socket.destroy();
  await assertNextIsTaken('unread');
});

test('an upload holds its slot until its answer has been read', async () => {
  // The answer to so many faults is more than the system buffers.
  const body = `{"records":[${'{},'.repeat(99_999)}{}]}`;
  const { socket, answer, write } = await openSocket(server.url);
  write(headOf(body) + body);
  await once(socket, 'data');
  socket.pause();
  for (let attempt = 0; attempt < 5; attempt++) {
    assert.equal((await client.post('/accounts', { records: [] })).status, 429, 'while another is being answered');
    await delay(20);
  }
  socket.resume();
  socket.end();
  assert.match(await answer, /"record":99999,[^]*\}\]\}$/);
  await assertNextIsTaken('slow reader');
});

test('a client that stops reading its answer loses it, and its slot is free', async () => {
  const inProcess = await startTestServer({ limits: { ...bodyLimits, unreadMs: 300 } });
  try {
    const tenant = await inProcess.tenant();
    const { socket, write } = await openSocket(inProcess.url);
    const body = `{"records":[${'{},'.repeat(99_999)}{}]}`;
    write(headOf(body).replace(key, tenant.key) + body);
    await once(socket, 'data');
    socket.pause();
    await until(async () => (await tenant.post('/accounts', { records: [] })).status === 200);
    socket.destroy();
  } finally {
    await inProcess.close();
  }
});

test('a request whose client goes has its line in the log, wherever it was', async () => {
  const inProcess = await startTestServer();
  const begun = JSON.stringify({ records: [{ account_id: 'a', name: 'a', join_date: 1 }] }).repeat(100);
  const gzip = gzipSync(begun).subarray(0, -1);
  // The answer to so many faults is more than the system buffers.
  const faults = `{"records":[${'{},'.repeat(99_999)}{}]}`;
  const cases: [where: string, header: string, body: string | Uint8Array, status: number, code: string | undefined][] =
    [
      ['in its body', 'content-length: 100000', begun, 499, 'client_gone'],
      ['in its gzipped body', `content-encoding: gzip\r\ncontent-length: 100000`, gzip, 499, 'client_gone'],
      ['in its answer', `content-length: ${faults.length}`, faults, 200, undefined],
    ];
  try {
    for (const [where, header, body, status, code] of cases) {
      const tenant = await inProcess.tenant();
      const lines = () => inProcess.log.map((line) => JSON.parse(line)).filter((line) => line.tenant === tenant.tenant);
      const { socket, write } = await openSocket(inProcess.url);
      write(`POST /api/v2/accounts HTTP/1.1\r\nhost: test\r\nx-api-key: ${tenant.key}\r\n${header}\r\n\r\n`);
      const sent = new Promise((resolve) => socket.write(body, resolve));
      await (status === 200 ? once(socket, 'data') : sent);
      socket.destroy();
      await until(async () => lines().some((line) => line.client_gone));
      assert.deepEqual(
        lines().map((line) => [line.route, line.status, line.code, line.level]),
        [['POST /api/v2/accounts', status, code, 30]],
        where,
      );
    }
  } finally {
    await inProcess.close();
  }
});

test('an upload that stalls is answered with 408, applies nothing and frees its slot', async () => {
  const inProcess = await startTestServer({ limits: { ...bodyLimits, bodyMs: 300, drainMs: 300 } });
  try {
    const tenant = await inProcess.tenant();
    const { socket, answer, write } = await openSocket(inProcess.url);
    const records = '{"records":[{"account_id":"stalled","name":"s","join_date":1}]}';
    write(
      `POST /api/v2/accounts HTTP/1.1\r\nhost: test\r\nx-api-key: ${tenant.key}\r\ncontent-length: 1000\r\n\r\n${records}`,
    );
    const text = await answer;
    assert.match(text, /^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
    socket.destroy();
    await tenant.load('accounts', [{ account_id: 'next', name: 'n', join_date: 1 }]);
    assert.equal((await tenant.get('/accounts/stalled')).body.message, 'Account not found');
  } finally {
    await inProcess.close();
  }
});
