/** Compresses answers for the clients that ask for it. */
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createDeflate, createGzip, deflate, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Half the time of the usual level for a sixth more bytes. */
const level = 3;
/** A smaller answer is not worth it, bytes. */
const threshold = 1_024;
const compressible = /^text\/|[/+](json|javascript|xml)\b/;

const coders = {
  gzip: { compress: promisify(gzip), createStream: createGzip },
  deflate: { compress: promisify(deflate), createStream: createDeflate },
};
/** In the order in which they are chosen where a client likes several best. */
const codings = ['gzip', 'deflate', 'identity'] as const;

/**
 * An `onSend` hook: compresses an answer with the coding that the client likes best. Text and bytes below 1 KiB are sent
 * as they are, unless the client refuses that. Each part of a stream is sent as it comes.
 */
export async function compressAnswer(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (payload == null || reply.hasHeader('content-encoding')) return payload;
  if (!compressible.test(String(reply.getHeader('content-type')))) return payload;
  reply.header('vary', 'Accept-Encoding');
  const qualityOf = readAcceptEncoding(headers['accept-encoding'] ?? '');
  const coding = codings.reduce((best, each) => (qualityOf(each) > qualityOf(best) ? each : best));
  if (coding === 'identity' || qualityOf(coding) === 0) return payload;
  const coder = coders[coding];
  if (payload instanceof Readable) {
    reply.header('content-encoding', coding).removeHeader('content-length');
    const stream = coder.createStream({ level, flush: constants.Z_SYNC_FLUSH });
    // Its errors break the answer off, which is all that can still be done.
    return pipeline(payload, stream, () => {});
  }
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : (payload as Buffer);
  if (bytes.length < threshold && qualityOf('identity') > 0) return payload;
  reply.header('content-encoding', coding);
  return coder.compress(bytes, { level });
}

/** How much a client likes a coding, from 0 (not at all) to 1, by its `Accept-Encoding` (RFC 9110, 12.5.3). */
function readAcceptEncoding(header: string): (coding: (typeof codings)[number]) => number {
  const named = new Map<string, number>();
  for (const item of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    named.set(name.replace(/^x-/, ''), Number(quality) || 0);
  }
  // An answer as it is can always be sent, but anything that is named is liked better.
  return (coding) => named.get(coding) ?? named.get('*') ?? (coding === 'identity' ? Number.MIN_VALUE : 0);
}
