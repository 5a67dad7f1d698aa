/** Runs the handler of a request on a connection, in whichever thread that connection lives. */
import { passDueInstants } from '../api/derived.ts';
import { Query } from '../api/query.ts';
import { ApiError, causeOf } from '../domain/errors.ts';
import { answerBody, refusalText } from '../http/envelope.ts';
import { type RouteKind, routes } from '../http/routes.ts';
import type { Database } from '../store/database.ts';
import type { ReplicaProblem } from '../store/replicas.ts';
import { type Finished, type Job, Permit, type Refresh } from './job.ts';

const encoder = new TextEncoder();

export async function execute(database: Database, job: Job): Promise<Finished> {
  const route = routes[job.route];
  if (route === undefined) throw new Error(`no route ${job.route}`);
  let replicaProblem: ReplicaProblem | undefined;
  const replica = job.replica && {
    ...job.replica,
    failed(problem: ReplicaProblem) {
      replicaProblem = problem;
    },
  };
  const store = database.store(job.tenant.tenant_id, commitClaim(job), replica);
  try {
    const answer = await route.handler({
      store,
      tenant: job.tenant,
      params: job.params,
      query: new Query(job.query),
      body: job.body,
      now: job.now,
      source: job.source,
    });
    return {
      status: 200,
      body: answerBody(answer),
      ok: answer.ok,
      code: answer.code,
      records: answer.records ?? 0,
      replicaProblem,
    };
  } catch (error) {
    return { ...failed(error as Error, route.kind), replicaProblem };
  }
}

/** What a job answers that did not come to its end. */
export function failed(error: Error, kind?: RouteKind): Finished {
  const refusal = error instanceof ApiError ? error : new ApiError('internal', 'Internal error');
  const cause = causeOf(error);
  return {
    status: refusal.status,
    body: encoder.encode(refusalText(refusal, kind)),
    ok: false,
    code: refusal.code,
    records: 0,
    ...(cause !== undefined && { error: cause }),
  };
}

/**
 * Passes the instants that are due for a tenant, so that what is read or written next finds the present; gives whether
 * there were any.
 */
export async function refresh(database: Database, { tenant, now }: Pick<Refresh, 'tenant' | 'now'>): Promise<boolean> {
  const store = database.store(tenant.tenant_id);
  const isDue = await store.read((reader) => reader.isDue(now));
  if (isDue) await store.write((writer) => passDueInstants(writer, now));
  return isDue;
}

const commitClaim = (job: Job) => (): void => {
  if (!new Permit(job.permit).claim()) throw new ApiError('timeout', 'The request was given up before it was applied');
};
