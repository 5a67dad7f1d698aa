/** For those who run the server: liveness, readiness, metrics. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { hashKey, sameHash } from '../domain/keys.ts';
import { jsonType } from '../operations/envelope.ts';
import { type ApiOptions, challenge } from './api.ts';
import { offeredKeys } from './auth.ts';

export interface MetricsOptions extends Pick<ApiOptions, 'metrics' | 'throttle'> {
  readonly metricsToken: string | undefined;
}

export interface OperationOptions extends MetricsOptions, Pick<ApiOptions, 'dispatcher' | 'isDraining'> {}

export function addOperation(app: FastifyInstance, options: OperationOptions): void {
  const { dispatcher, isDraining } = options;
  app.get('/livez', async (request, reply) => {
    request.logEntry.route = 'GET /livez';
    return answer(reply, 200, { status_is_ok: true });
  });

  app.get('/readyz', async (request, reply) => {
    request.logEntry.route = 'GET /readyz';
    const problem = isDraining() ? shuttingDown : await databaseProblem(dispatcher);
    const replicas = dispatcher.replicas.states.map(({ name, state }) => ({ name, state }));
    const { setBack } = dispatcher;
    if (problem === undefined)
      return answer(reply, 200, {
        status_is_ok: true,
        ...(setBack && { clock: { set_back_ms: setBack.ms } }),
        ...(replicas.length > 0 && { replicas }),
      });
    return answer(reply, 503, { status_is_ok: false, ...problem });
  });

  app.get('/metrics', async (request, reply) => {
    request.logEntry.route = 'GET /metrics';
    return answerMetrics(request, reply, options);
  });
}

/** A server for `/metrics` alone, on an address that a proxy of the API does not reach. It asks for a token if one is set. */
export function buildMetricsServer(options: MetricsOptions): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/metrics', (request, reply) =>
    options.metricsToken === undefined ? sendMetrics(reply, options) : answerMetrics(request, reply, options),
  );
  app.setNotFoundHandler((_request, reply) =>
    answer(reply, 404, { status_is_ok: false, message: 'There is only /metrics here', code: 'route_not_found' }),
  );
  return app;
}

/** Answers who has the token. Where a request comes from says nothing: a proxy on this machine speaks for anybody. */
async function answerMetrics(
  request: FastifyRequest,
  reply: FastifyReply,
  options: MetricsOptions,
): Promise<FastifyReply> {
  const { metricsToken: token, throttle } = options;
  const offered = offeredKeys([], request.headers);
  if (token !== undefined && offered.some((key) => sameHash(hashKey(key), hashKey(token))))
    return sendMetrics(reply, options);
  if (offered.length > 0 && !throttle.admits(request.raw, offered.length)) {
    const message = 'Too many wrong tokens have come from this address; wait a second';
    reply.header('retry-after', '1');
    return answer(reply, 429, { status_is_ok: false, message, code: 'too_many_wrong_keys' });
  }
  const message =
    token === undefined
      ? 'Metrics need a token (--metrics-token) or an address of their own (--metrics-listen)'
      : 'A metrics token is required';
  reply.header('www-authenticate', challenge);
  return answer(reply, 401, { status_is_ok: false, message, code: 'unauthorized' });
}

const sendMetrics = async (reply: FastifyReply, { metrics }: MetricsOptions): Promise<FastifyReply> =>
  reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());

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
