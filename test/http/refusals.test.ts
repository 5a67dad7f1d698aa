/** Refusals before a handler is reached: methods, the order of what is wrong, headers; HEAD and request ids. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Call, type Case, account, get, runCases, upload, useServer } from '../support/cases.ts';
import { exchange, requestText } from '../support/raw.ts';

const server = useServer();

const methods: [string, string, string][] = [
  ['PUT', '/accounts', 'GET, HEAD, POST'],
  ['DELETE', '/accounts', 'GET, HEAD, POST'],
  ['DELETE', '/accounts/', 'GET, HEAD, POST'],
  ['POST', '/accounts/1', 'DELETE, GET, HEAD, PUT'],
  ['PATCH', '/accounts/1', 'DELETE, GET, HEAD, PUT'],
  ['OPTIONS', '/accounts/1', 'DELETE, GET, HEAD, PUT'],
  ['PROPFIND', '/accounts', 'GET, HEAD, POST'],
  ['TRACE', '/accounts', 'GET, HEAD, POST'],
  ['GET', '/accounts/1/stage_history', 'DELETE'],
  ['HEAD', '/accounts/1/stage_history', 'DELETE'],
  ['PUT', '/accounts/1/stage_history/trial/5', 'DELETE'],
  ['GET', '/search/accounts', 'POST'],
  ['POST', '/accounts/1/documents', 'DELETE, GET, HEAD'],
  ['DELETE', '/accounts/1/changes', 'GET, HEAD'],
];
for (const [method, path, allow] of methods) {
  test(`${method} ${path} is refused with the methods that it takes: ${allow}`, async () => {
    const { url, tenant } = server();
    const reply = await exchange(url, requestText(`${method} /api/v2${path}?api_key=${(await tenant()).key}`, [], ''));
    assert.equal(reply.status, 405);
    assert.equal(reply.headers.get('allow'), allow);
    if (method !== 'HEAD') assert.equal(reply.body.code, 'method_not_allowed');
  });
}

const outside = [
  '/',
  '/api',
  '/api/',
  '/api/v1/accounts',
  '/api/v2x',
  '/v1/EAUTH/EAPI',
  '/api/v2%2Faccounts',
  '/API/V2/accounts',
];
for (const path of outside) {
  test(`${path} is not part of the API and says so without a key`, async () => {
    const reply = await exchange(server().url, requestText(`POST ${path}`, [], '{}'));
    assert.equal(reply.status, 404);
    assert.equal(reply.body.code, 'route_not_found');
  });
}

/** Each request has what the refusal before it is about right, and everything after it wrong. */
const order: [number, string, string, Call['headers'], string][] = [
  [401, 'a wrong key comes before an unknown route', 'GET /accountz', { authorization: 'Bearer wrong' }, ''],
  [401, 'a wrong key comes before a wrong method', 'PATCH /accounts', { authorization: 'Bearer wrong' }, ''],
  [401, 'a wrong key comes before a malformed path', 'GET /accounts/%zz', { authorization: 'Bearer wrong' }, ''],
  [401, 'a wrong key comes before an unreadable body', 'POST /accounts', { authorization: 'Bearer wrong' }, '{'],
  [404, 'an unknown route comes before its scope', 'POST /accountz', {}, ''],
  [405, 'a wrong method comes before its scope', 'PATCH /accounts', {}, ''],
  [405, 'a wrong method comes before a malformed path', 'PATCH /accounts/%zz', {}, ''],
  [403, 'a scope that is too small comes before an encoding', 'POST /accounts', { 'content-encoding': 'br' }, '{'],
  [403, 'a scope that is too small comes before an unreadable body', 'PUT /accounts/1', {}, '{'],
  [415, 'an encoding comes before an unreadable body', 'POST /search/accounts', { 'content-encoding': 'br' }, '{'],
  [400, 'an unreadable body comes before a wrong parameter', 'POST /search/accounts?cursor=x', {}, '{'],
];
for (const [status, name, line, headers, body] of order) {
  test(`${name}: ${status}`, async () => {
    const [method = '', path = ''] = line.split(' ');
    const client = await server().tenant({ scope: 'read' });
    const reply = await client.request(method, path, body === '' ? undefined : body, headers);
    assert.equal(reply.status, status);
  });
}

