/** SIGTERM: what was accepted is finished and answered, what comes later is refused, and the process ends. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { Connection } from '../../src/store/sqlite/connection.ts';
import { SqliteDirectory } from '../../src/store/sqlite/directory.ts';
import { type Ended, type ServerProcess, startProcess, temporaryFolder } from '../support/process.ts';
import { openSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

const tenants = 20;
const readers = 8;
const recordsPerBatch = 200;
const key = 'key-of-the-stopped-server';
const env = { TENURE_API_KEY: key };

const batch = (name: string): string =>
  JSON.stringify({
    records: Array.from({ length: recordsPerBatch }, (_, i) => ({
      account_id: `${name}-r${i}`,
      name,
      join_date: 1,
    })),
  });

/** What came of a request, as its sender saw it: the status, or none where the connection ended. */
interface Outcome {
  readonly batch: string;
  readonly status: number | undefined;
}

test('SIGTERM under load drops no accepted upload, applies none that it refused, and ends in order', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  const server = await startProcess(t, data, { env });
  const keys = await makeTenants(data);
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const outcomes: Outcome[] = [];

  const loops = keys.slice(1).map(async (tenantKey, tenant) => {
    for (let n = 0; ; n++) {
      const name = `t${tenant}-b${n}`;
      const { status, body } = await send(server, agent, tenantKey, 'POST', batch(name));
      outcomes.push({ batch: name, status });
      if (status !== 200) return;
      assert.deepEqual(body, { status_is_ok: true, failed_results: [] });
    }
  });
  const reads = Array.from({ length: readers }, async () => {
    for (;;) {
      const { status, body } = await send(server, agent, keys[0] as string, 'GET');
      if (status !== 200) return;
      assert.equal(body.status_is_ok, true);
    }
  });

  // One upload has sent its headers and half of its body: it is accepted, and the server waits for the rest.
  const half = batch('half');
  const halfSent = await beginUpload(server, keys[0] as string, half, 1000, agent);
  await delay(300);

  const ended = server.kill('SIGTERM');
  await untilLogged(server, 'stopping');
  await delay(300);
  halfSent.end(half.slice(1000));
  const [response] = (await once(halfSent, 'response')) as [IncomingMessage];
  response.resume();
  assert.equal(response.statusCode, 200, 'what was accepted is finished');
  assert.equal(response.headers.connection, 'close');
  outcomes.push({ batch: 'half', status: 200 });

  await Promise.all([...loops, ...reads]);
  const { code, signal, stdout, stderr } = await ended;
  assert.deepEqual([code, signal], [0, null], stderr);
  assertApplied(data, outcomes);
  assertOrderlyLog(stdout, outcomes);
});

test('a client that sends no more can not hold a stopping server up', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  const server = await startProcess(t, data, { env });
  const stalled = await stalledUpload(server);
  const started = performance.now();
  const { code } = await server.kill('SIGTERM');
  assert.equal(code, 0);
  assert.ok(performance.now() - started < 20_000, 'within 10 s of its own clock, where the upload may take a minute');
  stalled.destroy();
  assertApplied(data, [{ batch: 'stalled', status: undefined }]);
});

test('a second SIGTERM ends the server at once', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  const server = await startProcess(t, data, { env });
  const stalled = await stalledUpload(server);
  void server.kill('SIGTERM');
  await untilLogged(server, 'stopping');
  const started = performance.now();
  const { code } = await server.kill('SIGTERM');
  assert.equal(code, 1);
  assert.ok(performance.now() - started < 4_000, 'without waiting for the upload');
  stalled.destroy();
  const next = await startProcess(t, data, { env });
  await next.client(key).load('accounts', [{ account_id: 'a', name: 'A', join_date: 1 }]);
});

test('whatever has arrived when the server is told to stop is answered, with 503 where it is refused', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  const server = await startProcess(t, data, { env });
  const kept = await Promise.all(Array.from({ length: 10 }, () => openSocket(server.url)));
  await delay(100);
  // While the process is halted, requests and connections arrive and wait for it together with the signal.
  process.kill(server.pid, 'SIGSTOP');
  const sockets = [...kept, ...(await Promise.all(Array.from({ length: 5 }, () => openSocket(server.url))))];
  for (const [i, { write }] of sockets.entries())
    write(i % 2 === 0 ? uploadText(`s${i}`) : 'GET /readyz HTTP/1.1\r\nhost: test\r\n\r\n');
  await delay(100);
  process.kill(server.pid, 'SIGTERM');
  process.kill(server.pid, 'SIGCONT');

  const outcomes: Outcome[] = [];
  for (const [i, { answer }] of sockets.entries()) {
    const [head = '', body = ''] = (await answer).split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.1 (200|429|503) /, `request ${i}`);
    const status = Number(head.slice(9, 12));
    assert.equal(JSON.parse(body).status_is_ok, status === 200);
    if (i % 2 === 0) outcomes.push({ batch: `s${i}`, status });
  }
  assert.equal((await server.ended).code, 0);
  assertApplied(data, outcomes);
});

