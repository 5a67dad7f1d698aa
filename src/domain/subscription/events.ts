import { Fault } from '../errors.ts';
import type { History, Terms } from './history.ts';
import { cut, put } from './history.ts';
import { labelsAt, renewedTerms, termsFrom } from './inheritance.ts';
import type { EventRecord, Refused } from './record.ts';
import { applySnapshot } from './snapshot.ts';

/** What an event makes of a history, or why it cannot apply (level 2). */
export type Applied = { readonly entries: History } | Refused;

/**
 * Applies one event to a subscription's history. O(entries).
 * @param record one in which `checkEvent` finds no fault
 * @param today first instant of the current day in the tenant's time zone, epoch milliseconds
 * @returns the new history (without entries the subscription no longer exists), or the fault
 *   "Subscription not found" (end) or "Missing required field for insert: …" (renewal)
 */
export function applyEvent(entries: History, record: EventRecord, today: number): Applied {
  if (record.event === 'end') return applyEnd(entries, record.effective_start_date);
  const terms = record.event === 'renewal' ? renewedTerms(record, entries) : termsFrom(record);
  if ('fault' in terms) return terms;
  return {
    entries:
      record.event === 'current' ? applySnapshot(entries, record, terms, today) : applyChange(entries, record, terms),
  };
}

function applyEnd(entries: History, end: number): Applied {
  return entries.length > 0
    ? { entries: cut(entries, end) }
    : { fault: new Fault('subscription_not_found', 'Subscription not found', 'subscription_id') };
}

function applyChange(entries: History, record: EventRecord, terms: Terms): History {
  const start = record.effective_start_date;
  const labels = labelsAt(record, entries, start);
  const is_renewal = record.event === 'renewal';
  return put(entries, {
    start,
    end: record.effective_end_date ?? null,
    ...terms,
    ...labels,
    next_renewal_date: is_renewal ? (record.next_renewal_date ?? null) : labels.next_renewal_date,
    is_renewal,
    previous_renewal_date: is_renewal ? (record.previous_renewal_date ?? null) : null,
  });
}
