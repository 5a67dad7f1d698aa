import test from 'node:test';
import { startOfDay } from '../../../src/domain/subscription/periods.ts';
import { current, entry, given, utc } from './given.ts';

const TODAY = 10;
const labels = { plan_code: 'pro', source: 'crm', next_renewal_date: 30 };
const dear = { total_revenue: 500 };
const due = (next_renewal_date: number | null) => ({ next_renewal_date });
const renews = (previous_renewal_date: number, next_renewal_date: number) => ({
  is_renewal: true,
  previous_renewal_date,
  next_renewal_date,
});

test('rule 1: nothing has begun by today', async (t) => {
  await t.test('no entries', () =>
    given([])
      .when(current(4, labels), TODAY)
      .leaves([entry(4, null, labels)]),
  );
  await t.test('no entries, ended already', () =>
    given([])
      .when(current(4, { effective_end_date: 6 }), TODAY)
      .leaves([entry(4, 6)]),
  );
  await t.test('all later: one entry replaces them, left-out fields the first one’s', () =>
    given([entry(11, 12, { ...labels, next_renewal_date: 2 }), entry(15, null, { source: 'erp' })])
      .when(current(20), TODAY)
      .leaves([entry(20, null, { ...labels, next_renewal_date: 2 })]),
  );
  await t.test('null clears', () =>
    given([entry(11, null, labels)])
      .when(current(8, { plan_code: null, source: null, next_renewal_date: null }), TODAY)
      .leaves([entry(8, null)]),
  );
  await t.test('is no renewal', () =>
    given([entry(11, null, renews(1, 30))])
      .when(current(8, { next_renewal_date: 40, previous_renewal_date: 30 }), TODAY)
      .leaves([entry(8, null, due(40))]),
  );
  await t.test('an entry that begins today is not later', () =>
    given([entry(10, null)])
      .when(current(4), TODAY)
      .leaves([entry(10, null)]),
  );
});

test('rule 2: it has ended by today', async (t) => {
  await t.test('all from E is cut', () =>
    given([entry(1, 5, labels), entry(5, 8), entry(12, null)])
      .when(current(1, { ...dear, effective_end_date: 4 }), TODAY)
      .leaves([entry(1, 4, labels)]),
  );
  await t.test('E at today', () =>
    given([entry(1, null)])
      .when(current(1, { effective_end_date: TODAY }), TODAY)
      .leaves([entry(1, TODAY)]),
  );
  await t.test('an end before E stays', () =>
    given([entry(1, 3)])
      .when(current(1, { effective_end_date: 7 }), TODAY)
      .leaves([entry(1, 3)]),
  );
  await t.test('no entry left: one is put', () =>
    given([entry(6, null, labels)])
      .when(current(2, { effective_end_date: 6 }), TODAY)
      .leaves([entry(2, 6)]),
  );
  await t.test('S after the last end: one is put', () =>
    given([entry(1, 3, labels), entry(8, null)])
      .when(current(5, { effective_end_date: 7 }), TODAY)
      .leaves([entry(1, 3, labels), entry(5, 7)]),
  );
  await t.test('S at the last end: fields from it', () =>
    given([entry(1, 3, labels)])
      .when(current(3, { effective_end_date: 7 }), TODAY)
      .leaves([entry(1, 3, labels), entry(3, 7, labels)]),
  );
  await t.test('S at the last end and a later N: a renewal', () =>
    given([entry(1, 3, due(30))])
      .when(current(3, { effective_end_date: 7, next_renewal_date: 31 }), TODAY)
      .leaves([entry(1, 3, due(30)), entry(3, 7, renews(30, 31))]),
  );
  await t.test('S at an end that E makes: not before it', () =>
    given([entry(1, 3, due(30)), entry(4, null)])
      .when(current(3, { effective_end_date: 4, next_renewal_date: 29 }), TODAY)
      .leaves([entry(1, 3, due(30)), entry(3, 4, due(29))]),
  );
  await t.test('once is enough', () => {
    const record = current(5, { effective_end_date: 7 });
    given([entry(1, 3)])
      .when(record, TODAY)
      .when(record, TODAY)
      .leaves([entry(1, 3), entry(5, 7)]);
  });
});

test('rule 3: unchanged', async (t) => {
  const running = [entry(1, 2), entry(4, null, labels)];
  await t.test('left-out fields are its own: nothing', () => given(running).when(current(4), TODAY).leaves(running));
  await t.test('an N that has passed is its own too', () =>
    given([entry(4, null, due(6))])
      .when(current(4), TODAY)
      .leaves([entry(4, null, due(6))]),
  );
  await t.test('S is not looked at', () => given(running).when(current(15), TODAY).leaves(running));
  await t.test('source alone does nothing', () =>
    given(running)
      .when(current(4, { source: 'erp' }), TODAY)
      .leaves(running),
  );
  await t.test('previous_renewal_date does nothing', () =>
    given(running)
      .when(current(4, { previous_renewal_date: 30 }), TODAY)
      .leaves(running),
  );
  await t.test('its end becomes E', () =>
    given([entry(4, null, labels)])
      .when(current(4, { effective_end_date: 20 }), TODAY)
      .leaves([entry(4, 20, labels)]),
  );
  await t.test('or open, and what was foreseen goes', () =>
    given([entry(4, 12, labels), entry(12, 14, dear), entry(20, null)])
      .when(current(4), TODAY)
      .leaves([entry(4, null, labels)]),
  );
  await t.test('what was foreseen goes with E too', () =>
    given([entry(4, 12), entry(12, null, dear)])
      .when(current(4, { effective_end_date: 13 }), TODAY)
      .leaves([entry(4, 13)]),
  );
});

