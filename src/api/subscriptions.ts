/** Subscriptions: events that edit a history, and the history as it stands (document "Subscriptions"). */
import { deriveMoney } from '../derive/money.ts';
import { subscriptionsOf } from '../derive/subscriptions.ts';
import { accountNotFound, ApiError, Fault, recordNotFound } from '../domain/errors.ts';
import { jsonRows } from '../domain/json-rows.ts';
import { setModifyTime } from '../domain/record.ts';
import { deleteEntry } from '../domain/subscription/amend.ts';
import { entryToShow, isEnd } from '../domain/subscription/answers.ts';
import { checkModification, checkSubscription } from '../domain/subscription/check.ts';
import { edited, type Entry } from '../domain/subscription/history.ts';
import { entryMrr } from '../domain/subscription/mrr.ts';
import { startOfDay } from '../domain/subscription/periods.ts';
import {
  applySubscriptionRecord,
  closeSubscription,
  fromRow,
  newSubscription,
  type OpenSubscription,
  openSubscription,
  type StoredSubscription,
  toRow,
} from '../domain/subscription/stored.ts';
import { subscriptionEntries } from '../resources/subscriptions.ts';
import type { Writer } from '../store/store.ts';
import { subscriptions as table } from '../store/tables.ts';
import { answerModification, answerUpload, type Batch, readBatch, readRecord } from './batch.ts';
import { batchOfPath, otherAccount } from './children.ts';
import type { Answer, Context, ContextOf } from './context.ts';
import { answerItems, type SortedList } from './memory-pages.ts';
import { accountsOf, accountWhere, requireAccount, sinceConditions } from './of-account.ts';
import { answerRows, type List, outputField } from './pages.ts';

const list: List = {
  table,
  output: ['account_id', 'subscription_id', 'entries', 'custom_dimensions', 'modify_time'].map((name) =>
    outputField({ name }),
  ),
  orders: new Map([
    ['account_id', 'account_id'],
    ['subscription_id', 'subscription_id'],
    ['start_date', 'start_date'],
    ['modify_time', 'modify_time'],
    ['id', 'subscription_id'],
  ]),
  defaultOrder: 'start_date',
};

export const listSubscriptions = (context: ContextOf<'GET /subscriptions'>): Promise<Answer> =>
  context.store.read((reader) => {
    const filter = { where: accountWhere(context), conditions: sinceConditions(context) };
    return answerRows(reader, context, list, filter, (rows) =>
      rows.map((row) => present(fromRow(row), context.now, context.query.history)),
    );
  });

export async function getSubscription(context: ContextOf<'GET /subscriptions/{id}'>): Promise<Answer> {
  const { store, params, query, now } = context;
  const rows = await store.read((reader) => reader.load(table, 'subscription_id', [params.id]));
  if (rows.length === 0) throw new ApiError('not_found', 'Record not found');
  const results = jsonRows(rows.map((row) => present(fromRow(row), now, query.history)));
  return { ok: true, results, records: results.count };
}

type FlatEntry = ReturnType<typeof presentEntry> & { readonly subscription_id: string; readonly account_id: string };

const flatList: SortedList<FlatEntry> = {
  orders: new Map([
    ...subscriptionEntries.output.map(({ name }): [string, string] => [name, name]),
    ['id', 'subscription_id'],
  ]),
  defaultOrder: 'start_date',
  defaultDirection: 'desc',
  key: ({ subscription_id, start_date }) => [subscription_id, start_date],
};

/** All entries of all subscriptions of an account, or of those changed since `modify_time`, flat. */
export async function listEntriesOfAccount(context: ContextOf<'GET /accounts/{id}/subscriptions'>): Promise<Answer> {
  const account_id = context.params.id;
  const { modify_time = Number.NEGATIVE_INFINITY } = context.query;
  const subscriptions = await context.store.read(async (reader) => {
    await requireAccount(reader, account_id);
    return (await subscriptionsOf(reader, [account_id])).get(account_id) ?? [];
  });
  const entries = subscriptions
    .filter((subscription) => (subscription.modify_time as number) >= modify_time)
    .flatMap(({ subscription_id, entries: own }) =>
      own.map((_, index) => ({ subscription_id, account_id, ...presentEntry(own, index) })),
    );
  return answerItems(context, flatList, entries);
}

export async function uploadSubscriptions(context: ContextOf<'POST /subscriptions'>): Promise<Answer> {
  const batch = readBatch(context.body, checkSubscription);
  if (batch.isRefused) return answerUpload(batch, table.key);
  return context.store.write(async (writer) => {
    const subscriptions = await applySubscriptions(writer, batch, context);
    if (batch.isWritten) await saveSubscriptions(writer, subscriptions);
    return answerUpload(batch, table.key);
  });
}

