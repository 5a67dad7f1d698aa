/** What programs written against the original service send about users and metrics, byte for byte. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertMatches, exactly, useServer } from '../support/cases.ts';
import { exchange, requestText } from '../support/raw.ts';
import { accounts, each } from '../support/records.ts';
import { testNow } from '../support/server.ts';

const server = useServer();

const ok = { status_is_ok: true };
const page = { ...ok, current_page: 0, max_page_size: 1000 };
const uploaded = exactly({ ...ok, failed_results: [] });
const ruby = [
  'Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
  'Accept: */*',
  'User-Agent: Ruby',
  'Connection: close',
];
const python = ['Content-Type: application/json, charset: utf-8', 'Accept-Encoding: gzip, deflate', 'Accept: */*'];

/** Method, path with its query, body, what is answered. */
type Sent = readonly [method: string, path: string, body: string | undefined, answer: unknown];

const user = '{"user_id":"user_1","account_id":"12345","first_name":"Abby","last_name":"Russel","is_primary":true}';
const points = (...pairs: [number, number][]) => pairs.map(([timestamp, value]) => ({ timestamp, value }));

const programs: { name: string; headers: readonly string[]; requests: readonly Sent[] }[] = [
  {
    name: 'A, about users',
    headers: ruby,
    requests: [
      ['POST', '/account_users/', `{"records": [${user}]}`, uploaded],
      ['GET', '/account_users/', undefined, { ...page, results: each('user_id', 'user_1') }],
      ['GET', '/account_users/user_1/', undefined, { ...ok, results: [{ product_join_date: testNow }] }],
      ['GET', '/account_users/user_1/12345/', undefined, { ...ok, results: each('account_id', '12345') }],
      ['GET', '/accounts/12345/users/', undefined, { ...page, results: each('user_id', 'user_1') }],
      ['PUT', '/account_users/user_1/', '{"user_id":"user_1","account_id":"12345","title":"CEO"}', exactly(ok)],
      [
        'GET',
        '/account_users/user_1/',
        undefined,
        { results: [{ title: 'CEO', first_name: 'Abby', is_active: true }] },
      ],
      ['DELETE', '/account_users/user_1/', undefined, exactly(ok)],
      ['GET', '/account_users/user_1/', undefined, { results: [{ is_active: false }] }],
      ['GET', '/account_users/', undefined, { ...page, results: [] }],
      ['DELETE', '/account_users/user_1/12345/', undefined, exactly(ok)],
      ['DELETE', '/account_users/user_2/12345/', undefined, { status_is_ok: false }],
    ],
  },
  {
    name: 'A, about metrics',
    headers: ruby,
    requests: [
      [
        'POST',
        '/metrics/',
        '{"records": [{"name":"choc","account_id":"12345","metrics":[{"timestamp":1312685594018,"value":3}]}]}',
        uploaded,
      ],
      [
        'GET',
        '/metrics/choc/',
        undefined,
        { ...page, results: [{ account_id: '12345', choc: points([1312685594018, 3]) }] },
      ],
      [
        'PUT',
        '/metrics/choc/',
        '{"name":"choc","account_id":"12345","metrics":[{"timestamp":1312623494011,"value":10}]}',
        exactly(ok),
      ],
      [
        'GET',
        '/accounts/12345/metrics/',
        undefined,
        { ...page, results: [{ choc: points([1312685594018, 3], [1312623494011, 10]) }] },
      ],
      ['DELETE', '/metrics/choc/', undefined, exactly(ok)],
      ['GET', '/metrics/choc/', undefined, { status_is_ok: false, results: [] }],
    ],
  },
  {
    name: 'C, about users',
    headers: python,
    requests: [
      ['POST', '/account_users', `{"records": [${user}]}`, uploaded],
      [
        'GET',
        '/accounts/12345/users?order_by=user_id&direction=desc&page=0&include_inactive=False',
        undefined,
        {
          ...page,
          order_by: 'user_id',
          direction: 'desc',
          include_inactive: false,
          results: each('user_id', 'user_1'),
        },
      ],
    ],
  },
  {
    name: 'D, about users',
    headers: [],
    requests: [
      [
        'POST',
        '/account_users',
        '{"records": [{"account_id": 77, "user_id": 5, "first_name": "A", "last_name": "B", "title": null, ' +
          '"custom_label_dimensions": null, "is_primary": true, "product_join_date": 1559203200123}]}',
        uploaded,
      ],
      [
        'GET',
        '/account_users/5',
        undefined,
        { results: [{ account_id: '77', user_id: '5', product_join_date: 1559203200123 }] },
      ],
      ['PUT', '/account_users/5', '{"data": {"account_id": 77, "user_id": 5, "title": "CEO"}}', exactly(ok)],
      ['GET', '/account_users/5', undefined, { results: [{ title: 'CEO', is_primary: true }] }],
      ['DELETE', '/account_users/5', '', exactly(ok)],
      ['GET', '/account_users/5', undefined, { results: [{ is_active: false }] }],
    ],
  },
];

for (const { name, headers, requests } of programs) {
  test(`what program ${name}, works, with its headers and in its order`, async () => {
    server().time.now = testNow;
    const client = await server().tenant();
    const { path, body } = accounts('12345', '77');
    await client.post(path, body);
    for (const [method, route, sent, answer] of requests) {
      const line = `${method} /api/v2${route}${route.includes('?') ? '&' : '?'}api_key=${client.key}`;
      const reply = await exchange(server().url, requestText(line, headers, sent));
      assert.equal(reply.status, 200, line);
      assertMatches(reply.body, answer, `${method} ${route}`);
    }
  });
}
