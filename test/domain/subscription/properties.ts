/** What holds for every history, checked against the second model of model.ts. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { amendEntry, deleteEntry } from '../../../src/domain/subscription/amend.ts';
import { entryToShow } from '../../../src/domain/subscription/answers.ts';
import { dueDates, renewalDate } from '../../../src/domain/subscription/due-dates.ts';
import { type Applied, applyEvent } from '../../../src/domain/subscription/events.ts';
import type { Entry, History, Subscription } from '../../../src/domain/subscription/history.ts';
import { brokenInvariant, edited, entryAt } from '../../../src/domain/subscription/history.ts';
import { nextInstant } from '../../../src/domain/subscription/instants.ts';
import { movementsOf, mrrSteps } from '../../../src/domain/subscription/movements.ts';
import { accountMrr, entryMrr } from '../../../src/domain/subscription/mrr.ts';
import type { EventRecord } from '../../../src/domain/subscription/record.ts';
import { mrrRows, renewalRates, retention } from '../../../src/domain/subscription/reports.ts';
import { accountLogs, anyEvent, change, end, log, renewal, snapshot, sound, TIMES, time } from './arbitraries.ts';
import { entriesOf, HORIZON, replay, type Step } from './model.ts';
import * as model from './model-derived.ts';

function perform(entries: History, each: Step): Applied {
  if (each.act === 'event') return applyEvent(entries, each.record, each.today);
  if (each.act === 'amend') return amendEntry(entries, each.record);
  return deleteEntry(entries, each.start);
}

function follow(steps: readonly Step[]): { entries: History; refusals: string[] } {
  let entries: History = [];
  const refusals: string[] = [];
  for (const each of steps) {
    const applied = perform(entries, each);
    refusals.push('fault' in applied ? applied.fault.message : '');
    if ('edit' in applied) entries = edited(entries, applied.edit);
  }
  return { entries, refusals };
}

const account = (logs: readonly (readonly Step[])[]): Subscription[] =>
  logs.map((steps, index) => ({ subscription_id: `s${index}`, entries: follow(steps).entries }));
const strips = (logs: readonly (readonly Step[])[]) => logs.map((steps) => replay(steps).strip);

const applied = (entries: History, record: EventRecord, today: number): History => {
  const result = applyEvent(entries, record, today);
  return 'fault' in result ? entries : edited(entries, result.edit);
};

/** What a customer sees of an entry at an instant, whatever its bounds. */
const content = (entry: Entry | undefined) =>
  entry && [
    entryMrr(entry),
    entry.total_revenue,
    entry.cycle_unit,
    entry.cycle_length,
    entry.plan_code,
    entry.source,
    entry.next_renewal_date,
  ];

const mrrOverTime = (entries: History) => TIMES.map((at) => accountMrr([{ subscription_id: 's', entries }], at) ?? 0);

const properties: { name: string; check: (numRuns: number) => void }[] = [];

function holds<T extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => void,
): void {
  const property = fc.property(fc.tuple(...arbitraries) as fc.Arbitrary<T>, (v) => check(...v));
  properties.push({ name, check: (numRuns) => fc.assert(property, { numRuns }) });
}

/** Declares a test for each property, each over `numRuns` random histories. */
export function testProperties(numRuns: number): void {
  for (const { name, check } of properties) test(name, () => check(numRuns));
}

holds('a log leaves the same entries and refusals in both models', [log], (steps) => {
  const { entries, refusals } = follow(steps);
  const replayed = replay(steps);
  assert.deepEqual(refusals, replayed.refusals);
  assert.deepEqual(entries, entriesOf(replayed.strip));
});

holds('entries are sorted, disjoint and not empty', [log], (steps) => {
  assert.equal(brokenInvariant(follow(steps).entries), null);
});

holds('an event applied twice is applied once', [log, anyEvent, time], (steps, record, today) => {
  const once = applied(follow(steps).entries, record, today);
  assert.deepEqual(applied(once, record, today), once);
});

const ranged = fc.oneof(change, renewal, end).filter((record: EventRecord) => sound(record));
holds('only the named range changes', [log, ranged], (steps, record) => {
  const { entries } = follow(steps);
  const after = applied(entries, record, 0);
  const { effective_start_date: start, effective_end_date } = record;
  const to = record.event === 'end' ? Infinity : (effective_end_date ?? Infinity);
  for (const at of TIMES.filter((each) => each < start || each >= to)) {
    assert.deepEqual(content(entryAt(after, at)), content(entryAt(entries, at)));
  }
});

holds('a snapshot changes no day but this and later ones', [log, snapshot, time], (steps, record, today) => {
  const { entries } = follow(steps);
  const known = entries[0] && entries[0].start <= today;
  const last = entries.findLast(({ start }) => start <= today);
  const from = Math.min(today, last?.end ?? today, record.effective_end_date ?? today);
  if (!sound(record) || !known) return;
  const after = applied(entries, record, today);
  for (const at of TIMES.filter((each) => each < from && entryAt(entries, each))) {
    assert.deepEqual(content(entryAt(after, at)), content(entryAt(entries, at)));
  }
});

holds(
  'after a snapshot of a running subscription its terms are in effect',
  [log, snapshot, time],
  (steps, { effective_end_date: _to, ...record }, today) => {
    if (record.effective_start_date > today) return;
    const after = entryAt(applied(follow(steps).entries, record, today), today);
    assert.equal(after?.end, null);
    assert.equal(after && entryMrr(after), model.mrrOf(record));
  },
);