test('rule 3: changed', async (t) => {
  const changes = {
    total_revenue: { total_revenue: 1 },
    cycle_unit: { cycle_unit: 'year' },
    cycle_length: { cycle_length: 2 },
    plan_code: { plan_code: 'max' },
    'plan_code to null': { plan_code: null },
    next_renewal_date: { next_renewal_date: 29 },
    'next_renewal_date to null': { next_renewal_date: null },
  } as const;
  for (const [name, fields] of Object.entries(changes)) {
    await t.test(name, () =>
      given([entry(4, 12, labels), entry(12, null)])
        .when(current(4, fields), TODAY)
        .leaves([entry(4, TODAY, labels), entry(TODAY, null, { ...labels, ...fields })]),
    );
  }
  await t.test('source comes along', () =>
    given([entry(4, null, labels)])
      .when(current(4, { ...dear, source: 'erp' }), TODAY)
      .leaves([entry(4, TODAY, labels), entry(TODAY, null, { ...labels, ...dear, source: 'erp' })]),
  );
  await t.test('up to E', () =>
    given([entry(4, null)])
      .when(current(4, { ...dear, effective_end_date: 11 }), TODAY)
      .leaves([entry(4, TODAY), entry(TODAY, 11, dear)]),
  );
  await t.test('a later N: a renewal, applied to the prior renewal date', () =>
    given([entry(4, null, due(30))])
      .when(current(4, { next_renewal_date: 31, previous_renewal_date: 5 }), TODAY)
      .leaves([entry(4, TODAY, due(30)), entry(TODAY, null, renews(30, 31))]),
  );
  await t.test('an earlier N reschedules: no renewal', () =>
    given([entry(4, null, due(30))])
      .when(current(4, due(29)), TODAY)
      .leaves([entry(4, TODAY, due(30)), entry(TODAY, null, due(29))]),
  );
  await t.test('N where there was none: no renewal', () =>
    given([entry(4, null)])
      .when(current(4, due(29)), TODAY)
      .leaves([entry(4, TODAY), entry(TODAY, null, due(29))]),
  );
  await t.test('a price alone on a renewal is a new entry and no renewal', () =>
    given([entry(4, null, renews(3, 30))])
      .when(current(4, dear), TODAY)
      .leaves([entry(4, TODAY, renews(3, 30)), entry(TODAY, null, { ...dear, ...due(30) })]),
  );
});

test('rule 3: a second snapshot of the day', async (t) => {
  const before = entry(4, TODAY, due(30));
  await t.test('the same N keeps the renewal', () =>
    given([before, entry(TODAY, null, renews(30, 40))])
      .when(current(4, { ...dear, next_renewal_date: 40 }), TODAY)
      .leaves([before, entry(TODAY, null, { ...dear, ...renews(30, 40) })]),
  );
  await t.test('the same N keeps it also where the entry before has a later one', () =>
    given([entry(4, TODAY, due(50)), entry(TODAY, null, renews(30, 40))])
      .when(current(4, dear), TODAY)
      .leaves([entry(4, TODAY, due(50)), entry(TODAY, null, { ...dear, ...renews(30, 40) })]),
  );
  await t.test('another N is compared with the entry that ends today', () =>
    given([before, entry(TODAY, null, renews(30, 40))])
      .when(current(4, due(35)), TODAY)
      .leaves([before, entry(TODAY, null, renews(30, 35))]),
  );
  await t.test('so a mistake can be taken back', () =>
    given([before])
      .when(current(4, due(40)), TODAY)
      .when(current(4, due(30)), TODAY)
      .leaves([before, entry(TODAY, null, due(30))]),
  );
  await t.test('a null N is no renewal', () =>
    given([before, entry(TODAY, null, renews(30, 40))])
      .when(current(4, due(null)), TODAY)
      .leaves([before, entry(TODAY, null)]),
  );
  await t.test('with no entry that ends today, kept', () =>
    given([entry(4, 9, due(30)), entry(TODAY, null, renews(30, 40))])
      .when(current(4, due(50)), TODAY)
      .leaves([entry(4, 9, due(30)), entry(TODAY, null, renews(30, 50))]),
  );
  await t.test('with none before it, kept', () =>
    given([entry(TODAY, null)])
      .when(current(4, due(50)), TODAY)
      .leaves([entry(TODAY, null, due(50))]),
  );
  await t.test('where that one has no N, kept', () =>
    given([entry(4, TODAY), entry(TODAY, null, renews(30, 40))])
      .when(current(4, due(20)), TODAY)
      .leaves([entry(4, TODAY), entry(TODAY, null, renews(30, 20))]),
  );
  await t.test('unchanged: its end', () =>
    given([before, entry(TODAY, 12, renews(30, 40)), entry(12, null)])
      .when(current(4), TODAY)
      .leaves([before, entry(TODAY, null, renews(30, 40))]),
  );
});