test('a connection that a client keeps open for later does not hold a stopping server up', async (t) => {
  const server = await startProcess(t, join(temporaryFolder(t), 'data'), { env });
  // A page of 33 MB is more than the system buffers, so it is under way when the server is told to stop.
  const long = { name: 'long', join_date: 1, latest_status_details: '𝄞'.repeat(8192) };
  for (let slice = 0; slice < 4; slice++) {
    const ids = Array.from({ length: 250 }, (_, i) => `a${slice}-${i}`);
    await server.client(key).load(
      'accounts',
      ids.map((account_id) => ({ account_id, ...long })),
    );
  }
  const kept = await openSocket(server.url);
  kept.socket.pause();
  kept.write(`GET /api/v2/accounts HTTP/1.1\r\nhost: test\r\nx-api-key: ${key}\r\n\r\n`);
  await delay(1_000);
  void server.kill('SIGTERM');
  await untilLogged(server, 'stopping');
  await delay(500);
  const read = performance.now();
  kept.socket.resume();
  const answer = await kept.answer;
  assert.equal((await server.ended).code, 0);
  assert.equal(JSON.parse(answer.slice(answer.indexOf('{'))).results.length, 1000, 'the page is answered to its end');
  assert.ok(performance.now() - read < 10_000, 'within what it may take to stop');
});

/** Makes tenants beside the running server; gives a key of each. */
async function makeTenants(data: string): Promise<string[]> {
  const connection = new Connection(join(data, 'tenure.db'), 'writer');
  const directory = new SqliteDirectory(connection);
  const keys: string[] = [];
  for (let n = 0; n < tenants; n++) {
    const tenant = `tenant-${n}`;
    await directory.createTenant({ name: tenant, time_zone: 'UTC', currency: 'USD' }, 0);
    keys.push(await directory.createKey({ tenant, name: 'test', scope: 'write', expire_time: null }, 0));
  }
  connection.close();
  return keys;
}

function post(server: ServerProcess, apiKey: string, length: number, agent?: Agent): ClientRequest {
  return request(`${server.url}/api/v2/accounts`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-length': length },
    ...(agent && { agent }),
  });
}

/** Sends a request on a connection that is kept; the status is undefined where no answer came. */
function send(server: ServerProcess, agent: Agent, apiKey: string, method: string, body = '') {
  return new Promise<{ status: number | undefined; body?: any }>((resolve) => {
    const sent = request(`${server.url}/api/v2/accounts`, { method, agent, headers: { 'x-api-key': apiKey } });
    sent.on('error', () => resolve({ status: undefined }));
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', () => resolve({ status: undefined }));
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
    });
    sent.end(body);
  });
}

function uploadText(name: string): string {
  const body = batch(name);
  return `POST /api/v2/accounts HTTP/1.1\r\nhost: test\r\nx-api-key: ${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

async function stalledUpload(server: ServerProcess): Promise<ClientRequest> {
  const body = batch('stalled');
  return beginUpload(server, key, body, body.length - 1);
}

/** Sends the beginning of an upload, anew where it was refused for the sake of the one that asks whether it was taken. */
async function beginUpload(
  server: ServerProcess,
  apiKey: string,
  body: string,
  length: number,
  agent?: Agent,
): Promise<ClientRequest> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const upload = post(server, apiKey, body.length, agent);
    let refused = false;
    const refuse = (answer: IncomingMessage): void => {
      answer.resume();
      refused = true;
    };
    upload.on('error', () => {}).once('response', refuse);
    await new Promise((resolve) => upload.write(body.slice(0, length), resolve));
    await until(async () => refused || (await isTaken(server, apiKey)), 20_000);
    upload.off('response', refuse);
    if (!refused) return upload;
  }
  return assert.fail('no upload was taken');
}

/** Whether an upload of a tenant is in progress. */
async function isTaken(server: ServerProcess, apiKey: string): Promise<boolean> {
  const { status } = await fetch(`${server.url}/api/v2/accounts`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: '{"records":[]}',
  });
  return status === 429;
}

const untilLogged = (server: ServerProcess, message: string): Promise<void> =>
  until(async () => server.stdout().includes(`"msg":"${message}"`));

/** Asserts that what was answered with success is there, whole, and nothing else is. */
function assertApplied(data: string, outcomes: readonly Outcome[]): void {
  const database = new DatabaseSync(join(data, 'tenure.db'), { readOnly: true });
  const rows = database.prepare('SELECT name, count(*) AS records FROM accounts GROUP BY name').all();
  database.close();
  const stored = new Map(rows.map(({ name, records }) => [name, records]));
  for (const { batch: name, status } of outcomes)
    assert.equal(stored.get(name) ?? 0, status === 200 ? recordsPerBatch : 0, `${name}, answered with ${status}`);
  assert.equal(stored.size, outcomes.filter(({ status }) => status === 200).length);
}

function assertOrderlyLog(stdout: Ended['stdout'], outcomes: readonly Outcome[]): void {
  assert.ok(stdout.endsWith('}\n'), 'the last line is whole');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.at(-1).msg, 'stopped');
  const uploads = lines.filter(({ route, status }) => route === 'POST /api/v2/accounts' && status === 200);
  const answered = outcomes.filter(({ status }) => status === 200);
  assert.ok(uploads.length >= answered.length, 'every answer is in the log');
}
