/** The HTTP server: what is true of every request, whichever part of Tenure answers it. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ApiError } from '../domain/errors.ts';
import { Api, type ApiOptions, basePath, isApiPath, type LogEntry } from './api.ts';
import { compressAnswer } from './compression.ts';
import { drain } from './body.ts';
import { refuseConnection, spareAnswersUnderWay } from './connections.ts';
import { jsonType, refusalText } from '../operations/envelope.ts';
import { addOperation, type OperationOptions } from './operation.ts';
import { awaitsContinue, deferContinue, protocolFault, understandAbsoluteForm } from './protocol.ts';

declare module 'fastify' {
  interface FastifyRequest {
    logEntry: LogEntry;
  }
}

export interface ServerOptions extends ApiOptions, OperationOptions {
  readonly log: Logger;
  readonly maxConnections: number;
}

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
      headersTimeout: options.limits.headersMs,
      requestTimeout: 0,
      requireHostHeader: false,
    },
    clientErrorHandler: (error, socket) => refuseConnection(error, socket as Socket),
  });
  const server = app.server as Server;
  server.maxHeadersCount = 2_000;
  server.maxConnections = options.maxConnections;
  server.on('drop', () => options.metrics.refusedConnections.inc());
  spareAnswersUnderWay(server);
  deferContinue(server);
  understandAbsoluteForm(server);
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
function observe(app: FastifyInstance, { log, metrics, limits, isDraining }: ServerOptions): void {
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
    const fault = protocolFault(request.raw);
    if (fault === undefined) return;
    request.logEntry.code = fault.code;
    await drain(request.raw, limits);
    reply.header('connection', 'close').status(fault.status).type(jsonType);
    return reply.send(refusalText(fault, undefined));
  });
  app.addHook('onSend', async (request, reply) => {
    // Whether a client that waits for the word sends its body after another word cannot be known.
    if (isDraining() || awaitsContinue(request.raw)) reply.header('connection', 'close');
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
