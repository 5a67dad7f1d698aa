/** Inheritance: where the fields come from that a record leaves out. */
import { missingForInsert } from '../errors.ts';
import { type Entry, entryAt, entryEndedBy, entryEndingAt, type History, type Terms } from './history.ts';
import type { RecordFields, Refused } from './record.ts';

/** The fields that a record of any event may leave out. */
export type Labels = Pick<Entry, 'plan_code' | 'source' | 'next_renewal_date'>;

/** The value that a record sends, or the inherited one if the field is absent. A null that was sent stays null. */
function sentOrInherited<T>(sent: T | null | undefined, inherited: T | null | undefined): T | null {
  return sent === undefined ? (inherited ?? null) : sent;
}

/** The labels of a record. Those that it leaves out are inherited from `entry`, or null without one. */
export function labelsFrom(record: RecordFields, entry: Labels | undefined): Labels {
  return {
    plan_code: sentOrInherited(record.plan_code, entry?.plan_code),
    source: sentOrInherited(record.source, entry?.source),
    next_renewal_date: sentOrInherited(record.next_renewal_date, entry?.next_renewal_date),
  };
}

/**
 * The labels of a new entry that starts at `start` (epoch ms). Those that the record leaves out are inherited from the
 * entry in effect at `start`, else from the one that ends exactly there. A date of renewal that has passed by `start`
 * is not inherited. `entries` is the history before the new entry is put in.
 */
export function labelsAt(record: RecordFields, entries: History, start: number): Labels {
  const entry = entryAt(entries, start) ?? entryEndingAt(entries, start);
  const labels = labelsFrom(record, entry);
  const passed = labels.next_renewal_date !== null && labels.next_renewal_date <= start;
  return record.next_renewal_date === undefined && passed ? { ...labels, next_renewal_date: null } : labels;
}

/**
 * The terms of a record. Those that it leaves out are inherited from `entry`. A term that is in neither is the fault
 * "Missing required field for insert".
 */
export function termsFrom(record: RecordFields, entry?: Terms): Terms | Refused {
  const total_revenue = record.total_revenue ?? entry?.total_revenue;
  const cycle_unit = record.cycle_unit ?? entry?.cycle_unit;
  const cycle_length = record.cycle_length ?? entry?.cycle_length;
  if (total_revenue === undefined) return { fault: missingForInsert('total_revenue') };
  if (cycle_unit === undefined) return { fault: missingForInsert('cycle_unit') };
  if (cycle_length === undefined) return { fault: missingForInsert('cycle_length') };
  return { total_revenue, cycle_unit, cycle_length };
}

/**
 * The terms of a renewal. Those that the record leaves out are inherited from the entry in effect at its start, else
 * from the last one that ended before.
 */
export function renewedTerms(record: RecordFields, entries: History): Terms | Refused {
  const start = record.effective_start_date;
  return termsFrom(record, entryAt(entries, start) ?? entryEndedBy(entries, start));
}
