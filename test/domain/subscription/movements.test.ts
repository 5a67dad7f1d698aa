import assert from 'node:assert/strict';
import test from 'node:test';
import type { History } from '../../../src/domain/subscription/history.ts';
import { movementsOf, mrrSteps } from '../../../src/domain/subscription/movements.ts';
import { entry } from './given.ts';

const cents = (total_revenue: number) => ({ total_revenue });
const account = (...histories: History[]) =>
  movementsOf(histories.map((entries, index) => ({ subscription_id: `s${index}`, entries })));
const moves = (...histories: History[]) => account(...histories).map((each) => [each.at, each.class, each.amount]);

test('classes', async (t) => {
  await t.test('new, if the account never had MRR', () => assert.deepEqual(moves([entry(1, null)]), [[1, 'new', 100]]));
  await t.test('new still after an entry without revenue', () =>
    assert.deepEqual(moves([entry(1, 3, cents(0)), entry(3, null)]), [[3, 'new', 100]]),
  );
  await t.test('expansion by a second subscription', () =>
    assert.deepEqual(moves([entry(1, null)], [entry(3, null, cents(7))]), [
      [1, 'new', 100],
      [3, 'expansion', 7],
    ]),
  );
  await t.test('reactivation, if it is at 0 just before, be it another subscription', () =>
    assert.deepEqual(moves([entry(1, 3)], [entry(4, null, cents(7))]), [
      [1, 'new', 100],
      [3, 'churn', 100],
      [4, 'reactivation', 7],
    ]),
  );
  await t.test('contraction where a subscription goes on', () =>
    assert.deepEqual(moves([entry(1, 3), entry(3, null, cents(60))]), [
      [1, 'new', 100],
      [3, 'contraction', 40],
    ]),
  );
  await t.test('churn where one ends and others go on', () =>
    assert.deepEqual(moves([entry(1, 3)], [entry(1, null)]), [
      [1, 'new', 200],
      [3, 'churn', 100],
    ]),
  );
  await t.test('churn where one goes to revenue 0', () =>
    assert.deepEqual(moves([entry(1, 3), entry(3, null, cents(0))]), [
      [1, 'new', 100],
      [3, 'churn', 100],
    ]),
  );
  await t.test('no movement where the sum stays', () =>
    assert.deepEqual(moves([entry(1, 3)], [entry(3, null)]), [[1, 'new', 100]]),
  );
  await t.test('no movement at a renewal of the same price', () =>
    assert.deepEqual(moves([entry(1, 3), entry(3, null, { is_renewal: true })]), [[1, 'new', 100]]),
  );
  await t.test('one that ends within a rise is no churn', () =>
    assert.deepEqual(moves([entry(1, 3)], [entry(3, null, cents(150))]), [
      [1, 'new', 100],
      [3, 'expansion', 50],
    ]),
  );
});

test('the ledger names causes, the same on both parts', () => {
  const shared = {
    at: 5,
    mrr_before: 130,
    mrr_after: 90,
    causes: [
      { subscription_id: 's0', start_date: 5 },
      { subscription_id: 's1', start_date: 2 },
    ],
  };
  assert.deepEqual(
    account(
      [entry(1, 5), entry(5, null, cents(90))],
      [entry(2, 5, cents(20))],
      [entry(3, 5, cents(10)), entry(5, 6, cents(10))],
    ).filter(({ at }) => at === 5),
    [
      { ...shared, class: 'contraction', amount: 10 },
      { ...shared, class: 'churn', amount: 20 },
    ].map((part) => ({
      ...part,
      mrr_after: 100,
    })),
  );
});

test('a cause at revenue 0 is named by the entry in effect from then', () => {
  const [, churn] = account([entry(1, 3), entry(3, null, cents(0))]);
  assert.deepEqual(churn?.causes, [{ subscription_id: 's0', start_date: 3 }]);
});

test('steps: every instant of change, once, foreseen ones too', () => {
  const movements = account([entry(1, 5), entry(5, 99, cents(60))], [entry(2, 5, cents(7))]);
  assert.deepEqual(mrrSteps(movements), [
    { at: 1, mrr: 100 },
    { at: 2, mrr: 107 },
    { at: 5, mrr: 60 },
    { at: 99, mrr: 0 },
  ]);
});
