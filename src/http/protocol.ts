/** What RFC 9112 and RFC 9110 have a server refuse or understand that the parser of Node.js lets pass. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ApiError } from '../domain/errors.ts';

/** The letters of a host name or address, with a port. */
const hostValue = /^[\w.~!$&'()*+;=%:[\]-]*$/;

/** Why a request is not valid HTTP/1.1 or HTTP/1.0; undefined if it is. */
export function protocolFault({ httpVersion, headers, rawHeaders }: IncomingMessage): ApiError | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return new ApiError('invalid_request', 'The request line must end in HTTP/1.1 or HTTP/1.0');
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts === 0 && httpVersion === '1.1') return new ApiError('invalid_request', 'A request needs a Host');
  if (hosts > 1 || !hostValue.test(headers.host ?? ''))
    return new ApiError('invalid_request', 'A request needs one Host, which is a name or an address');
  const coding = headers['transfer-encoding']?.toLowerCase();
  if (coding === undefined) return undefined;
  if (httpVersion === '1.0') return new ApiError('invalid_request', 'HTTP/1.0 has no Transfer-Encoding');
  if (coding !== 'chunked')
    return new ApiError('unsupported_transfer_encoding', 'Transfer-Encoding must be chunked and nothing else');
  return undefined;
}

/** Has a request that names the whole URL (absolute form) mean the path and query of it. */
export function understandAbsoluteForm(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const [, rest] = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*(.*)$/i.exec(request.url ?? '') ?? [];
    if (rest !== undefined) request.url = rest.startsWith('/') ? rest : `/${rest}`;
  });
}

/** Requests whose client sends the body only when it is told to. */
const waiting = new WeakSet<IncomingMessage>();

/**
 * Leaves `Expect: 100-continue` to whoever reads the body, so that a request that is refused never sends it. Any other
 * expectation is ignored.
 */
export function deferContinue(server: Server): void {
  server.on('checkContinue', (request, response) => {
    waiting.add(request);
    server.emit('request', request, response);
  });
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** Whether a client still waits for the word to send its body. */
export const awaitsContinue = (request: IncomingMessage): boolean => waiting.has(request);

/** Tells a client that waits for it to send its body. */
export function letSend(request: IncomingMessage, response: ServerResponse): void {
  if (waiting.delete(request)) response.writeContinue();
}
