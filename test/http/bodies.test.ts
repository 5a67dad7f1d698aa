/** Bodies: any content type, gzip, limits of size and depth, what is no JSON. */
import { createCipheriv } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { account, type Call, type Case, get, ids, post, put, runCases, upload, useServer } from '../support/cases.ts';

const server = useServer();
const mebibyte = 1024 * 1024;

const oneRecord = JSON.stringify({ records: [account('1')] });
const stored = [{ request: get('/accounts'), expect: { results: ids('1') } }];
const nothingStored = [{ request: get('/accounts'), expect: { results: [] } }];

/** Text that gzip can not make much of, the same in every run. */
function noise(length: number): string {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(length)).toString('base64').slice(0, length);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const send = (body: string | Uint8Array, headers: Call['headers'] = {}): Call => post('/accounts', body, headers);

const contentTypes: Case[] = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json, charset: utf-8',
  'application/json;',
  'APPLICATION/JSON',
  'application/json; charset=latin1',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/xml',
  'nonsense',
].map((type) => ({
  name: `a body of the type "${type}" is read as JSON`,
  request: send(oneRecord, { 'content-type': type }),
  later: stored,
}));
contentTypes.push({ name: 'a body without a type is read as JSON', request: send(bytes(oneRecord)), later: stored });

const encoded = (encoding: string, body: Uint8Array = gzipSync(oneRecord)): Call =>
  send(body, { 'content-encoding': encoding });
const unsupported = { status_is_ok: false, code: 'unsupported_encoding', results: undefined };
const invalidJson = { status_is_ok: false, code: 'invalid_json' };
const encodings: Case[] = [
  ...['gzip', 'GZIP', 'x-gzip'].map((encoding) => ({
    name: `an upload in ${encoding} is read`,
    request: encoded(encoding),
    later: stored,
  })),
  { name: 'an upload in the encoding identity is read', request: encoded('identity', bytes(oneRecord)), later: stored },
  {
    name: 'a modification in gzip is read',
    given: [upload(account('1'))],
    request: { ...put('/accounts/1', gzipSync('{"tier": "Gold"}')), headers: { 'content-encoding': 'gzip' } },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: 'Gold' }] } }],
  },
  {
    name: 'a search in gzip is read',
    given: [upload(account('1'))],
    request: post('/search/accounts', gzipSync('{"records": []}'), { 'content-encoding': 'gzip' }),
    expect: { results: ids('1') },
  },
  {
    name: 'an upload in gzip that hardly shrinks is read',
    request: encoded('gzip', gzipSync(oneRecord.slice(0, -1) + `, "x": "${noise(4 * mebibyte)}"}`)),
    later: stored,
  },
  ...[
    ['br', brotliCompressSync(oneRecord)],
    ['deflate', deflateSync(oneRecord)],
    ['gzip, gzip', gzipSync(gzipSync(oneRecord))],
    ['zstd', bytes(oneRecord)],
    ['utf-8', bytes(oneRecord)],
  ].map(([encoding, body]) => ({
    name: `the encoding ${encoding} is refused`,
    request: encoded(encoding as string, body as Uint8Array),
    status: 415,
    expect: unsupported,
    later: nothingStored,
  })),
  ...[
    ['a body that is not gzip though it says so', bytes(oneRecord)],
    ['gzip that ends too early', gzipSync(oneRecord).subarray(0, -9)],
    ['gzip whose checksum is wrong', new Uint8Array([...gzipSync(oneRecord).subarray(0, -8), 1, 2, 3, 4, 5, 6, 7, 8])],
  ].map(([what, body]) => ({
    name: `${what} is refused`,
    request: encoded('gzip', body as Uint8Array),
    status: 400,
    expect: invalidJson,
    later: nothingStored,
  })),
];

const nested = (depth: number): string =>
  `{"records": [${oneRecord.slice('{"records":['.length, -3)}, "x": ${'['.repeat(depth - 3)}${']'.repeat(depth - 3)}}]}`;
const unreadable: [string, string | Uint8Array][] = [
  ['nothing', ''],
  ['spaces', '   '],
  ['a word', 'records'],
  ['an object that does not end', '{"records": ['],
  ['a trailing comma', '{"records": [],}'],
  ['single quotes', "{'records': []}"],
  ['a comment', '{"records": [] /* none */}'],
  ['two values', '{"records": []} {"records": []}'],
  ['NaN', '{"records": [NaN]}'],
  ['a form', 'account_id=12345&user_id=user_1'],
  ['a raw line break in a string', '{"records": [{"account_id": "a\nb"}]}'],
  ['a number with a leading zero', '{"records": [01]}'],
  ['UTF-16', Buffer.from('\ufeff{"records": []}', 'utf16le')],
  ['a byte that is no UTF-8', Buffer.from('{"records": [], "x": "\xff"}', 'latin1')],
  ['an overlong byte sequence', Buffer.from('{"records": [], "x": "\xc0\xaf"}', 'latin1')],
  ['a surrogate in UTF-8', Buffer.from('{"records": [], "x": "\xed\xa0\x80"}', 'latin1')],
  ['a character cut in half', Buffer.from('{"records": [], "x": "\xf0\x9f"}', 'latin1')],
  ['65 levels', nested(65)],
  ['65 levels outside any record', `{"x": ${'['.repeat(64)}${']'.repeat(64)}, "records": []}`],
];
const json: Case[] = [
  ...unreadable.map(([what, body]) => ({
    name: `a body of ${what} is refused as unreadable`,
    request: send(body),
    status: 400,
    expect: invalidJson,
    later: nothingStored,
  })),
  { name: 'a body of 64 levels is read', request: send(nested(64)), later: stored },
  {
    name: 'brackets in a string, behind quotes and backslashes too, are no levels',
    request: send(oneRecord.replace('{"records"', `{"x\\\\\\"${'[{'.repeat(100)}": "${'{['.repeat(100)}", "records"`)),
    later: stored,
  },
  { name: 'a byte order mark before the body is passed over', request: send(`\ufeff${oneRecord}`), later: stored },
  {
    name: 'a second byte order mark is refused',
    request: send(`\ufeff\ufeff${oneRecord}`),
    status: 400,
    expect: invalidJson,
  },
  {
    name: 'of a key that occurs twice in an object the last counts',
    request: send(oneRecord.replace('"name"', '"tier": "Gold", "tier": "Silver", "name"')),
    later: [{ request: get('/accounts'), expect: { results: [{ tier: 'Silver' }] } }],
  },
  {
    name: 'the message about unreadable JSON quotes nothing of it',
    request: send('{"records": [{"account_id": SECRET}]}'),
    status: 400,
    expect: {
      message: 'The body is not valid JSON: a character is out of place (byte offset 28, line 1, record 0)',
      offset: 28,
      line: 1,
      record: 0,
    },
  },
  {
    name: 'the message about JSON that ends too early says so',
    request: send('{"records": ["SECRET"'),
    status: 400,
    expect: {
      message: 'The body is not valid JSON: it ends too early (byte offset 21, line 1, record 0)',
      failed_results: undefined,
    },
  },
  {
    name: 'a modification that is not JSON is refused with its place',
    request: put('/accounts/1', '{\n"data": }'),
    status: 400,
    expect: { ...invalidJson, offset: 10, line: 2, record: undefined },
  },
  {
    name: 'a search that is not JSON is refused with its place',
    request: post('/search/accounts', '{"records": [{}, x]}'),
    status: 400,
    expect: { ...invalidJson, offset: 17, line: 1, record: 1, results: [] },
  },
];

runCases(server, [...contentTypes, ...encodings, ...json]);
