import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { CycleUnit } from '../../../src/domain/subscription/history.ts';
import { accountMrr, entryMrr } from '../../../src/domain/subscription/mrr.ts';
import { entry } from './given.ts';
import { mrrOf } from './model-derived.ts';

const mrr = (total_revenue: number, cycle_length: number, cycle_unit: CycleUnit) =>
  entryMrr({ total_revenue, cycle_unit, cycle_length });

test('MRR of an entry', async (t) => {
  const cases: [string, number, number, CycleUnit, number][] = [
    ['per 45 days', 818_019, 45, 'day', 552_920],
    ['per 3 months', 188_595, 3, 'month', 62_865],
    ['a third is rounded down', 100, 3, 'month', 33],
    ['two thirds up', 200, 3, 'month', 67],
    ['a half up', 1, 2, 'month', 1],
    ['less than a half down', 49, 100, 'month', 0],
    ['per year', 120_000, 1, 'year', 10_000],
    ['365 days are a year', 120_000, 365, 'day', 10_000],
    ['nothing', 0, 1, 'day', 0],
    ['the most', 10 ** 12, 1, 'day', 30_416_666_666_667],
    ['the longest', 10 ** 12, Number.MAX_SAFE_INTEGER, 'year', 0],
  ];
  for (const [name, total, length, unit, expected] of cases) {
    await t.test(name, () => assert.equal(mrr(total, length, unit), expected));
  }
  await t.test('is exact', () => {
    const sizes = [1, 400, 10 ** 6, 10 ** 12, Number.MAX_SAFE_INTEGER];
    fc.assert(
      fc.property(
        fc.oneof(...sizes.slice(1, 4).map((max) => fc.integer({ min: 0, max }))),
        fc.oneof(...sizes.map((max) => fc.integer({ min: 1, max }))),
        fc.constantFrom<CycleUnit>('day', 'month', 'year'),
        (total_revenue, cycle_length, cycle_unit) => {
          const terms = { total_revenue, cycle_length, cycle_unit };
          assert.equal(entryMrr(terms), mrrOf(terms));
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

test('MRR of an account', async (t) => {
  const subscriptions = [
    { subscription_id: 'a', entries: [entry(2, 4), entry(6, 8, { total_revenue: 7 })] },
    { subscription_id: 'b', entries: [entry(3, 7, { total_revenue: 20 })] },
  ];
  const at = (now: number) => accountMrr(subscriptions, now);
  await t.test('is null while none has begun', () => {
    assert.equal(at(1), null);
    assert.equal(accountMrr([], 1), null);
  });
  await t.test('sums the entries in effect', () => assert.deepEqual([2, 3, 4, 6, 7].map(at), [100, 120, 20, 27, 7]));
  await t.test('is 0 when all have ended', () => assert.equal(at(8), 0));
  await t.test('is 0 in a gap', () => assert.equal(accountMrr(subscriptions.slice(0, 1), 5), 0));
  await t.test('is 0, not null, once an entry without revenue has begun', () =>
    assert.equal(accountMrr([{ subscription_id: 'a', entries: [entry(1, null, { total_revenue: 0 })] }], 1), 0),
  );
});
