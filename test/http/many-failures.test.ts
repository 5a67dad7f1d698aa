/** Bodies of very many records, most of them at fault: refused in bounded time and memory. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shareTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
before(async () => {
  server = await shareTestServer();
});
after(() => server.close());

const empty = (count: number): string => `{"records":[${'{},'.repeat(count - 1)}{}]}`;

test('of 100,000 failed records every one is listed', async () => {
  const client = await server.tenant();
  const reply = await client.post('/accounts', empty(100_000));
  assert.equal(reply.body.status_is_ok, false);
  assert.equal(reply.body.failed_results.length, 100_000);
  assert.equal(reply.body.failed_results.at(-1).record, 99_999);
  assert.equal(reply.body.message, 'Nothing was applied: 100000 records are at fault');
});

for (const type of ['accounts', 'account_users', 'metrics', 'subscriptions', 'statements', 'support_tickets', 'notes'])
  test(`an upload of more than 100,000 ${type} is refused`, async () => {
    const client = await server.tenant();
    const { status, body } = await client.post(`/${type}`, empty(100_001));
    assert.equal(status, 413);
    assert.deepEqual(body, {
      status_is_ok: false,
      message: 'The body holds 100001 records; at most 100000 may be sent at a time',
      code: 'too_many_records',
    });
  });

test('an id too long to be one is not sent back', async () => {
  const client = await server.tenant();
  const { body } = await client.post('/accounts', { records: [{ account_id: 'x'.repeat(1_000_000) }] });
  assert.deepEqual(Object.keys(body.failed_results[0]), ['message', 'status_is_ok', 'record', 'code', 'field']);
});

test('a record with 100,000 responses and as many stages is merged', async () => {
  const client = await server.tenant();
  const many = Array.from({ length: 100_000 }, (_, at) => at);
  const nps_history = many.map((date) => ({ nps_score: 1, date }));
  const stage_history = many.map((start_date) => ({ name: 's', start_date, end_date: start_date + 1 }));
  await client.load('accounts', [{ account_id: 'a', name: 'A', join_date: 0, nps_history, stage_history }]);
  await client.load('accounts', [{ account_id: 'a', nps_history, stage_history }]);
  const { body } = await client.get('/accounts/a');
  assert.equal(body.results[0].nps_history.length, 100_000);
  assert.equal(body.results[0].current_stage, null);
});
