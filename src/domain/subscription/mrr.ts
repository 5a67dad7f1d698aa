/** Monthly recurring revenue (MRR) of entries and accounts. */
import { type CycleUnit, entryAt, type Subscription, type Terms } from './history.ts';

/** The months of each cycle unit, as a fraction: a year is 12 months and also 365 days. */
const months: { readonly [unit in CycleUnit]: { readonly times: number; readonly per: number } } = {
  day: { times: 12, per: 365 },
  month: { times: 1, per: 1 },
  year: { times: 12, per: 1 },
};

/** The MRR of an entry in whole cents: computed exactly, rounded half up (revenue guide: "MRR"). */
export function entryMrr({ total_revenue, cycle_unit, cycle_length }: Terms): number {
  const { times, per } = months[cycle_unit];
  const dividend = total_revenue * per;
  const divisor = cycle_length * times;
  // 10^12 cents times 365 is far below 2^53. A divisor beyond 2^53 is inexact, but then the quotient is far below one
  // half and the result is 0 in any case.
  const rest = dividend % divisor;
  const quotient = (dividend - rest) / divisor;
  return rest >= divisor - rest ? quotient + 1 : quotient;
}

/**
 * `current_mrr` of an account in cents: the sum over its entries in effect at `now` (epoch ms). It is null until the
 * first entry begins, and 0 when all have ended.
 */
export function accountMrr(subscriptions: readonly Subscription[], now: number): number | null {
  let sum: number | null = null;
  for (const { entries } of subscriptions) {
    const [first] = entries;
    if (first === undefined || first.start > now) continue;
    const current = entryAt(entries, now);
    sum = (sum ?? 0) + (current ? entryMrr(current) : 0);
  }
  return sum;
}
