import assert from 'node:assert/strict';
import test from 'node:test';
import { nextInstant } from '../../../src/domain/subscription/instants.ts';
import { entry } from './given.ts';

test('the next instant at which something changes by itself', () => {
  const subscriptions = [
    { subscription_id: 'a', entries: [entry(2, 4), entry(6, null, { next_renewal_date: 9 })] },
    { subscription_id: 'b', entries: [entry(3, 20)] },
  ];
  const next = (now: number) => nextInstant(subscriptions, now);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 8, 9, 19].map(next), [2, 2, 3, 4, 6, 6, 9, 9, 20, 20]);
  assert.equal(next(20), null);
  assert.equal(nextInstant([], 0), null);
});
