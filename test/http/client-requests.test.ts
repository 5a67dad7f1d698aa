/** What programs written against the original service send about accounts, byte for byte. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertMatches, day, exactly, ids, useServer } from '../support/cases.ts';
import type { Reply } from '../support/client.ts';
import { exchange, requestText } from '../support/raw.ts';
import { testNow } from '../support/server.ts';

const server = useServer();

const cocoa = {
  account_id: '12345',
  name: 'Cocoa Ltd',
  join_date: 1_312_685_594_018,
  tier: 'Silver',
  assigned_csms: [{ email: 'joe@company.com' }, { email: 'fred@company.com' }],
  custom_label_dimensions: [
    { key: 'favorite_fruit', value: 'mango' },
    { key: 'favorite_flavor', value: 'hazelnut' },
  ],
  custom_value_dimensions: [
    { key: 'offices_count', value: 20 },
    { key: 'trucks_fleet_size', value: 12 },
  ],
  stage_history: [
    { name: 'trial', start_date: 1_312_685_594_018, end_date: 1_312_685_594_018 + day },
    { name: 'established', start_date: 1_312_685_594_018 + day, end_date: null },
  ],
  nps_history: [
    { nps_score: 50, date: 1_312_685_594_018 },
    { nps_score: 30, date: 1_312_685_594_018 + day },
  ],
};

const ruby = [
  'Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
  'Accept: */*',
  'User-Agent: Ruby',
  'Connection: close',
];
const python = ['Content-Type: application/json, charset: utf-8', 'Accept-Encoding: gzip, deflate', 'Accept: */*'];

interface Program {
  readonly name: string;
  readonly headers: readonly string[];
  /** Method, path with the query behind it, body, what is answered, what one property of the account is afterwards. */
  readonly requests: readonly (readonly [
    string,
    string,
    body: string | undefined,
    expected: unknown,
    after?: object,
  ])[];
}

const ok = { status_is_ok: true };
const page = { status_is_ok: true, current_page: 0, max_page_size: 1000 };
const programs: Program[] = [
  {
    name: 'A',
    headers: ruby,
    requests: [
      ['POST', '/accounts/', JSON.stringify({ records: [cocoa] }), { ...ok, failed_results: [] }],
      ['GET', '/accounts/', undefined, { ...page, results: ids('12345') }],
      ['GET', '/accounts/12345/', undefined, { ...ok, results: ids('12345') }],
      ['PUT', '/accounts/12345/', '{"account_id":"12345","tier":"Gold"}', exactly(ok), { tier: 'Gold' }],
      ...['statements', 'subscriptions', 'support_tickets', 'users', 'contacts'].map(
        (list) => ['GET', `/accounts/12345/${list}/`, undefined, { ...page, results: [] }] as const,
      ),
      ['GET', '/accounts/12345/metrics/', undefined, { ...page, results: [{}] }],
      [
        'DELETE',
        '/accounts/12345/stage_history/trial/1312685594018/',
        undefined,
        exactly(ok),
        {
          stage_history: [{ name: 'established' }],
        },
      ],
      ['DELETE', '/accounts/12345/stage_history/', undefined, exactly(ok), { stage_history: [], current_stage: null }],
      [
        'DELETE',
        '/accounts/12345/dimension_values/offices_count/',
        undefined,
        exactly(ok),
        {
          custom_value_dimensions: exactly({ trucks_fleet_size: 12 }),
        },
      ],
      [
        'DELETE',
        '/accounts/12345/dimension_labels/favorite_fruit/',
        undefined,
        exactly(ok),
        {
          custom_label_dimensions: exactly({ favorite_flavor: 'hazelnut' }),
        },
      ],
      [
        'DELETE',
        '/accounts/12345/assigned_csms/joe@company.com/',
        undefined,
        exactly(ok),
        {
          assigned_csms: ['fred@company.com'],
        },
      ],
      [
        'DELETE',
        '/accounts/12345/nps_history/1312685594018/',
        undefined,
        exactly(ok),
        {
          nps_history: [{ nps_score: 30 }],
          current_nps_score: 30,
        },
      ],
      ['DELETE', '/accounts/12345/', undefined, exactly(ok), { is_deleted: true, inactive_time: testNow }],
      ['GET', '/accounts/', undefined, { ...page, results: [] }],
    ],
  },
  {
    name: 'C',
    headers: python,
    requests: [
      ['POST', '/accounts', JSON.stringify({ records: [cocoa] }), { ...ok, failed_results: [] }],
      [
        'GET',
        '/accounts?order_by=account_id&direction=desc&page=0&include_inactive=False&include=N%2Co%2Cn%2Ce',
        undefined,
        { ...page, order_by: 'account_id', direction: 'desc', include_inactive: false, results: ids('12345') },
      ],
      ['GET', '/accounts/12345', undefined, { ...ok, results: ids('12345') }],
      [
        'GET',
        '/accounts/12345/users?order_by=user_id&direction=desc&page=0&include_inactive=False',
        undefined,
        { ...page, results: [] },
      ],
    ],
  },
  {
    name: 'D',
    headers: [],
    requests: [
      [
        'POST',
        '/accounts',
        '{"records": [{"account_id": 77, "name": "Co", "join_date": 1559203200000, "billing_account_id": null, ' +
          '"custom_value_dimensions": [{"key": "Prospect upload percent", "value": null}], "documents": null}]}',
        { ...ok, failed_results: [] },
      ],
      [
        'GET',
        '/accounts/77',
        undefined,
        {
          results: [
            {
              account_id: '77',
              billing_account_id: null,
              custom_value_dimensions: { 'Prospect upload percent': null },
            },
          ],
        },
      ],
      [
        'PUT',
        '/accounts/77',
        '{"data": {"is_churned": true, "state": "churned", "account_id": 77}}',
        exactly(ok),
        { is_churned: true, is_active: false },
      ],
      ['DELETE', '/accounts/77', '', exactly(ok), { is_churned: true, is_deleted: true }],
    ],
  },
];

for (const { name, headers, requests } of programs) {
  test(`what program ${name} sends about accounts works, with its headers and in its order`, async () => {
    server().time.now = testNow;
    const client = await server().tenant();
    for (const [method, path, body, expected, account] of requests) {
      const line = `${method} /api/v2${path}${path.includes('?') ? '&' : '?'}api_key=${client.key}`;
      const reply: Reply = await exchange(server().url, requestText(line, headers, body));
      assert.equal(reply.status, 200, line);
      assertMatches(reply.body, expected, `${method} ${path}`);
      if (headers.includes('Connection: close')) assert.equal(reply.headers.get('connection'), 'close');
      if (account === undefined) continue;
      const id = path.split('/')[2];
      assertMatches((await client.get(`/accounts/${id}`)).body.results[0], account, `after ${method} ${path}`);
    }
  });
}

test('the usage event of program A is no part of this API: 404 with JSON', async () => {
  const event =
    'account_id=12345&user_id=user_1&created_at=1312685594018&session_id=s1&action=feature&feature=widget&module=dashboard&total=1';
  const headers = ['Content-Type: application/json', ...ruby];
  const { status, body } = await exchange(server().url, requestText('POST /v1/EAUTH/EAPI', headers, event));
  assert.equal(status, 404);
  assert.equal(body.status_is_ok, false);
});
