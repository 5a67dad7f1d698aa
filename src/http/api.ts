/**
 * One request to the API, in the order in which it can be refused: 401, 404, 405, 403, 429, 503, then its body (guide,
 * "All requests").
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, causeOf, type ErrorCode } from '../domain/errors.ts';
import { allows, hashKey, sameHash } from '../domain/keys.ts';
import { defaultTenant, type Identity } from '../store/directory.ts';
import { jsonType, refusalText } from '../operations/envelope.ts';
import type { QueryEntries } from '../operations/parameters.ts';
import { type Finished, Permit } from '../operations/request.ts';
import { table } from '../operations/table.ts';
import type { OperationKind } from '../resources/operations/operation.ts';
import type { Slot } from '../store/slots.ts';
import type { Dispatcher } from '../workers/dispatcher.ts';
import { offeredKeys } from './auth.ts';
import { type BodyLimits, drain, readBody } from './body.ts';
import type { BodyBudget } from './body-memory.ts';
import type { KeyThrottle } from './key-throttle.ts';
import type { Metrics } from './metrics.ts';
import { type Match, Router } from './router.ts';

export const basePath = '/api/v2';
const maxHeaderFields = 200;
/** With it a 401 asks for credentials, which many clients send only then. */
export const challenge = 'Basic realm="Tenure"';
/** Refusals that end by themselves, within about a second. */
const passing: readonly ErrorCode[] = ['too_many_wrong_keys', 'upload_in_progress', 'overloaded'];

export interface ApiOptions {
  readonly dispatcher: Dispatcher;
  readonly metrics: Metrics;
  /** Epoch ms. */
  readonly clock: () => number;
  /** A key of the default tenant that is stored nowhere. */
  readonly apiKey: string | undefined;
  readonly limits: BodyLimits;
  readonly bodies: BodyBudget;
  readonly throttle: KeyThrottle;
  readonly isDraining: () => boolean;
}

/** What the log and the metrics tell of a request. */
export interface LogEntry {
  route: string;
  tenant?: string;
  records?: number;
  code?: string | undefined;
  error?: string;
  /** When the request arrived, by `performance.now`. */
  readonly arrival: number;
}

export const isApiPath = (url: string): boolean =>
  url === basePath || url.startsWith(`${basePath}/`) || url.startsWith(`${basePath}?`);

