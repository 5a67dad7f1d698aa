import assert from 'node:assert/strict';
import test from 'node:test';
import { dueDates, renewalDate } from '../../../src/domain/subscription/due-dates.ts';
import type { Entry, History } from '../../../src/domain/subscription/history.ts';
import { entry } from './given.ts';

const due = (next_renewal_date: number | null, fields: Partial<Entry> = {}) => ({
  next_renewal_date,
  ...fields,
});
const renews = (next: number | null, previous: number | null = null) =>
  due(next, { is_renewal: true, previous_renewal_date: previous });
const states = (entries: History, now = 0) =>
  Object.fromEntries(dueDates(entries, now).map(({ due_date, state }) => [due_date, state]));

test('rule 0: an entry after a gap', async (t) => {
  await t.test('that is no renewal loses open due dates for good', () =>
    assert.deepEqual(states([entry(1, 3, due(10)), entry(4, null, due(20))]), {
      10: 'lost',
      20: 'upcoming',
    }),
  );
  await t.test('that is a renewal does not', () =>
    assert.deepEqual(states([entry(1, 3, due(10)), entry(4, null, renews(20))]), {
      10: 'renewed',
      20: 'upcoming',
    }),
  );
  await t.test('a lost one can still be named by a renewal', () =>
    assert.deepEqual(states([entry(1, 3, due(10)), entry(4, 6, due(20)), entry(6, null, renews(30, 10))]), {
      10: 'renewed',
      20: 'upcoming',
      30: 'upcoming',
    }),
  );
  await t.test('without a gap none is lost', () =>
    assert.deepEqual(states([entry(1, 3, due(2)), entry(3, null, due(20))], 5), {
      2: 'overdue',
      20: 'upcoming',
    }),
  );
});

test('rule 1: a renewal', async (t) => {
  const open = [entry(1, 3, due(2)), entry(3, 5, due(4))];
  await t.test('settles the one it names', () =>
    assert.deepEqual(states([...open, entry(5, null, renews(null, 4))]), {
      2: 'upcoming',
      4: 'renewed',
    }),
  );
  await t.test('not named: the earliest open one', () =>
    assert.deepEqual(states([...open, entry(5, null, renews(null))]), {
      2: 'renewed',
      4: 'upcoming',
    }),
  );
  await t.test('not known: the earliest open one', () =>
    assert.deepEqual(states([...open, entry(5, null, renews(null, 99))]), {
      2: 'renewed',
      4: 'upcoming',
    }),
  );
  await t.test('known only later is not known', () =>
    assert.deepEqual(states([...open, entry(5, 6, renews(9, 9)), entry(6, null, due(9))]), {
      2: 'renewed',
      4: 'upcoming',
      9: 'upcoming',
    }),
  );
  await t.test('already renewed: it settles none', () =>
    assert.deepEqual(states([...open, entry(5, 6, renews(null, 2)), entry(6, null, renews(null, 2))]), {
      2: 'renewed',
      4: 'upcoming',
    }),
  );
  await t.test('none open: it settles none', () =>
    assert.deepEqual(states([entry(1, null, renews(5))]), { 5: 'upcoming' }),
  );
  await t.test('a rescheduled one can be named', () =>
    assert.deepEqual(states([entry(1, 2, due(10)), entry(2, 3, due(20)), entry(3, null, renews(30, 10))]), {
      10: 'renewed',
      20: 'upcoming',
      30: 'upcoming',
    }),
  );
});

test('rule 2: a next_renewal_date', async (t) => {
  await t.test('the same as before opens nothing', () =>
    assert.deepEqual(states([entry(1, 2, due(10)), entry(2, 3, renews(10)), entry(3, null, due(10))]), {
      10: 'renewed',
    }),
  );
  await t.test('the same as before, after a gap, opens again', () => {
    const [only] = dueDates([entry(1, 2, due(10)), entry(3, 6, due(10, { plan_code: 'b' }))], 4);
    assert.deepEqual([only?.state, only?.plan_code], ['upcoming', 'b']);
  });
  await t.test('already renewed: nothing, nor is any rescheduled', () =>
    assert.deepEqual(states([entry(1, 2, due(10)), entry(2, 3, renews(20)), entry(3, null, due(10))]), {
      10: 'renewed',
      20: 'upcoming',
    }),
  );
  await t.test('reschedules open ones later than the start', () =>
    assert.deepEqual(states([entry(1, 3, due(10)), entry(3, null, due(8))]), {
      8: 'upcoming',
      10: 'rescheduled',
    }),
  );
  await t.test('null reschedules too', () =>
    assert.deepEqual(states([entry(1, 3, due(10)), entry(3, null, due(null))]), {
      10: 'rescheduled',
    }),
  );
  await t.test('not those at the start or earlier', () =>
    assert.deepEqual(states([entry(1, 3, due(3)), entry(3, null, due(8))], 5), {
      3: 'overdue',
      8: 'upcoming',
    }),
  );
  await t.test('on a renewal reschedules none', () =>
    assert.deepEqual(states([entry(1, 2, due(2)), entry(2, 3, due(10)), entry(3, null, renews(20))]), {
      2: 'renewed',
      10: 'upcoming',
      20: 'upcoming',
    }),
  );
  await t.test('opens a rescheduled one again', () =>
    assert.deepEqual(states([entry(1, 3, due(10)), entry(3, 4, due(8)), entry(4, null, due(10))]), {
      8: 'rescheduled',
      10: 'upcoming',
    }),
  );
  await t.test('opens a lost one again', () =>
    assert.deepEqual(states([entry(1, 3, due(10)), entry(4, 5, due(20)), entry(5, null, due(10))]), {
      10: 'upcoming',
      20: 'rescheduled',
    }),
  );
});

