/** Random records and logs. Few instants, so that ranges touch, nest and coincide often. */
import fc from 'fast-check';
import type { Amendment, EventRecord } from '../../../src/domain/subscription/record.ts';
import { checkEvent } from '../../../src/domain/subscription/record.ts';
import { HORIZON, type Step } from './model.ts';

export const TIMES = Array.from({ length: HORIZON }, (_, time) => time);

export const time = fc.integer({ min: 0, max: HORIZON - 3 });
const date = fc.option(fc.integer({ min: 0, max: HORIZON - 1 }), { freq: 6 });
const terms = {
  total_revenue: fc.constantFrom(0, 100, 250, 1001, 10 ** 12),
  cycle_unit: fc.constantFrom('day' as const, 'month' as const, 'year' as const),
  cycle_length: fc.constantFrom(1, 2, 45),
};
const optional = {
  effective_end_date: date,
  plan_code: fc.constantFrom(null, 'a', 'b'),
  source: fc.constantFrom(null, 'crm', 'erp'),
  next_renewal_date: date,
  previous_renewal_date: date,
};
const range = { effective_start_date: time };

export const change = fc.record(
  { event: fc.constantFrom('revenue' as const), ...range, ...terms, ...optional },
  {
    requiredKeys: ['event', 'effective_start_date', 'total_revenue', 'cycle_unit', 'cycle_length'],
  },
);
export const renewal = fc.record(
  { event: fc.constant('renewal' as const), ...range, ...terms, ...optional },
  { requiredKeys: ['event', 'effective_start_date'] },
);
export const end = fc.record(
  { event: fc.constant('end' as const), ...range, ...terms, ...optional },
  { requiredKeys: ['event', 'effective_start_date'] },
);
export const snapshot = fc.record(
  { event: fc.constant('current' as const), ...range, ...terms, ...optional },
  {
    requiredKeys: ['event', 'effective_start_date', 'total_revenue', 'cycle_unit', 'cycle_length'],
  },
);
const amendment = fc.record({ ...range, ...terms, ...optional }, { requiredKeys: ['effective_start_date'] });

export const sound = (record: EventRecord | Amendment) => checkEvent(record) === null;
export const anyEvent = fc
  .oneof(change, renewal, renewal, end, snapshot, snapshot)
  .filter((record: EventRecord) => sound(record));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ act: fc.constant('event' as const), record: anyEvent, today: time }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('amend' as const), record: amendment.filter(sound) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('delete' as const), start: time }) },
);
export const log = fc.array(step, { maxLength: 12 });
export const accountLogs = fc.array(log, { minLength: 1, maxLength: 3 });