const cases: Case[] = [
  {
    name: 'a JSON content type on a GET without a body is fine',
    given: [upload(account('1'))],
    request: get('/accounts/1', { 'content-type': 'application/json, charset: utf-8' }),
  },
  {
    name: 'a JSON content type on a DELETE without a body is fine',
    given: [upload(account('1'))],
    request: { method: 'DELETE', path: '/accounts/1', headers: { 'content-type': 'application/json' } },
    expect: { status_is_ok: true },
  },
  {
    name: 'the body of a DELETE narrows nothing and is not read',
    given: [upload(account('1'))],
    request: { method: 'DELETE', path: '/accounts/1', body: '{"churn": true' },
    later: [{ request: get('/accounts/1'), expect: { results: [{ is_churned: false, is_deleted: true }] } }],
  },
];
runCases(server, cases);

test('HEAD answers as GET, without the body', async () => {
  const client = await server().tenant();
  await client.load('accounts', [account('1')]);
  for (const path of ['/accounts', '/accounts/1', '/accounts/1/documents']) {
    const [asGet, asHead] = [await client.get(path), await client.request('HEAD', path)];
    assert.equal(asHead.status, 200);
    assert.equal(asHead.body, undefined);
    for (const header of ['content-type', 'content-length'])
      assert.equal(asHead.headers.get(header), asGet.headers.get(header), `${header} of ${path}`);
  }
  assert.equal((await client.request('HEAD', '/accountz')).status, 404);
  assert.equal((await client.request('HEAD', '/accounts', undefined, { authorization: '' })).status, 401);
});

test('every answer has a request id of its own, which the log has too', async () => {
  const { url, tenant, log } = server();
  const client = await tenant();
  const replies = [
    await client.get('/accounts'),
    await client.get('/accountz'),
    await client.get('/accounts', { authorization: '' }),
    await client.post('/accounts', '{'),
    await exchange(url, requestText('GET /elsewhere')),
    await exchange(url, requestText('GET /livez')),
  ];
  const requestIds = replies.map(({ headers }) => headers.get('x-request-id') as string);
  assert.equal(new Set(requestIds).size, replies.length);
  for (const id of requestIds)
    assert.ok(
      log.some((line) => line.includes(id)),
      `${id} is in the log`,
    );
});

test('200 header fields are accepted and 201 refused, before any key is looked at', async () => {
  const { url, tenant } = server();
  const key = (await tenant()).key;
  const withFields = (count: number, offered: string) => {
    const rest = Array.from({ length: count - 1 }, (_, index) => `X${index}:1`);
    return exchange(url, requestText(`GET /api/v2/accounts?api_key=${offered}`, rest));
  };
  assert.equal((await withFields(200, key)).status, 200);
  for (const count of [201, 500, 1_500]) {
    const reply = await withFields(count, 'wrong');
    assert.equal(reply.status, 431);
    assert.equal(reply.body.code, 'too_many_headers');
  }
});

test('header fields of more than 16 KiB are refused with JSON', async () => {
  const reply = await exchange(server().url, requestText('GET /api/v2/accounts', [`X-Long: ${'x'.repeat(20_000)}`]));
  assert.equal(reply.status, 431);
  assert.equal(reply.body.code, 'too_many_headers');
});

const notHttp: [string, string][] = [
  ['no HTTP at all', 'HELLO\r\n\r\n'],
  ['two lengths that differ', requestText('POST /api/v2/accounts', ['Content-Length: 5', 'Content-Length: 6'])],
  ['a length that is no number', requestText('POST /api/v2/accounts', ['Content-Length: five'])],
  ['a length beside chunks', requestText('POST /api/v2/accounts', ['Transfer-Encoding: chunked'], '{}')],
  ['an unknown transfer encoding', requestText('POST /api/v2/accounts', ['Transfer-Encoding: pigeon'])],
  ['no host', 'GET /api/v2/accounts HTTP/1.1\r\n\r\n'],
  ['a space in the path', requestText('GET /api/v2/accounts/a b')],
];
for (const [what, bytes] of notHttp) {
  test(`a request with ${what} is refused with JSON`, async () => {
    const reply = await exchange(server().url, bytes);
    assert.equal(reply.status, 400);
    assert.equal(reply.headers.get('connection'), 'close');
  });
}

test('a request of HTTP 1.0 needs no host', async () => {
  const reply = await exchange(server().url, 'GET /livez HTTP/1.0\r\n\r\n');
  assert.equal(reply.status, 200);
});

for (const expectation of ['100-continue', 'a-pony']) {
  test(`an upload that expects ${expectation} is taken`, async () => {
    const { url, tenant } = server();
    const line = `POST /api/v2/accounts?api_key=${(await tenant()).key}`;
    const reply = await exchange(url, requestText(line, [`Expect: ${expectation}`], '{"records": []}'));
    assert.equal(reply.body.status_is_ok, true);
  });
}
