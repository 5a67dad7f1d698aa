/** What RFC 9112 and RFC 9110 say of requests: faulty ones, the absolute form, and bodies that wait for a word. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, useServer } from '../support/cases.ts';
import { exchange, RawConnection, requestText } from '../support/raw.ts';

const server = useServer();
const path = '/api/v2/accounts';
const chunks = (line: string): string => `POST ${path} HTTP/1.1\r\nHost: x\r\n${line}\r\n\r\n2\r\n{}\r\n0\r\n\r\n`;

const faulty: [what: string, request: string, status: number, code: string][] = [
  ['two hosts', `GET ${path} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`, 400, 'invalid_request'],
  ['the same host twice', `GET ${path} HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n`, 400, 'invalid_request'],
  ['two hosts in HTTP/1.0', `GET ${path} HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n`, 400, 'invalid_request'],
  ['two hosts in one field', `GET ${path} HTTP/1.1\r\nHost: a, b\r\n\r\n`, 400, 'invalid_request'],
  ['a path in its host', `GET ${path} HTTP/1.1\r\nHost: a/b\r\n\r\n`, 400, 'invalid_request'],
  ['a user in its host', `GET ${path} HTTP/1.1\r\nHost: a@b\r\n\r\n`, 400, 'invalid_request'],
  ['no host, though its target has one', `GET http://a${path} HTTP/1.1\r\n\r\n`, 400, 'invalid_request'],
  ['HTTP/2.0', `GET ${path} HTTP/2.0\r\nHost: a\r\n\r\n`, 400, 'invalid_request'],
  ['HTTP/0.9', `GET ${path} HTTP/0.9\r\nHost: a\r\n\r\n`, 400, 'invalid_request'],
  ['HTTP/1.2', `GET ${path} HTTP/1.2\r\nHost: a\r\n\r\n`, 400, 'invalid_request'],
  ['no version', `GET ${path}\r\n\r\n`, 400, 'invalid_request'],
  ['a line break without a return', `GET ${path} HTTP/1.1\nHost: a\n\n`, 400, 'invalid_request'],
  ['gzip before chunked', chunks('Transfer-Encoding: gzip, chunked'), 501, 'unsupported_transfer_encoding'],
  [
    'gzip and chunked in two fields',
    chunks('Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked'),
    501,
    'unsupported_transfer_encoding',
  ],
  ['an unknown coding before chunked', chunks('Transfer-Encoding: a, chunked'), 501, 'unsupported_transfer_encoding'],
  ['a coding behind chunked', chunks('Transfer-Encoding: chunked, gzip'), 400, 'invalid_request'],
  ['chunked twice', chunks('Transfer-Encoding: chunked, chunked'), 400, 'invalid_request'],
  ['no coding at all', chunks('Transfer-Encoding:'), 400, 'invalid_request'],
  ['identity as its coding', chunks('Transfer-Encoding: identity'), 400, 'invalid_request'],
  [
    'a coding in HTTP/1.0',
    chunks('Transfer-Encoding: chunked').replace('HTTP/1.1', 'HTTP/1.0'),
    400,
    'invalid_request',
  ],
];
for (const [what, request, status, code] of faulty) {
  test(`a request with ${what} is refused with ${status} and its connection closed`, async () => {
    const connection = await RawConnection.open(server().url);
    await connection.write(request);
    const reply = await connection.reply();
    assert.deepEqual([reply.status, reply.body.code], [status, code]);
    assert.equal(reply.headers.get('connection'), 'close');
    await connection.closed();
  });
}

for (const host of ['', 'a', 'a_b.example:8080', '[::1]:80', '127.0.0.1', 'xn--a.example'])
  test(`the host "${host}" is accepted`, async () => {
    const reply = await exchange(server().url, `GET /livez HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    assert.equal(reply.status, 200);
  });

test('chunks are read, however the coding is written', async () => {
  const { key } = await server().tenant();
  const reply = await exchange(server().url, chunks(`X-API-Key: ${key}\r\ntransfer-encoding: Chunked`));
  assert.equal(reply.body.code, 'invalid_envelope');
});

test('a target in absolute form means its path and query', async () => {
  const client = await server().tenant();
  await client.load('accounts', [account('1')]);
  const ask = async (target: string) => {
    const reply = await exchange(server().url, requestText(`GET ${target}`, [`X-API-Key: ${client.key}`]));
    return [reply.status, reply.body.results?.[0]?.account_id ?? reply.body.code ?? ''];
  };
  assert.deepEqual(await ask('http://tenure.example/api/v2/accounts/1'), [200, '1']);
  assert.deepEqual(await ask('HTTP://tenure.example:8080/api/v2/accounts?page=0'), [200, '1']);
  assert.deepEqual(await ask('https://[::1]/api/v2/accounts/http%3A%2F%2Fa'), [200, 'not_found']);
  assert.deepEqual(await ask('http://tenure.example/livez'), [200, '']);
  assert.deepEqual(await ask('http://tenure.example'), [404, 'route_not_found']);
  assert.deepEqual(await ask('http://tenure.example?a=/api/v2/accounts'), [404, 'route_not_found']);
  assert.deepEqual(await ask('ftp://tenure.example/api/v2/accounts/1'), [200, '1'], 'whatever its scheme');
});

test('a target that is no path at all is answered with JSON', async () => {
  const reply = await exchange(server().url, requestText('OPTIONS *'));
  assert.deepEqual([reply.status, reply.body.code], [404, 'route_not_found']);
});

/** Headers that announce a body and wait for the word to send it; gives what comes before anything else is sent. */
async function announce(line: string, headers: readonly string[]) {
  const connection = await RawConnection.open(server().url);
  await connection.write(requestText(line, ['Expect: 100-continue', ...headers]));
  return { connection, first: await connection.firstLine() };
}

