/** What holds of random batches: what is stored is what the events make of the histories, and all that follows from it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { examineTenant } from '../../src/doctor/examine.ts';
import type { Difference } from '../../src/doctor/findings.ts';
import { applyEvent } from '../../src/domain/subscription/events.ts';
import { edited, type Entry, type History } from '../../src/domain/subscription/history.ts';
import { startOfDay } from '../../src/domain/subscription/periods.ts';
import type { EventRecord } from '../../src/domain/subscription/record.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { prepareDatabase } from '../../src/store/location.ts';
import { subscriptions } from '../../src/store/tables.ts';
import { anyEvent, time } from '../domain/subscription/arbitraries.ts';
import { account } from '../support/cases.ts';
import { shareTestServer, type TestServer } from '../support/server.ts';

const hour = 3_600_000;
const day = 24 * hour;
const dates = ['effective_start_date', 'effective_end_date', 'next_renewal_date', 'previous_renewal_date'] as const;

/** The random records of the algebra's own tests, whose small numbers are days here. */
const inDays = (record: EventRecord): EventRecord => {
  const scaled: { [field: string]: unknown } = { ...record };
  for (const field of dates) if (typeof record[field] === 'number') scaled[field] = record[field] * day;
  return scaled as unknown as EventRecord;
};
const named = fc.record({
  account: fc.integer({ min: 0, max: 2 }),
  number: fc.integer({ min: 0, max: 1 }),
  event: anyEvent,
});
const batches = fc
  .array(
    fc.record({ now: time, hours: fc.integer({ min: 0, max: 23 }), records: fc.array(named, { maxLength: 12 }) }),
    { minLength: 1, maxLength: 4 },
  )
  .map((sent) => sent.toSorted((one, other) => one.now - other.now || one.hours - other.hours));
const zones = fc.constantFrom('UTC', 'Pacific/Apia', 'America/New_York', 'Asia/Kathmandu');

/** Declares the test, over `numRuns` random loads. */
export function testLoads(numRuns: number): void {
  let server: TestServer;
  let database: Database;
  before(async () => {
    server = await shareTestServer();
    database = openDatabase(await prepareDatabase(server.place, 0), 'reader');
  });
  after(async () => {
    await database.close();
    await server.close();
  });

  test('random batches leave what the events make of the histories, and all that follows from it', async () => {
    const property = fc.asyncProperty(batches, zones, async (sent, time_zone) => {
      const client = await server.tenant({ time_zone });
      server.time.now = 0;
      await client.load(
        'accounts',
        [0, 1, 2].map((n) => account(`a${n}`)),
      );
      const histories = new Map<string, History>();
      for (const { now, hours, records } of sent) {
        server.time.now = now * day + hours * hour;
        const today = startOfDay(server.time.now, time_zone);
        const faults: [number, string][] = [];
        for (const [index, { account: owner, number, event }] of records.entries()) {
          const id = `s${owner}-${number}`;
          const entries = histories.get(id) ?? [];
          const result = applyEvent(entries, inDays(event), today);
          if ('fault' in result) faults.push([index, result.fault.message]);
          else histories.set(id, edited(entries, result.edit));
        }
        const { body } = await client.post('/subscriptions', {
          records: records.map(({ account: owner, number, event }) => ({
            account_id: `a${owner}`,
            subscription_id: `s${owner}-${number}`,
            ...inDays(event),
          })),
        });
        const failed = body.failed_results.map((each: any) => [each.record, each.message]);
        assert.deepEqual(failed, faults);
        assert.equal(body.status_is_ok, faults.length === 0 || faults.length < records.length);
      }

      const tenant = await database.directory.tenant(client.tenant);
      const store = database.store(tenant?.tenant_id as number);
      const rows = await store.read((reader) => reader.load(subscriptions, 'account_id', ['a0', 'a1', 'a2']));
      const stored = rows.map((row) => [row.subscription_id as string, JSON.parse(row.entries as string) as Entry[]]);
      const expected = [...histories].filter(([, entries]) => entries.length > 0);
      assert.deepEqual(new Map(stored as [string, Entry[]][]), new Map(expected));

      for (const days of [0, 1, 30]) {
        server.time.now += days * day;
        const differences: Difference[] = [];
        const options = { clock: () => server.time.now, rebuild: false };
        await examineTenant(store, options, (difference) => differences.push(difference));
        assert.deepEqual(differences, []);
        await client.get('/accounts');
      }
    });
    await fc.assert(property, { numRuns });
  });
}
