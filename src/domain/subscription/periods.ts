/** Days, weeks, months, quarters and years in the time zone of a tenant. */
import { Fault } from '../errors.ts';
import type { Refused } from './record.ts';

/** The length of a report's periods. Weeks begin on Monday. */
export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A range [start, end) in epoch ms. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** The last whole year that JavaScript's dates can represent. Periods after it are not divided. */
const lastYear = 275_759;

/** The first instant of the day that `now` falls in, in a time zone (IANA name). Both are epoch ms. */
export function startOfDay(now: number, timeZone: string): number {
  return zoned(now, timeZone).startOfDay().epochMilliseconds;
}

/**
 * Divides the range of a report into periods without gaps, at midnight in a time zone (IANA name). `range.start` must
 * be before `range.end`. More than `limit` periods are refused with the fault `out_of_range`.
 */
export function periodsOf(
  range: Period,
  interval: Interval,
  timeZone: string,
  limit: number,
): readonly Period[] | Refused {
  const periods: Period[] = [];
  let { start } = range;
  for (const end of boundariesAfter(range.start, interval, timeZone)) {
    if (end >= range.end) break;
    periods.push({ start, end });
    if (periods.length === limit) return tooMany(limit);
    start = end;
  }
  return [...periods, { start, end: range.end }];
}

/** The starts of the periods that begin after an instant (epoch ms). */
function* boundariesAfter(instant: number, interval: Interval, timeZone: string) {
  let last = instant;
  let date = zoned(instant, timeZone).toPlainDate();
  while (date.year <= lastYear) {
    date = firstOfNext(date, interval);
    const boundary = date.toZonedDateTime(timeZone).epochMilliseconds;
    // Some time zones have skipped a whole day, in others a midnight came twice.
    if (boundary > last) yield boundary;
    last = Math.max(last, boundary);
  }
}

/** The first day of the period that follows the period of `day`. */
function firstOfNext(day: Temporal.PlainDate, interval: Interval): Temporal.PlainDate {
  switch (interval) {
    case 'day':
      return day.add({ days: 1 });
    case 'week':
      return day.add({ days: 8 - day.dayOfWeek });
    case 'month':
      return day.add({ days: day.daysInMonth + 1 - day.day });
    case 'quarter': {
      const month = firstOfNext(day, 'month');
      return month.add({ months: (13 - month.month) % 3 });
    }
    case 'year':
      return day.add({ days: day.daysInYear + 1 - day.dayOfYear });
  }
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
}

function tooMany(limit: number): Refused {
  const message = `'interval' divides the range into more than ${limit} periods`;
  return { fault: new Fault('out_of_range', message, 'interval') };
}
