import assert from 'node:assert/strict';
import test from 'node:test';
import { Fault } from '../../../src/domain/errors.ts';
import { deleteEntry } from '../../../src/domain/subscription/amend.ts';
import { entry, given } from './given.ts';

const labels = { plan_code: 'pro', source: 'crm', next_renewal_date: 30 };
const renewed = { is_renewal: true, previous_renewal_date: 2 };
const at = (effective_start_date: number, fields = {}) => ({ effective_start_date, ...fields });
const later = entry(8, 12, renewed);

test('an amendment', async (t) => {
  await t.test('replaces the fields given, keeps the others', () =>
    given([entry(1, 4, labels)])
      .amended(at(1, { total_revenue: 0, cycle_unit: 'day', cycle_length: 9, plan_code: 'max' }))
      .leaves([
        entry(1, 4, {
          ...labels,
          total_revenue: 0,
          cycle_unit: 'day',
          cycle_length: 9,
          plan_code: 'max',
        }),
      ]),
  );
  await t.test('of nothing changes nothing', () =>
    given([entry(1, 4, labels), later])
      .amended(at(1))
      .leaves([entry(1, 4, labels), later]),
  );
  await t.test('null clears', () =>
    given([entry(1, 4, labels)])
      .amended(at(1, { plan_code: null, source: null, next_renewal_date: null }))
      .leaves([entry(1, 4)]),
  );
  await t.test('leaves a renewal one, of the due date given', () => {
    given([later])
      .amended(at(8, { total_revenue: 5 }))
      .leaves([{ ...later, total_revenue: 5 }]);
    given([later])
      .amended(at(8, { previous_renewal_date: 3 }))
      .leaves([{ ...later, previous_renewal_date: 3 }]);
    given([later])
      .amended(at(8, { previous_renewal_date: null }))
      .leaves([{ ...later, previous_renewal_date: null }]);
  });
  await t.test('makes nothing a renewal', () =>
    given([entry(1, 4)])
      .amended(at(1, { previous_renewal_date: 3 }))
      .leaves([entry(1, 4)]),
  );
  await t.test('an earlier end leaves nothing up to the old one', () =>
    given([entry(1, 8, labels), later])
      .amended(at(1, { effective_end_date: 4 }))
      .leaves([entry(1, 4, labels), later]),
  );
  await t.test('a later end cuts what it newly covers', () =>
    given([entry(1, 4), entry(5, 6), later])
      .amended(at(1, { effective_end_date: 10 }))
      .leaves([entry(1, 10), entry(10, 12)]),
  );
  await t.test('a null end cuts all that is later', () =>
    given([entry(1, 4), later])
      .amended(at(1, { effective_end_date: null }))
      .leaves([entry(1, null)]),
  );
  await t.test('an end for an open entry', () =>
    given([entry(1, null)])
      .amended(at(1, { effective_end_date: 4 }))
      .leaves([entry(1, 4)]),
  );
  await t.test('no entry that starts there', () => {
    given([entry(1, 4)])
      .amended(at(2, { total_revenue: 5 }))
      .refused('Record not found');
    given([]).amended(at(1)).refused('Record not found');
  });
});

test('deleting one entry', async (t) => {
  await t.test('leaves a gap', () =>
    given([entry(1, 4), entry(4, 8), later])
      .deleted(4)
      .leaves([entry(1, 4), later]),
  );
  await t.test('the last one leaves no subscription', () =>
    given([entry(1, 4)])
      .deleted(1)
      .leaves([]),
  );
  await t.test('that does not start there', () => {
    given([entry(1, 4)])
      .deleted(2)
      .refused('Invalid required field: subscription_id');
    assert.deepEqual(deleteEntry([], 2), {
      fault: new Fault('subscription_not_found', 'Invalid required field: subscription_id', 'subscription_id'),
    });
  });
});
