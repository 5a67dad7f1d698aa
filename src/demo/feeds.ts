/** The systems that send records to Tenure in the demo, and when each of them does. */
import { dayMs, dayOf, hourMs, nextWeekday } from './calendar.ts';

export type FeedName =
  | 'crm'
  | 'contacts'
  | 'users'
  | 'metrics'
  | 'subscriptions'
  | 'statements'
  | 'tickets'
  | 'interactions'
  | 'notes'
  | 'surveys'
  | 'reviews';

/** A record, and the time from which its system has it, epoch ms. It arrives with the next upload of its feed. */
export interface Event {
  readonly feed: FeedName;
  readonly at: number;
  readonly record: { readonly account_id: string; readonly [field: string]: unknown };
}

interface Feed {
  readonly path: string;
  /** As the history names it. */
  readonly source: string;
  /** The day of its next upload, at or after a day, and the hour. */
  readonly next: (day: number) => number;
  readonly hour: number;
}

const weekly =
  (weekday: number) =>
  (day: number): number =>
    nextWeekday(day, weekday);

/** On the first of every so many months. */
const onFirst =
  (months: number) =>
  (day: number): number => {
    const date = new Date(day - dayMs);
    const month = date.getUTCMonth() + 1;
    return Date.UTC(date.getUTCFullYear(), Math.ceil(month / months) * months, 1);
  };

/** In the order in which those of one day arrive: an account before what belongs to it. */
export const feeds: { readonly [name in FeedName]: Feed } = {
  crm: { path: '/accounts', source: 'CRM sync', next: weekly(2), hour: 5 },
  contacts: { path: '/account_contacts', source: 'CRM sync', next: onFirst(3), hour: 6 },
  users: { path: '/account_users', source: 'Product sync', next: onFirst(3), hour: 6 },
  metrics: { path: '/metrics', source: 'Product sync', next: onFirst(3), hour: 6 },
  subscriptions: { path: '/subscriptions', source: 'Billing sync', next: onFirst(1), hour: 7 },
  statements: { path: '/statements', source: 'Billing sync', next: onFirst(1), hour: 7 },
  tickets: { path: '/support_tickets', source: 'Help desk sync', next: onFirst(1), hour: 7 },
  interactions: { path: '/interactions', source: 'Mail and calendar sync', next: onFirst(1), hour: 8 },
  notes: { path: '/notes', source: 'CRM sync', next: onFirst(1), hour: 8 },
  surveys: { path: '/accounts', source: 'Survey sync', next: onFirst(1), hour: 9 },
  reviews: { path: '/accounts', source: 'CSM review', next: weekly(5), hour: 16 },
};

/** When what a feed has from `at` on arrives. The first load brings all that was before it, today what is left. */
export function arrival(feed: FeedName, at: number, { start, today }: { start: number; today: number }): number {
  if (at <= start) return start + 8 * hourMs;
  const { next, hour } = feeds[feed];
  const gone = dayOf(at - hour * hourMs - 1);
  return Math.min(today, next(gone + dayMs) + hour * hourMs);
}
