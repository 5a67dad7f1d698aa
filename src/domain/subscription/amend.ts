import { Fault, recordNotFound } from '../errors.ts';
import type { Applied } from './events.ts';
import type { Entry, History } from './history.ts';
import { endOf, put } from './history.ts';
import { labelsFrom } from './inheritance.ts';
import type { Amendment } from './record.ts';

/**
 * Changes the entry that starts at `effective_start_date`; whether it is a renewal stays. An
 * earlier end leaves nothing up to the old one, a later or null end cuts what it newly covers.
 * @param amendment one in which `checkEvent` finds no fault
 * @returns the new history, or the fault "Record not found" if no entry starts there
 */
export function amendEntry(entries: History, amendment: Amendment): Applied {
  const entry = entryStartingAt(entries, amendment.effective_start_date);
  if (!entry) return { fault: recordNotFound() };
  const { effective_end_date: end, previous_renewal_date: previous } = amendment;
  const amended: Entry = {
    start: entry.start,
    end: end === undefined ? entry.end : end,
    total_revenue: amendment.total_revenue ?? entry.total_revenue,
    cycle_unit: amendment.cycle_unit ?? entry.cycle_unit,
    cycle_length: amendment.cycle_length ?? entry.cycle_length,
    ...labelsFrom(amendment, entry),
    is_renewal: entry.is_renewal,
    previous_renewal_date: entry.is_renewal && previous !== undefined ? previous : entry.previous_renewal_date,
  };
  return { entries: put(entries, amended, endOf(entry)) };
}

/**
 * Removes the one entry that starts at `start`, leaving a gap.
 * @returns the new history (without entries the subscription no longer exists), or the fault
 *   "Invalid required field: subscription_id" if no entry starts there
 */
export function deleteEntry(entries: History, start: number): Applied {
  return entryStartingAt(entries, start)
    ? { entries: entries.filter((entry) => entry.start !== start) }
    : { fault: new Fault('subscription_not_found', 'Invalid required field: subscription_id', 'subscription_id') };
}

function entryStartingAt(entries: History, start: number): Entry | undefined {
  return entries.find((entry) => entry.start === start);
}