test('an open due date', async (t) => {
  const entries = [entry(1, 20, due(10))];
  await t.test('is upcoming if later than now', () => assert.deepEqual(states(entries, 9), { 10: 'upcoming' }));
  await t.test('else overdue', () => assert.deepEqual(states(entries, 10), { 10: 'overdue' }));
  await t.test('lost once the last entry has ended', () => {
    assert.deepEqual(states(entries, 19), { 10: 'overdue' });
    assert.deepEqual(states(entries, 20), { 10: 'lost' });
    assert.deepEqual(states([entry(1, 5, due(10))], 5), { 10: 'lost' });
  });
});

test('its value and renewed value', async (t) => {
  const first = (...entries: Entry[]) => {
    const [due_date] = dueDates(entries, 50);
    return [due_date?.value, due_date?.renewed_at, due_date?.renewed_value];
  };
  const cents = (total_revenue: number) => ({ total_revenue });
  await t.test('the MRR before the renewal', () =>
    assert.deepEqual(first(entry(1, 4, due(10)), entry(4, null, { ...renews(20, 10), ...cents(70) })), [100, 4, 70]),
  );
  await t.test('the MRR before its date', () =>
    assert.deepEqual(
      first(entry(1, 10, due(10)), entry(10, 12, due(10, cents(70))), entry(12, null, renews(20))),
      [100, 12, 100],
    ),
  );
  await t.test('a change at the date comes after it, one just before counts', () =>
    assert.deepEqual(first(entry(1, 9, due(10)), entry(9, null, due(10, cents(70)))), [70, null, null]),
  );
  await t.test('the MRR before the end of the run that opened it', () =>
    assert.deepEqual(first(entry(1, 3, due(10)), entry(3, 5, due(10, cents(70))), entry(7, 8, cents(50))), [
      70,
      null,
      null,
    ]),
  );
  await t.test('the last above 0', () =>
    assert.deepEqual(first(entry(1, 3, due(10)), entry(3, 5, due(10, cents(0)))), [100, null, null]),
  );
  await t.test('be it from an earlier run', () =>
    assert.deepEqual(first(entry(1, 3), entry(5, 7, due(10, cents(0)))), [100, null, null]),
  );
  await t.test('0 if there is none', () => {
    assert.deepEqual(first(entry(1, 3, due(10, cents(0)))), [0, null, null]);
    assert.deepEqual(first(entry(3, null, due(2))), [0, null, null]);
  });
  await t.test('in the run in which it was last opened', () =>
    assert.deepEqual(first(entry(1, 3, due(30)), entry(5, 9, due(30, cents(70))), entry(12, null, cents(5))), [
      70,
      null,
      null,
    ]),
  );
});

test('an account’s renewal_date', async (t) => {
  const date = (now: number, ...histories: History[]) =>
    renewalDate(
      histories.map((entries, index) => ({ subscription_id: `s${index}`, entries })),
      now,
    );
  await t.test('is its earliest due date', () =>
    assert.equal(date(2, [entry(1, null, due(10))], [entry(1, null, due(8))]), 8),
  );
  await t.test('an overdue one too', () => assert.equal(date(12, [entry(1, null, due(10))]), 10));
  await t.test('not one renewed, rescheduled or lost', () => {
    assert.equal(date(2, [entry(1, 3, due(10)), entry(3, null, renews(20))]), 20);
    assert.equal(date(2, [entry(1, 3, due(10)), entry(3, null, due(20))]), 20);
    assert.equal(date(2, [entry(1, 3, due(10)), entry(4, null, due(20))]), 20);
  });
  await t.test('only of an entry in effect now or later', () => {
    const entries = [entry(1, 3, due(3)), entry(3, null, due(20))];
    assert.equal(date(2, entries), 3);
    assert.equal(date(3, entries), 20);
  });
  await t.test('else null', () => {
    assert.equal(date(2), null);
    assert.equal(date(5, [entry(1, 5, due(10))]), null);
  });
});
