/** Amending and deleting single entries of a history (revenue guide: "Correcting"). */
import { Fault, recordNotFound } from '../errors.ts';
import type { Applied } from './events.ts';
import { endOf, type Entry, type History, put } from './history.ts';
import { labelsFrom } from './inheritance.ts';
import type { Amendment } from './record.ts';
import { firstIndex } from './sorted.ts';

/**
 * Amends the entry that starts at `effective_start_date`. It stays a renewal, or stays none. An earlier end leaves a
 * gap up to the old end. A later end, or null, cuts the entries that it newly covers. `checkEvent` must have found no
 * fault in the amendment. Returns the edit, or the fault "Record not found" if no entry starts there.
 */
export function amendEntry(entries: History, amendment: Amendment): Applied {
  const entry = entries[indexOf(entries, amendment.effective_start_date)];
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
  return { edit: put(entries, amended, endOf(entry)) };
}

/**
 * Deletes the entry that starts at `start` (epoch ms) and leaves a gap. Returns the edit, or the fault "Invalid
 * required field: subscription_id" if no entry starts there. A subscription without entries no longer exists.
 */
export function deleteEntry(entries: History, start: number): Applied {
  const index = indexOf(entries, start);
  return index >= 0
    ? { edit: { index, removed: 1, added: [] } }
    : { fault: new Fault('subscription_not_found', 'Invalid required field: subscription_id', 'subscription_id') };
}

/** The index of the entry that starts at `start`, -1 if there is none. */
function indexOf(entries: History, start: number): number {
  const index = firstIndex(entries, (entry) => entry.start >= start);
  return entries[index]?.start === start ? index : -1;
}
