/** Answers are compressed when a client asks for it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createGunzip } from 'node:zlib';
import Fastify from 'fastify';
import { compressAnswer } from '../../src/http/compression.ts';
import { account, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { exchange, requestText } from '../support/raw.ts';

let client: Client;
const server = useServer({}, async (started) => {
  client = await started.tenant();
  await client.load(
    'accounts',
    Array.from({ length: 100 }, (_, index) => account(`čokoláda ${index}`)),
  );
});

const ask = (path: string, accept?: string, method = 'GET') =>
  exchange(
    server().url,
    requestText(
      `${method} /api/v2${path}?api_key=${client.key}`,
      accept === undefined ? [] : [`Accept-Encoding: ${accept}`],
    ),
  );

const asked: [string | undefined, string | null][] = [
  ['gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['gzip, deflate, br', 'gzip'],
  ['gzip;q=1.0,deflate;q=0.6,identity;q=0.3', 'gzip'],
  ['gzip;q=0.2, deflate;q=0.8', 'deflate'],
  ['gzip;q=0', null],
  ['GZIP', 'gzip'],
  ['x-gzip', 'gzip'],
  ['gzip ; q=0.5', 'gzip'],
  ['br;q=1, gzip;q=0.001', 'gzip'],
  ['*', 'gzip'],
  ['*;q=0.5, gzip;q=0.1', 'deflate'],
  ['gzip;q=0, *', 'deflate'],
  ['gzip;q=0.5, identity;q=0.8', null],
  ['gzip;q=0.5, identity;q=0.5', 'gzip'],
  ['gzip;q=nonsense', null],
  ['identity;q=0', null],
  ['*;q=0', null],
  ['identity;q=0, gzip;q=0.1', 'gzip'],
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

test('an answer says that it depends on what was asked for, compressed or not', async () => {
  for (const accept of ['gzip', 'identity', undefined])
    assert.equal((await ask('/accounts', accept)).headers.get('vary'), 'Accept-Encoding', String(accept));
});

test('a small answer comes as it is, unless that is refused', async () => {
  for (const [accept, encoding] of [
    ['gzip', null],
    ['gzip, identity;q=0', 'gzip'],
    ['deflate, *;q=0', 'deflate'],
  ]) {
    const { headers, body } = await ask('/accounts/unknown', accept as string);
    assert.equal(headers.get('content-encoding'), encoding, accept as string);
    assert.equal(body.status_is_ok, false);
  }
});

test('HEAD tells the headers of the compressed answer', async () => {
  const [asGet, asHead] = [await ask('/accounts', 'gzip'), await ask('/accounts', 'gzip', 'HEAD')];
  for (const name of ['content-encoding', 'content-length', 'content-type', 'vary'])
    assert.equal(asHead.headers.get(name), asGet.headers.get(name), name);
  assert.equal(asHead.headers.get('content-encoding'), 'gzip');
});

/** A server that answers `/` with a stream, and other paths with what is not compressed. */
async function startStreaming(stream: PassThrough) {
  const app = Fastify({ forceCloseConnections: true });
  app.addHook('onSend', compressAnswer);
  app.get('/', (_request, reply) => reply.type('text/plain').send(stream));
  app.get('/image', (_request, reply) => reply.type('image/png').send(Buffer.alloc(5_000)));
  app.get('/coded', (_request, reply) =>
    reply.type('text/plain').header('content-encoding', 'br').send(Buffer.alloc(5_000)),
  );
  app.get('/nothing', (_request, reply) => reply.status(204).send());
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}

test('each part of a stream is sent as it comes', async (t) => {
  const stream = new PassThrough();
  const { app, url } = await startStreaming(stream);
  t.after(() => app.close());
  const response = new Promise<IncomingMessage>((resolve) =>
    request(url, { headers: { 'accept-encoding': 'gzip' } }, resolve).end(),
  );
  stream.write('one');
  const text = (await response).pipe(createGunzip()).setEncoding('utf8');
  assert.deepEqual(await once(text, 'data'), ['one']);
  stream.write('two');
  assert.deepEqual(await once(text, 'data'), ['two']);
  stream.end();
  await once(text, 'end');
});

test('what is compressed already, cannot be made smaller or is empty is left as it is', async (t) => {
  const { app } = await startStreaming(new PassThrough());
  t.after(() => app.close());
  for (const [url, coding, length] of [
    ['/image', undefined, 5_000],
    ['/coded', 'br', 5_000],
    ['/nothing', undefined, 0],
  ] as const) {
    const { headers, rawPayload } = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    assert.deepEqual([headers['content-encoding'], rawPayload.length], [coding, length], url);
  }
});
