/** Subscriptions: events that edit a history, and the history as it stands (document "Subscriptions"). */
import { accountNotFound, ApiError, Fault } from '../domain/errors.ts';
import { jsonRows, parseRows } from '../domain/json-rows.ts';
import { OpenLists } from '../domain/open-lists.ts';
import type { Row } from '../domain/row.ts';
import { deleteEntry } from '../domain/subscription/amend.ts';
import { entryToShow, isEnd } from '../domain/subscription/answers.ts';
import { checkModification, checkSubscription } from '../domain/subscription/check.ts';
import type { Entry } from '../domain/subscription/history.ts';
import { entryMrr } from '../domain/subscription/mrr.ts';
import { startOfDay } from '../domain/subscription/periods.ts';
import {
  applyRecord,
  closeSubscription,
  fromRow,
  mergeCustomDimensions,
  sameHistory,
  type StoredSubscription,
  toRow,
} from '../domain/subscription/stored.ts';
import { subscriptionEntries } from '../resources/subscriptions.ts';
import type { Writer } from '../store/store.ts';
import { subscriptions as table } from '../store/tables.ts';
import { accountsOf, answerAll, modifyChild, otherAccount } from './children.ts';
import type { Answer, Context, ListAnswer } from './context.ts';
import { requireAccount } from './accounts.ts';
import { deriveMoney, subscriptionsOf } from './derived.ts';
import { answerMatches, type List, outputField } from './lists.ts';
import { type Checked, namedIn, type Planner, upload } from './records.ts';
import { answerItems, type SortedList } from './sorted-lists.ts';

const list: List = {
  table,
  output: ['account_id', 'subscription_id', 'entries', 'custom_dimensions'].map((name) => outputField({ name })),
  orders: new Map([
    ['account_id', 'account_id'],
    ['subscription_id', 'subscription_id'],
    ['start_date', 'start_date'],
    ['id', 'subscription_id'],
  ]),
  defaultOrder: 'start_date',
};

export async function listSubscriptions(context: Context): Promise<Answer> {
  return presented(await answerAll(context, list), context, false);
}

export async function getSubscription(context: Context): Promise<Answer> {
  const answer = await answerMatches(context, list, { subscription_id: context.params.id as string });
  return presented(answer, context, context.query.flag('history') ?? false);
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

/** All entries of all subscriptions of an account, flat. */
export async function listEntriesOfAccount(context: Context): Promise<Answer> {
  const account_id = context.params.id as string;
  const subscriptions = await context.store.read(async (reader) => {
    await requireAccount(reader, account_id);
    return (await subscriptionsOf(reader, [account_id])).get(account_id) ?? [];
  });
  const entries = subscriptions.flatMap(({ subscription_id, entries: own }) =>
    own.map((_, index) => ({ subscription_id, account_id, ...presentEntry(own, index) })),
  );
  return answerItems(context, flatList, entries);
}

export const uploadSubscriptions = (context: Context): Promise<Answer> =>
  upload(context, checkSubscription, planSubscriptions, table.key);

export const modifySubscription = (context: Context): Promise<Answer> =>
  modifyChild(
    context,
    table,
    { field: 'subscription_id', value: context.params.id as string },
    checkModification,
    planSubscriptions,
  );

/** Deletes a subscription, or with `start_date` the entry that starts then, leaving a gap. */
export async function deleteSubscription(context: Context): Promise<Answer> {
  const { query, params, store, now } = context;
  query.onlyKnows('start_date');
  const start = query.strictTime('start_date');
  return store.write(async (writer) => {
    const [row] = await writer.load(table, 'subscription_id', [params.id as string]);
    const subscription = row === undefined ? undefined : fromRow(row);
    const left = subscription && start !== undefined ? deleteEntry(subscription.entries, start) : { entries: [] };
    if (subscription === undefined || 'fault' in left)
      throw new ApiError('not_found', 'Invalid required field: subscription_id', 'subscription_id');
    await save(writer, [{ ...subscription, entries: left.entries }], now);
    return { ok: true, records: 1 };
  });
}

const planSubscriptions: Planner = async (writer, checked, _options, { now, tenant }) => {
  const accounts = await writer.knownAccounts(namedIn(checked, 'account_id'));
  const byId = await loadNamed(writer, checked);
  const opened = new Map<StoredSubscription, OpenLists>();
  const touched = new Map<string, StoredSubscription>();
  const today = startOfDay(now, tenant.time_zone);
  const results = checked.map((supplied) => {
    if (supplied instanceof Fault) return supplied;
    if (!accounts.has(supplied.account_id as string)) return accountNotFound();
    const before = byId.get(supplied.subscription_id as string);
    const exists = before !== undefined && before.entries.length > 0;
    if (exists && before.account_id !== supplied.account_id) return otherAccount('subscription_id', supplied);
    const after = applyRecord(exists ? before : undefined, supplied, today);
    if (after instanceof Fault) return after;
    const lists = (exists && opened.get(before)) || new OpenLists();
    const { changes } = lists;
    mergeCustomDimensions(lists, after, supplied);
    const same = exists && lists.changes === changes && sameHistory(before.entries, after.entries);
    opened.set(same ? before : after, lists);
    if (same) return 'unchanged';
    byId.set(after.subscription_id, after);
    touched.set(`${after.account_id}\0${after.subscription_id}`, after);
    return exists ? 'updated' : 'created';
  });
  const closed = (): StoredSubscription[] =>
    Array.from(touched.values(), (each) => closeSubscription(each, opened.get(each) as OpenLists));
  return { results, write: () => save(writer, closed(), now) };
};

async function loadNamed(writer: Writer, checked: readonly Checked[]): Promise<Map<string, StoredSubscription>> {
  const rows = await writer.load(table, 'subscription_id', namedIn<string>(checked, 'subscription_id'));
  return new Map(rows.map((row) => [row.subscription_id as string, fromRow(row)]));
}

/** Writes subscriptions and all that follows from them; one without entries no longer exists. */
async function save(writer: Writer, subscriptions: readonly StoredSubscription[], now: number): Promise<void> {
  const [gone, kept] = [
    subscriptions.filter(isGone).map(toRow),
    subscriptions.filter((each) => !isGone(each)).map(toRow),
  ];
  await writer.remove(table, gone);
  await writer.upsert(table, kept);
  await deriveMoney(writer, accountsOf([...gone, ...kept]), now);
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

function presented(answer: ListAnswer, { now }: Context, history: boolean): Answer {
  const stored = parseRows<Row & { entries: Entry[] }>(answer.results);
  const results = stored.map(({ account_id, subscription_id, entries, custom_dimensions }) => {
    const shown = history ? entries : [entryToShow(entries, now)];
    const records = entries.flatMap((entry, index) => (shown.includes(entry) ? [presentEntry(entries, index)] : []));
    return JSON.stringify({ subscription_id, account_id, records, custom_dimensions });
  });
  return { ...answer, results: jsonRows(results) };
}
