/** The open connections of a server: how many, what is answered to those that send no HTTP, and how they end. */
import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from '../domain/errors.ts';
import { jsonType, refusalText } from '../operations/envelope.ts';

/** Has the server's own `closeIdleConnections` spare a connection until its answer has been sent to the end. */
export function spareAnswersUnderWay(server: Server): void {
  const unanswered = new Map<Socket, number>();
  const count = (socket: Socket, by: number): void => {
    if (!socket.destroyed) unanswered.set(socket, (unanswered.get(socket) ?? 0) + by);
  };
  server.on('connection', (socket: Socket) => {
    count(socket, 0);
    socket.once('close', () => unanswered.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  // Node takes a connection for idle once its answer is handed over, and would cut off what is still to be sent.
  server.closeIdleConnections = () => {
    for (const [socket, requests] of unanswered) if (requests === 0) socket.destroy();
  };
}

/** How long a refused connection is kept for its client to read the answer, ms. */
const lingerMs = 1_000;

const refused = new WeakSet<Socket>();

/** Answers what is not HTTP enough to become a request, and ends its connection whether its client does or not. */
export function refuseConnection(
  error: Error & { code?: string },
  // The answer under way on this connection.
  socket: Socket & { _httpMessage?: ServerResponse | null },
): void {
  // Whatever else arrives on a refused connection is another such error.
  if (refused.has(socket)) return;
  if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) return void socket.destroy();
  refused.add(socket);
  socket.end(refusal(error.code));
  // Destroying it at once would take the answer back where the client still sends.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

function refusal(code: string | undefined): string {
  const error =
    code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? new ApiError('request_timeout', 'The request took too long to arrive')
      : code === 'HPE_HEADER_OVERFLOW'
        ? new ApiError('too_many_headers', 'The headers are too large')
        : new ApiError('invalid_request', 'This is not a valid HTTP request');
  const { status } = error;
  const body = refusalText(error, undefined);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: ${jsonType}\r\nx-request-id: ${randomUUID()}`;
  return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
