/** An account with one record of every type, in which every value that can be bears a mark. */
import assert from 'node:assert/strict';
import { account } from './cases.ts';
import type { Client } from './client.ts';

/** Ids of the records of an account are those of `everythingOf`, whichever tenant loads them. */
export async function loadEverything(client: Client, account_id: string, mark: string, cents: number): Promise<void> {
  const dimensions = {
    custom_label_dimensions: [{ key: 'k', value: mark }],
    custom_value_dimensions: [{ key: 'k', value: cents }],
    custom_event_dimensions: [{ key: 'k', value: 5 }],
  };
  const ids = everythingOf(account_id);
  const person = { account_id, user_id: ids.user, first_name: mark, last_name: mark, ...dimensions };
  const message = { account_id, external_id: ids.external, create_time: 5, subject: mark };
  await client.load('accounts', [
    account(account_id, {
      name: mark,
      tier: mark,
      parent_account_id: `${mark} parent`,
      assigned_csms: ['joe@company.com', `${mark}@company.com`],
      ...dimensions,
      documents: [{ name: 'plan', url: mark }],
      stage_history: [
        { name: 'trial', start_date: 5, end_date: 6 },
        { name: mark, start_date: 7 },
      ],
      nps_history: [{ nps_score: 5, date: 5, comments: mark }],
    }),
    { account_id, csm_score: 5, latest_status_title: mark },
  ]);
  await client.load('account_users', [person]);
  await client.load('account_contacts', [person]);
  await client.load('metrics', [{ account_id, name: ids.metric, metrics: [{ timestamp: 5, value: cents }] }]);
  await client.load('subscriptions', [
    {
      account_id,
      subscription_id: ids.subscription,
      event: 'revenue',
      effective_start_date: 5,
      total_revenue: cents,
      cycle_unit: 'month',
      cycle_length: 1,
      next_renewal_date: reportEnd - 1,
      plan_code: mark,
    },
  ]);
  const line_items = [{ amount: cents, is_recurring: true, description: mark }];
  await client.load('statements', [{ account_id, invoice_id: ids.statement, start_date: 5, line_items }]);
  await client.load('support_tickets', [
    { account_id, ticket_id: ids.ticket, state: mark, subject: mark, create_time: 5 },
  ]);
  await client.load('interactions', [{ ...message, type: mark, details: mark }]);
  await client.load('notes', [{ ...message, note: mark }]);
}

/** The first instant after what the records of `loadEverything` make a report tell of. */
export const reportEnd = Date.UTC(2026, 3, 1);

export const everythingOf = (account_id: string) => ({
  user: `user of ${account_id}`,
  metric: `metric of ${account_id}`,
  subscription: `subscription of ${account_id}`,
  statement: `statement of ${account_id}`,
  ticket: `ticket of ${account_id}`,
  external: `external of ${account_id}`,
});

/** The ids that Tenure has given to an account's interaction and note. */
export async function givenIds(client: Client, account_id: string): Promise<{ interaction: number; note: number }> {
  const idOf = async (list: string): Promise<number> => {
    const { results } = (await client.get(`/${list}?account_id=${account_id}`)).body;
    assert.equal(results.length, 1);
    return results[0].id;
  };
  return { interaction: await idOf('interactions'), note: await idOf('notes') };
}
