/** What the driver throws, as what a client is told. */
import pg from 'pg';
import { ApiError } from '../../domain/errors.ts';

/** The database could not carry something out now; it may well a moment later. */
export class Unavailable extends ApiError {
  /** Whether the transaction was certainly rolled back, so that it may be run again at once. */
  readonly mayRepeat: boolean;

  constructor(message: string, cause: unknown, mayRepeat = false) {
    super('database_unavailable', message);
    this.cause = cause;
    this.mayRepeat = mayRepeat;
  }
}

/** A stored number that a JavaScript number cannot hold. */
export class UnsafeInteger extends Error {}

/** The database said nothing for longer than is waited for. */
export class NoAnswer extends Error {
  constructor(message = 'No answer in time') {
    super(message);
  }
}

const diskFull = '53100';
// Serialization failure and deadlock: the transaction was rolled back for another's sake.
const collisions: readonly unknown[] = ['40001', '40P01'];
// Cancelled by a time-out, a lock not had in time, a database that has become read-only.
const passing: readonly unknown[] = ['57014', '55P03', '25006'];
// Lost, not allowed, no such database, shut down or starting up, idle for too long: these end the connection.
const ending = /^(08|28|3D|57P|25P0[34])/;

/** The driver's word for a statement that had no answer in time. */
const readTimeout = 'Query read timeout';

/** An error of a statement. `open`: in a transaction that was not told to commit. */
export function translate(error: unknown, open: boolean): Error {
  if (error instanceof ApiError || error instanceof UnsafeInteger) return error;
  const { code = '', message } = error as { code?: string; message?: string };
  if (!isAnswer(error)) return noConnection(error, open && !(error instanceof NoAnswer || message === readTimeout));
  if (code === diskFull) return new ApiError('database_full', 'The database is full; nothing was applied');
  if (collisions.includes(code)) return new Unavailable('The database is too busy', error, true);
  // Out of other resources.
  if (code.startsWith('53')) return noConnection(error, open);
  if (passing.includes(code)) return new Unavailable('The database took too long or is not ready', error);
  return error;
}

/** A connection broke or is not to be had. A host with several addresses fails with an error for each of them. */
export const noConnection = (error: unknown, mayRepeat = false): Unavailable =>
  new Unavailable('The database does not answer', (error as Partial<AggregateError>).errors?.[0] ?? error, mayRepeat);

/** Whether the database itself said it, and the connection lives on. Its severity would be in the server's language. */
export const isAnswer = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && !ending.test(error.code ?? '');

const attempts = 4;
const pauseMs = 20;

/** Repeats what was rolled back or lost for no fault of its own, a few times. */
export async function repeated<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Unavailable && error.mayRepeat) || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt * Math.random()));
    }
  }
}
