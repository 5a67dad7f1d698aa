/** Level 1 of subscription records: what can be said of one without its history. */
import { subscriptions } from '../../resources/subscriptions.ts';
import type { Fault } from '../errors.ts';
import { checkedTogether, compileRecordCheck, isObject, type RecordCheck, type Supplied } from '../validate.ts';
import { type Amendment, checkEvent, type EventRecord } from './record.ts';

const only = (...names: readonly string[]): RecordCheck =>
  compileRecordCheck(subscriptions.fields.filter((field) => names.includes(field.name)));

const checkFields = compileRecordCheck(subscriptions.fields);
/** On an `end` every other field is ignored, not even checked. */
const checkEnd = only('account_id', 'subscription_id', 'effective_start_date', 'event');
const checkAmendmentFields = compileRecordCheck(subscriptions.fields.filter((field) => field.name !== 'event'));

/** A record of an upload. */
export function checkSubscription(record: unknown): Supplied | Fault {
  const check = isObject(record) && record.event === 'end' ? checkEnd : checkFields;
  return together(record, check(record));
}

/**
 * The record of a PUT: one with an event, or else an amendment of an entry, with the aliases of the document's
 * example.
 */
export function checkModification(record: unknown): Supplied | Fault {
  if (!isObject(record) || record.event != null) return checkSubscription(record);
  const { start_date, end_date, ...rest } = record;
  const aliases = {
    ...(start_date !== undefined && { effective_start_date: start_date }),
    ...(end_date !== undefined && { effective_end_date: end_date }),
  };
  const amendment = { ...aliases, ...rest };
  return together(amendment, checkAmendmentFields(amendment));
}

const together = (record: unknown, checked: Supplied | Fault): Supplied | Fault =>
  checkedTogether(subscriptions.fields, record, checked, (seen) =>
    checkEvent(seen as unknown as EventRecord | Amendment),
  );
