/** Invoices: what follows from line items, transactions and the amounts given (decisions §8, all in cents). */
import { statements } from '../resources/statements.ts';
import { Fault } from './errors.ts';
import { assignScalars, compileRules } from './record.ts';
import { type Row, readList } from './row.ts';
import { compileRecordCheck, type Item, type Supplied } from './validate.ts';

interface LineItem {
  amount: number;
  is_recurring: boolean;
  description: string | null;
}
interface Transaction {
  tx_id: string;
  paid_amount: number;
  paid_date: number;
}

const amounts = ['recurring', 'non_recurring'] as const;
const rules = compileRules(statements, amounts);
const blank: Row = { ...rules.blank, given_recurring: null, given_non_recurring: null };

export const checkStatement = compileRecordCheck(statements.fields);

export function applyStatement(before: Row | undefined, supplied: Supplied, now: number): Row | Fault {
  const row = assignScalars({ ...rules, blank }, before, supplied, now);
  if (row instanceof Fault) return row;
  const lines = supplied.line_items as Item[] | undefined;
  if (lines && lines.length > 0) row.line_items = JSON.stringify(lines.map(lineItem));
  const transactions = supplied.transactions as Item[] | undefined;
  if (transactions) row.transactions = JSON.stringify(mergeTransactions(readList(row, 'transactions'), transactions));
  for (const name of amounts) if (supplied[name] !== undefined) row[`given_${name}`] = supplied[name] as number | null;
  return settleAmounts(row) ?? row;
}

const lineItem = ({ amount, is_recurring, description = null }: Item): LineItem => ({
  amount: amount as number,
  is_recurring: is_recurring as boolean,
  description: description as string | null,
});

/** Transactions replace those of their id; others stay. */
function mergeTransactions(stored: readonly Transaction[], supplied: readonly Item[]): Transaction[] {
  const byId = new Map(stored.map((transaction) => [transaction.tx_id, transaction]));
  for (const { tx_id, paid_amount, paid_date } of supplied)
    byId.set(tx_id as string, {
      tx_id: tx_id as string,
      paid_amount: paid_amount as number,
      paid_date: paid_date as number,
    });
  return [...byId.values()];
}

/** An amount that was given stands; else the stored line items of its kind sum to it. Payments follow from both. */
function settleAmounts(row: Row): Fault | undefined {
  const lines = readList<LineItem>(row, 'line_items');
  for (const name of amounts) {
    const ofKind = lines.filter((line) => line.is_recurring === (name === 'recurring'));
    const sum = ofKind.length === 0 ? null : total(ofKind.map((line) => line.amount));
    row[name] = row[`given_${name}`] ?? sum;
  }
  const transactions = readList<Transaction>(row, 'transactions');
  if (transactions.length > 0) {
    row.paid_date = null;
    row.paid_amount = total(transactions.map((transaction) => transaction.paid_amount));
  } else {
    const invoiced = ((row.recurring as number | null) ?? 0) + ((row.non_recurring as number | null) ?? 0);
    row.paid_amount = row.paid_date === null ? null : invoiced;
  }
  const tooLarge = [...amounts, 'paid_amount'].find((name) => !Number.isSafeInteger(row[name] ?? 0));
  return tooLarge === undefined
    ? undefined
    : new Fault('out_of_range', `'${tooLarge}' would exceed ${Number.MAX_SAFE_INTEGER} cents`, tooLarge);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
