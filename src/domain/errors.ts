/**
 * What can go wrong, once. `Fault` is a value: what is the matter with one record, answered inside a 200. `ApiError`
 * is thrown: the request as a whole is refused, with the HTTP status listed here.
 */

/**
 * HTTP status of every code with which a whole request is refused. 200: the document's `status_is_ok: false`; 499: for
 * the log alone, as nobody is there to read it.
 */
const statusByCode = {
  unauthorized: 401,
  forbidden: 403,
  route_not_found: 404,
  method_not_allowed: 405,
  upload_in_progress: 429,
  body_too_large: 413,
  unsupported_encoding: 415,
  invalid_json: 400,
  invalid_url: 400,
  invalid_request: 400,
  request_timeout: 408,
  too_many_headers: 431,
  client_gone: 499,
  timeout: 504,
  shutting_down: 503,
  database_full: 500,
  database_unavailable: 503,
  internal: 500,
  invalid_envelope: 200,
  invalid_parameter: 200,
  invalid_condition: 200,
  not_found: 200,
  ambiguous: 200,
} as const;

export type ErrorCode = keyof typeof statusByCode;

export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** The field or parameter at fault, where one is. */
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.status = statusByCode[code];
    this.field = field;
  }
}

/** What the log is told of an error beside its code: how something went wrong inside, or outside in the database. */
export function causeOf(error: Error): string | undefined {
  if (!(error instanceof ApiError)) return error.stack ?? String(error);
  return error.cause === undefined ? undefined : String(error.cause);
}

export type FaultCode =
  | 'missing_field'
  | 'missing_field_for_insert'
  | 'invalid_type'
  | 'out_of_range'
  | 'too_long'
  | 'invalid_choice'
  | 'invalid_value'
  | 'conflicting_fields'
  | 'other_account'
  | 'subscription_not_found'
  | 'ambiguous'
  | 'account_not_found'
  | 'not_found';

/** What is wrong with one record: its first fault in field order. */
export class Fault {
  readonly code: FaultCode;
  readonly message: string;
  readonly field: string | undefined;

  constructor(code: FaultCode, message: string, field?: string) {
    this.code = code;
    this.message = message;
    this.field = field;
  }
}

export const missingField = (field: string): Fault =>
  new Fault('missing_field', `Invalid record, missing required field: ${field}`, field);
export const missingForInsert = (field: string): Fault =>
  new Fault('missing_field_for_insert', `Missing required field for insert: '${field}'`, field);
export const accountNotFound = (): Fault => new Fault('account_not_found', 'Account not found', 'account_id');
export const recordNotFound = (): Fault => new Fault('not_found', 'Record not found');
