import assert from 'node:assert/strict';
import test from 'node:test';
import type { Interval } from '../../../src/domain/subscription/periods.ts';
import { periodsOf, startOfDay } from '../../../src/domain/subscription/periods.ts';

const HOUR = 3_600_000;
const iso = (instant: number) => new Date(instant).toISOString().replace(/(T00:00)?:00\.000Z$/, '');

const periods = (from: string, to: string, interval: Interval, zone = 'UTC', limit = 1200) => {
  const range = { start: Date.parse(`${from}Z`), end: Date.parse(`${to}Z`) };
  const result = periodsOf(range, interval, zone, limit);
  if ('fault' in result) return result.fault.message;
  assert.equal(result[0]?.start, range.start);
  assert.equal(result.at(-1)?.end, range.end);
  for (const [index, { start, end }] of result.entries()) {
    assert.ok(start < end);
    if (index > 0) assert.equal(start, result[index - 1]?.end);
  }
  return result.map(({ start }) => iso(start));
};

test('periods', async (t) => {
  await t.test('are cut at from and to', () => {
    assert.deepEqual(periods('2024-01-31T10:00', '2024-03-01T00:00', 'month'), ['2024-01-31T10:00', '2024-02-01']);
    assert.deepEqual(periods('2024-01-31T10:00', '2024-01-31T11:00', 'month'), ['2024-01-31T10:00']);
    assert.deepEqual(periods('2024-01-01', '2024-01-02T00:01', 'day'), ['2024-01-01', '2024-01-02']);
  });
  await t.test('months of every length', () =>
    assert.deepEqual(periods('2024-01-31', '2024-06-01', 'month'), [
      '2024-01-31',
      '2024-02-01',
      '2024-03-01',
      '2024-04-01',
      '2024-05-01',
    ]),
  );
  await t.test('February 29', () => {
    assert.deepEqual(periods('2024-02-28', '2024-03-02', 'day'), ['2024-02-28', '2024-02-29', '2024-03-01']);
    assert.deepEqual(periods('2024-02-29', '2026-01-02', 'year'), ['2024-02-29', '2025-01-01', '2026-01-01']);
  });
  await t.test('weeks begin on Monday', () =>
    assert.deepEqual(periods('2024-01-01', '2024-01-16', 'week'), ['2024-01-01', '2024-01-08', '2024-01-15']),
  );
  await t.test('a week from a Sunday lasts a day, over the end of a year', () =>
    assert.deepEqual(periods('2023-12-31', '2024-01-09', 'week'), ['2023-12-31', '2024-01-01', '2024-01-08']),
  );
  await t.test('quarters', () =>
    assert.deepEqual(periods('2023-11-30', '2024-12-31', 'quarter'), [
      '2023-11-30',
      '2024-01-01',
      '2024-04-01',
      '2024-07-01',
      '2024-10-01',
    ]),
  );
  await t.test('begin at midnight of the zone', () =>
    assert.deepEqual(periods('2024-01-01', '2024-01-03', 'day', 'Asia/Kathmandu'), [
      '2024-01-01',
      '2024-01-01T18:15',
      '2024-01-02T18:15',
    ]),
  );
  await t.test('a month of the zone, not of UTC', () =>
    assert.deepEqual(periods('2024-01-31T12:00', '2024-02-29T11:00', 'month', 'Pacific/Apia'), ['2024-01-31T12:00']),
  );
});

test('days of 23 and 25 hours', () => {
  const hours = (from: string, zone: string) => {
    const start = startOfDay(Date.parse(from), zone);
    const next = periodsOf({ start, end: start + 48 * HOUR }, 'day', zone, 9);
    return 'fault' in next ? null : ((next[1]?.start ?? 0) - start) / HOUR;
  };
  assert.equal(hours('2024-03-10T15:00Z', 'America/New_York'), 23);
  assert.equal(hours('2024-11-03T15:00Z', 'America/New_York'), 25);
  assert.equal(hours('2024-11-04T15:00Z', 'America/New_York'), 24);
  assert.equal(hours('2024-10-06T03:00Z', 'Australia/Lord_Howe'), 23.5);
});

test('midnights that are missing or come twice', async (t) => {
  await t.test('a day that begins at 1:00', () =>
    assert.equal(iso(startOfDay(Date.parse('2018-11-04T12:00Z'), 'America/Sao_Paulo')), '2018-11-04T03:00'),
  );
  await t.test('a day skipped whole has no period', () =>
    assert.deepEqual(periods('2011-12-29T12:00', '2011-12-31T12:00', 'day', 'Pacific/Apia'), [
      '2011-12-29T12:00',
      '2011-12-30T10:00',
      '2011-12-31T10:00',
    ]),
  );
  await t.test('a midnight that comes twice begins the day once', () =>
    assert.deepEqual(periods('2010-11-07T00:00', '2010-11-08T12:00', 'day', 'America/St_Johns'), [
      '2010-11-07',
      '2010-11-07T02:30',
      '2010-11-08T03:30',
    ]),
  );
  await t.test('from between the two', () =>
    assert.deepEqual(periods('2010-11-07T03:00', '2010-11-08T12:00', 'day', 'America/St_Johns'), [
      '2010-11-07T03:00',
      '2010-11-08T03:30',
    ]),
  );
});

test('the start of the day', async (t) => {
  const start = (now: string, zone: string) => iso(startOfDay(Date.parse(now), zone));
  await t.test('in UTC', () => {
    assert.equal(start('2024-02-29T23:59:59.999Z', 'UTC'), '2024-02-29');
    assert.equal(start('2024-03-01T00:00Z', 'UTC'), '2024-03-01');
  });
  await t.test('in a zone', () => {
    assert.equal(start('2024-01-31T18:14Z', 'Asia/Kathmandu'), '2024-01-30T18:15');
    assert.equal(start('2024-01-31T18:15Z', 'Asia/Kathmandu'), '2024-01-31T18:15');
    assert.equal(start('2024-07-01T03:00Z', 'America/New_York'), '2024-06-30T04:00');
    assert.equal(start('2024-01-01T00:00Z', 'Pacific/Apia'), '2023-12-31T11:00');
  });
});

test('limits', async (t) => {
  const day = (count: number) => `2024-01-${String(count + 1).padStart(2, '0')}`;
  await t.test('as many as allowed', () => assert.equal(periods(day(0), day(10), 'day', 'UTC', 10).length, 10));
  await t.test('one more is refused', () =>
    assert.equal(
      periods(day(0), `${day(10)}T00:01`, 'day', 'UTC', 10),
      "'interval' divides the range into more than 10 periods",
    ),
  );
  await t.test('the whole of time is refused or cut, never thrown at', () => {
    const all = { start: -8.64e15, end: 8.64e15 };
    for (const zone of ['UTC', 'Pacific/Apia', 'America/New_York']) {
      for (const interval of ['day', 'week', 'month', 'quarter', 'year'] as const) {
        assert.ok('fault' in periodsOf(all, interval, zone, 1200));
        const last = periodsOf({ start: 8.64e15 - 1, end: 8.64e15 }, interval, zone, 1200);
        assert.deepEqual(last, [{ start: 8.64e15 - 1, end: 8.64e15 }]);
      }
    }
  });
});