export async function modifySubscription(context: ContextOf<'PUT /subscriptions/{id}'>): Promise<Answer> {
  const sent = readRecord(context.body);
  const inPath = { field: 'subscription_id', value: context.params.id };
  return context.store.write(async (writer) => {
    const batch = await batchOfPath(writer, sent, table, inPath, checkModification);
    const subscriptions = await applySubscriptions(writer, batch, context);
    if (batch.isWritten) await saveSubscriptions(writer, subscriptions);
    return answerModification(batch, table.key);
  });
}

/** Deletes a subscription, or with `start_date` the entry that starts then, leaving a gap. */
export async function deleteSubscription(context: ContextOf<'DELETE /subscriptions/{id}'>): Promise<Answer> {
  const { query, params, store } = context;
  const start = query.start_date;
  return store.write(async (writer) => {
    const [row] = await writer.load(table, 'subscription_id', [params.id]);
    const subscription = row === undefined ? undefined : fromRow(row);
    const deleted = subscription && start !== undefined ? deleteEntry(subscription.entries, start) : undefined;
    if (subscription === undefined || (deleted && 'fault' in deleted))
      throw new ApiError('not_found', 'Invalid required field: subscription_id', 'subscription_id');
    const entries = deleted === undefined ? [] : edited(subscription.entries, deleted.edit);
    await saveSubscriptions(writer, [{ ...subscription, entries }]);
    return { ok: true, records: 1 };
  });
}

/** Applies a batch to the stored subscriptions, and gives those that it changes. */
async function applySubscriptions(writer: Writer, batch: Batch, { tenant }: Context): Promise<StoredSubscription[]> {
  const accounts = await writer.knownAccounts(batch.named('account_id'));
  const byId = await loadNamed(writer, batch);
  const touched = new Map<string, OpenSubscription>();
  const today = startOfDay(writer.now, tenant.time_zone);
  batch.apply((supplied) => {
    const { account_id, subscription_id, event } = supplied as {
      account_id: string;
      subscription_id: string;
      event?: string;
    };
    if (!accounts.has(account_id)) return accountNotFound();
    const known = byId.get(subscription_id);
    const exists = known !== undefined && known.entries.length > 0;
    if (exists && known.account_id !== account_id) return otherAccount('subscription_id', supplied);
    if (!exists && !batch.inserts && event !== undefined) return recordNotFound();
    const subscription = exists ? known : newSubscription(account_id, subscription_id);
    const changed = applySubscriptionRecord(subscription, supplied, today);
    if (changed instanceof Fault) return changed;
    if (exists && !changed) return 'unchanged';
    byId.set(subscription_id, subscription);
    touched.set(`${account_id}\0${subscription_id}`, subscription);
    return exists ? 'updated' : 'created';
  });
  return Array.from(touched.values(), closeSubscription);
}

async function loadNamed(writer: Writer, batch: Batch): Promise<Map<string, OpenSubscription>> {
  const rows = await writer.load(table, 'subscription_id', batch.named<string>('subscription_id'));
  return new Map(rows.map((row) => [row.subscription_id as string, openSubscription(row)]));
}

/** Writes changed subscriptions and all that follows from them; one without entries no longer exists. */
async function saveSubscriptions(writer: Writer, subscriptions: readonly StoredSubscription[]): Promise<void> {
  const [gone, kept] = [
    subscriptions.filter(isGone).map(toRow),
    subscriptions.filter((each) => !isGone(each)).map(toRow),
  ];
  for (const row of kept) setModifyTime(row, writer.now);
  await writer.remove(table, gone);
  await writer.upsert(table, kept);
  await deriveMoney(writer, accountsOf([...gone, ...kept]));
}

const isGone = ({ entries }: StoredSubscription): boolean => entries.length === 0;

/** Entries as they are answered; `expiration_date` and `revenue` are the document's other words for two of them. */
function presentEntry(entries: readonly Entry[], index: number) {
  const entry = entries[index] as Entry;
  return {
    start_date: entry.start,
    end_date: entry.end,
    is_end: isEnd(entries, index),
    is_renewal: entry.is_renewal,
    expiration_date: entry.next_renewal_date,
    next_renewal_date: entry.next_renewal_date,
    plan_code: entry.plan_code,
    total_revenue: entry.total_revenue,
    revenue: entry.total_revenue,
    cycle_unit: entry.cycle_unit,
    cycle_length: entry.cycle_length,
    mrr: entryMrr(entry),
    source: entry.source,
  };
}

/** The JSON of a subscription: all its entries, or the one to show at `now`. */
function present(subscription: StoredSubscription, now: number, history: boolean): string {
  const { account_id, subscription_id, entries, custom_dimensions, modify_time } = subscription;
  const shown = history ? entries : [entryToShow(entries, now)];
  const records = entries.flatMap((entry, index) => (shown.includes(entry) ? [presentEntry(entries, index)] : []));
  const head = JSON.stringify({ subscription_id, account_id, records });
  // The dimensions are stored as the JSON that is answered.
  return `${head.slice(0, -1)},"custom_dimensions":${custom_dimensions},"modify_time":${modify_time}}`;
}
