/** HTTP by hand over one socket: requests byte for byte, halves of requests, clients that stall or go. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gunzipSync, inflateSync } from 'node:zlib';
import { assertEnvelope, type Reply } from './client.ts';

export class RawConnection {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  static async open(url: string): Promise<RawConnection> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Resolves when the system has taken the bytes. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(data, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Goes away at once, whatever is under way. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** The next answer on this connection. `method`: what was asked by, as an answer to HEAD has no body. */
  async reply(method = 'GET'): Promise<Reply> {
    const head = await this.#takeHead();
    const [statusLine = '', ...lines] = head.split('\r\n');
    const status = Number(statusLine.split(' ')[1]);
    if (status === 100) return this.reply(method);
    const headers = new Headers(lines.map((line) => splitOnce(line, ': ')));
    const bytes = method === 'HEAD' ? Buffer.alloc(0) : await this.#takeBody(headers);
    const text = bytes.length === 0 ? '' : decoded(bytes, headers);
    const reply = { status, headers, text, body: text === '' ? undefined : JSON.parse(text) };
    if (method !== 'HEAD') assertEnvelope(reply);
    return reply;
  }

  /** The first line of what comes next, which is left to be read. */
  async firstLine(): Promise<string> {
    while (!this.#received.includes('\r\n')) await this.#more();
    return this.#received.subarray(0, this.#received.indexOf('\r\n')).toString('latin1');
  }

  /** Resolves when the server has closed the connection. */
  async closed(): Promise<void> {
    while (!this.#ended) await this.#event();
  }

  async #takeHead(): Promise<string> {
    let end = this.#received.indexOf('\r\n\r\n');
    while (end < 0) {
      await this.#more();
      end = this.#received.indexOf('\r\n\r\n');
    }
    return this.#take(end + 4)
      .toString('latin1')
      .trimEnd();
  }

  async #takeBody(headers: Headers): Promise<Buffer> {
    if (headers.get('transfer-encoding') !== 'chunked') return this.#takeExactly(Number(headers.get('content-length')));
    const chunks: Buffer[] = [];
    for (;;) {
      while (!this.#received.includes('\r\n')) await this.#more();
      const size = Number.parseInt(this.#take(this.#received.indexOf('\r\n') + 2).toString(), 16);
      const chunk = await this.#takeExactly(size + 2);
      if (size === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, size));
    }
  }

  async #takeExactly(length: number): Promise<Buffer> {
    while (this.#received.length < length) await this.#more();
    return this.#take(length);
  }

  #take(length: number): Buffer {
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  #more(): Promise<void> {
    assert.ok(!this.#ended, `The server closed the connection; left unread: ${this.#received}`);
    return this.#event();
  }

  #event(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** Sends the bytes of one request on a connection of its own and gives the answer. */
export async function exchange(url: string, request: string | Uint8Array): Promise<Reply> {
  const connection = await RawConnection.open(url);
  try {
    await connection.write(request);
    const [method] = splitOnce(Buffer.from(request.slice(0, 20)).toString(), ' ');
    return await connection.reply(method);
  } finally {
    connection.destroy();
  }
}

/** The bytes of a request: its first line, its header lines and its body, whose length is added. */
export function requestText(line: string, headers: readonly string[] = [], body?: string): string {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, ...length, '', body ?? ''].join('\r\n');
}

function decoded(bytes: Buffer, headers: Headers): string {
  const encoding = headers.get('content-encoding');
  return (encoding === 'gzip' ? gunzipSync(bytes) : encoding === 'deflate' ? inflateSync(bytes) : bytes).toString();
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
