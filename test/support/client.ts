/** A small HTTP client over one key. It checks of every answer of the API that its envelope is whole. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

/** A fraction of the work that `fetch` is, and asks for nothing compressed: thousands of requests wait for it. */
const agent = new Agent({ keepAlive: true });

export interface Reply {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly text: string;
  // Answers are read freely in assertions.
  readonly body: any;
}

export class Client {
  readonly #url: string;
  readonly key: string;
  readonly tenant: string;

  constructor(url: string, key: string, tenant: string) {
    this.#url = url;
    this.key = key;
    this.tenant = tenant;
  }

  /** The same with another key. */
  as = (key: string): Client => new Client(this.#url, key, this.tenant);

  get = (path: string, headers: object = {}): Promise<Reply> => this.request('GET', path, undefined, headers);
  post = (path: string, body: unknown): Promise<Reply> => this.request('POST', path, body);
  put = (path: string, body: unknown): Promise<Reply> => this.request('PUT', path, body);
  delete = (path: string): Promise<Reply> => this.request('DELETE', path);

  /** `path` is below /api/v2. A body that is not text or bytes is sent as its JSON. */
  async request(method: string, path: string, body?: unknown, headers: object = {}): Promise<Reply> {
    const raw =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const sent = request(`${this.#url}/api/v2${path}`, {
      method,
      agent,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(raw !== undefined && { 'content-length': Buffer.byteLength(raw) }),
        ...headers,
      },
    });
    sent.on('error', () => {}).end(raw);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const text = await textOf(response);
    const reply = {
      status: response.statusCode as number,
      headers: { get: (name: string) => (response.headers[name.toLowerCase()] as string | undefined) ?? null },
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
    if (method !== 'HEAD') assertEnvelope(reply);
    return reply;
  }

  /** Uploads records and asserts that every one was applied. */
  async load(resource: string, records: readonly object[]): Promise<void> {
    const { body } = await this.post(`/${resource}`, { records });
    assert.deepEqual(body, { status_is_ok: true, failed_results: [] });
  }
}

/** What is true of every answer under /api/v2. */
export function assertEnvelope({ status, headers, body }: Reply): void {
  assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
  assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  if (status < 400) assert.equal(headers.get('cache-control'), 'no-store');
  if (status < 400) assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(typeof body.status_is_ok, 'boolean');
  if (!body.status_is_ok) {
    assert.equal(typeof body.message, 'string');
    assert.ok(body.message.length > 0);
    assert.doesNotMatch(body.message, /\bat .*\.ts:\d+/, 'no stack leaves the process');
  }
  if (status !== 200) assert.equal(body.status_is_ok, false);
  if (status !== 200) assert.equal(typeof body.code, 'string');
  if ('results' in body) assert.ok(Array.isArray(body.results));
  if ('current_page' in body) {
    assert.equal(body.max_page_size, 1000);
    assert.ok(body.next_page === null || body.next_page === body.current_page + 1);
    assert.equal(body.next_cursor === null, body.next_page === null);
  }
  for (const item of body.failed_results ?? []) {
    assert.equal(typeof item.message, 'string');
    assert.equal(item.status_is_ok, false);
    assert.ok(Number.isInteger(item.record) && item.record >= 0);
    assert.equal(typeof item.code, 'string');
  }
}
