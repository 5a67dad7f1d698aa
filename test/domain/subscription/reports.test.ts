import assert from 'node:assert/strict';
import test from 'node:test';
import type { DueDate } from '../../../src/domain/subscription/due-dates.ts';
import type { History } from '../../../src/domain/subscription/history.ts';
import { movementsOf } from '../../../src/domain/subscription/movements.ts';
import type { Basis } from '../../../src/domain/subscription/reports.ts';
import { mrrBefore, mrrRows, renewalRates, retention } from '../../../src/domain/subscription/reports.ts';
import { entry } from './given.ts';

const cents = (total_revenue: number) => ({ total_revenue });
const account = (...histories: History[]) =>
  movementsOf(histories.map((entries, index) => ({ subscription_id: `s${index}`, entries })));
const LATE = 99;

const rows = (bounds: number[], accounts: ReturnType<typeof account>[], basis: Basis, now = LATE) =>
  mrrRows(
    bounds.slice(1).map((end, index) => ({ start: bounds[index] ?? 0, end })),
    accounts,
    basis,
    now,
  );
const blank = { new: 0, reactivation: 0, expansion: 0, contraction: 0, churn: 0 };

test('a row a period', () => {
  const one = account([entry(1, 4), entry(4, 12, cents(60))]);
  const other = account([entry(6, null, cents(7))]);
  assert.deepEqual(rows([0, 5, 10, 15], [one, other], 'event'), [
    {
      ...blank,
      start: 0,
      end: 5,
      opening: 0,
      new: 100,
      contraction: 40,
      closing: 60,
      accounts_opening: 0,
      accounts_closing: 1,
    },
    {
      ...blank,
      start: 5,
      end: 10,
      opening: 60,
      new: 7,
      closing: 67,
      accounts_opening: 1,
      accounts_closing: 2,
    },
    {
      ...blank,
      start: 10,
      end: 15,
      opening: 67,
      churn: 60,
      closing: 7,
      accounts_opening: 2,
      accounts_closing: 1,
    },
  ]);
});

test('the two bases', async (t) => {
  const moved = (basis: Basis, from: number, to: number, ...histories: History[]) => {
    const [row] = rows([from, to], [account(...histories)], basis);
    return Object.entries(row ?? {}).filter(([name, amount]) => name in blank && amount > 0);
  };
  const back = [entry(1, 3), entry(4, 5, cents(30)), entry(6, null, cents(70))];
  await t.test('event sums, period compares', () => {
    assert.deepEqual(moved('event', 2, 9, back), [
      ['reactivation', 100],
      ['churn', 130],
    ]);
    assert.deepEqual(moved('period', 2, 9, back), [['contraction', 30]]);
  });
  await t.test('from 0: new, if it had none before the period', () =>
    assert.deepEqual(moved('period', 0, 9, back), [['new', 70]]),
  );
  await t.test('from 0: else reactivation', () =>
    assert.deepEqual(moved('period', 4, 9, back), [['reactivation', 70]]),
  );
  await t.test('to 0: churn', () => assert.deepEqual(moved('period', 2, 4, back), [['churn', 100]]));
  await t.test('up: expansion', () =>
    assert.deepEqual(moved('period', 5, 9, [entry(1, 7), entry(7, 9, cents(150))]), [['expansion', 50]]),
  );
  await t.test('there and back within it: nothing', () => assert.deepEqual(moved('period', 0, 5, [entry(1, 3)]), []));
});

test('bounds', async (t) => {
  const accounts = [account([entry(5, 8), entry(8, null, cents(30))])];
  await t.test('a movement at the start counts, one at the end does not', () => {
    const [row] = rows([5, 8], accounts, 'event');
    assert.deepEqual([row?.opening, row?.new, row?.contraction, row?.closing], [0, 100, 0, 100]);
  });
  await t.test('a foreseen movement does not count, one at now does', () => {
    for (const basis of ['event', 'period'] as const) {
      assert.deepEqual(
        rows([0, 10, 20], accounts, basis, 7).map((row) => [row.opening, row.closing]),
        [
          [0, 100],
          [100, 100],
        ],
      );
      assert.deepEqual(
        rows([0, 9], accounts, basis, 8).map((row) => row.closing),
        [30],
      );
    }
  });
  await t.test('a period later than now has MRR at now', () =>
    assert.deepEqual(
      rows([9, 12], accounts, 'event', 6).map((row) => [row.opening, row.accounts_closing]),
      [[100, 1]],
    ),
  );
  await t.test('MRR just before now is not that at now', () => {
    const [movements] = accounts;
    assert.deepEqual(
      [8, 9].map((at) => mrrBefore(movements ?? [], at, 8)),
      [100, 30],
    );
  });
});

test('retention', async (t) => {
  const accounts = [
    account([entry(1, 6)]),
    account([entry(1, 6, cents(60)), entry(6, null, cents(90))]),
    account([entry(1, 6, cents(40)), entry(6, null, cents(30))]),
    account([entry(6, null, cents(500))]),
  ];
  await t.test('of the accounts with MRR just before', () =>
    assert.deepEqual(retention({ start: 5, end: 9 }, accounts, LATE), {
      gross: (60 + 30) / 200,
      net: (90 + 30) / 200,
      logo_churn: 1 / 3,
    }),
  );
  await t.test('null where there was none', () =>
    assert.deepEqual(retention({ start: 1, end: 9 }, accounts, LATE), {
      gross: null,
      net: null,
      logo_churn: null,
    }),
  );
  await t.test('later than now is now', () =>
    assert.deepEqual(retention({ start: 5, end: 9 }, accounts, 5), {
      gross: 1,
      net: 1,
      logo_churn: 0,
    }),
  );
});

test('renewal rates', async (t) => {
  const due = (due_date: number, state: DueDate['state'], value: number, renewed_value: number | null = null) => ({
    due_date,
    state,
    value,
    renewed_at: renewed_value === null ? null : due_date,
    renewed_value,
    plan_code: null,
  });
  await t.test('over those not later than now, without the rescheduled', () =>
    assert.deepEqual(
      renewalRates(
        [
          due(1, 'renewed', 100, 150),
          due(2, 'renewed', 100, 80),
          due(3, 'lost', 100),
          due(5, 'overdue', 100),
          due(4, 'rescheduled', 1000),
          due(6, 'upcoming', 1000),
          due(7, 'renewed', 1000, 1000),
        ],
        5,
      ),
      { logo: 2 / 4, gross: 180 / 400, net: 230 / 400 },
    ),
  );
  await t.test('null where the denominator is 0', () => {
    assert.deepEqual(renewalRates([], 5), { logo: null, gross: null, net: null });
    assert.deepEqual(renewalRates([due(1, 'renewed', 0, 50)], 5), {
      logo: 1,
      gross: null,
      net: null,
    });
  });
});
