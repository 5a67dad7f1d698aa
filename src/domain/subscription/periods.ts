import { Fault } from '../errors.ts';
import type { Refused } from './record.ts';

export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A half-open range [start, end) in epoch milliseconds. */
export type Period = { readonly start: number; readonly end: number };

/** Dates can be counted up to September 275760; the last year before that has no need of cuts. */
const LAST_YEAR = 275_759;

/** The first instant (epoch milliseconds) of the day that `now` falls in. */
export function startOfDay(now: number, timeZone: string): number {
  return zoned(now, timeZone).startOfDay().epochMilliseconds;
}

/**
 * The periods of a report, without gaps from `start` to `end`, cut at midnight in a time zone.
 * @param range `start` < `end`
 * @param limit the number of periods at which to refuse more
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

/** The first instants of the periods that begin after an instant. */
function* boundariesAfter(instant: number, interval: Interval, timeZone: string) {
  let last = instant;
  let date = zoned(instant, timeZone).toPlainDate();
  while (date.year <= LAST_YEAR) {
    date = firstOfNext(date, interval);
    const boundary = date.toZonedDateTime(timeZone).epochMilliseconds;
    // Some zones have skipped a whole day, others have lived through a midnight twice.
    if (boundary > last) yield boundary;
    last = Math.max(last, boundary);
  }
}

/** The first day of the period after the one that a day is in. */
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
