/** Keys, tokens and what clients send show in no output that they are not meant for, whatever is asked however. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ServerProcess, startProcess, temporaryFolder } from '../support/process.ts';
import { openSocket } from '../support/socket.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const secret = (what: string): string => `${what}+${randomBytes(12).toString('hex')}/=`;

/** What a request may carry a key in, each with the key where no answer has a reason to return it. */
function requests(key: string, said: string): (string | Uint8Array)[] {
  const encoded = encodeURIComponent(key);
  const everyByte = Buffer.from(key)
    .toString('hex')
    .replace(/../g, (byte) => `%${byte}`);
  const get = (target: string, ...headers: string[]) => message(`GET ${target}`, headers);
  const lists = '/api/v2/accounts';
  const record = JSON.stringify({ account_id: 'kept', name: said, join_date: 1, description: said });
  const wrong = JSON.stringify({ account_id: 1e300, name: said, join_date: said, tier: said.repeat(50) });
  const upload = (body: string | Uint8Array, ...headers: string[]) =>
    message(`POST ${lists}?api_key=${encoded}`, headers, body);
  return [
    // As a key, in every way that there is, right and wrong.
    get(`${lists}?api_key=${encoded}`),
    get(`${lists}?api_key=${everyByte}`),
    get(`${lists}?%61pi_key=${encoded}`),
    get(`${lists}?api_key=${encoded}&api_key=${encoded}`),
    get(`${lists}?API_KEY=${encoded}&apikey=${encoded}&key=${encoded}`),
    get(`${lists}?api_key=${encoded}x`),
    get(lists, `Authorization: Basic ${base64(`api:${key}`)}`),
    get(lists, `Authorization: Basic ${base64(`${key}:${key}`)}`),
    get(lists, `Authorization: Basic ${base64(key)}`),
    get(lists, `Authorization: Basic ${key}`),
    get(lists, `Authorization: Bearer ${key}`),
    get(lists, `Authorization: ${key}`),
    get(lists, `X-API-Key: ${key}`),
    get(lists, `X-API-Key: ${key}`, `X-API-Key: ${key}`),
    get(lists, `Cookie: api_key=${key}`, `X-Request-Id: ${key}`, `User-Agent: ${key}`, `X-Forwarded-For: ${key}`),
    get(lists, `Referer: http://console/?api_key=${encoded}`, `Origin: ${key}`),
    // In paths and parameters: 200, 400, 401, 404 and 405.
    get(`${lists}/kept?api_key=${encoded}&include=${encoded}&order_by=${encoded}&page=${encoded}&q=${encoded}`),
    get(`${lists}?api_key=${encoded}&direction=${encoded}&include_inactive=${encoded}&cursor=${encoded}`),
    get(`${lists}/${encoded}?api_key=${encoded}`),
    get(`${lists}/${encoded}/${encoded}?api_key=${encoded}`),
    get(`/api/v2/${encoded}`),
    get(`/${encoded}`),
    get(`/${encoded}/%zz?api_key=${encoded}`),
    get(`/%zz/${encoded}`),
    get(`${lists}/${encoded}%zz?api_key=${encoded}`),
    get(`/livez?api_key=${encoded}`),
    get(`/readyz?api_key=${encoded}`),
    get(`/metrics?api_key=${encoded}`, 'X-Forwarded-For: 1.2.3.4', `Authorization: Bearer ${key}`),
    get(`http://127.0.0.1${lists}?api_key=${encoded}`),
    get(`${lists}?api_key=${encoded}#${encoded}`),
    message(`DELETE ${lists}/kept?api_key=${encoded}&churn=${encoded}`),
    message(`DELETE ${lists}/none?api_key=${encoded}&inactive_time=${encoded}`),
    message(`DELETE ${lists}/none/stage_history/${encoded}/${encoded}?api_key=${encoded}`),
    ...['PATCH', 'POST', 'TRACE', 'OPTIONS', 'PURGE'].map((method) =>
      message(`${method} ${lists}/${encoded}?api_key=${encoded}`),
    ),
    // In bodies.
    upload(`{"records":[${record}]}`),
    upload(`{"records":[${record.replace('kept', `kept","api_key":${JSON.stringify(key)},"x":"`)}]}`),
    upload(`{"records":[${wrong}]}`),
    upload(`{"records":[{"account_id":"new","name":${JSON.stringify(said)},"api_key":${JSON.stringify(key)}}]}`),
    upload(`{"records":${JSON.stringify(said)},"api_key":${JSON.stringify(key)}}`),
    upload(`{"records":[],"options":${JSON.stringify(said)}}`),
    upload(`${said}${key}`),
    upload(`{"records":[{"name":"${said}${key}`),
    upload(`{"records":[],"${said}":${key}}`),
    upload(Buffer.from(`{"records":["${said}\xff${key}"]}`, 'latin1')),
    upload('['.repeat(100) + JSON.stringify(key)),
    upload(`"${said}${key}"`.repeat(400_000)),
    upload(gzipSync(`{"records":[${record}]}`), 'Content-Encoding: gzip'),
    upload(`${said}${key}`, 'Content-Encoding: gzip'),
    upload(`${said}${key}`, `Content-Encoding: ${key}`),
    upload(`${said}${key}`, `Content-Type: text/plain; api_key=${key}`),
    message(`PUT ${lists}/kept?api_key=${encoded}`, [], `{"data":${JSON.stringify(said)}}`),
    message(`PUT ${lists}/kept?api_key=${encoded}`, [], `{"data":${record.replace('kept', 'other')}}`),
    message(
      `POST /api/v2/search/accounts?api_key=${encoded}`,
      [],
      `{"records":[{"attribute":"name","operator":"like","value":"${said}"}]}`,
    ),
    message(`POST /api/v2/search/accounts?api_key=${encoded}`, [], `{"records":["${said}"]}`),
    // What is not HTTP enough: 400 and 431.
    `${key} / HTTP/1.1\r\n\r\n`,
    `GET ${lists}?api_key=${encoded} HTTP/9.9\r\n\r\n`,
    get(lists, `${key}: broken header`),
    get(lists, `X-API-Key: ${key}\x01`),
    get(lists, `Content-Length: ${key}`),
    get(lists, `Transfer-Encoding: ${key}`),
    get(lists, `X-Long: ${key.repeat(2_000)}`),
    get(`${lists}?api_key=${encoded.repeat(1_000)}`),
    get(lists, ...Array.from({ length: 300 }, (_, i) => `X-${i}: ${key}`)),
  ];
}

