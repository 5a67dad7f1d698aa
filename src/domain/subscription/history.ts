/** The history of a subscription: its entries, which one is in effect when, and how a range of time is replaced. */
import { firstIndex } from './sorted.ts';

/** The unit of a billing cycle. */
export type CycleUnit = 'day' | 'month' | 'year';

/** What is paid: `total_revenue` in cents (0 … 10^12) for `cycle_length` (≥ 1) units. */
export interface Terms {
  readonly total_revenue: number;
  readonly cycle_unit: CycleUnit;
  readonly cycle_length: number;
}

/** One period of a subscription, with its terms. Dates are epoch ms, the range is [start, end). */
export interface Entry extends Terms {
  readonly start: number;
  /** null if the entry is open. */
  readonly end: number | null;
  readonly plan_code: string | null;
  readonly source: string | null;
  readonly next_renewal_date: number | null;
  readonly is_renewal: boolean;
  /** The due date that this renewal names. Null on an entry that is no renewal. */
  readonly previous_renewal_date: number | null;
}

/** The whole state of a subscription: its entries, the oldest first, never overlapping. */
export type History = readonly Entry[];

/** A subscription of an account, for functions that need several at once. */
export interface Subscription {
  readonly subscription_id: string;
  readonly entries: History;
}

/** The end of an entry in epoch ms, or infinity if the entry is open. */
export function endOf(entry: Entry): number {
  return entry.end ?? Infinity;
}

/** The entry in effect at an instant (epoch ms); undefined in a gap. */
export function entryAt(entries: History, instant: number): Entry | undefined {
  const entry = entries[firstIndex(entries, (each) => endOf(each) > instant)];
  return entry !== undefined && entry.start <= instant ? entry : undefined;
}

/** The last entry that ended at or before an instant (epoch ms). */
export function entryEndedBy(entries: History, instant: number): Entry | undefined {
  return entries[firstIndex(entries, (each) => endOf(each) > instant) - 1];
}

/** The entry that ends exactly at an instant (epoch ms). */
export function entryEndingAt(entries: History, instant: number): Entry | undefined {
  const entry = entryEndedBy(entries, instant);
  return entry?.end === instant ? entry : undefined;
}

/**
 * A change of a history: from `index` on, `removed` entries give way to `added`. It is as large as what it changes, so
 * that a thousand records for a long history do not copy it a thousand times.
 */
export interface Edit {
  readonly index: number;
  readonly removed: number;
  readonly added: History;
}

/** Changes a history in place. */
export function makeEdit(entries: Entry[], { index, removed, added }: Edit): void {
  entries.splice(index, removed, ...added);
}

/** The history after an edit, which it leaves as it is. O(entries). */
export const edited = (entries: History, { index, removed, added }: Edit): History =>
  entries.toSpliced(index, removed, ...added);

/** Whether a history is the same after an edit. */
export const changesNothing = (entries: History, { index, removed, added }: Edit): boolean =>
  removed === added.length && added.every((entry, offset) => sameEntry(entry, entries[index + offset] as Entry));

const sameEntry = (a: Entry, b: Entry): boolean =>
  (Object.keys(a) as (keyof Entry)[]).every((field) => a[field] === b[field]);

/** Takes the range [from, to), epoch ms, out of a history. What remains of an entry to the right is no renewal. */
export function cut(entries: History, from: number, to: number = Infinity): Edit {
  return replace(entries, from, to, []);
}

/**
 * Puts an entry into a history in place of what its range covers; up to `to` (epoch ms) if that is later than its end.
 */
export function put(entries: History, entry: Entry, to: number = endOf(entry)): Edit {
  return replace(entries, entry.start, Math.max(to, endOf(entry)), [entry]);
}

/** Puts entries, all of them within the range [from, to), epoch ms, in place of what that range covers. */
export function replace(entries: History, from: number, to: number, by: History): Edit {
  const first = firstIndex(entries, (each) => endOf(each) > from);
  const next = firstIndex(entries, (each) => each.start >= to);
  const touched = entries.slice(first, next);
  const left = touched.filter((each) => each.start < from).map((each) => ({ ...each, end: from }));
  const right = touched
    .filter((each) => endOf(each) > to)
    .map((each) => ({ ...each, start: to, is_renewal: false, previous_renewal_date: null }));
  return { index: first, removed: touched.length, added: [...left, ...by, ...right] };
}

/** Describes the first invariant that a history breaks (see README.md); null if it breaks none. */
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
