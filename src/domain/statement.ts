/** Rules for invoices: amounts that follow from line items, transactions and given amounts (guide, "Invoices"). */
import { statements } from '../resources/statements.ts';
import { Fault } from './errors.ts';
import type { ListColumn, ListColumns } from './list-columns.ts';
import { assignScalars, compileRules } from './record.ts';
import { parseList, type Row } from './row.ts';
import { compileRecordCheck, type Item, type Supplied } from './validate.ts';

interface LineItem {
  /** Cents. */
  amount: number;
  is_recurring: boolean;
  description: string | null;
}
interface Transaction {
  tx_id: string;
  /** Cents. */
  paid_amount: number;
  /** Epoch ms. */
  paid_date: number;
}

const amounts = ['recurring', 'non_recurring'] as const;
const rules = compileRules(statements, amounts);
const blank: Row = { ...rules.blank, given_recurring: null, given_non_recurring: null };

/** Level 1: checks an invoice record without the database. Returns the checked record or its first fault. */
export const checkStatement = compileRecordCheck(statements.fields);

/** The line items of an invoice, and the sum of each kind in cents: null if there is no item of that kind. */
interface Lines {
  items: readonly LineItem[];
  sums: { [kind in (typeof amounts)[number]]: number | null };
}
interface Transactions {
  readonly byId: Map<string, Transaction>;
  /** The sum of all transactions, cents. */
  paid: number;
}

const lineItems: ListColumn<Lines> = {
  column: 'line_items',
  read: (text) => linesOf(parseList(text)),
  write: ({ items }) => JSON.stringify(items),
};
const transactions: ListColumn<Transactions> = {
  column: 'transactions',
  read: (text) => openTransactions(parseList(text)),
  write: ({ byId: list }) => JSON.stringify([...list.values()]),
};

/**
 * Level 2: the invoice's row after a checked record, or its fault. Line items and transactions are merged into `lists`
 * and are not yet in the row; a fault leaves `lists` as it was. `before` is undefined for a new invoice. Amounts are in
 * cents, `now` in epoch ms.
 */
export function applyStatement(
  before: Row | undefined,
  supplied: Supplied,
  now: number,
  lists: ListColumns,
): Row | Fault {
  const row = assignScalars({ ...rules, blank }, before, supplied, now);
  if (row instanceof Fault) return row;
  for (const name of amounts) if (supplied[name] !== undefined) row[`given_${name}`] = supplied[name] as number | null;
  const items = (supplied.line_items ?? []) as Item[];
  const lines = items.length > 0 ? linesOf(items.map(lineItem)) : undefined;
  const sent = byId(((supplied.transactions ?? []) as Item[]).map(transaction));
  const fault = settleAmounts(row, lines ?? lists.list(lineItems, row), paidAfter(lists.list(transactions, row), sent));
  if (fault) return fault;
  if (lines) lists.merge(lineItems, row, (list) => replaceLines(list, lines));
  lists.merge(transactions, row, (list) => mergeTransactions(list, sent));
  return row;
}

const lineItem = ({ amount, is_recurring, description = null }: Item): LineItem => ({
  amount: amount as number,
  is_recurring: is_recurring as boolean,
  description: description as string | null,
});

const transaction = ({ tx_id, paid_amount, paid_date }: Item): Transaction => ({
  tx_id: tx_id as string,
  paid_amount: paid_amount as number,
  paid_date: paid_date as number,
});

function linesOf(items: readonly LineItem[]): Lines {
  const sums: Lines['sums'] = { recurring: null, non_recurring: null };
  for (const { amount, is_recurring } of items) {
    const kind = is_recurring ? 'recurring' : 'non_recurring';
    sums[kind] = (sums[kind] ?? 0) + amount;
  }
  return { items, sums };
}

function replaceLines(list: Lines, { items, sums }: Lines): boolean {
  if (items.length === list.items.length && items.every((item, index) => sameItem(item, list.items[index])))
    return false;
  [list.items, list.sums] = [items, sums];
  return true;
}

const sameItem = (a: LineItem, b: LineItem | undefined): boolean =>
  a.amount === b?.amount && a.is_recurring === b.is_recurring && a.description === b.description;

const byId = (list: readonly Transaction[]): Map<string, Transaction> => new Map(list.map((one) => [one.tx_id, one]));

function openTransactions(list: readonly Transaction[]): Transactions {
  const paid = list.reduce((sum, { paid_amount }) => sum + paid_amount, 0);
  return { byId: byId(list), paid };
}

/** The paid amount in cents after `sent` has replaced the transactions of the same ids; undefined if there are none. */
function paidAfter({ byId: known, paid }: Transactions, sent: ReadonlyMap<string, Transaction>): number | undefined {
  if (known.size === 0 && sent.size === 0) return undefined;
  return sent.values().reduce((sum, one) => sum + one.paid_amount - (known.get(one.tx_id)?.paid_amount ?? 0), paid);
}

/** Replaces the transactions that have the id of a sent one and keeps the others. Returns whether any changed. */
function mergeTransactions(list: Transactions, sent: ReadonlyMap<string, Transaction>): boolean {
  list.paid = paidAfter(list, sent) ?? 0;
  let changed = false;
  for (const [id, one] of sent) {
    const known = list.byId.get(id);
    if (known?.paid_amount === one.paid_amount && known.paid_date === one.paid_date) continue;
    list.byId.set(id, one);
    changed = true;
  }
  return changed;
}

/**
 * Sets `recurring`, `non_recurring`, `paid_amount` and `paid_date` of a row. A given amount wins over the sum of line
 * items. If there are transactions, `paid` is their sum in cents. Returns a fault if an amount is no safe integer.
 */
function settleAmounts(row: Row, { sums }: Lines, paid: number | undefined): Fault | undefined {
  for (const name of amounts) row[name] = row[`given_${name}`] ?? sums[name];
  if (paid !== undefined) {
    row.paid_date = null;
    row.paid_amount = paid;
  } else {
    const invoiced = ((row.recurring as number | null) ?? 0) + ((row.non_recurring as number | null) ?? 0);
    row.paid_amount = row.paid_date === null ? null : invoiced;
  }
  const tooLarge = [...amounts, 'paid_amount'].find((name) => !Number.isSafeInteger(row[name] ?? 0));
  return tooLarge === undefined
    ? undefined
    : new Fault('out_of_range', `'${tooLarge}' would exceed ${Number.MAX_SAFE_INTEGER} cents`, tooLarge);
}
