import assert from 'node:assert/strict';
import test from 'node:test';
import { Fault } from '../../../src/domain/errors.ts';
import { applyEvent } from '../../../src/domain/subscription/events.ts';
import { brokenInvariant, cut, edited, type History } from '../../../src/domain/subscription/history.ts';
import { checkEvent } from '../../../src/domain/subscription/record.ts';
import { end, entry, given, renewal, revenue, TERMS } from './given.ts';

const renewed = { is_renewal: true, previous_renewal_date: 9 };
const cheap = { total_revenue: 5 };

test('cutting', async (t) => {
  const cases: [string, Parameters<typeof cut>, History][] = [
    ['removes an entry inside', [[entry(4, 6)], 3, 7], []],
    ['removes one of the very range', [[entry(4, 6)], 4, 6], []],
    ['shortens one from the left', [[entry(4, 6)], 5, 7], [entry(4, 5)]],
    ['moves up the start of one to the right', [[entry(4, 6)], 3, 5], [entry(5, 6)]],
    ['splits one that does both', [[entry(4, 8)], 5, 6], [entry(4, 5), entry(6, 8)]],
    ['leaves neighbours', [[entry(1, 4), entry(6, 9)], 4, 6], [entry(1, 4), entry(6, 9)]],
    ['reaches an open end', [[entry(4, null)], 5, 6], [entry(4, 5), entry(6, null)]],
    ['is open itself', [[entry(1, 4), entry(4, null)], 2], [entry(1, 2)]],
    ['leaves the left a renewal, the right none', [[entry(4, 8, renewed)], 5, 6], [entry(4, 5, renewed), entry(6, 8)]],
    ['leaves the right no renewal', [[entry(4, 8, renewed)], 2, 6], [entry(6, 8)]],
  ];
  for (const [name, args, expected] of cases) {
    await t.test(name, () => assert.deepEqual(edited(args[0], cut(...args)), expected));
  }
});

test('invariants', () => {
  assert.equal(brokenInvariant([entry(1, 2), entry(2, 3), entry(5, null)]), null);
  assert.match(brokenInvariant([entry(2, 2)]) ?? '', /empty/);
  assert.match(brokenInvariant([entry(1, 3), entry(2, 4)]) ?? '', /overlaps/);
  assert.match(brokenInvariant([entry(3, 4), entry(1, 2)]) ?? '', /overlaps/);
  assert.match(brokenInvariant([entry(3, null), entry(9, 10)]) ?? '', /overlaps/);
  assert.match(brokenInvariant([entry(3, 4, { previous_renewal_date: 1 })]) ?? '', /no renewal/);
});

test('revenue', async (t) => {
  await t.test('starts a subscription', () =>
    given([])
      .when(revenue(1))
      .leaves([entry(1, null)]),
  );
  await t.test('an open range replaces everything later', () =>
    given([entry(1, 3), entry(4, 6), entry(8, null)])
      .when(revenue(2, cheap))
      .leaves([entry(1, 2), entry(2, null, cheap)]),
  );
  await t.test('a closed range resumes the former state after it', () =>
    given([entry(1, null)])
      .when(revenue(3, { ...cheap, effective_end_date: 5 }))
      .leaves([entry(1, 3), entry(3, 5, cheap), entry(5, null)]),
  );
  await t.test('an end of null is open', () =>
    given([entry(1, 9)])
      .when(revenue(3, { effective_end_date: null }))
      .leaves([entry(1, 3), entry(3, null)]),
  );
  await t.test('may come before all others', () =>
    given([entry(5, 9)])
      .when(revenue(1, { effective_end_date: 3 }))
      .leaves([entry(1, 3), entry(5, 9)]),
  );
  await t.test('is no renewal and names none', () =>
    given([])
      .when(revenue(1, { previous_renewal_date: 1 }))
      .leaves([entry(1, null)]),
  );
  await t.test('at the instant of a renewal replaces it', () =>
    given([entry(1, null, renewed)])
      .when(revenue(1, cheap))
      .leaves([entry(1, null, cheap)]),
  );
});

