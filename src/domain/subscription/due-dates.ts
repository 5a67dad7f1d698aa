/** Due dates: renewals that fall due, their states and values (revenue guide: "Due dates"). */
import type { DUE_STATES } from '../../resources/reports.ts';
import { endOf, type Entry, type History, type Subscription } from './history.ts';
import { entryMrr } from './mrr.ts';
import { type Settlement, settlements } from './settlements.ts';
import { firstIndex } from './sorted.ts';

/** A renewal that falls due, and its state. Dates are epoch ms, money is cents. */
export interface DueDate {
  readonly due_date: number;
  readonly state: (typeof DUE_STATES)[number];
  /** The MRR that is to be renewed, 0 if there was none. */
  readonly value: number;
  readonly renewed_at: number | null;
  readonly renewed_value: number | null;
  readonly plan_code: string | null;
}

/** The due dates of a subscription, the earliest first, with their states at `now` (epoch ms). O(n log n). */
export function dueDates(entries: History, now: number): DueDate[] {
  const paying = entries.filter((entry) => entryMrr(entry) > 0);
  return settlements(entries).map((due) => ({
    due_date: due.date,
    state: due.state === 'open' ? openState(entries, due.date, now) : due.state,
    value: dueValue(due, paying),
    renewed_at: due.renewal?.start ?? null,
    renewed_value: due.renewal && entryMrr(due.renewal),
    plan_code: due.entry.plan_code,
  }));
}

/**
 * The earliest upcoming or overdue due date of an account that an entry in effect at `now` or later still names (epoch
 * ms). Null if there is none: the account's `renewal_date` is then the one that was set by hand.
 */
export function renewalDate(subscriptions: readonly Subscription[], now: number): number | null {
  const dates = subscriptions.flatMap(({ entries }) => {
    const still = new Set(entries.filter((entry) => endOf(entry) > now).map((entry) => entry.next_renewal_date));
    return dueDates(entries, now)
      .filter(({ state }) => state === 'upcoming' || state === 'overdue')
      .map(({ due_date }) => due_date)
      .filter((date) => still.has(date));
  });
  return dates.length > 0 ? dates.reduce((a, b) => Math.min(a, b)) : null;
}

function openState(entries: History, date: number, now: number): DueDate['state'] {
  const last = entries.at(-1);
  if (last && endOf(last) <= now) return 'lost';
  return date > now ? 'upcoming' : 'overdue';
}

/** The last MRR above 0, in cents, before the earliest of: the renewal, the due date, the end of the run of entries. */
function dueValue(due: Settlement, paying: readonly Entry[]): number {
  const limit = Math.min(due.renewal?.start ?? Infinity, due.date, endOf(due.run.last));
  const last = paying[firstIndex(paying, (entry) => entry.start >= limit) - 1];
  return last ? entryMrr(last) : 0;
}
