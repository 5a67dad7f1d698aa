/** Runs the handler of a request on a database, in whichever thread that database is open. */
import { ApiError, causeOf } from '../domain/errors.ts';
import type { OperationKind } from '../resources/operations/operation.ts';
import type { Database } from '../store/database.ts';
import { Interrupted } from '../store/interruption.ts';
import type { ReplicaProblem } from '../store/replicas.ts';
import { answerBody, refusalText } from './envelope.ts';
import { readParameters } from './parameters.ts';
import { type Finished, Permit, type Request } from './request.ts';
import { table } from './table.ts';

const encoder = new TextEncoder();

/** Answers a request, whatever comes of it. Throws only where there is no such operation. */
export async function execute(database: Database, request: Request): Promise<Finished> {
  const { tenant, params, body, now, source, replica } = request;
  const operation = table.get(request.operation);
  if (operation === undefined) throw new Error(`There is no operation ${request.operation}`);
  let replicaProblem: ReplicaProblem | undefined;
  const failed = (problem: ReplicaProblem): void => {
    replicaProblem = problem;
  };
  const permit = new Permit(request.permit);
  const store = database.store(tenant.tenant_id, commitClaim(permit), replica && { ...replica, failed }, permit);
  try {
    const query = readParameters(operation, request.query);
    const context = { store, tenant, params, query, body, now, source };
    const answer = await operation.handler(context as Parameters<typeof operation.handler>[0]);
    const { ok, code, records = 0 } = answer;
    return { status: 200, body: answerBody(answer), ok, code, records, replicaProblem };
  } catch (error) {
    const interrupted = error instanceof Interrupted && { interrupted: true as const };
    return { ...refused(error as Error, operation.kind), replicaProblem, ...interrupted };
  }
}

/** What a request is answered that did not come to its end. `kind`: of its operation, where it has one. */
export function refused(error: Error, kind?: OperationKind): Finished {
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

const commitClaim = (permit: Permit) => (): void => {
  if (!permit.claim()) throw new ApiError('timeout', 'The request was given up before it was applied');
};
