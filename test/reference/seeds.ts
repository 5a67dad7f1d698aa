/** What must be there for an example of the API document to be answered. */
import { account } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { subscription } from '../support/records.ts';

export type Json = { [key: string]: any };

/** Fills a heading's path from a record. */
export function fillPath(path: string, record: Json): string {
  const id = record.user_id ?? record.invoice_id ?? record.subscription_id ?? record.account_id;
  const values: Json = { ...record, id: path.startsWith('/accounts/') ? record.account_id : id };
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name]));
}

/** Makes the accounts that an example names. */
export async function loadAccounts(client: Client, example: unknown): Promise<void> {
  const found = JSON.stringify(example).matchAll(/"account_id":"(\w+)"/g);
  const ids = new Set([...found].map(([, id]) => id as string));
  await client.load(
    'accounts',
    [...ids].map((id) => account(id)),
  );
}

/** Sends what the results of an example answer, and gives the record that its path names. */
export async function seed(client: Client, path: string, rows: Json[]): Promise<Json> {
  const [, first, , list = first] = path.split('/') as [string, string, string?, string?];
  const type =
    ({ users: 'account_users', contacts: 'account_contacts' } as Json)[list] ??
    (list === '{account_id}' ? first : list);
  const subject = rows[0] as Json;
  if (type === 'accounts') {
    await client.load('accounts', rows.map(asAccount));
    await client.load('subscriptions', rows.map(payments));
  } else if (type === 'documents') {
    await client.load('accounts', [{ ...account(subject.account_id), documents: rows }]);
  } else if (type === 'metrics') {
    return loadMetrics(client, rows);
  } else {
    await loadAccounts(client, rows);
    await client.load(type, type === 'subscriptions' ? rows.map(asEvent) : rows);
  }
  return subject;
}

/** A subscription by which an account has the MRR of its example. */
const payments = ({ account_id, current_mrr }: Json): object =>
  subscription(account_id, `of ${account_id}`, { total_revenue: current_mrr });

/** An entry of a subscription as the event that makes it, from the entry as it is answered. */
function asEvent({ subscription_id, account_id, records = [], ...flat }: Json): object {
  const entry: Json = records[0] ?? flat;
  return subscription(account_id, subscription_id, {
    event: entry.is_renewal ? 'renewal' : 'revenue',
    effective_start_date: entry.start_date,
    effective_end_date: entry.end_date,
    next_renewal_date: entry.expiration_date,
    total_revenue: entry.total_revenue ?? entry.revenue,
    cycle_unit: entry.cycle_unit,
    cycle_length: entry.cycle_length,
    plan_code: entry.plan_code,
  });
}

async function loadMetrics(client: Client, rows: Json[]): Promise<Json> {
  const records = rows.flatMap(({ account_id = '2', ...series }) =>
    Object.entries(series).map(([name, points]) => ({ account_id, name, metrics: points })),
  );
  await loadAccounts(client, records);
  await client.load('metrics', records);
  return records[0] as Json;
}

/** An account as it is sent, from an account as it is answered. */
export function asAccount({ is_active, current_stage, assigned_csms = [], stage_history, ...row }: Json): Json {
  const items = (map: Json = {}) => Object.entries(map).map(([key, value]) => ({ key, value }));
  return {
    ...row,
    custom_label_dimensions: items(row.custom_label_dimensions),
    custom_value_dimensions: items(row.custom_value_dimensions),
    assigned_csms: assigned_csms.map((email: string) => ({ email })),
    ...(stage_history ? { stage_history } : { stage: current_stage }),
    is_deleted: !is_active,
  };
}
