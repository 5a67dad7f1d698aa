/** When what is derived from subscriptions changes without a write. */
import type { Subscription } from './history.ts';

/**
 * The next instant after `now` (both epoch ms) at which something that is derived from an account's subscriptions may
 * change without a write: an entry begins or ends, or a renewal falls due. Null if there is no such instant.
 */
export function nextInstant(subscriptions: readonly Subscription[], now: number): number | null {
  let next = Infinity;
  for (const { entries } of subscriptions) {
    for (const { start, end, next_renewal_date } of entries) {
      for (const instant of [start, end, next_renewal_date]) {
        if (instant !== null && instant > now && instant < next) next = instant;
      }
    }
  }
  return next === Infinity ? null : next;
}