export class Api {
  readonly #options: ApiOptions;
  readonly #router = new Router(table.values());
  readonly #apiKeyHash: Buffer | undefined;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#apiKeyHash = options.apiKey === undefined ? undefined : hashKey(options.apiKey);
  }

  /** Answers a request, whatever comes of it. */
  async handle(request: FastifyRequest, reply: FastifyReply, entry: LogEntry): Promise<FastifyReply> {
    let kind: OperationKind | undefined;
    try {
      const now = this.#options.clock();
      const [path = '', query = ''] = splitUrl(request.originalUrl);
      const parameters = [...new URLSearchParams(query)];
      const identity = await this.#identify(request, parameters, now);
      entry.tenant = identity.tenant.name;
      const match = this.#match(request.method, path, reply);
      const { operation } = match;
      kind = operation.kind;
      entry.route = `${operation.method} ${basePath}${operation.path}`;
      if (!allows(identity.scope, operation.scope))
        throw new ApiError('forbidden', `This key's scope is ${identity.scope}; ${operation.scope} is needed`);
      const finished = await this.#answer(request, reply, match, identity, parameters, now);
      Object.assign(entry, { records: finished.records, code: finished.code, error: finished.error });
      reply.raw.setTimeout(this.#options.limits.unreadMs);
      return await reply
        .status(finished.status)
        .type(jsonType)
        .send(Buffer.from(finished.body.buffer, finished.body.byteOffset, finished.body.byteLength));
    } catch (error) {
      return this.#refuse(request, reply, entry, error as Error, kind);
    }
  }

  async #identify(request: FastifyRequest, parameters: QueryEntries, now: number): Promise<Identity> {
    if (request.raw.rawHeaders.length / 2 > maxHeaderFields)
      throw new ApiError('too_many_headers', `More than ${maxHeaderFields} header fields`);
    if (this.#options.isDraining()) throw new ApiError('shutting_down', 'The server is shutting down');
    const { directory } = this.#options.dispatcher;
    const offered = offeredKeys(parameters, request.headers);
    for (const key of offered) {
      if (this.#apiKeyHash !== undefined && sameHash(hashKey(key), this.#apiKeyHash)) {
        const tenant = await directory.tenant(defaultTenant);
        if (tenant) return { tenant, scope: 'admin', source: 'TENURE_API_KEY' };
      }
      const identity = await directory.identify(key, now);
      if (identity !== undefined) return identity;
    }
    // A client that waits to be asked for its key offers none at first.
    if (offered.length > 0 && !this.#options.throttle.admits(request.raw, offered.length))
      throw new ApiError('too_many_wrong_keys', 'Too many wrong keys have come from this address; wait a second');
    throw new ApiError('unauthorized', 'A valid API key is required');
  }

  #match(method: string, path: string, reply: FastifyReply): Match {
    const found = this.#router.find(method, path.slice(basePath.length));
    if (found === 'malformed') throw new ApiError('invalid_url', 'The path holds a malformed escape');
    if ('operation' in found) return found;
    if (found.allowed.length === 0) throw new ApiError('route_not_found', 'There is no such route');
    reply.header('allow', found.allowed.join(', '));
    throw new ApiError('method_not_allowed', `This route takes ${found.allowed.join(', ')}`);
  }

  async #answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { operation, params }: Match,
    identity: Identity,
    query: QueryEntries,
    now: number,
  ): Promise<Finished> {
    const { dispatcher, limits, bodies } = this.#options;
    const slot = operation.kind === 'upload' ? await this.#takeSlot(identity.tenant.tenant_id, reply) : undefined;
    const share = bodies.open();
    const permit = new Permit();
    reply.raw.once('close', () => dispatcher.abandon(permit));
    try {
      const hasNone = operation.body === 'none';
      const body = hasNone ? new Uint8Array() : await readBody(request.raw, reply.raw, limits, share);
      return await dispatcher.run(operation, {
        operation: operation.name,
        tenant: identity.tenant,
        params,
        query,
        body,
        now,
        source: identity.source,
        permit: permit.buffer,
      });
    } catch (error) {
      // It has ended for others, though the rest of its body may still be read.
      await slot?.release();
      throw error;
    } finally {
      share.resize(0);
      await slot?.endLease();
    }
  }

  /** Takes a tenant's upload slot until the response ends or its client goes. Throws `upload_in_progress`. */
  async #takeSlot(tenantId: number, reply: FastifyReply): Promise<Slot> {
    const slot = await this.#options.dispatcher.slots.take(tenantId);
    if (slot !== undefined) {
      if (reply.raw.closed) await slot.release();
      else reply.raw.once('close', slot.release);
      return slot;
    }
    this.#options.metrics.refusedUploads.inc();
    throw new ApiError('upload_in_progress', 'Another upload of this tenant is in progress; send one at a time');
  }

  async #refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    entry: LogEntry,
    error: Error,
    kind: OperationKind | undefined,
  ): Promise<FastifyReply> {
    const refusal = error instanceof ApiError ? error : new ApiError('internal', 'Internal error');
    entry.code = refusal.code;
    const cause = causeOf(error);
    // A request is destroyed once it is read; its answer only when its client has gone, which is no error of ours.
    if (cause !== undefined && !reply.raw.destroyed) entry.error = cause;
    const unread = hasBody(request) && !request.raw.readableEnded;
    // Of a body that did not come in time nothing more is waited for.
    if (unread && refusal.code !== 'request_timeout') await drain(request.raw, this.#options.limits);
    if (unread) reply.header('connection', 'close');
    if (refusal.status === 401) reply.header('www-authenticate', challenge);
    if (passing.includes(refusal.code)) reply.header('retry-after', '1');
    return reply.status(refusal.status).type(jsonType).send(refusalText(refusal, kind));
  }
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function splitUrl(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
