/** Reads the body of a request within bounds of size and time. */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { finished, type Readable } from 'node:stream';
import { ApiError } from '../domain/errors.ts';

export const maxBodyBytes = 10 * 1024 * 1024;

export interface BodyLimits {
  /** How long a client may take to send a body. */
  readonly bodyMs: number;
  /** How much of a refused body is read and dropped, and for how long, so that the answer reaches its sender. */
  readonly drainBytes: number;
  readonly drainMs: number;
  /** How long a client may stop reading in the middle of its answer. */
  readonly unreadMs: number;
}

export const bodyLimits: BodyLimits = {
  bodyMs: 60_000,
  drainBytes: 64 * 1024 * 1024,
  drainMs: 10_000,
  unreadMs: 60_000,
};

/** The decoded body, in memory of its own that can be transferred to a worker. Throws what the client is to be told. */
export async function readBody(request: IncomingMessage, { bodyMs }: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new ApiError('unsupported_encoding', 'Content-Encoding must be gzip or identity');
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBodyBytes && encoding === 'identity') throw tooLarge();
  const source: Readable = encoding === 'identity' ? request : request.pipe(createGunzip());
  const end = unlessIncomplete(request, bodyMs);
  try {
    return await Promise.race([collect(source, encoding === 'identity' ? declared : 0), end.never]);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw source === request ? clientGone() : new ApiError('invalid_json', 'The body is not valid gzip');
  } finally {
    end.forget();
    if (source !== request) source.destroy();
  }
}

/** Rejects where a request does not come to its end: it takes too long, or its client goes. */
function unlessIncomplete(request: IncomingMessage, bodyMs: number): { never: Promise<never>; forget(): void } {
  const { promise: never, reject } = Promise.withResolvers<never>();
  // The request itself is left whole: destroying it would close the connection before the answer.
  const late = (): void => reject(new ApiError('request_timeout', 'The body took too long to arrive'));
  const timer = setTimeout(late, bodyMs);
  // What decodes the body is not told that its source broke off.
  const ignore = finished(request, (error) => error && reject(clientGone()));
  return {
    never,
    forget() {
      clearTimeout(timer);
      ignore();
    },
  };
}

async function collect(source: Readable, expected: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(expected || 16 * 1024);
  let length = 0;
  const iterator = source.iterator({ destroyOnReturn: false });
  for await (const chunk of iterator as AsyncIterable<Buffer>) {
    if (length + chunk.length > maxBodyBytes) throw tooLarge();
    if (length + chunk.length > bytes.length) bytes = grown(bytes, length + chunk.length);
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

function grown(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(maxBodyBytes, Math.max(needed, bytes.length * 2)));
  larger.set(bytes);
  return larger;
}

/**
 * Reads and drops what a refused request still sends. Closing at once would break the pipe of a client that writes on.
 */
export function drain(request: IncomingMessage, { drainBytes, drainMs }: BodyLimits): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let dropped = 0;
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, drainMs);
    request.unpipe();
    request.removeAllListeners('data');
    request.on('data', (chunk: Buffer) => {
      dropped += chunk.length;
      if (dropped > drainBytes) done();
    });
    request.once('end', done).once('close', done).once('error', done);
    request.resume();
  });
}

const clientGone = (): ApiError => new ApiError('client_gone', 'The client went away before the end of its body');
const tooLarge = (): ApiError => new ApiError('body_too_large', `The body is larger than ${maxBodyBytes} bytes`);
