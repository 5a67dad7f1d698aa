/** For those who run the server: liveness, readiness, metrics. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hashKey } from '../domain/keys.ts';
import type { ApiOptions } from './api.ts';
import { jsonType } from '../operations/envelope.ts';

export interface OperationOptions extends Pick<ApiOptions, 'dispatcher' | 'metrics' | 'isDraining'> {
  readonly metricsToken: string | undefined;
}

export function addOperation(
  app: FastifyInstance,
  { dispatcher, metrics, metricsToken, isDraining }: OperationOptions,
): void {
  app.get('/livez', async (request, reply) => {
    request.logEntry.route = 'GET /livez';
    return answer(reply, 200, { status_is_ok: true });
  });

  app.get('/readyz', async (request, reply) => {
    request.logEntry.route = 'GET /readyz';
    const problem = isDraining() ? shuttingDown : await databaseProblem(dispatcher);
    const replicas = dispatcher.replicas.states.map(({ name, state }) => ({ name, state }));
    if (problem === undefined)
      return answer(reply, 200, { status_is_ok: true, ...(replicas.length > 0 && { replicas }) });
    return answer(reply, 503, { status_is_ok: false, ...problem });
  });

  app.get('/metrics', async (request, reply) => {
    request.logEntry.route = 'GET /metrics';
    if (!mayReadMetrics(request, metricsToken))
      return answer(reply, 401, { status_is_ok: false, message: 'A metrics token is required', code: 'unauthorized' });
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

const answer = (reply: FastifyReply, status: number, body: object): FastifyReply =>
  reply.status(status).type(jsonType).send(JSON.stringify(body));

interface Problem {
  readonly message: string;
  readonly code: string;
}
const shuttingDown: Problem = { message: 'The server is shutting down', code: 'shutting_down' };

async function databaseProblem(dispatcher: ApiOptions['dispatcher']): Promise<Problem | undefined> {
  if (dispatcher.isFull) return { message: 'The database is full or can not be written', code: 'database_full' };
  try {
    await dispatcher.check();
    return undefined;
  } catch {
    return { message: 'The database does not answer', code: 'database_unavailable' };
  }
}

/** This machine may, unless it speaks for another as a proxy does; others need the token. */
function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  const address = request.socket.remoteAddress ?? '';
  const local = address === '::1' || /^(::ffff:)?127\./.test(address);
  if (local && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined) return true;
  const [, sent] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token !== undefined && sent !== undefined && timingSafeEqual(hashKey(sent), hashKey(token));
}
