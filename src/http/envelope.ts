/** The only writer of response bodies: every answer and every refusal has the same envelope. */
import type { Answer } from '../api/context.ts';
import type { ApiError } from '../domain/errors.ts';
import type { RouteKind } from './routes.ts';

export const jsonType = 'application/json; charset=utf-8';

/** The JSON text of an answer. */
export function answerText({ ok, message, code, field, fields, results }: Answer): string {
  const head = JSON.stringify({ ...errorFields(ok, message, code, field), ...fields });
  return results === undefined ? head : `${head.slice(0, -1)},"results":[${results.join(',')}]}`;
}

/** The JSON text of a refusal, with the empty lists that a client of that kind of route reads. */
export function refusalText({ message, code, field, status }: ApiError, kind: RouteKind | undefined): string {
  const reads = kind === 'keyed' || kind === 'scan';
  return JSON.stringify({
    ...errorFields(false, message, code, field),
    ...((reads || status === 401) && { results: [] }),
    ...(kind === 'upload' && status === 200 && { failed_results: [] }),
  });
}

const errorFields = (ok: boolean, message?: string, code?: string, field?: string): object => ({
  status_is_ok: ok,
  ...(message !== undefined && { message }),
  ...(code !== undefined && { code }),
  ...(field !== undefined && { field }),
});
