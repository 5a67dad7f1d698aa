/** Who may do what: the forms of a key, its life, its scope, its tenant. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  account,
  type Call,
  type Case,
  del,
  exactly,
  get,
  post,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { testNow } from '../support/server.ts';

const server = useServer({ config: { apiKey: 'the-key-of-the-environment' } });

/** A list asked for with these headers alone. */
const withHeaders = (headers: (key: string) => Call['headers']) => (client: Client) =>
  get('/accounts', { authorization: '', ...headers(client.key) });
const withQuery =
  (query: (key: string) => string, headers: Call['headers'] = { authorization: '' }) =>
  (client: Client) =>
    get(`/accounts?${query(client.key)}`, headers);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const accepted: Case[] = [
  { name: 'a key in the query is accepted', request: withQuery((key) => `api_key=${key}`) },
  { name: 'a key in the query may be percent-encoded', request: withQuery((key) => `%61pi_key=%74${key.slice(1)}`) },
  {
    name: 'basic authentication as the user api is accepted',
    request: withHeaders((key) => ({ authorization: `Basic ${base64(`api:${key}`)}` })),
  },
  {
    name: 'the scheme of basic authentication may be in lower case',
    request: withHeaders((key) => ({ authorization: `basic ${base64(`api:${key}`)}` })),
  },
  { name: 'a bearer token is accepted', request: withHeaders((key) => ({ authorization: `Bearer ${key}` })) },
  {
    name: 'the scheme of a bearer token may be in upper case',
    request: withHeaders((key) => ({ authorization: `BEARER ${key}` })),
  },
  { name: 'a key in X-API-Key is accepted', request: withHeaders((key) => ({ 'x-api-key': key })) },
  {
    name: 'a valid header is enough beside a wrong key in the query',
    request: (client) => get('/accounts?api_key=wrong', { 'x-api-key': client.key }),
  },
  {
    name: 'a valid key in the query is enough beside a wrong header',
    request: withQuery((key) => `api_key=${key}`, { authorization: 'Bearer wrong' }),
  },
  {
    name: 'a blank key in the query does not outweigh a valid header',
    request: (client) => get('/accounts?api_key=', { 'x-api-key': client.key }),
  },
];

const unauthorized = { status_is_ok: false, code: 'unauthorized', results: [] };
const rejected: Omit<Case, 'status'>[] = [
  {
    name: 'no key at all is refused with the envelope of a list',
    request: withHeaders(() => ({})),
    expect: exactly({
      status_is_ok: false,
      message: 'A valid API key is required',
      code: 'unauthorized',
      results: [],
    }),
  },
  { name: 'a wrong key is refused', request: withQuery(() => 'api_key=KEY123') },
  { name: 'a key that is cut short is refused', request: withQuery((key) => `api_key=${key.slice(0, -1)}`) },
  { name: 'a key in upper case is refused', request: withQuery((key) => `api_key=${key.toUpperCase()}`) },
  { name: 'a blank key is refused', request: withQuery(() => 'api_key=') },
  { name: 'the parameter is api_key and no other spelling of it', request: withQuery((key) => `API_KEY=${key}`) },
  { name: 'a key given twice in the query is refused', request: withQuery((key) => `api_key=${key}&api_key=${key}`) },
  {
    name: 'a key given twice in the query is refused whatever the headers hold',
    request: (client) => get(`/accounts?api_key=${client.key}&api_key=`, { 'x-api-key': client.key }),
  },
  {
    name: 'a key given twice is refused however it is encoded',
    request: withQuery((key) => `api_key=${key}&%61pi%5fkey=${key}`),
  },
  {
    name: 'basic authentication as another user is refused',
    request: withHeaders((key) => ({ authorization: `Basic ${base64(`admin:${key}`)}` })),
  },
  {
    name: 'basic authentication with the key as the user is refused',
    request: withHeaders((key) => ({ authorization: `Basic ${base64(`${key}:`)}` })),
  },
  {
    name: 'basic authentication that is no base64 is refused',
    request: withHeaders(() => ({ authorization: 'Basic %%%' })),
  },
  { name: 'an unknown scheme is refused', request: withHeaders((key) => ({ authorization: `Token ${key}` })) },
  { name: 'a key without a scheme is refused', request: withHeaders((key) => ({ authorization: key })) },
  {
    name: 'an upload without a key is refused like a list',
    request: post('/accounts', { records: [account('1')] }, { authorization: '' }),
    later: [{ request: get('/accounts'), expect: { results: [] } }],
  },
];

