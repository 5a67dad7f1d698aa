/** The bodies of all answers and refusals of the API, which have the same envelope. */
import type { Answer } from '../api/context.ts';
import type { ApiError } from '../domain/errors.ts';
import type { OperationKind } from '../resources/operations/operation.ts';

export const jsonType = 'application/json; charset=utf-8';

const encoder = new TextEncoder();

/** The JSON of an answer, in UTF-8. */
export function answerBody({ ok, message, code, field, fields, results }: Answer): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify({ ...errorFields(ok, message, code, field), ...fields });
  if (results === undefined) return encoder.encode(text);
  const head = encoder.encode(`${text.slice(0, -1)},"results":[`);
  const body = new Uint8Array(head.length + results.bytes.length + tail.length);
  body.set(head);
  body.set(results.bytes, head.length);
  body.set(tail, head.length + results.bytes.length);
  return body;
}

const tail = encoder.encode(']}');

/** The JSON text of a refusal, with the empty lists that a client of that kind of operation reads. */
export function refusalText(
  { message, code, field, status, details }: ApiError,
  kind: OperationKind | undefined,
): string {
  const reads = kind === 'keyed' || kind === 'scan';
  return JSON.stringify({
    ...errorFields(false, message, code, field),
    ...details,
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