test('renewal', async (t) => {
  await t.test('is the same with is_renewal', () =>
    given([entry(1, null)])
      .when(renewal(3, { effective_end_date: 5, previous_renewal_date: 4, ...cheap }))
      .leaves([entry(1, 3), entry(3, 5, { ...cheap, is_renewal: true, previous_renewal_date: 4 }), entry(5, null)]),
  );
  await t.test('a closed one falls back to the old price', () =>
    given([entry(1, null)])
      .when(renewal(3, { ...cheap, effective_end_date: 5 }))
      .leaves([entry(1, 3), entry(3, 5, { ...cheap, is_renewal: true }), entry(5, null)]),
  );
  await t.test('with all its money needs nothing before it', () =>
    given([])
      .when(renewal(3, TERMS))
      .leaves([entry(3, null, { is_renewal: true })]),
  );
});

test('end', async (t) => {
  await t.test('cuts all that is later', () =>
    given([entry(1, 5), entry(7, null)])
      .when(end(3))
      .leaves([entry(1, 3)]),
  );
  await t.test('after the last end changes nothing', () =>
    given([entry(1, 5)])
      .when(end(8))
      .leaves([entry(1, 5)]),
  );
  await t.test('before the first start leaves no subscription', () =>
    given([entry(1, 5)])
      .when(end(1))
      .leaves([]),
  );
  await t.test('ignores every other field, unchecked', () => {
    const record = end(3, { effective_end_date: 2, total_revenue: null, cycle_length: -1 });
    assert.equal(checkEvent(record), null);
    given([entry(1, null)])
      .when(record)
      .leaves([entry(1, 3)]);
  });
  await t.test('of nothing', () => {
    given([]).when(end(3)).refused('Subscription not found');
    assert.deepEqual(applyEvent([], end(3), 0), {
      fault: new Fault('subscription_not_found', 'Subscription not found', 'subscription_id'),
    });
  });
});

test('level 1', async (t) => {
  const message = (record: Parameters<typeof checkEvent>[0]) => checkEvent(record)?.message;
  const late = "'effective_end_date' value must be later than 'effective_start_date'";
  const missing = (field: string) => `Invalid record, missing required field: ${field}`;
  await t.test('an end not after the start', () => {
    assert.equal(message(revenue(3, { effective_end_date: 3 })), late);
    assert.equal(message(renewal(3, { effective_end_date: 2 })), late);
    assert.equal(message({ ...revenue(3), event: 'current', effective_end_date: 1 }), late);
    assert.equal(message({ effective_start_date: 3, effective_end_date: 3 }), late);
    assert.equal(message(revenue(3, { effective_end_date: 4 })), undefined);
  });
  await t.test('the fields of money on revenue and current', () => {
    for (const event of ['revenue', 'current'] as const) {
      for (const field of ['total_revenue', 'cycle_unit', 'cycle_length'] as const) {
        const full = { ...revenue(3), event };
        assert.equal(message({ ...full, [field]: null }), missing(field));
        assert.equal(message({ ...full, [field]: undefined }), missing(field));
      }
    }
  });
  await t.test('an explicit null in them on a renewal and an amendment', () => {
    assert.equal(message(renewal(3)), undefined);
    assert.equal(message(renewal(3, { cycle_unit: null })), missing('cycle_unit'));
    const amendment = { effective_start_date: 3 };
    assert.equal(message(amendment), undefined);
    assert.equal(message({ ...amendment, total_revenue: null }), missing('total_revenue'));
  });
  await t.test('the first in field-table order, with code and field', () => {
    assert.equal(checkEvent(revenue(3, { effective_end_date: 1, total_revenue: null }))?.field, 'effective_end_date');
    assert.deepEqual(
      checkEvent(revenue(3, { total_revenue: null, cycle_unit: null })),
      new Fault('missing_field', missing('total_revenue'), 'total_revenue'),
    );
  });
  await t.test('a revenue of 0 is a revenue', () => assert.equal(message(revenue(3, { total_revenue: 0 })), undefined));
});
