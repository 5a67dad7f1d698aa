/** What is kept beside the records so that reads need not recompute, and how it is kept right. */
import { passStageDue, withMoney } from '../domain/account/derived.ts';
import { type Change, changesBetween } from '../domain/account/changes.ts';
import { compareText } from '../domain/compare.ts';
import { type Row, sameRow } from '../domain/row.ts';
import { dueDateRows, moneyAt, movementRows } from '../domain/subscription/money.ts';
import { fromRow, type StoredSubscription } from '../domain/subscription/stored.ts';
import type { Reader, Writer } from '../store/store.ts';
import { accounts, dueDates, subscriptions } from '../store/tables.ts';

/** The subscriptions of accounts, by account, each in order of subscription_id. */
export async function subscriptionsOf(
  reader: Reader,
  accountIds: readonly string[],
): Promise<Map<string, StoredSubscription[]>> {
  const byAccount = new Map<string, StoredSubscription[]>(accountIds.map((id) => [id, []]));
  for (const row of await reader.load(subscriptions, 'account_id', accountIds))
    byAccount.get(row.account_id as string)?.push(fromRow(row));
  for (const list of byAccount.values()) list.sort((a, b) => compareText(a.subscription_id, b.subscription_id));
  return byAccount;
}

/** Derives anew all that follows from the subscriptions of these accounts. */
export async function deriveMoney(writer: Writer, accountIds: readonly string[], now: number): Promise<void> {
  const byAccount = await subscriptionsOf(writer, accountIds);
  const rows = await writer.load(accounts, 'account_id', accountIds);
  await writer.upsert(
    accounts,
    changedRows(rows, (row) => withMoney(row, moneyAt(byAccount.get(row.account_id as string) ?? [], now))),
  );
  const movements = [...byAccount].flatMap(([id, list]) => movementRows(id, list));
  await writer.replaceMovements(accountIds, movements);
  await writer.replaceOf(dueDates, accountIds, [...byAccount.values()].flat().flatMap(dueDateRows));
}

/** Brings up to date what has changed by the clock alone; each change of stage is dated at its own instant. */
export async function passDueInstants(writer: Writer, now: number): Promise<void> {
  const due = await writer.loadDue(now);
  const isDue = (instant: Row[string] | undefined): boolean => typeof instant === 'number' && instant <= now;
  const owing = due.filter((row) => isDue(row.money_due)).map((row) => row.account_id as string);
  const byAccount = await subscriptionsOf(writer, owing);
  const changes: Change[] = [];
  const rows = changedRows(due, (row) => {
    let current = row;
    while (isDue(current.stage_due)) {
      const next = passStageDue(current);
      changes.push(...changesBetween(current, next, current.stage_due as number, 'clock'));
      current = next;
    }
    const owed = byAccount.get(row.account_id as string);
    return owed === undefined ? current : withMoney(current, moneyAt(owed, now));
  });
  await writer.upsert(accounts, rows);
  await writer.addChanges(changes);
}

function changedRows(rows: readonly Row[], change: (row: Row) => Row): Row[] {
  return rows.flatMap((row) => {
    const next = change(row);
    return sameRow(row, next) ? [] : [next];
  });
}
