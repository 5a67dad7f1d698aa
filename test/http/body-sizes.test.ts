/** Bodies of 10 MiB and of more: what is read, what is refused, and that the refusal reaches its sender. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { account, type Call, type Case, get, ids, post, put, runCases, upload, useServer } from '../support/cases.ts';
import { RawConnection, requestText } from '../support/raw.ts';

const server = useServer();
const mebibyte = 1024 * 1024;
const limit = 10 * mebibyte;
const oneRecord = JSON.stringify({ records: [account('1')] });
const stored = [{ request: get('/accounts'), expect: { results: ids('1') } }];
const nothingStored = [{ request: get('/accounts'), expect: { results: [] } }];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const send = (body: string | Uint8Array, headers: Call['headers'] = {}): Call => post('/accounts', body, headers);

const padded = (length: number): Uint8Array => bytes(oneRecord.padEnd(length));
const tooLarge = { status_is_ok: false, code: 'body_too_large', results: undefined };
const gzipped = (body: Uint8Array): Call => send(gzipSync(body), { 'content-encoding': 'gzip' });
const sizes: Case[] = [
  { name: 'a body of exactly 10 MiB is read', request: send(padded(limit)), later: stored },
  {
    name: 'a body of one byte more is refused',
    request: send(padded(limit + 1)),
    status: 413,
    expect: tooLarge,
    later: nothingStored,
  },
  { name: 'gzip of exactly 10 MiB is read', request: gzipped(padded(limit)), later: stored },
  {
    name: 'gzip of one byte more is refused',
    request: gzipped(padded(limit + 1)),
    status: 413,
    expect: tooLarge,
    later: nothingStored,
  },
  {
    name: 'gzip of very much more is refused',
    request: gzipped(new Uint8Array(20 * limit).fill(0x20)),
    status: 413,
    expect: tooLarge,
  },
  {
    name: 'a modification that is too large is refused',
    given: [upload(account('1'))],
    request: put('/accounts/1', bytes('{"tier": "Gold"}'.padEnd(limit + 1))),
    status: 413,
    expect: tooLarge,
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: null }] } }],
  },
  {
    name: 'a search that is too large is refused with an empty list',
    request: post('/search/accounts', bytes('{"records": []}'.padEnd(limit + 1))),
    status: 413,
    expect: { ...tooLarge, results: [] },
  },
];

runCases(server, sizes);

/** Sends a body as chunks of up to 1 MiB. */
async function sendChunked(connection: RawConnection, key: string, body: Uint8Array): Promise<void> {
  await connection.write(requestText(`POST /api/v2/accounts?api_key=${key}`, ['Transfer-Encoding: chunked']));
  for (let from = 0; from < body.length; from += mebibyte) {
    const chunk = body.subarray(from, from + mebibyte);
    await connection.write(Buffer.concat([bytes(`${chunk.length.toString(16)}\r\n`), chunk, bytes('\r\n')]));
  }
  await connection.write('0\r\n\r\n');
}

const chunked: [number, number][] = [
  [limit, 200],
  [limit + 1, 413],
  [30 * mebibyte, 413],
];
for (const [length, status] of chunked) {
  test(`a body of ${length} bytes in chunks is answered with ${status} though all of it is sent first`, async () => {
    const client = await server().tenant();
    const connection = await RawConnection.open(server().url);
    await sendChunked(connection, client.key, padded(length));
    assert.equal((await connection.reply()).status, status);
    connection.destroy();
    assert.equal((await client.get('/accounts')).body.results.length, status === 200 ? 1 : 0);
  });
}

test('a client that sends 30 MiB in one length before it reads gets the 413, then the connection closes', async () => {
  const client = await server().tenant();
  const connection = await RawConnection.open(server().url);
  const body = padded(30 * mebibyte);
  await connection.write(
    requestText(`POST /api/v2/accounts?api_key=${client.key}`, [`Content-Length: ${body.length}`]),
  );
  await connection.write(body);
  const reply = await connection.reply();
  assert.equal(reply.status, 413);
  assert.equal(reply.headers.get('connection'), 'close');
  await connection.closed();
});

test('a refusal without a look at the body reaches a client that sends it all before it reads', async () => {
  const connection = await RawConnection.open(server().url);
  const body = padded(30 * mebibyte);
  await connection.write(requestText('POST /api/v2/accounts?api_key=wrong', [`Content-Length: ${body.length}`]));
  await connection.write(body);
  assert.equal((await connection.reply()).status, 401);
  connection.destroy();
});
