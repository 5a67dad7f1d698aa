import type { CycleUnit, Subscription, Terms } from './history.ts';
import { entryAt } from './history.ts';

/** A unit's months as a fraction: 365 days are 12 months are 1 year. */
const MONTHS: Record<CycleUnit, { readonly times: number; readonly per: number }> = {
  day: { times: 12, per: 365 },
  month: { times: 1, per: 1 },
  year: { times: 12, per: 1 },
};

/** Monthly recurring revenue of an entry in whole cents: exact, rounded half up. */
export function entryMrr({ total_revenue, cycle_unit, cycle_length }: Terms): number {
  const { times, per } = MONTHS[cycle_unit];
  const dividend = total_revenue * per;
  const divisor = cycle_length * times;
  // 10^12 cents times 365 stay far below 2^53. A divisor beyond 2^53 is inexact, but then the
  // quotient is far below one half, and so 0 all the same.
  const rest = dividend % divisor;
  const quotient = (dividend - rest) / divisor;
  return rest >= divisor - rest ? quotient + 1 : quotient;
}

/**
 * `current_mrr` of an account in cents: the sum over its entries in effect now.
 * @returns null while no entry of the account has begun, 0 when all have ended
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
