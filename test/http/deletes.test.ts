/** A slip in a delete never widens it: every DELETE, with parameters and names that are wrong, changes nothing (§1.2). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routes } from '../../src/http/routes.ts';
import { account, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { dumpTenant } from '../support/dump.ts';
import { exchange, requestText } from '../support/raw.ts';

const server = useServer();

const filled = account('1', {
  assigned_csms: ['joe@company.com', 'fred@company.com'],
  custom_label_dimensions: [{ key: 'k', value: 'v' }],
  custom_value_dimensions: [{ key: 'k', value: 1 }],
  custom_event_dimensions: [{ key: 'k', value: 1 }],
  documents: [{ name: 'n', url: 'u' }],
  stage_history: [
    { name: 'n', start_date: 5, end_date: 6 },
    { name: 'n', start_date: 7 },
  ],
  nps_history: [{ nps_score: 5, date: 5 }],
});

/** Every DELETE in each of its forms, and the entry that the form names. */
const forms: { readonly [route: string]: readonly string[] } = {
  '/accounts/{id}': ['/accounts/1'],
  '/accounts/{id}/stage_history[/{name}][/{timestamp}]': ['', '/n', '/n/5'].map(
    (end) => `/accounts/1/stage_history${end}`,
  ),
  '/accounts/{id}/dimension_values[/{key}]': ['', '/k'].map((end) => `/accounts/1/dimension_values${end}`),
  '/accounts/{id}/dimension_labels[/{key}]': ['', '/k'].map((end) => `/accounts/1/dimension_labels${end}`),
  '/accounts/{id}/dimension_events[/{key}]': ['', '/k'].map((end) => `/accounts/1/dimension_events${end}`),
  '/accounts/{id}/assigned_csms[/{email}]': ['', '/joe@company.com'].map((end) => `/accounts/1/assigned_csms${end}`),
  '/accounts/{id}/nps_history[/{timestamp}]': ['', '/5'].map((end) => `/accounts/1/nps_history${end}`),
  '/accounts/{id}/documents[/{name}]': ['', '/n'].map((end) => `/accounts/1/documents${end}`),
};
const deletes = routes.filter(({ method }) => method === 'DELETE').map(({ path }) => path);

test('every DELETE of the route table has its forms here', () => {
  assert.deepEqual(Object.keys(forms).toSorted(), deletes.toSorted());
});

async function fill(): Promise<Client> {
  const client = await server().tenant();
  await client.load('accounts', [filled, account('2', { assigned_csms: ['joe@company.com'] })]);
  return client;
}

/** Parameters that no route of accounts knows, and those of another route. */
const unknownToAll = [
  'unknown=1',
  'Churn=true',
  'churn%20=true',
  'account_id=1',
  'account_id=',
  'start_date=abc',
  'key=k',
  'name=n',
  'timestamp=5',
  'email=joe@company.com',
  'page=0',
  'include_inactive=true',
  'API_KEY=x',
  '__proto__=1',
  '=',
  'undefined',
];
const knownToOne = [
  'churn=',
  'churn',
  'churn=yes',
  'churn=truee',
  'churn=1.0',
  'churn=null',
  'churn=undefined',
  'churn=%zz',
  'churn=true&churn=true',
  'churn=true&churn=false',
  'churn[]=true',
  'inactive_time=',
  'inactive_time',
  'inactive_time=abc',
  'inactive_time=1e3',
  'inactive_time=1.5',
  'inactive_time=%205',
  'inactive_time=5%20',
  'inactive_time=%2B5',
  'inactive_time=0x5',
  'inactive_time=NaN',
  'inactive_time=null',
  'inactive_time=8640000000000001',
  'inactive_time=-8640000000000001',
  'inactive_time=99999999999999999999',
  'inactive_time=5&inactive_time=5',
  'inactive_time=2026-03-10',
  'churn=true&inactive_time=x',
  'churn=x&inactive_time=5',
];
// What the delete of an account knows is unknown to all others.
const unknownToOthers = ['churn=true', 'inactive_time=5'];

for (const path of Object.values(forms).flat()) {
  const wrong = [...unknownToAll, ...(path === '/accounts/1' ? knownToOne : unknownToOthers)];
  test(`DELETE ${path} with any of ${wrong.length} wrong queries changes nothing`, async () => {
    const client = await fill();
    const before = await dumpTenant(client);
    for (const query of wrong) {
      const { status, body } = await client.delete(`${path}?${query}`);
      assert.equal(status, 200, query);
      assert.equal(body.status_is_ok, false, query);
      assert.equal(body.code, 'invalid_parameter', query);
      assert.equal(typeof body.field, 'string', query);
    }
    assert.deepEqual(await dumpTenant(client), before);
    // The same without a query is carried out, so that it is the query which was refused.
    assert.equal((await client.delete(`${path}?api_key=${client.key}`)).body.status_is_ok, true);
    assert.notDeepEqual(await dumpTenant(client), before);
  });
}

const wrongTimes = [
  '',
  '%20',
  'abc',
  '5x',
  '1e0',
  '5.0',
  '+5',
  '%205',
  '0x5',
  'NaN',
  'null',
  '8640000000000001',
  '99999999999999999999',
  '..',
  '.',
];
const wrongPaths = [
  ...wrongTimes.flatMap((time) => [`/accounts/1/nps_history/${time}/`, `/accounts/1/stage_history/n/${time}/`]),
  ...[
    'stage_history',
    'dimension_values',
    'dimension_labels',
    'dimension_events',
    'assigned_csms',
    'documents',
  ].flatMap((list) =>
    ['', '.', '..', '%2e%2e', '%2E', '%20', '%00', '*', '%', '%25', '%2F', '?', '__proto__'].map(
      (name) => `/accounts/1/${list}/${name}/`,
    ),
  ),
  '/accounts/1/stage_history//5',
  '/accounts//stage_history',
  '/accounts//',
  '/accounts/',
  '/accounts',
  '/accounts/*',
  '/accounts/%20',
  '/accounts/1%20',
  '/accounts/../accounts',
  '/accounts/1/unknown',
  '/accounts/1/documents/n/5',
  '//accounts/1',
];

test(`DELETE of any of ${wrongPaths.length} wrong paths changes nothing, as it stands on the wire`, async () => {
  const client = await fill();
  const before = await dumpTenant(client);
  for (const path of wrongPaths) {
    const line = `DELETE /api/v2${path}`;
    const { status, body } = await exchange(server().url, requestText(line, [`X-API-Key: ${client.key}`], ''));
    assert.equal(body.status_is_ok, false, `${path}: ${JSON.stringify(body)}`);
    assert.ok([200, 400, 404, 405].includes(status), `${path}: ${status}`);
  }
  assert.deepEqual(await dumpTenant(client), before);
});
