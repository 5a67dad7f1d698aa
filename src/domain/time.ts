/** Instants as requests write them. */
import { ApiError } from './errors.ts';

/** The last instant that a JavaScript date can hold, epoch ms. */
export const maxDateMs = 8.64e15;

/** Reads a time in epoch ms from the parameter `name`; throws `invalid_parameter` where it is malformed. */
export function readTime(name: string, text: string): number {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(value) <= maxDateMs)) throw new ApiError('invalid_parameter', `'${name}' value must be a Long`, name);
  return value;
}
