/** All that a tenant can read of itself, to tell whether anything has changed, and what. */
import assert from 'node:assert/strict';
import type { Client } from './client.ts';

export interface Row {
  // Answers are read freely in assertions.
  [field: string]: any;
}
/** Rows by the list that answers them; what is asked of each account alone stands under the end of its path. */
export interface Dump {
  [list: string]: Row[];
}

const include =
  'assigned_csms,documents,stage_history,nps_history,custom_label_dimensions,custom_value_dimensions,custom_event_dimensions';
const lists: { readonly [list: string]: string } = {
  accounts: `?include_inactive=true&include=${include}`,
  account_users: '?include_inactive=true',
  account_contacts: '?include_inactive=true',
  subscriptions: '',
  statements: '',
  support_tickets: '',
  interactions: '',
  notes: '',
};

/** Tenants that fit on a page only. */
export async function dumpTenant(client: Client): Promise<Dump> {
  const all: Dump = { metrics: [], entries: [], changes: [] };
  for (const [list, query] of Object.entries(lists)) all[list] = await rows(client, `/${list}${query}`);
  for (const { account_id } of all.accounts ?? []) {
    const path = `/accounts/${encodeURIComponent(account_id)}`;
    for (const metrics of await rows(client, `${path}/metrics`)) all.metrics?.push({ account_id, metrics });
    all.entries?.push(...(await rows(client, `${path}/subscriptions`)));
    all.changes?.push(...(await rows(client, `${path}/changes`)));
  }
  return all;
}

async function rows(client: Client, path: string): Promise<Row[]> {
  const { body } = await client.get(path);
  assert.equal(body.status_is_ok, true, path);
  assert.equal(body.next_page, null, path);
  return body.results;
}