function message(line: string, headers: readonly string[] = [], body: string | Uint8Array = ''): Uint8Array {
  const bytes = Buffer.from(body);
  const head = [
    `${line} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    ...headers,
    ...(headers.some((header) => /^(content-length|transfer-encoding)/i.test(header))
      ? []
      : [`Content-Length: ${bytes.length}`]),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'utf8'), bytes]);
}

/** All forms in which a text may hide in another: as it is, escaped for a URL or JSON, and in base64 at any offset. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const inside = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // Without the characters that depend on what stands beside it.
    const own = inside.slice(offset === 0 ? 0 : offset + 1).replace(/..?=*$/, '');
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const distinct = text.slice(text.indexOf('+') + 1, text.indexOf('/'));
  return [
    text,
    distinct,
    bytes.toString('latin1'),
    encodeURIComponent(text),
    encodeURI(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').replace(/../g, (byte) => `%${byte}`),
    ...inBase64,
  ].map((form) => form.toLowerCase());
}

/** Asserts that no form of a secret is in any of the outputs. */
function assertAbsent(what: string, text: string, outputs: { readonly [name: string]: string }): void {
  for (const [name, output] of Object.entries(outputs)) {
    const folded = output.toLowerCase();
    for (const form of formsOf(text)) {
      const at = folded.indexOf(form);
      assert.ok(at < 0, `${what} is in ${name}: ${output.slice(Math.max(0, at - 200), at + 200)}`);
    }
  }
}

/** Sends every request and gives all that was answered. */
async function sendAll(server: ServerProcess, key: string, said: string): Promise<string[]> {
  const answers: string[] = [];
  for (const request of requests(key, said)) {
    const { answer, write, socket } = await openSocket(server.url);
    write(request);
    const given = await Promise.race([answer, delay(15_000, 'none came', { ref: false })]);
    socket.destroy();
    answers.push(given);
  }
  return answers;
}

/** Has a write fail inside, as another process holds the database. */
async function failInside(server: ServerProcess, data: string, key: string, said: string): Promise<string> {
  const database = new DatabaseSync(join(data, 'tenure.db'));
  database.exec('BEGIN IMMEDIATE');
  const { answer, write } = await openSocket(server.url);
  const body = JSON.stringify({ name: said, api_key: key });
  write(message(`PUT /api/v2/accounts/kept?api_key=${encodeURIComponent(key)}`, [], body));
  const given = await answer;
  database.exec('ROLLBACK');
  database.close();
  return given;
}

const readAll = (folder: string): { [name: string]: string } =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]));

const statusesOf = (answers: readonly string[]): number[] =>
  [...new Set(answers.map((answer) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)))].toSorted((a, b) => a - b);

interface Case {
  /** Gives the environment by which the server knows the key; none: it makes one. */
  readonly env?: (key: string, folder: string) => { [variable: string]: string };
}
const cases: { readonly [what: string]: Case } = {
  'the key that a first start makes': {},
  TENURE_API_KEY: { env: (key) => ({ TENURE_API_KEY: key }) },
  'the key in the file of TENURE_API_KEY_FILE': {
    env(key, folder) {
      writeFileSync(join(folder, 'key'), `${key}\n`);
      return { TENURE_API_KEY_FILE: join(folder, 'key') };
    },
  },
};

for (const [what, { env }] of Object.entries(cases)) {
  test(`${what} and what clients say are in no output`, async (t) => {
    const folder = temporaryFolder(t);
    const data = join(folder, 'data');
    const [token, said] = [secret('token'), secret('said')];
    writeFileSync(join(folder, 'token'), token);
    let key = secret('key');
    const server = await startProcess(t, data, {
      env: { TENURE_METRICS_TOKEN_FILE: join(folder, 'token'), ...env?.(key, folder) },
    });
    let banner = '';
    if (env === undefined) {
      key = /^ {2}(tenure_[0-9a-f]{64})$/m.exec(server.stderr())?.[1] as string;
      banner = server.stderr();
      assert.equal(banner.split(key).length, 3, 'alone, and in the command to try');
    }

    const answers = await sendAll(server, key, said);
    assert.deepEqual(statusesOf(answers), [200, 400, 401, 404, 405, 413, 415, 431], 'all kinds of answers came');
    if (env === undefined) {
      answers.push(await failInside(server, data, key, said));
      assert.match(answers.at(-1) as string, /^HTTP\/1\.1 500 /);
    }
    const metrics = await fetch(`${server.url}/metrics`, {
      headers: { 'x-forwarded-for': '1.2.3.4', authorization: `Bearer ${token}` },
    });
    assert.equal(metrics.status, 200);
    const files = readAll(data);
    assert.ok('tenure.db-wal' in files);
    const { stdout, stderr } = await server.kill('SIGTERM');
    const logs = { stdout, stderr: stderr.slice(banner.length), metrics: await metrics.text() };

    assertAbsent('the key', key, { ...logs, answers: answers.join('\n'), ...files, ...readAll(data) });
    assertAbsent('the token', token, { ...logs, answers: answers.join('\n'), ...files, ...readAll(data) });
    assertAbsent('what was said', said, logs);
    assert.ok(stdout.split('\n').length > answers.length - 15, 'the log is that of these requests');
  });
}
