import type { Subscription } from './history.ts';

/**
 * The next instant (epoch milliseconds) at which what is derived from an account's subscriptions
 * may change by the clock alone: an entry begins or ends, or a renewal falls due. Nothing derived
 * changes before it; null = nothing ever will.
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
