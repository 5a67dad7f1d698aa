/** A report over all accounts opens from kept totals, over selected ones from the last movement of each. They must agree. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Client } from '../support/client.ts';
import { runs } from '../support/runs.ts';
import { shareTestServer, type TestServer, testNow } from '../support/server.ts';

const day = 86_400_000;
const everyAccount = { records: [{ attribute: 'account_id', operator: 'like', value: '' }] };
let server: TestServer;
before(async () => {
  server = await shareTestServer();
});
after(() => server.close());

// Around 1970 as well, whose days before it have negative times.
const instant = fc.oneof(
  fc.integer({ min: testNow - 400 * day, max: testNow + 30 * day }),
  fc.integer({ min: -3, max: 3 }).map((days) => days * day),
  fc.integer({ min: -5 * day, max: 5 * day }),
);
const accountId = fc.constantFrom('a', 'b', 'c', 'd');
const event = fc.record({
  account_id: accountId,
  effective_start_date: instant,
  event: fc.constantFrom('revenue', 'revenue', 'end'),
  total_revenue: fc.integer({ min: 0, max: 500 }),
  cycle_unit: fc.constant('month'),
  cycle_length: fc.constant(1),
});
const portfolio = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 25 }),
  deleted: fc.subarray(['a', 'b', 'c', 'd'], { maxLength: 2 }),
  ranges: fc.array(fc.tuple(instant, instant), { minLength: 3, maxLength: 3 }),
});

const reports = (from: number, to: number): string[] => [
  `/reports/mrr?from=${from}&to=${to}&interval=year`,
  `/reports/mrr?from=${from}&to=${to}&interval=year&basis=period`,
  `/reports/retention?from=${from}&to=${to}`,
];

async function load(client: Client, { events, deleted }: { events: object[]; deleted: string[] }): Promise<void> {
  await client.load(
    'accounts',
    ['a', 'b', 'c', 'd'].map((id) => ({ account_id: id, name: id, join_date: 0 })),
  );
  const records = (events as { account_id: string }[]).map((each) => ({ ...each, subscription_id: each.account_id }));
  // In two batches, so that the second takes back what the first had put into the totals.
  await client.post('/subscriptions', { records: records.slice(0, 10) });
  await client.post('/subscriptions', { records: records.slice(10) });
  for (const id of deleted) await client.delete(`/accounts/${id}`);
}

test('the totals of days open a report as the last movements of its accounts do', async () => {
  await fc.assert(
    fc.asyncProperty(portfolio, async (sample) => {
      const client = await server.tenant();
      await load(client, sample);
      for (const [a, b] of sample.ranges) {
        if (a === b) continue;
        for (const path of reports(Math.min(a, b), Math.max(a, b)))
          assert.deepEqual((await client.get(path)).body, (await client.post(path, everyAccount)).body, path);
      }
    }),
    { numRuns: runs(10) },
  );
});
