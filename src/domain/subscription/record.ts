import { Fault, missingField } from '../errors.ts';
import type { CycleUnit } from './history.ts';

export type Refused = { readonly fault: Fault };

type Field<T> = T | null | undefined;

/**
 * What a record may say beside its range's start. Absent (undefined) and null differ: an event
 * inherits what is absent, an amendment keeps it; null clears. Dates in epoch milliseconds, money
 * in cents.
 */
export type RecordFields = {
  readonly effective_start_date: number;
  readonly effective_end_date?: Field<number>;
  readonly total_revenue?: Field<number>;
  readonly cycle_unit?: Field<CycleUnit>;
  readonly cycle_length?: Field<number>;
  readonly plan_code?: Field<string>;
  readonly source?: Field<string>;
  readonly next_renewal_date?: Field<number>;
  readonly previous_renewal_date?: Field<number>;
};

export type EventRecord = RecordFields & {
  readonly event: 'end' | 'renewal' | 'revenue' | 'current';
};

/** A record without an event: it changes the entry that starts at `effective_start_date`. */
export type Amendment = RecordFields & { readonly event?: undefined };

const TERMS = ['total_revenue', 'cycle_unit', 'cycle_length'] as const;

/**
 * The first fault of a record that shows only when its fields are seen together, in field-table
 * order; null if there is none. Fields of the wrong type are passed over: each has a fault of its own.
 */
export function checkEvent(record: EventRecord | Amendment): Fault | null {
  const { event, effective_start_date: start, effective_end_date: end } = record;
  if (event === 'end') return null;
  if (typeof end === 'number' && typeof start === 'number' && end <= start) {
    const message = "'effective_end_date' value must be later than 'effective_start_date'";
    return new Fault('invalid_value', message, 'effective_end_date');
  }
  const required = event === 'revenue' || event === 'current';
  const missing = TERMS.find((field) => (required ? record[field] == null : record[field] === null));
  return missing === undefined ? null : missingField(missing);
}
