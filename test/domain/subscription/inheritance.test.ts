import assert from 'node:assert/strict';
import test from 'node:test';
import { Fault } from '../../../src/domain/errors.ts';
import { applyEvent } from '../../../src/domain/subscription/events.ts';
import { entry, given, renewal, revenue } from './given.ts';

const labels = { plan_code: 'pro', source: 'crm' };
const is_renewal = true;
const yearly = { total_revenue: 900, cycle_unit: 'year', cycle_length: 2 } as const;

test('plan_code and source', async (t) => {
  await t.test('come from the entry in effect at the start', () =>
    given([entry(1, null, labels)])
      .when(revenue(3))
      .leaves([entry(1, 3, labels), entry(3, null, labels)]),
  );
  await t.test('from the one in effect rather than the one that ends there', () =>
    given([entry(1, 3, { plan_code: 'old', source: 'erp' }), entry(3, null, labels)])
      .when(revenue(3, { total_revenue: 5 }))
      .leaves([entry(1, 3, { plan_code: 'old', source: 'erp' }), entry(3, null, { ...labels, total_revenue: 5 })]),
  );
  await t.test('or else from the one that ends exactly there', () =>
    given([entry(1, 3, labels)])
      .when(revenue(3))
      .leaves([entry(1, 3, labels), entry(3, null, labels)]),
  );
  await t.test('not over a gap', () =>
    given([entry(1, 3, labels)])
      .when(revenue(4))
      .leaves([entry(1, 3, labels), entry(4, null)]),
  );
  await t.test('not from a later entry', () =>
    given([entry(4, 6, labels)])
      .when(revenue(1, { effective_end_date: 4 }))
      .leaves([entry(1, 4), entry(4, 6, labels)]),
  );
  await t.test('an entry without them does not send on to the one before', () =>
    given([entry(1, 3, labels), entry(3, null)])
      .when(revenue(3))
      .leaves([entry(1, 3, labels), entry(3, null)]),
  );
  await t.test('null clears, a value replaces', () =>
    given([entry(1, null, labels)])
      .when(revenue(3, { plan_code: null, source: 'erp' }))
      .leaves([entry(1, 3, labels), entry(3, null, { source: 'erp' })]),
  );
  await t.test('go to a renewal too', () =>
    given([entry(1, 3, labels)])
      .when(renewal(3))
      .leaves([entry(1, 3, labels), entry(3, null, { ...labels, is_renewal })]),
  );
  await t.test('a later rewriting of the past does not reach back', () =>
    given([entry(1, null, labels)])
      .when(revenue(3))
      .when(revenue(1, { effective_end_date: 3, plan_code: 'new' }))
      .leaves([entry(1, 3, { ...labels, plan_code: 'new' }), entry(3, null, labels)]),
  );
});

test('the money of a renewal', async (t) => {
  await t.test('comes from the entry in effect', () =>
    given([entry(1, null, yearly)])
      .when(renewal(3))
      .leaves([entry(1, 3, yearly), entry(3, null, { ...yearly, is_renewal })]),
  );
  await t.test('or else from one that ends there', () =>
    given([entry(1, 3, yearly)])
      .when(renewal(3))
      .leaves([entry(1, 3, yearly), entry(3, null, { ...yearly, is_renewal })]),
  );
  await t.test('or else from the latest that ended before, the labels not', () =>
    given([entry(1, 2), entry(2, 3, { ...yearly, ...labels }), entry(9, null)])
      .when(renewal(5))
      .leaves([entry(1, 2), entry(2, 3, { ...yearly, ...labels }), entry(5, null, { ...yearly, is_renewal })]),
  );
  await t.test('field by field', () =>
    given([entry(1, 3, yearly)])
      .when(renewal(3, { total_revenue: 7 }))
      .leaves([entry(1, 3, yearly), entry(3, null, { ...yearly, total_revenue: 7, is_renewal })]),
  );
  await t.test('from none at all', () => {
    const missing = (field: string) => `Missing required field for insert: '${field}'`;
    given([]).when(renewal(3)).refused(missing('total_revenue'));
    given([entry(5, 6)])
      .when(renewal(3, { total_revenue: 1 }))
      .refused(missing('cycle_unit'));
    given([])
      .when(renewal(3, { total_revenue: 1, cycle_unit: 'day' }))
      .refused(missing('cycle_length'));
    assert.deepEqual(applyEvent([], renewal(3), 0), {
      fault: new Fault('missing_field_for_insert', missing('total_revenue'), 'total_revenue'),
    });
  });
});

test('next_renewal_date', async (t) => {
  const due = (next_renewal_date: number | null) => ({ next_renewal_date });
  await t.test('is inherited by revenue while later than the start', () =>
    given([entry(1, null, due(9))])
      .when(revenue(3))
      .leaves([entry(1, 3, due(9)), entry(3, null, due(9))]),
  );
  await t.test('not once it is at the start', () =>
    given([entry(1, null, due(3))])
      .when(revenue(3))
      .leaves([entry(1, 3, due(3)), entry(3, null)]),
  );
  await t.test('is inherited from one that ends there', () =>
    given([entry(1, 3, due(9))])
      .when(revenue(3))
      .leaves([entry(1, 3, due(9)), entry(3, null, due(9))]),
  );
  await t.test('never by a renewal', () =>
    given([entry(1, null, due(9))])
      .when(renewal(3))
      .leaves([entry(1, 3, due(9)), entry(3, null, { is_renewal })]),
  );
  await t.test('null clears it', () =>
    given([entry(1, null, due(9))])
      .when(revenue(3, due(null)))
      .leaves([entry(1, 3, due(9)), entry(3, null)]),
  );
  await t.test('one given may lie in the past', () =>
    given([])
      .when(revenue(3, due(2)))
      .leaves([entry(3, null, due(2))]),
  );
});

test('the same record twice is once', async (t) => {
  const history = [entry(1, 4, { ...labels, next_renewal_date: 9 }), entry(6, null)];
  for (const record of [revenue(3), revenue(4, { effective_end_date: 7 }), renewal(5)]) {
    await t.test(`${record.event} at ${record.effective_start_date}`, () => {
      const once = given(history).when(record);
      once.when(record).leaves(once.entries);
    });
  }
});
