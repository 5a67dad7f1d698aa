/** The HTTP server: what is true of every request, whichever part of Tenure answers it. */
import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ApiError } from '../domain/errors.ts';
import { Api, type ApiOptions, basePath, isApiPath, type LogEntry } from './api.ts';
import { compressAnswer } from './compression.ts';
import { spareAnswersUnderWay } from './connections.ts';
import { jsonType, refusalText } from '../operations/envelope.ts';
import { addOperation, type OperationOptions } from './operation.ts';

declare module 'fastify' {
  interface FastifyRequest {
    logEntry: LogEntry;
  }
}

export interface ServerOptions extends ApiOptions, OperationOptions {
  readonly log: Logger;
}

const headersMs = 10_000;

export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    rewriteUrl: (request) => frameworkPath(request.url ?? '/'),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // A missing Host is refused below: what the framework's own refusal sends is no JSON.
    http: {
      connectionsCheckingInterval: 1_000,
      headersTimeout: headersMs,
      requestTimeout: 0,
      requireHostHeader: false,
    },
    clientErrorHandler: refuseConnection,
  });
  const server = app.server as Server;
  server.maxHeadersCount = 2_000;
  // An expectation other than 100-continue may be ignored; the framework would refuse it without JSON.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  spareAnswersUnderWay(server);
  app.decorateRequest('logEntry');
  // Bodies are read by who needs them, whatever their Content-Type says.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.addHook('onSend', compressAnswer);
  observe(app, options);

  const api = new Api(options);
  app.all(basePath, (request, reply) => api.handle(request, reply, request.logEntry));
  addOperation(app, options);
  app.setNotFoundHandler((request, reply) => {
    if (isApiPath(request.originalUrl)) return api.handle(request, reply, request.logEntry);
    return reply
      .status(404)
      .type(jsonType)
      .send(refusalText(new ApiError('route_not_found', 'There is nothing here'), undefined));
  });
  app.setErrorHandler((error, request, reply) => {
    request.logEntry.error = (error as Error).stack ?? String(error);
    return reply
      .status(500)
      .type(jsonType)
      .send(refusalText(new ApiError('internal', 'Internal error'), undefined));
  });
  return app;
}

/**
 * The path by which the framework finds who answers. Ids may hold any character, so the API finds its routes itself and
 * has one path here. Of a malformed path the framework would say so itself, quoting all of it.
 */
function frameworkPath(url: string): string {
  if (isApiPath(url)) return basePath;
  try {
    decodeURIComponent(url);
    return url;
  } catch {
    return '/malformed';
  }
}

/**
 * Gives every response its request id, and tells the log and the metrics of it, with the route's template as its name.
 */
function observe(app: FastifyInstance, { log, metrics, isDraining }: ServerOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    request.logEntry = { route: 'none', arrival: performance.now() };
    reply
      .header('x-request-id', request.id)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff');
    // Real clients send "application/json, charset: utf-8", which the framework would refuse before any parser.
    if (isApiPath(request.originalUrl)) request.raw.headers['content-type'] = 'application/json';
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.host !== undefined || request.raw.httpVersion !== '1.1') return;
    reply.header('connection', 'close').status(400).type(jsonType);
    return reply.send(refusalText(new ApiError('invalid_request', 'A request needs a Host'), undefined));
  });
  app.addHook('onSend', async (request, reply) => {
    if (isDraining()) reply.header('connection', 'close');
    // The framework's own hook for it says nothing of those whose client goes before the end.
    const tell = (): void => tellOf(request, reply, { log, metrics });
    if (reply.raw.closed) tell();
    else reply.raw.once('close', tell);
  });
}

function tellOf(
  { id, logEntry }: FastifyRequest,
  { statusCode: status, raw }: FastifyReply,
  { log, metrics }: Pick<ServerOptions, 'log' | 'metrics'>,
): void {
  const { route, tenant, records, code, error, arrival } = logEntry;
  const ms = performance.now() - arrival;
  metrics.requests.observe({ route, status }, ms / 1000);
  if (records) metrics.records.inc({ route }, records);
  const line = {
    request_id: id,
    route,
    tenant,
    status,
    duration_ms: Math.round(ms * 10) / 10,
    records,
    code,
    client_gone: raw.writableFinished ? undefined : true,
  };
  if (error === undefined) log.info(line, 'request');
  else log.error({ ...line, error }, 'request failed');
}

/** Answers what is not HTTP enough to become a request. */
function refuseConnection(error: Error & { code?: string }, socket: Duplex & { _httpMessage?: ServerResponse }): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const refusal =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? new ApiError('request_timeout', 'The request took too long to arrive')
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? new ApiError('too_many_headers', 'The headers are too large')
        : new ApiError('invalid_request', 'This is not a valid HTTP request');
  const { status } = refusal;
  const body = refusalText(refusal, undefined);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: ${jsonType}\r\nx-request-id: ${randomUUID()}`;
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
