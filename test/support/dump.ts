/** All that a tenant can read of itself, to tell whether anything has changed. */
import type { Client } from './client.ts';

const included =
  'assigned_csms,documents,stage_history,nps_history,custom_label_dimensions,custom_value_dimensions,custom_event_dimensions';

/** Answers by path. Small tenants only: the first page of each list. */
export async function dumpTenant(client: Client): Promise<{ readonly [path: string]: unknown }> {
  const dump: { [path: string]: unknown } = {};
  const read = async (path: string): Promise<unknown[]> => {
    const { body } = await client.get(path);
    dump[path] = body;
    return body.results;
  };
  const accounts = await read(`/accounts?include_inactive=true&include=${included}`);
  for (const { account_id } of accounts as { account_id: string }[]) {
    const path = `/accounts/${encodeURIComponent(account_id)}`;
    for (const sub of ['', '/documents', '/changes']) await read(path + sub);
  }
  return dump;
}
