/**
 * Events: what `revenue`, `renewal`, `end` and `current` do to a history (revenue guide: "A subscription is a
 * history").
 */
import { Fault } from '../errors.ts';
import { cut, type Edit, type History, put, type Terms } from './history.ts';
import { labelsAt, renewedTerms, termsFrom } from './inheritance.ts';
import type { EventRecord, Refused } from './record.ts';
import { applySnapshot } from './snapshot.ts';

/** What a record changes, or the fault for which it is not applied (level 2). */
export type Applied = { readonly edit: Edit } | Refused;

/**
 * What one event changes of a subscription's history. O(log n) in its entries, beside those that it replaces.
 * `checkEvent` must have found no fault in the record. `today` is the first instant of the current day in the tenant's
 * time zone, epoch ms. Returns the edit, or the fault "Subscription not found" (of an `end`) or "Missing required field
 * for insert: …" (of a `renewal`). A subscription that is left without entries no longer exists.
 */
export function applyEvent(entries: History, record: EventRecord, today: number): Applied {
  if (record.event === 'end') return applyEnd(entries, record.effective_start_date);
  const terms = record.event === 'renewal' ? renewedTerms(record, entries) : termsFrom(record);
  if ('fault' in terms) return terms;
  return {
    edit:
      record.event === 'current' ? applySnapshot(entries, record, terms, today) : applyChange(entries, record, terms),
  };
}

function applyEnd(entries: History, end: number): Applied {
  return entries.length > 0
    ? { edit: cut(entries, end) }
    : { fault: new Fault('subscription_not_found', 'Subscription not found', 'subscription_id') };
}

function applyChange(entries: History, record: EventRecord, terms: Terms): Edit {
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
