/** The systems that send records to Tenure in the demo, and when each of them does. */
import { dayMs, dayOf, hourMs, monthOf, nextWeekday, yearOf } from './calendar.ts';
import feeds from './data/feeds.json' with { type: 'json' };
import type { Setting } from './life.ts';

/** In the order in which those of one day arrive: an account before what belongs to it. */
export { feeds };

export type Fields = { readonly [field: string]: unknown };
/** A record, and the time from which its system has it, epoch ms. It arrives with the next upload of its feed. */
export type Event = ReturnType<ReturnType<typeof recording>>;

/** A function that makes events of one feed about one record. */
export function recording(name: string, key: Fields & { readonly account_id: string }) {
  const feed = feeds.find((one) => one.name === name) as (typeof feeds)[0];
  return (at: number, fields: Fields) => ({ feed, at, record: { ...key, ...fields } });
}

/** When what a feed has from `at` on arrives. The first load brings all that was before it, today what is left. */
export function arrival({ feed, at }: Event, { start, today }: Setting): number {
  if (at <= start) return start + 8 * hourMs;
  const day = dayOf(at - feed.hour * hourMs - 1) + dayMs;
  return Math.min(today, nextOf(feed.every, day) + feed.hour * hourMs);
}

/** The day at or after a day: a weekday, or the first of a month or of a quarter. */
function nextOf(every: string, day: number): number {
  if (every === 'Tuesday') return nextWeekday(day, 2);
  if (every === 'Friday') return nextWeekday(day, 5);
  const months = every === 'quarter' ? 3 : 1;
  return Date.UTC(yearOf(day - dayMs), Math.ceil((monthOf(day - dayMs) + 1) / months) * months, 1);
}

/** The same fields with a word and an underscore before each name. */
export const prefixed = (word: string, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${word}_${name}`, value]));
