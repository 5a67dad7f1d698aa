/** The subscriptions of accounts, from which their money derives. */
import { compareText } from '../domain/compare.ts';
import { fromRow, type StoredSubscription } from '../domain/subscription/stored.ts';
import type { Reader } from '../store/store.ts';
import { subscriptions } from '../store/tables.ts';

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
