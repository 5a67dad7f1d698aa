import assert from 'node:assert/strict';
import test from 'node:test';
import { isEnd } from '../../../src/domain/subscription/answers.ts';
import { dueDates } from '../../../src/domain/subscription/due-dates.ts';
import type { Entry, History, Subscription } from '../../../src/domain/subscription/history.ts';
import { movementsOf } from '../../../src/domain/subscription/movements.ts';
import { current, end, entry, given, renewal, revenue, utc } from './given.ts';

const NOW = utc('2026-06-01');

const account = (...histories: History[]): Subscription[] =>
  histories.map((entries, index) => ({ subscription_id: `s${index}`, entries }));

const moves = (...histories: History[]) =>
  movementsOf(account(...histories)).map((each) => [each.at, each.class, each.amount]);

const dues = (entries: History, now = NOW) =>
  dueDates(entries, now).map((due) => [due.due_date, due.state, due.value, due.renewed_at]);

const a_year = (cents: number) => ({
  total_revenue: cents,
  cycle_unit: 'year' as const,
  cycle_length: 1,
});

test('A. rewriting the past', async (t) => {
  const { entries } = given([])
    .when(
      revenue(utc('2024-01-15'), {
        ...a_year(120_000),
        plan_code: 'pro',
        next_renewal_date: utc('2025-01-15'),
      }),
    )
    .when(revenue(utc('2024-07-01'), a_year(180_000)))
    .when(
      revenue(utc('2024-03-01'), {
        effective_end_date: utc('2024-04-01'),
        total_revenue: 0,
        cycle_unit: 'month',
        cycle_length: 1,
      }),
    )
    .when(renewal(utc('2025-01-20'), { next_renewal_date: utc('2026-01-15') }))
    .when(end(utc('2025-06-01')));
  const pro = { plan_code: 'pro', next_renewal_date: utc('2025-01-15') };
  await t.test('entries', () => {
    given(entries).leaves([
      entry(utc('2024-01-15'), utc('2024-03'), { ...pro, ...a_year(120_000) }),
      entry(utc('2024-03'), utc('2024-04'), { ...pro, total_revenue: 0 }),
      entry(utc('2024-04'), utc('2024-07'), { ...pro, ...a_year(120_000) }),
      entry(utc('2024-07'), utc('2025-01-20'), { ...pro, ...a_year(180_000) }),
      entry(utc('2025-01-20'), utc('2025-06'), {
        ...a_year(180_000),
        plan_code: 'pro',
        next_renewal_date: utc('2026-01-15'),
        is_renewal: true,
      }),
    ]);
    assert.deepEqual(
      entries.map((_, index) => isEnd(entries, index)),
      [false, false, false, false, true],
    );
  });
  await t.test('movements', () => {
    assert.deepEqual(moves(entries), [
      [utc('2024-01-15'), 'new', 10_000],
      [utc('2024-03'), 'churn', 10_000],
      [utc('2024-04'), 'reactivation', 10_000],
      [utc('2024-07'), 'expansion', 5_000],
      [utc('2025-06'), 'churn', 15_000],
    ]);
  });
  await t.test('due dates', () => {
    assert.deepEqual(dues(entries), [
      [utc('2025-01-15'), 'renewed', 15_000, utc('2025-01-20')],
      [utc('2026-01-15'), 'lost', 15_000, null],
    ]);
  });
});

