/**
 * Every error that an answer can hold. A `Fault` is a value: what is wrong with one record, answered inside a 200. An
 * `ApiError` is thrown: the whole request is refused with the HTTP status that is listed here.
 */

/**
 * The HTTP status of every code that refuses a whole request. 200 means `status_is_ok: false`, as the API document has
 * it. 499 only appears in the log, because the client is gone.
 */
const statusByCode = {
  unauthorized: 401,
  forbidden: 403,
  route_not_found: 404,
  method_not_allowed: 405,
  too_many_wrong_keys: 429,
  upload_in_progress: 429,
  body_too_large: 413,
  unsupported_encoding: 415,
  invalid_json: 400,
  invalid_url: 400,
  invalid_request: 400,
  request_timeout: 408,
  too_many_headers: 431,
  unsupported_transfer_encoding: 501,
  overloaded: 503,
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

/** The `code` of an answer that refuses a whole request. */
export type ErrorCode = keyof typeof statusByCode;

/** Thrown to refuse a whole request. Its message is shown to the client. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  /** HTTP status. */
  readonly status: number;
  /** The field or parameter at fault, if there is one. */
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.status = statusByCode[code];
    this.field = field;
  }
}

/**
 * What the log says about an error beside its code: the stack of an unexpected error, or the error of the database
 * behind an `ApiError`. Undefined if there is nothing to add.
 */
export function causeOf(error: Error): string | undefined {
  if (!(error instanceof ApiError)) return error.stack ?? String(error);
  return error.cause === undefined ? undefined : String(error.cause);
}

/** The `code` of a failed record. */
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

/** What is wrong with one record: its first fault in field order (guide, "Uploads (POST)"). Never thrown. */
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

/** Level 1: a field is missing that every record needs. */
export const missingField = (field: string): Fault =>
  new Fault('missing_field', `Invalid record, missing required field: ${field}`, field);
/** Level 2: a field is missing that a new record needs. */
export const missingForInsert = (field: string): Fault =>
  new Fault('missing_field_for_insert', `Missing required field for insert: '${field}'`, field);
/** Level 2: the account of a record does not exist. */
export const accountNotFound = (): Fault => new Fault('account_not_found', 'Account not found', 'account_id');
/** Level 2: the record that a request names does not exist. */
export const recordNotFound = (): Fault => new Fault('not_found', 'Record not found');
