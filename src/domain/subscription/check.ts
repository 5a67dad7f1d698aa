/** Level 1 of subscription records: the checks that need no stored history. */
import { subscriptions } from '../../resources/subscriptions.ts';
import type { Fault } from '../errors.ts';
import { checkedTogether, compileRecordCheck, isObject, type Supplied } from '../validate.ts';
import { type Amendment, checkEvent, type EventRecord } from './record.ts';

const checkFields = compileRecordCheck(subscriptions.fields);
const endFields = ['account_id', 'subscription_id', 'effective_start_date', 'event'];
/** An `end` ignores every other field, so those are not even checked. */
const checkEndFields = compileRecordCheck(subscriptions.fields.filter(({ name }) => endFields.includes(name)));
const checkAmendmentFields = compileRecordCheck(subscriptions.fields.filter(({ name }) => name !== 'event'));

/**
 * Level 1: checks a subscription record of an upload (guide, "Subscriptions"). Returns the checked record or its first
 * fault.
 */
export function checkSubscription(record: unknown): Supplied | Fault {
  const check = isObject(record) && record.event === 'end' ? checkEndFields : checkFields;
  return withEventCheck(record, check(record));
}

/**
 * Level 1: checks the record of a PUT (guide, "Subscriptions"). It has an event, or it amends an entry; an amendment
 * may also use `start_date` and `end_date`, as the API document's example does. Returns the checked record or its first
 * fault.
 */
export function checkModification(record: unknown): Supplied | Fault {
  if (!isObject(record) || record.event != null) return checkSubscription(record);
  const { start_date, end_date, ...rest } = record;
  const aliases = {
    ...(start_date !== undefined && { effective_start_date: start_date }),
    ...(end_date !== undefined && { effective_end_date: end_date }),
  };
  const amendment = { ...aliases, ...rest };
  return withEventCheck(amendment, checkAmendmentFields(amendment));
}

const withEventCheck = (record: unknown, checked: Supplied | Fault): Supplied | Fault =>
  checkedTogether(subscriptions.fields, record, checked, (seen) =>
    checkEvent(seen as unknown as EventRecord | Amendment),
  );