holds('a change in two adjacent ranges pays as one change', [log, change, time], (steps, record, middle) => {
  const { entries } = follow(steps);
  const to = record.effective_end_date ?? null;
  if (!sound(record) || middle <= record.effective_start_date || middle >= (to ?? 99)) return;
  const first = applied(entries, { ...record, effective_end_date: middle }, 0);
  const both = applied(first, { ...record, effective_start_date: middle }, 0);
  assert.deepEqual(mrrOverTime(both), mrrOverTime(applied(entries, record, 0)));
});

holds(
  'records of several subscriptions in one batch do not meet',
  [log, log, fc.infiniteStream(fc.boolean())],
  (one, other, coin) => {
    const rest = [[...one], [...other]];
    const histories: History[] = [[], []];
    while (rest.some((steps) => steps.length > 0)) {
      const index = Number(coin.next().value);
      const next = rest[index]?.shift();
      const entries = histories[index] ?? [];
      const result = next && perform(entries, next);
      if (result && 'edit' in result) histories[index] = edited(entries, result.edit);
    }
    assert.deepEqual(histories, [follow(one).entries, follow(other).entries]);
  },
);

holds('MRR, steps and movements agree', [accountLogs], (logs) => {
  const [subscriptions, painted] = [account(logs), strips(logs)];
  for (const now of TIMES) {
    assert.equal(accountMrr(subscriptions, now), model.currentMrr(painted, now));
  }
  const movements = movementsOf(subscriptions);
  assert.deepEqual(movements, model.movements(painted));
  assert.deepEqual(
    mrrSteps(movements),
    TIMES.map((at) => ({ at, mrr: model.mrrAt(painted, at) })).filter(
      ({ at, mrr }) => mrr !== model.mrrAt(painted, at - 1),
    ),
  );
});

holds('due dates, rates and renewal dates agree', [accountLogs, time], (logs, now) => {
  const [subscriptions, painted] = [account(logs), strips(logs)];
  const dues = subscriptions.flatMap(({ entries }) => dueDates(entries, now));
  assert.deepEqual(
    dues,
    painted.flatMap((strip) => model.dueDates(strip, now)),
  );
  assert.equal(renewalDate(subscriptions, now), model.renewalDate(painted, now));
  const judged = dues.filter((due) => due.due_date <= now && due.state !== 'rescheduled');
  const sum = (of: (due: (typeof dues)[number]) => number) => judged.reduce((total, due) => total + of(due), 0);
  const value = sum((due) => due.value);
  assert.deepEqual(renewalRates(dues, now), {
    logo: judged.length ? sum((due) => (due.renewed_at === null ? 0 : 1)) / judged.length : null,
    gross: value ? sum((due) => Math.min(due.value, due.renewed_value ?? 0)) / value : null,
    net: value ? sum((due) => due.renewed_value ?? 0) / value : null,
  });
});

const cuts = fc.uniqueArray(fc.integer({ min: -1, max: HORIZON + 1 }), {
  minLength: 2,
  maxLength: 5,
});
holds(
  'reports agree and conserve MRR on both bases',
  [fc.array(accountLogs, { maxLength: 3 }), cuts, time],
  (portfolio, bounds, now) => {
    bounds.sort((a, b) => a - b);
    const periods = bounds.slice(1).map((to, index) => ({ start: bounds[index] as number, end: to }));
    const accounts = portfolio.map((logs) => movementsOf(account(logs)));
    const painted = portfolio.map(strips);
    for (const basis of ['event', 'period'] as const) {
      const rows = mrrRows(periods, accounts, basis, now);
      const blank = { opening: 0, closing: 0, accounts_opening: 0, accounts_closing: 0 };
      const expected = periods.map((each) => ({
        ...blank,
        ...model.row(painted, each, basis, now),
      }));
      assert.deepEqual(rows, expected);
      for (const row of rows) {
        const gained = row.new + row.reactivation + row.expansion;
        assert.equal(row.opening + gained - row.contraction - row.churn, row.closing);
      }
    }
  },
);

holds('retention agrees', [fc.array(accountLogs, { maxLength: 3 }), cuts, time], (portfolio, bounds, now) => {
  const [from, to] = bounds.sort((a, b) => a - b) as [number, number];
  const pairs = portfolio
    .map((logs) => [from, to].map((at) => model.mrrAt(strips(logs), Math.min(at - 1, now))))
    .filter((pair): pair is [number, number] => (pair[0] ?? 0) > 0);
  const opened = pairs.reduce((sum, [opening]) => sum + opening, 0);
  const over = (amounts: number[], whole: number) =>
    whole === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0) / whole;
  const accounts = portfolio.map((logs) => movementsOf(account(logs)));
  assert.deepEqual(retention({ start: from, end: to }, accounts, now), {
    gross: over(
      pairs.map((pair) => Math.min(...pair)),
      opened,
    ),
    net: over(
      pairs.map(([, closing]) => closing),
      opened,
    ),
    logo_churn: over(
      pairs.map(([, closing]) => (closing === 0 ? 1 : 0)),
      pairs.length,
    ),
  });
});

holds('nothing derived changes before the next instant', [accountLogs], (logs) => {
  const subscriptions = account(logs);
  const derived = (now: number) => [
    accountMrr(subscriptions, now),
    renewalDate(subscriptions, now),
    subscriptions.map(({ entries }) => [dueDates(entries, now), entryToShow(entries, now)]),
  ];
  let before = derived(0);
  for (const now of TIMES.slice(1)) {
    const after = derived(now);
    if (nextInstant(subscriptions, now - 1) !== now) assert.deepEqual(after, before);
    before = after;
  }
});
