/** Subscription records: their fields, and faults across several fields. */
import { Fault, missingField } from '../errors.ts';
import type { CycleUnit } from './history.ts';

/** A record that cannot be applied, with the reason. */
export interface Refused {
  readonly fault: Fault;
}

type Field<T> = T | null | undefined;

/**
 * The fields that events and amendments share. Absent (undefined) and null differ. Absent: an event inherits the value,
 * an amendment keeps it. Null clears the value. Dates are epoch ms, money is cents.
 */
export interface RecordFields {
  readonly effective_start_date: number;
  readonly effective_end_date?: Field<number>;
  readonly total_revenue?: Field<number>;
  readonly cycle_unit?: Field<CycleUnit>;
  readonly cycle_length?: Field<number>;
  readonly plan_code?: Field<string>;
  readonly source?: Field<string>;
  readonly next_renewal_date?: Field<number>;
  readonly previous_renewal_date?: Field<number>;
}

/** A record that changes the history of a subscription from `effective_start_date` on. */
export interface EventRecord extends RecordFields {
  readonly event: 'end' | 'renewal' | 'revenue' | 'current';
}

/** A record without an event: it changes the entry that starts at `effective_start_date`. */
export interface Amendment extends RecordFields {
  readonly event?: undefined;
}

const termFields = ['total_revenue', 'cycle_unit', 'cycle_length'] as const;

/**
 * Level 1: the first fault of a record, in field order, that only shows when several fields are compared; null if there
 * is none. A field of the wrong type is skipped here, because it has a fault of its own.
 */
export function checkEvent(record: EventRecord | Amendment): Fault | null {
  const { event, effective_start_date: start, effective_end_date: end } = record;
  if (event === 'end') return null;
  if (typeof end === 'number' && typeof start === 'number' && end <= start) {
    const message = "'effective_end_date' value must be later than 'effective_start_date'";
    return new Fault('invalid_value', message, 'effective_end_date');
  }
  const required = event === 'revenue' || event === 'current';
  const missing = termFields.find((field) => (required ? record[field] == null : record[field] === null));
  return missing === undefined ? null : missingField(missing);
}
