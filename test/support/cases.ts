/** Tables of cases: a row is a request to an empty tenant of its own, and what must come of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client, Reply } from './client.ts';
import { shareTestServer, startTestServer, type TestServer, type TestServerOptions, testNow } from './server.ts';

export interface Call {
  readonly method: string;
  /** Below /api/v2. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  /** The present when it is sent, epoch ms; it stays so for what follows. */
  readonly at?: number;
}

/** A request and its answer. `expect` is compared as `assertMatches` does; a 200 without it must have status true. */
export interface Exchange {
  readonly request: Call | ((client: Client) => Call);
  readonly status?: number;
  readonly expect?: unknown;
}

export interface Case extends Exchange {
  readonly name: string;
  /** Requests that come first, every one of which must succeed in whole. */
  readonly given?: readonly Call[];
  /** What is asked afterwards. */
  readonly later?: readonly Exchange[];
}

export const get = (path: string, headers: Call['headers'] = {}): Call => ({ method: 'GET', path, headers });
export const del = (path: string): Call => ({ method: 'DELETE', path });
export const put = (path: string, body: unknown): Call => ({ method: 'PUT', path, body });
export const post = (path: string, body: unknown, headers: Call['headers'] = {}): Call => ({
  method: 'POST',
  path,
  body,
  headers,
});
export const at = (time: number, call: Call): Call => ({ ...call, at: time });

/** An upload of account records. */
export const upload = (...records: unknown[]): Call => post('/accounts', { records });
/** A search over accounts; `query` begins with `?`. */
export const search = (records: unknown, query = ''): Call => post(`/search/accounts${query}`, { records });
/** A record that is enough to insert an account. */
export const account = (account_id: string, fields: object = {}): object => ({
  account_id,
  name: `Account ${account_id}`,
  join_date: 1_312_685_594_018,
  ...fields,
});

export const day = 86_400_000;

/**
 * The server of a test file, prepared for its tests: shared with other files, but where it is `own`, which is closed
 * after them.
 */
export function useServer(
  own?: TestServerOptions,
  prepare: (server: TestServer) => Promise<void> = async () => {},
): () => TestServer {
  let server: TestServer;
  before(async () => {
    server = await (own === undefined ? shareTestServer() : startTestServer(own));
    await prepare(server);
  });
  after(() => server.close());
  return () => server;
}

export function runCases(server: () => TestServer, cases: readonly Case[]): void {
  for (const { name, given = [], later = [], ...asked } of cases) {
    test(name, async () => {
      const { time } = server();
      time.now = testNow;
      const client = await server().tenant();
      for (const call of given) assertApplied(await send(client, call, time), call);
      for (const exchange of [asked, ...later]) await assertExchange(client, exchange, time);
    });
  }
}

async function assertExchange(client: Client, exchange: Exchange, time: TestServer['time']): Promise<void> {
  const { request, status = 200, expect = status === 200 ? applied : {} } = exchange;
  const call = typeof request === 'function' ? request(client) : request;
  const reply = await send(client, call, time);
  assert.equal(reply.status, status, `${call.method} ${call.path}: ${JSON.stringify(reply.body)}`);
  assertMatches(reply.body, expect, `${call.method} ${call.path}`);
}

function send(client: Client, { method, path, body, headers, at: now }: Call, time: TestServer['time']) {
  if (now !== undefined) time.now = now;
  return client.request(method, path, body, headers);
}

function assertApplied({ status, body }: Reply, { method, path }: Call): void {
  const text = `given ${method} ${path}: ${JSON.stringify(body)}`;
  assert.equal(status, 200, text);
  assert.equal(body.status_is_ok, true, text);
  assert.deepEqual(body.failed_results ?? [], [], text);
}

/**
 * Objects hold at least what is expected, lists exactly as many items; undefined stands for an absent property, a
 * pattern for text, a function checks for itself.
 */
export function assertMatches(actual: unknown, expected: unknown, where: string): void {
  if (typeof expected === 'function') {
    expected(actual, where);
  } else if (expected instanceof RegExp) {
    assert.match(String(actual), expected, where);
  } else if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), `${where} is no list: ${JSON.stringify(actual)}`);
    assert.equal(actual.length, expected.length, `${where} holds ${JSON.stringify(actual)?.slice(0, 500)}`);
    expected.forEach((item, index) => assertMatches(actual[index], item, `${where}[${index}]`));
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, `${where} is ${JSON.stringify(actual)}`);
    for (const [key, value] of Object.entries(expected)) {
      const own = Object.hasOwn(actual, key) ? (actual as { [key: string]: unknown })[key] : undefined;
      assertMatches(own, value, `${where}.${key}`);
    }
  } else {
    const text = `${where} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
    assert.ok(Object.is(actual, expected), text);
  }
}

/** Nothing more and nothing less. */
export const exactly =
  (expected: unknown) =>
  (actual: unknown, where: string): void =>
    assert.deepStrictEqual(actual, expected, where);

/** The answer of an upload or a PUT of which nothing failed. */
export const applied = { status_is_ok: true };
/** A batch whose only faulty record is the first. */
export const refused = (message: unknown, more: object = {}): object => ({
  status_is_ok: false,
  failed_results: [{ record: 0, message, ...more }],
});
/** The ids of the accounts that are answered, in order. */
export const ids =
  (...expected: string[]) =>
  (results: unknown, where: string): void =>
    assert.deepEqual(
      (results as { account_id: string }[]).map((row) => row.account_id),
      expected,
      where,
    );
