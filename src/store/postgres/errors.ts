/** Errors of PostgreSQL and of its driver: what a client is told of them, and which are retried. */
import pg from 'pg';
import { ApiError } from '../../domain/errors.ts';

/** The database could not do something now, but may do it later. Answered as 503 with `database_unavailable`. */
export class Unavailable extends ApiError {
  /** Whether the transaction may be retried at once: it was rolled back, or repeating it does no harm. */
  readonly mayRepeat: boolean;

  constructor(message: string, cause: unknown, mayRepeat = false) {
    super('database_unavailable', message);
    this.cause = cause;
    this.mayRepeat = mayRepeat;
  }
}

/** A stored number that a JavaScript number cannot hold. */
export class UnsafeInteger extends Error {}

/** The database did not answer within a time limit. */
export class NoAnswer extends Error {
  constructor(message = 'No answer in time') {
    super(message);
  }
}

const diskFull = '53100';
/** Serialization failure and deadlock: the database rolled the transaction back in favour of another. */
const retryableCodes: readonly unknown[] = ['40001', '40P01'];
/** Statement timeout or cancel, lock timeout, and a write to a database that has become read-only (failover). */
const temporaryCodes: readonly unknown[] = ['57014', '55P03', '25006'];
/**
 * Codes that end the connection: connection failure, login refused, no such database, shutdown or startup of the
 * server, the time limits of a transaction and of being idle in one.
 */
const endsConnection = /^(08|28|3D|57P|25P0[34])/;

/** The driver's message for a statement that had no answer in time. */
const readTimeout = 'Query read timeout';

/**
 * Translates the error of a statement to the error that is thrown on: `Unavailable`, `database_full`, or the error
 * itself if it is unexpected. `open` says that COMMIT has not been sent, so a lost connection means a rollback.
 */
export function translate(error: unknown, open: boolean): Error {
  if (error instanceof ApiError || error instanceof UnsafeInteger) return error;
  const { code = '', message } = error as { code?: string; message?: string };
  if (!isAnswer(error)) return noConnection(error, open && !(error instanceof NoAnswer || message === readTimeout));
  if (code === diskFull) return new ApiError('database_full', 'The database is full; nothing was applied');
  if (retryableCodes.includes(code)) return new Unavailable('The database is too busy', error, true);
  // Class 53, insufficient resources: too many connections, out of memory.
  if (code.startsWith('53')) return noConnection(error, open);
  if (temporaryCodes.includes(code)) return new Unavailable('The database took too long or is not ready', error);
  return error;
}

/**
 * The `Unavailable` for a connection that broke or could not be opened. `error` may hold one error per address of a
 * host.
 */
export const noConnection = (error: unknown, mayRepeat = false): Unavailable =>
  new Unavailable('The database does not answer', (error as Partial<AggregateError>).errors?.[0] ?? error, mayRepeat);

/**
 * Whether an error is an answer of the database, after which the connection can still be used. It goes by the error
 * code, since the severity is in the language of the server.
 */
export const isAnswer = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && !endsConnection.test(error.code ?? '');

const attempts = 4;
const pauseMs = 20;

/**
 * Runs a transaction, and retries it after an `Unavailable` that may be retried: a deadlock, a serialization failure, a
 * lost connection. Throws the error of the fourth attempt. The pause before attempt n + 1 is random, up to n × 20 ms.
 */
export async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Unavailable && error.mayRepeat) || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt * Math.random()));
    }
  }
}
