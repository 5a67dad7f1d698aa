import { firstIndex } from './sorted.ts';

export type CycleUnit = 'day' | 'month' | 'year';

/** What is paid: `total_revenue` in cents (0 … 10^12) for `cycle_length` (≥ 1) units. */
export type Terms = {
  readonly total_revenue: number;
  readonly cycle_unit: CycleUnit;
  readonly cycle_length: number;
};

/** One stretch of a subscription. Dates are epoch milliseconds, the range is [start, end). */
export type Entry = Terms & {
  readonly start: number;
  /** null = open */
  readonly end: number | null;
  readonly plan_code: string | null;
  readonly source: string | null;
  readonly next_renewal_date: number | null;
  readonly is_renewal: boolean;
  /** The due date that this renewal names; null on an entry that is no renewal. */
  readonly previous_renewal_date: number | null;
};

/** A subscription's whole state: its entries, oldest first, never overlapping. */
export type History = readonly Entry[];

/** A subscription of an account, for everything that looks at several at once. */
export type Subscription = { readonly subscription_id: string; readonly entries: History };

/** The end of an entry in epoch milliseconds, infinity if it is open. */
export function endOf(entry: Entry): number {
  return entry.end ?? Infinity;
}

/** The entry in effect at an instant. */
export function entryAt(entries: History, instant: number): Entry | undefined {
  const entry = entries[firstIndex(entries, (each) => endOf(each) > instant)];
  return entry !== undefined && entry.start <= instant ? entry : undefined;
}

/** The latest entry that had ended by an instant, be it at that very instant. */
export function entryEndedBy(entries: History, instant: number): Entry | undefined {
  return entries[firstIndex(entries, (each) => endOf(each) > instant) - 1];
}

/** The entry that ends exactly at an instant. */
export function entryEndingAt(entries: History, instant: number): Entry | undefined {
  const entry = entryEndedBy(entries, instant);
  return entry?.end === instant ? entry : undefined;
}

/** The history without [from, to). What remains of an entry on the right is no renewal. */
export function cut(entries: History, from: number, to: number = Infinity): History {
  return replace(entries, from, to, []);
}

/** Cuts an entry's range, up to `to` where that is later than its end, and puts the entry there. */
export function put(entries: History, entry: Entry, to: number = endOf(entry)): History {
  return replace(entries, entry.start, Math.max(to, endOf(entry)), [entry]);
}

function replace(entries: History, from: number, to: number, by: readonly Entry[]): History {
  const first = firstIndex(entries, (each) => endOf(each) > from);
  const next = firstIndex(entries, (each) => each.start >= to);
  const touched = entries.slice(first, next);
  const left = touched.filter((each) => each.start < from).map((each) => ({ ...each, end: from }));
  const right = touched
    .filter((each) => endOf(each) > to)
    .map((each) => ({ ...each, start: to, is_renewal: false, previous_renewal_date: null }));
  return entries.toSpliced(first, touched.length, ...left, ...by, ...right);
}

/** The first invariant that entries break, in words; null for a sound history. */
export function brokenInvariant(entries: History): string | null {
  for (const [index, entry] of entries.entries()) {
    const next = entries[index + 1];
    if (endOf(entry) <= entry.start) return `entry ${index} is empty`;
    if (next && endOf(entry) > next.start) return `entry ${index} overlaps the next`;
    if (!entry.is_renewal && entry.previous_renewal_date !== null) {
      return `entry ${index} is no renewal but names a due date`;
    }
  }
  return null;
}