test('B. snapshots', async (t) => {
  const start = utc('2024-04-01');
  const snapshot = (cents: number, next: string, fields = {}) =>
    current(start, {
      ...a_year(cents),
      plan_code: 'pro',
      next_renewal_date: utc(next),
      ...fields,
    });
  const first = entry(start, null, {
    ...a_year(1_200_000),
    plan_code: 'pro',
    next_renewal_date: utc('2025-04-01'),
  });
  const renewed = entry(utc('2025-03-20'), null, {
    ...first,
    start: utc('2025-03-20'),
    next_renewal_date: utc('2026-04-01'),
    is_renewal: true,
    previous_renewal_date: utc('2025-04-01'),
  });
  const until = (last: Entry, ended: string) => ({ ...last, end: utc(ended) });
  const dearer = { ...renewed, ...a_year(1_500_000) };

  const sent_0310 = given([]).when(snapshot(1_200_000, '2025-04-01'), utc('2025-03-10'));
  await t.test('the first', () => sent_0310.leaves([first]));
  const sent_0312 = sent_0310.when(snapshot(1_200_000, '2025-04-01'), utc('2025-03-12'));
  await t.test('unchanged: nothing', () => sent_0312.leaves([first]));
  const sent_0320 = sent_0312.when(snapshot(1_200_000, '2026-04-01'), utc('2025-03-20'));
  await t.test('a later N: a renewal', () => {
    sent_0320.leaves([until(first, '2025-03-20'), renewed]);
    assert.deepEqual(dues(sent_0320.entries)[0], [utc('2025-04-01'), 'renewed', 100_000, utc('2025-03-20')]);
  });
  const again = sent_0320.when(snapshot(1_500_000, '2026-04-01'), utc('2025-03-20'));
  await t.test('again that day: the same entry, dearer, still a renewal', () =>
    again.leaves([until(first, '2025-03-20'), dearer]),
  );
  const sent_0502 = again.when(
    snapshot(1_500_000, '2026-04-01', { effective_end_date: utc('2025-05-31') }),
    utc('2025-05-02'),
  );
  await t.test('with E: ends there', () => sent_0502.leaves([until(first, '2025-03-20'), until(dearer, '2025-05-31')]));
  const { entries } = sent_0502.when(snapshot(600_000, '2026-07-02'), utc('2025-07-02'));
  await t.test('without E after the end: it is back', () => {
    assert.deepEqual(entries.slice(2), [
      entry(utc('2025-07-02'), null, {
        ...a_year(600_000),
        plan_code: 'pro',
        next_renewal_date: utc('2026-07-02'),
      }),
    ]);
    assert.deepEqual(
      dues(entries).map(([date, state]) => [date, state]),
      [
        [utc('2025-04-01'), 'renewed'],
        [utc('2026-04-01'), 'lost'],
        [utc('2026-07-02'), 'upcoming'],
      ],
    );
  });
  await t.test('movements', () => {
    assert.deepEqual(moves(entries), [
      [start, 'new', 100_000],
      [utc('2025-03-20'), 'expansion', 25_000],
      [utc('2025-05-31'), 'churn', 125_000],
      [utc('2025-07-02'), 'reactivation', 50_000],
    ]);
  });
});

test('C. two subscriptions at one instant', () => {
  const cents = (total_revenue: number) => ({ total_revenue });
  assert.deepEqual(moves([entry(0, 5, cents(10_000))], [entry(5, null, cents(4_000))]), [
    [0, 'new', 10_000],
    [5, 'churn', 6_000],
  ]);
  const x = [entry(0, 5, cents(10_000)), entry(5, null, cents(7_000))];
  assert.deepEqual(moves(x, [entry(0, 5, cents(1_000))]), [
    [0, 'new', 11_000],
    [5, 'contraction', 3_000],
    [5, 'churn', 1_000],
  ]);
});

test('D. churned, back, renewed', () => {
  const { entries } = given([])
    .when(
      renewal(utc('2025-01'), {
        ...a_year(120_000),
        next_renewal_date: utc('2026-01'),
      }),
    )
    .when(end(utc('2025-07')))
    .when(
      revenue(utc('2026-01-15'), {
        ...a_year(120_000),
        next_renewal_date: utc('2026-08'),
      }),
    )
    .when(renewal(utc('2026-08')));
  assert.deepEqual(dues(entries, utc('2027')), [
    [utc('2026-01'), 'lost', 10_000, null],
    [utc('2026-08'), 'renewed', 10_000, utc('2026-08')],
  ]);
});
