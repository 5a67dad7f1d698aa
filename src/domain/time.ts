/** Instants, which are epoch ms everywhere: their range, days of UTC, and how requests write them. */
import { ApiError } from './errors.ts';

/** The last instant that a JavaScript date can hold, epoch ms. */
export const maxDateMs = 8.64e15;

/** The length of a day of UTC, ms. Days of a tenant's time zone are in `subscription/periods.ts`. */
export const dayMs = 86_400_000;

/** The first instant of the UTC day that an instant falls in. Both are epoch ms. */
export const startOfUtcDay = (instant: number): number => Math.floor(instant / dayMs) * dayMs;

/**
 * Reads a time in epoch ms from the text of the query parameter `name`. Throws an `ApiError` with the code
 * `invalid_parameter` if it is malformed.
 */
export function readTime(name: string, text: string): number {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(value) <= maxDateMs)) throw new ApiError('invalid_parameter', `'${name}' value must be a Long`, name);
  return value;
}
