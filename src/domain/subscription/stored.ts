/** Subscriptions as they are stored: rows whose entries are JSON text. */
import { type Dimensions, mergeDimensions, readArray, writeArray } from '../dimensions.ts';
import type { Fault } from '../errors.ts';
import { type ListColumn, ListColumns } from '../list-columns.ts';
import type { Row } from '../row.ts';
import type { Item, Supplied } from '../validate.ts';
import { amendEntry } from './amend.ts';
import { applyEvent } from './events.ts';
import { changesNothing, type Entry, makeEdit, type Subscription } from './history.ts';
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
export const fromRow = (row: Row): StoredSubscription & { readonly entries: Entry[] } => ({
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

/** A subscription to which the records of a batch are being applied, one after the other. */
export interface OpenSubscription extends StoredSubscription {
  /** Changed in place. */
  readonly entries: Entry[];
  /** Holds the custom dimensions once a record has touched them. */
  readonly lists: ListColumns;
}

/** Begins to apply records to a subscription. The row must not be used after it. */
export const openSubscription = (row: Row): OpenSubscription => ({
  ...fromRow(row),
  lists: new ListColumns(),
});

/** Begins to apply records to a subscription that does not exist yet. */
export const newSubscription = (account_id: string, subscription_id: string): OpenSubscription => ({
  account_id,
  subscription_id,
  entries: [],
  custom_dimensions: '[]',
  modify_time: null,
  lists: new ListColumns(),
});

/**
 * Level 2: applies a checked record to an open subscription. Returns whether that changed it, or the fault of the record,
 * which changes nothing. A record without an event amends an entry. `today` is the first instant of the current day in
 * the tenant's time zone, epoch ms. A subscription that is left without entries no longer exists.
 */
export function applySubscriptionRecord(
  { entries, custom_dimensions, lists }: OpenSubscription,
  supplied: Supplied,
  today: number,
): boolean | Fault {
  const applied =
    supplied.event === undefined
      ? amendEntry(entries, supplied as unknown as Amendment)
      : applyEvent(entries, supplied as unknown as EventRecord, today);
  if ('fault' in applied) return applied.fault;
  const { changes } = lists;
  const items = supplied.custom_dimensions as Item[] | undefined;
  // An `end` has no dimensions.
  if (items && supplied.event !== 'end')
    lists.merge(customDimensions, { custom_dimensions }, (list) => mergeDimensions(list, items));
  if (changesNothing(entries, applied.edit)) return lists.changes > changes;
  makeEdit(entries, applied.edit);
  return true;
}

const customDimensions: ListColumn<Dimensions> = { column: 'custom_dimensions', read: readArray, write: writeArray };

/** A subscription after all records of a batch, ready to be stored. */
export function closeSubscription({ lists, ...subscription }: OpenSubscription): StoredSubscription {
  const texts = { custom_dimensions: subscription.custom_dimensions };
  lists.put(texts);
  return { ...subscription, ...texts };
}
