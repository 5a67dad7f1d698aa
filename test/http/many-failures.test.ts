/** A body of the smallest faulty records: refused in bounded time and memory, by an answer that says how many there are. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shareTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
before(async () => {
  server = await shareTestServer();
});
after(() => server.close());

test('of very many failed records the first 100,000 are listed and all are counted', async () => {
  const client = await server.tenant();
  const body = `{"records":[${'{},'.repeat(149_999)}{}]}`;
  const reply = await client.post('/accounts', body);
  assert.equal(reply.body.status_is_ok, false);
  assert.equal(reply.body.failed_results.length, 100_000);
  assert.equal(reply.body.failed_results.at(-1).record, 99_999);
  assert.match(reply.body.message, /^Nothing was applied: 150000 records are at fault, of which the first 100000 /);
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