test('a body that waits for the word is told to come once nothing else can be refused', async () => {
  const client = await server().tenant();
  const body = JSON.stringify({ records: [account('1')] });
  for (const line of [`POST ${path}`, `PUT ${path}/1`, 'POST /api/v2/search/accounts']) {
    const headers = [`X-API-Key: ${client.key}`, `Content-Length: ${body.length}`];
    const { connection, first } = await announce(line, headers);
    assert.equal(first, 'HTTP/1.1 100 Continue', line);
    await connection.write(body);
    const { status, headers: answered } = await connection.reply();
    assert.deepEqual([status, answered.get('connection')], [200, 'keep-alive'], line);
    connection.destroy();
  }
});

const length = 'Content-Length: 1000';
const refusedFirst: [status: number, line: string, scope: 'read' | 'write', ...headers: string[]][] = [
  [401, `POST ${path}?api_key=wrong`, 'write', length],
  [403, `POST ${path}`, 'read', length],
  [404, 'POST /api/v2/accountz', 'write', length],
  [404, 'POST /elsewhere', 'write', length],
  [405, `PATCH ${path}`, 'write', length],
  [413, `POST ${path}`, 'write', 'Content-Length: 10485761'],
  [415, `PUT ${path}/1`, 'write', length, 'Content-Encoding: br'],
  [400, 'POST /api/v2/accounts/%zz', 'write', 'Content-Length: 1000', 'Host: b'],
];
for (const [status, line, scope, ...headers] of refusedFirst) {
  test(`${line} that waits with a body is answered with ${status}, and its body never asked for`, async () => {
    const { key } = await server().tenant({ scope });
    const credentials = line.includes('api_key') ? [] : [`X-API-Key: ${key}`];
    const { connection, first } = await announce(line, [...headers, ...credentials]);
    assert.match(first, new RegExp(`^HTTP/1\\.1 ${status} `));
    const reply = await connection.reply();
    assert.equal(reply.headers.get('connection'), 'close', 'whether the body comes all the same cannot be known');
    await connection.closed();
  });
}

test('an upload that waits with its body while another is in progress is answered with 429', async () => {
  const { key } = await server().tenant();
  const headers = [`X-API-Key: ${key}`, length];
  const first = await announce(`POST ${path}`, headers);
  assert.equal(first.first, 'HTTP/1.1 100 Continue');
  const second = await announce(`POST ${path}`, headers);
  assert.match(second.first, /^HTTP\/1\.1 429 /);
  for (const { connection } of [first, second]) connection.destroy();
});

test('a DELETE that waits with a body is answered without it', async () => {
  const client = await server().tenant();
  await client.load('accounts', [account('1')]);
  const { connection, first } = await announce(`DELETE ${path}/1`, [`X-API-Key: ${client.key}`, length]);
  assert.equal(first, 'HTTP/1.1 200 OK');
  assert.equal((await connection.reply()).headers.get('connection'), 'close');
  connection.destroy();
});

test('a refused body that is sent without waiting for the word is read, so that the refusal reaches its sender', async () => {
  const body = ' '.repeat(5_000_000);
  const connection = await RawConnection.open(server().url);
  await connection.write(requestText(`POST ${path}?api_key=wrong`, ['Expect: 100-continue'], body));
  assert.equal((await connection.reply()).status, 401);
  connection.destroy();
});
