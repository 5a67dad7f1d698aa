/** Reads the body of a request within bounds of size, memory and time. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ApiError } from '../domain/errors.ts';
import { type BodyShare, GrowingBody } from './body-memory.ts';
import { awaitsContinue, letSend } from './protocol.ts';

export const maxBodyBytes = 10 * 1024 * 1024;

export interface BodyLimits {
  /** How long a client may take to send its headers, ms. */
  readonly headersMs: number;
  /** How long a client may take to send a body, ms. */
  readonly bodyMs: number;
  /** How fast a client must send a body, bytes a second, and how long it may be slower than that, ms. */
  readonly floorBytes: number;
  readonly slackMs: number;
  /** How much of a refused body is read and dropped, and for how long, so that the answer reaches its sender. */
  readonly drainBytes: number;
  readonly drainMs: number;
  /** How long a client may stop reading in the middle of its answer. */
  readonly unreadMs: number;
}

export const bodyLimits: BodyLimits = {
  headersMs: 10_000,
  bodyMs: 60_000,
  floorBytes: 50_000,
  slackMs: 5_000,
  drainBytes: 64 * 1024 * 1024,
  drainMs: 10_000,
  unreadMs: 60_000,
};

/**
 * The decoded body, in memory of its own that can be transferred to a worker. `share` counts it until it is given back.
 * Throws what the client is to be told.
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
  share: BodyShare,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new ApiError('unsupported_encoding', 'Content-Encoding must be gzip or identity');
  const declared = encoding === 'identity' ? Number(request.headers['content-length'] ?? 0) : 0;
  if (declared > maxBodyBytes) throw tooLarge();
  const body = new GrowingBody(declared, maxBodyBytes, share);
  letSend(request, response);
  const source: Readable = encoding === 'identity' ? request : request.pipe(createGunzip());
  try {
    await readInto(body, source, request, limits);
    return body.take();
  } catch (error) {
    body.drop();
    throw error;
  } finally {
    if (source !== request) source.destroy();
  }
}

/** Resolves when all of a source has come; rejects if it does not come in time, its client goes, or it has no room. */
function readInto(body: GrowingBody, source: Readable, request: IncomingMessage, limits: BodyLimits): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: ApiError): void => {
      stopWatch();
      forget();
      source.off('data', add).off('end', settle).off('error', fail);
      // The request itself is left whole: destroying it would close the connection before the answer.
      request.unpipe();
      request.pause();
      if (error === undefined) resolve();
      else reject(error);
    };
    const add = (chunk: Buffer): void => {
      try {
        if (body.length + chunk.length > maxBodyBytes) throw tooLarge();
        body.add(chunk);
      } catch (error) {
        settle(error as ApiError);
      }
    };
    const fail = (): void =>
      settle(source === request ? clientGone() : new ApiError('invalid_json', 'The body is not valid gzip'));
    const stopWatch = watchPace(request, limits, () =>
      settle(new ApiError('request_timeout', 'The body took too long to arrive')),
    );
    // What decodes the body is not told that its source broke off.
    const forget = finished(request, (error) => error && settle(clientGone()));
    source.on('data', add).once('end', settle).once('error', fail);
  });
}

/**
 * Calls `late` when a client has taken too long, or has been slower than the floor for longer than the slack. It earns
 * time by what it sends; time in which this process was busy with something else is not taken from it.
 */
function watchPace(
  { socket }: IncomingMessage,
  { bodyMs, floorBytes, slackMs }: BodyLimits,
  late: () => void,
): () => void {
  const tickMs = slackMs / 5;
  let leftMs = slackMs;
  let seen = socket.bytesRead;
  const tick = setInterval(() => {
    leftMs = Math.min(slackMs, leftMs - tickMs + ((socket.bytesRead - seen) / floorBytes) * 1000);
    seen = socket.bytesRead;
    if (leftMs <= 0) late();
  }, tickMs);
  const end = setTimeout(late, bodyMs);
  return () => {
    clearInterval(tick);
    clearTimeout(end);
  };
}

/**
 * Reads and drops what a refused request still sends. Closing at once would break the pipe of a client that writes on.
 */
export function drain(request: IncomingMessage, { drainBytes, drainMs }: BodyLimits): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve();
  // A client that waits for the word to send its body sends none.
  if (awaitsContinue(request) && request.readableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    let dropped = 0;
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, drainMs);
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
