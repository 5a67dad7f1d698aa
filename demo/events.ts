/** The systems that send records to Tenure in the demo, and when each of them does. */
import { dayMs, dayOf, hourMs, monthOf, nextWeekday, yearOf } from './calendar.ts';

/** A record, and the time from which its system has it, epoch ms. It arrives with the next upload of its feed. */
export interface Event {
  readonly feed: keyof typeof feeds;
  readonly at: number;
  readonly record: Fields & { readonly account_id: string };
}
export interface Fields {
  readonly [field: string]: unknown;
}

/** Makes the events of one thing, which is named by its key. */
export const eventsOf =
  (feed: Event['feed'], key: Event['record']) =>
  (at: number, fields: Fields): Event => ({ feed, at, record: { ...key, ...fields } });

// The day of the next upload, at or after a day.
const tuesdays = (day: number): number => nextWeekday(day, 2);
const fridays = (day: number): number => nextWeekday(day, 5);
const monthly = (day: number): number => onFirst(day, 1);
const quarterly = (day: number): number => onFirst(day, 3);
/** On the first of every so many months. */
const onFirst = (day: number, months: number): number =>
  Date.UTC(yearOf(day - dayMs), Math.ceil((monthOf(day - dayMs) + 1) / months) * months, 1);

/** In the order in which those of one day arrive: an account before what belongs to it. */
export const feeds = {
  crm: { path: '/accounts', source: 'CRM sync', next: tuesdays, hour: 5 },
  contacts: { path: '/account_contacts', source: 'CRM sync', next: quarterly, hour: 6 },
  users: { path: '/account_users', source: 'Product sync', next: quarterly, hour: 6 },
  metrics: { path: '/metrics', source: 'Product sync', next: quarterly, hour: 6 },
  subscriptions: { path: '/subscriptions', source: 'Billing sync', next: monthly, hour: 7 },
  statements: { path: '/statements', source: 'Billing sync', next: monthly, hour: 7 },
  tickets: { path: '/support_tickets', source: 'Help desk sync', next: monthly, hour: 7 },
  interactions: { path: '/interactions', source: 'Mail and calendar sync', next: monthly, hour: 8 },
  notes: { path: '/notes', source: 'CRM sync', next: monthly, hour: 8 },
  surveys: { path: '/accounts', source: 'Survey sync', next: monthly, hour: 9 },
  reviews: { path: '/accounts', source: 'CSM review', next: fridays, hour: 16 },
};

/** When what a feed has from `at` on arrives. The first load brings all that was before it, today what is left. */
export function arrival({ feed, at }: Pick<Event, 'feed' | 'at'>, start: number, today: number): number {
  if (at <= start) return start + 8 * hourMs;
  const { next, hour } = feeds[feed];
  return Math.min(today, next(dayOf(at - hour * hourMs - 1) + dayMs) + hour * hourMs);
}