test('rule 4: it is back', async (t) => {
  const ended = entry(1, 6, labels);
  await t.test('from S, if that is not before the end', () =>
    given([ended])
      .when(current(8), TODAY)
      .leaves([ended, entry(8, null)]),
  );
  await t.test('else from today', () =>
    given([ended])
      .when(current(1), TODAY)
      .leaves([ended, entry(TODAY, null)]),
  );
  await t.test('to E', () =>
    given([ended])
      .when(current(1, { effective_end_date: 12 }), TODAY)
      .leaves([ended, entry(TODAY, 12)]),
  );
  await t.test('from an S yet to come', () =>
    given([ended])
      .when(current(15), TODAY)
      .leaves([ended, entry(15, null)]),
  );
  await t.test('from S at the end: left-out fields from the entry there', () =>
    given([ended])
      .when(current(6), TODAY)
      .leaves([ended, entry(6, null, labels)]),
  );
  await t.test('its N only if later than the start', () =>
    given([entry(1, 6, due(6))])
      .when(current(6), TODAY)
      .leaves([entry(1, 6, due(6)), entry(6, null)]),
  );
  await t.test('from a foreseen one in effect at S, which goes', () =>
    given([ended, entry(12, null, { plan_code: 'max', next_renewal_date: 40 })])
      .when(current(15), TODAY)
      .leaves([ended, entry(15, null, { plan_code: 'max', next_renewal_date: 40 })]),
  );
  await t.test('foreseen ones go', () =>
    given([ended, entry(12, 13), entry(14, null)])
      .when(current(7), TODAY)
      .leaves([ended, entry(7, null)]),
  );
  await t.test('the latest end counts', () =>
    given([ended, entry(7, 9)])
      .when(current(8), TODAY)
      .leaves([ended, entry(7, 9), entry(TODAY, null)]),
  );
  await t.test('at the end with a later N: a renewal', () =>
    given([ended])
      .when(current(6, due(31)), TODAY)
      .leaves([ended, entry(6, null, { ...labels, ...renews(30, 31) })]),
  );
  await t.test('an end today, S before it: at the end as well', () =>
    given([entry(1, TODAY, labels)])
      .when(current(1, due(31)), TODAY)
      .leaves([entry(1, TODAY, labels), entry(TODAY, null, { ...labels, ...renews(30, 31) })]),
  );
  await t.test('after a gap: no renewal', () =>
    given([ended])
      .when(current(8, due(31)), TODAY)
      .leaves([ended, entry(8, null, due(31))]),
  );
  await t.test('no later N: no renewal', () =>
    given([ended])
      .when(current(6, due(30)), TODAY)
      .leaves([ended, entry(6, null, labels)]),
  );
  await t.test('no N before: no renewal', () =>
    given([entry(1, 6)])
      .when(current(6, due(30)), TODAY)
      .leaves([entry(1, 6), entry(6, null, due(30))]),
  );
});

test('days', async (t) => {
  const start = utc('2024-01-01');
  const sent = (now: string, timeZone: string) => startOfDay(Date.parse(now), timeZone);
  await t.test('two snapshots in one day leave one entry', () =>
    given([entry(start, null)])
      .when(current(start, dear), sent('2024-06-15T08:00Z', 'UTC'))
      .when(current(start, { total_revenue: 700 }), sent('2024-06-15T20:00Z', 'UTC'))
      .leaves([entry(start, utc('2024-06-15')), entry(utc('2024-06-15'), null, { total_revenue: 700 })]),
  );
  await t.test('over midnight they leave two', () =>
    given([entry(start, null)])
      .when(current(start, dear), sent('2024-06-15T23:59:59.999Z', 'UTC'))
      .when(current(start, { total_revenue: 700 }), sent('2024-06-16T00:00Z', 'UTC'))
      .leaves([
        entry(start, utc('2024-06-15')),
        entry(utc('2024-06-15'), utc('2024-06-16'), dear),
        entry(utc('2024-06-16'), null, { total_revenue: 700 }),
      ]),
  );
  await t.test('the tenant’s day counts', () =>
    given([entry(start, null)])
      .when(current(start, dear), sent('2024-06-15T20:00Z', 'Asia/Kathmandu'))
      .leaves([entry(start, Date.parse('2024-06-15T18:15Z')), entry(Date.parse('2024-06-15T18:15Z'), null, dear)]),
  );
});
