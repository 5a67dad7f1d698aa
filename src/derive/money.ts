/** What follows from subscriptions: columns of their accounts, the ledger of movements, the due dates. */
import type { Row } from '../domain/row.ts';
import { dueDateRows, movementRows } from '../domain/subscription/money.ts';
import type { StoredSubscription } from '../domain/subscription/stored.ts';
import type { Writer } from '../store/store.ts';
import { dueDates, mrrMovements, type Table } from '../store/tables.ts';
import { deriveAccounts } from './accounts.ts';
import { money, nextChange, renewalDate } from './derivations.ts';
import { subscriptionsOf } from './subscriptions.ts';

/** A table whose rows all derive from the subscriptions of one account. */
export interface DerivedTable {
  readonly table: Table;
  /** Pure. */
  readonly derive: (accountId: string, subscriptions: readonly StoredSubscription[]) => Row[];
  /** Puts rows in the place of all those of these accounts. */
  readonly replace: (writer: Writer, accountIds: readonly string[], rows: readonly Row[]) => Promise<void>;
}
export const derivedTables: readonly DerivedTable[] = [
  {
    table: mrrMovements,
    derive: movementRows,
    replace: (writer, accountIds, rows) => writer.replaceMovements(accountIds, rows),
  },
  {
    table: dueDates,
    derive: (_accountId, subscriptions) => subscriptions.flatMap(dueDateRows),
    replace: (writer, accountIds, rows) => writer.replaceOf(dueDates, accountIds, rows),
  },
];

/** Derives anew all that follows from the subscriptions of these accounts. */
export async function deriveMoney(writer: Writer, accountIds: readonly string[]): Promise<void> {
  const byAccount = await subscriptionsOf(writer, accountIds);
  const inputs = new Map([[money, byAccount]]);
  await deriveAccounts(writer, [money, renewalDate, nextChange], accountIds, inputs);
  for (const { derive, replace } of derivedTables)
    await replace(
      writer,
      accountIds,
      [...byAccount].flatMap(([id, subscriptions]) => derive(id, subscriptions)),
    );
}
