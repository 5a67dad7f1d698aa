import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { compareText } from '../../src/domain/compare.ts';
import type { Database } from '../../src/store/database.ts';
import type { Point, PointQuery } from '../../src/store/store.ts';
import { text } from '../support/arbitraries.ts';
import { type Harness, newTenant } from './harness.ts';

const name = fc.oneof(fc.constantFrom('logins', 'Logins', '__proto__', "'", '\uffff', '\u{10000}'), text(5));
const accountId: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'é', '\u{10000}', '\uffff');
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => (one === 0 ? 0 : one));
const point: fc.Arbitrary<Point> = fc.record(
  { account_id: accountId, name, timestamp: fc.integer({ min: -2, max: 3 }), value },
  { noNullPrototype: true },
);
const keyOf = (one: Point): string => JSON.stringify([one.account_id, one.name, one.timestamp]);
const points = fc.uniqueArray(point, { selector: keyOf, maxLength: 12 });

const inOrder = (list: readonly Point[]): Point[] =>
  list.toSorted(
    (a, b) => compareText(a.account_id, b.account_id) || compareText(a.name, b.name) || a.timestamp - b.timestamp,
  );
const merged = (list: readonly Point[]): Point[] =>
  inOrder([...new Map(list.map((one) => [keyOf(one), one])).values()]);

export function exercisePoints({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('points of metrics', () => {
    test('are read by account, name and time in order, with the values last put, to the last bit', async () => {
      const query = fc.record(
        {
          accountIds: fc.array(accountId, { maxLength: 3 }),
          names: fc.array(name, { maxLength: 3 }),
          between: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })),
        },
        { requiredKeys: ['accountIds'], noNullPrototype: true },
      );
      await fc.assert(
        fc.asyncProperty(points, points, query, async (first, second, asked) => {
          const { store } = await newTenant(database);
          await store.write((writer) => writer.putPoints(first));
          await store.write((writer) => writer.putPoints(second));
          const { accountIds, names, between: [from, to] = [-9, 9] } = asked;
          const expected = merged([...first, ...second]).filter(
            (one) =>
              accountIds.includes(one.account_id) &&
              (names === undefined || names.includes(one.name)) &&
              one.timestamp >= from &&
              one.timestamp <= to,
          );
          const read = await store.read((reader) => reader.points(asked as PointQuery));
          assert.deepEqual(
            read.map((one) => ({ ...one })),
            expected,
          );
        }),
        { numRuns: 150 },
      );
    });

    test('tell which accounts have which metric', async () => {
      await fc.assert(
        fc.asyncProperty(points, fc.array(accountId), fc.array(name), async (list, accountIds, names) => {
          const { store } = await newTenant(database);
          await store.write((writer) => writer.putPoints(list));
          const held = list.filter((one) => names.includes(one.name));
          const expected = new Set(
            held.filter((one) => accountIds.includes(one.account_id)).map((one) => `${one.account_id} ${one.name}`),
          );
          const some = await store.read((reader) => reader.series(accountIds, names));
          assert.deepEqual(new Set(some.map((one) => `${one.account_id} ${one.name}`)), expected);
          assert.equal(some.length, expected.size);
          const any = await store.read((reader) => reader.series(undefined, names));
          assert.equal(any.length, Math.min(held.length, 1));
        }),
      );
    });

    test('of a metric are removed, of one account or of all, and it is told whether there were any', async () => {
      await fc.assert(
        fc.asyncProperty(points, name, fc.option(accountId, { nil: undefined }), async (list, gone, from) => {
          const { store } = await newTenant(database);
          await store.write((writer) => writer.putPoints(list));
          const goes = (one: Point): boolean => one.name === gone && (from === undefined || one.account_id === from);
          const removed = await store.write((writer) => writer.removeMetric(gone, from));
          assert.equal(removed, list.some(goes));
          const accountIds = [...new Set(list.map((one) => one.account_id))];
          const left = await store.read((reader) => reader.points({ accountIds }));
          assert.deepEqual(
            left.map((one) => ({ ...one })),
            inOrder(list.filter((one) => !goes(one))),
          );
          const series = await store.read((reader) => reader.series(accountIds, [gone]));
          assert.equal(
            series.length,
            new Set(left.filter((one) => one.name === gone).map((one) => one.account_id)).size,
          );
        }),
      );
    });
  });
}
