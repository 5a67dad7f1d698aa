/** Subscriptions as they are stored: rows whose entries are JSON text. */
import { type Dimensions, mergeDimensions, readArray, writeArray } from '../dimensions.ts';
import type { Fault } from '../errors.ts';
import type { ListColumn, ListColumns } from '../list-columns.ts';
import type { Row } from '../row.ts';
import type { Item, Supplied } from '../validate.ts';
import { amendEntry } from './amend.ts';
import { applyEvent } from './events.ts';
import type { Entry, History, Subscription } from './history.ts';
import type { Amendment, EventRecord } from './record.ts';

/** A subscription with everything that its row holds. */
export interface StoredSubscription extends Subscription {
  readonly account_id: string;
  /** JSON text of [{key, value}]. */
  readonly custom_dimensions: string;
  /** When it last changed, epoch ms; null while it is not stored. */
  readonly modify_time: number | null;
}

/** A subscription from its row. */
export const fromRow = (row: Row): StoredSubscription => ({
  account_id: row.account_id as string,
  subscription_id: row.subscription_id as string,
  entries: JSON.parse(row.entries as string) as Entry[],
  custom_dimensions: row.custom_dimensions as string,
  modify_time: row.modify_time as number | null,
});

/** The row of a subscription. */
export const toRow = ({ entries, ...subscription }: StoredSubscription): Row => ({
  ...subscription,
  start_date: entries[0]?.start ?? null,
  entries: JSON.stringify(entries),
});

/**
 * Level 2: the subscription after a checked record, or the fault of the record. A record without an event amends an
 * entry. Custom dimensions are not merged here (`mergeCustomDimensions`). `today` is the first instant of the current
 * day in the tenant's time zone, epoch ms. A subscription that is left without entries no longer exists.
 */
export function applySubscriptionRecord(
  before: StoredSubscription | undefined,
  supplied: Supplied,
  today: number,
): StoredSubscription | Fault {
  const entries = before?.entries ?? [];
  const applied =
    supplied.event === undefined
      ? amendEntry(entries, supplied as unknown as Amendment)
      : applyEvent(entries, supplied as unknown as EventRecord, today);
  if ('fault' in applied) return applied.fault;
  return {
    account_id: supplied.account_id as string,
    subscription_id: supplied.subscription_id as string,
    entries: applied.entries,
    custom_dimensions: before?.custom_dimensions ?? '[]',
    modify_time: before?.modify_time ?? null,
  };
}

const customDimensions: ListColumn<Dimensions> = { column: 'custom_dimensions', read: readArray, write: writeArray };

/** Merges the custom dimensions of a record into the open lists of its subscription. An `end` has none. */
export function mergeCustomDimensions(
  lists: ListColumns,
  { custom_dimensions }: StoredSubscription,
  { event, custom_dimensions: items }: Supplied,
): void {
  if (items && event !== 'end')
    lists.merge(customDimensions, { custom_dimensions }, (list) => mergeDimensions(list, items as Item[]));
}

/** The subscription with its changed custom dimensions, ready to be stored. */
export function closeSubscription(subscription: StoredSubscription, lists: ListColumns): StoredSubscription {
  const texts = { custom_dimensions: subscription.custom_dimensions };
  lists.put(texts);
  return { ...subscription, ...texts };
}

/** Whether two histories have equal entries. */
export function sameHistory(a: History, b: History): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index] || sameEntry(entry, b[index] as Entry));
}

function sameEntry(a: Entry, b: Entry): boolean {
  return (Object.keys(a) as (keyof Entry)[]).every((field) => a[field] === b[field]);
}