runCases(server, [...accepted, ...rejected.map((row) => ({ status: 401, expect: unauthorized, ...row }))]);

test('a refused key is not in the answer', async () => {
  const { body } = await (await server().tenant()).get('/accounts?api_key=SECRET-1', {
    authorization: 'Bearer SECRET-2',
  });
  assert.doesNotMatch(JSON.stringify(body), /SECRET/);
});

const writes: [string, Call][] = [
  ['upload', upload(account('1', { tier: 'Gold' }))],
  ['modify', put('/accounts/1', { tier: 'Gold' })],
  ['deactivate', del('/accounts/1')],
  ['empty a sub-list', del('/accounts/1/assigned_csms')],
];
for (const [what, { method, path, body }] of writes) {
  test(`a key that may only read cannot ${what}`, async () => {
    const client = await server().tenant();
    await client.load('accounts', [account('1', { assigned_csms: ['joe@company.com'] })]);
    const stored = await client.get('/accounts/1');
    const reader = client.as(await server().key(client, { scope: 'read' }));
    const reply = await reader.request(method, path, body);
    assert.equal(reply.status, 403);
    assert.equal(reply.body.code, 'forbidden');
    assert.deepEqual((await client.get('/accounts/1')).body, stored.body);
    const writer = client.as(await server().key(client, { scope: 'write' }));
    assert.equal((await writer.request(method, path, body)).body.status_is_ok, true);
  });
}

test('a key that may only read can read and search', async () => {
  const client = await server().tenant({ scope: 'read' });
  assert.equal((await client.get('/accounts')).body.status_is_ok, true);
  assert.equal((await client.post('/search/accounts', { records: [] })).body.status_is_ok, true);
});

test('a key is refused from the instant at which it expires', async () => {
  const client = await server().tenant();
  const { time, key } = server();
  const expiring = client.as(await key(client, { expire_time: testNow + 1_000 }));
  time.now = testNow + 999;
  assert.equal((await expiring.get('/accounts')).status, 200);
  time.now = testNow + 1_000;
  assert.equal((await expiring.get('/accounts')).status, 401);
  assert.equal((await client.get('/accounts')).status, 200);
});

test('a revoked key is refused at once while another of its tenant lives on', async () => {
  const client = await server().tenant();
  const second = client.as(await server().key(client));
  assert.equal((await second.get('/accounts')).status, 200);
  await server().revoke(second.key);
  assert.equal((await second.get('/accounts')).status, 401);
  assert.equal((await client.get('/accounts')).status, 200);
});

test('two keys of one tenant see the same, keys of two tenants do not', async () => {
  const client = await server().tenant();
  const other = await server().tenant();
  await client.load('accounts', [account('1')]);
  const second = client.as(await server().key(client));
  assert.equal((await second.get('/accounts')).body.results.length, 1);
  assert.equal((await other.get('/accounts')).body.results.length, 0);
});

test('of keys of two tenants in one request the one in the query decides', async () => {
  const [one, two] = [await server().tenant(), await server().tenant()];
  await one.load('accounts', [account('1')]);
  const { body } = await two.get(`/accounts?api_key=${one.key}`);
  assert.equal(body.results.length, 1);
});

test('the key of the environment is one of the default tenant', async () => {
  const client = (await server().tenant()).as('the-key-of-the-environment');
  await client.load('accounts', [account('default-1')]);
  assert.equal((await client.get('/accounts/default-1')).body.results.length, 1);
  assert.equal((await (await server().tenant()).get('/accounts/default-1')).body.status_is_ok, false);
});
