import { missingForInsert } from '../errors.ts';
import type { Entry, History, Terms } from './history.ts';
import { entryAt, entryEndedBy, entryEndingAt } from './history.ts';
import type { RecordFields, Refused } from './record.ts';

/** The fields that a record may leave out whatever its event. */
export type Labels = Pick<Entry, 'plan_code' | 'source' | 'next_renewal_date'>;

/** A field as given; left out, as inherited. An explicit null stays. */
export function given<T>(value: T | null | undefined, inherited: T | null | undefined): T | null {
  return value === undefined ? (inherited ?? null) : value;
}

/** A record's labels, those left out taken from one entry. */
export function labelsFrom(record: RecordFields, entry: Labels | undefined): Labels {
  return {
    plan_code: given(record.plan_code, entry?.plan_code),
    source: given(record.source, entry?.source),
    next_renewal_date: given(record.next_renewal_date, entry?.next_renewal_date),
  };
}

/**
 * The labels of an entry that is to start at `start`, those left out taken from the entry in
 * effect there, or else from one that ends exactly there.
 * @param entries the history before the cut
 */
export function labelsAt(record: RecordFields, entries: History, start: number): Labels {
  const entry = entryAt(entries, start) ?? entryEndingAt(entries, start);
  const labels = labelsFrom(record, entry);
  const passed = labels.next_renewal_date !== null && labels.next_renewal_date <= start;
  return record.next_renewal_date === undefined && passed ? { ...labels, next_renewal_date: null } : labels;
}

/** A record's terms, those left out taken from one entry; refused if there is none to take from. */
export function termsFrom(record: RecordFields, entry?: Terms): Terms | Refused {
  const total_revenue = record.total_revenue ?? entry?.total_revenue;
  const cycle_unit = record.cycle_unit ?? entry?.cycle_unit;
  const cycle_length = record.cycle_length ?? entry?.cycle_length;
  if (total_revenue === undefined) return { fault: missingForInsert('total_revenue') };
  if (cycle_unit === undefined) return { fault: missingForInsert('cycle_unit') };
  if (cycle_length === undefined) return { fault: missingForInsert('cycle_length') };
  return { total_revenue, cycle_unit, cycle_length };
}

/** The terms that a renewal takes over: those in effect at `start`, or else the latest before. */
export function renewedTerms(record: RecordFields, entries: History): Terms | Refused {
  const start = record.effective_start_date;
  return termsFrom(record, entryAt(entries, start) ?? entryEndedBy(entries, start));
}
