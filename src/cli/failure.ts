/** What a command that failed tells a person. */
import { ApiError } from '../domain/errors.ts';
import { isAnswer } from '../store/postgres/errors.ts';
import { SetupError } from '../store/setup-error.ts';

/** Why a command could not be carried out, in one line; undefined where that is a defect of the program. */
export function failureLine(error: unknown): string | undefined {
  const { message, cause } = error as Error;
  if (error instanceof SetupError) return message;
  if (error instanceof ApiError) return cause instanceof Error ? `${message}: ${cause.message}` : message;
  const ofSqlite = typeof (error as { errcode?: unknown }).errcode === 'number';
  return ofSqlite || isAnswer(error) ? `The database refuses it: ${message}` : undefined;
}
