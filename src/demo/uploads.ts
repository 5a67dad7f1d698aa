/** The demo as uploads: each system sends on its days what it has gathered, oldest first. */
import { accountEvents } from './accounts.ts';
import { dayOf } from './calendar.ts';
import { conversationEvents } from './conversations.ts';
import { arrival, type Event, type FeedName, feeds } from './feeds.ts';
import { invoiceEvents } from './invoices.ts';
import { npsEvents } from './nps.ts';
import { contactEvents, userEvents } from './people.ts';
import { reviewEvents } from './reviews.ts';
import type { Story } from './story.ts';
import { subscriptionEvents } from './subscriptions.ts';
import { ticketEvents } from './support.ts';
import { usageEvents } from './usage.ts';
import { buildWorld, type World } from './world.ts';

export interface Upload {
  /** As the table of routes has it. */
  readonly path: string;
  /** When it arrives, epoch ms. */
  readonly now: number;
  readonly source: string;
  readonly body: { readonly records: readonly Event['record'][]; readonly options?: object };
}

/** Everything that the demo loads, for a seed and the day of `now`. */
export function buildUploads(seed: string, now: number): Upload[] {
  const world = buildWorld(seed, dayOf(now));
  const arrivals = new Map<number, Map<FeedName, Event[]>>();
  for (const story of world.stories) {
    // What belongs to an account waits until the CRM has sent the account.
    const known = arrival('crm', Math.max(world.start, story.joined), world);
    for (const event of eventsOf(story, world)) {
      const time = Math.max(known, arrival(event.feed, event.at, world));
      arrivals
        .getOrInsertComputed(time, () => new Map())
        .getOrInsertComputed(event.feed, () => [])
        .push(event);
    }
  }
  const names = Object.keys(feeds) as FeedName[];
  return [...arrivals]
    .sort(([a], [b]) => a - b)
    .flatMap(([time, byFeed]) =>
      names.flatMap((name) => {
        const events = byFeed.get(name);
        return events === undefined ? [] : [uploadOf(name, time, events)];
      }),
    );
}

const eventsOf = (story: Story, world: World): Event[] => [
  ...accountEvents(story, world),
  ...contactEvents(story, world),
  ...userEvents(story, world),
  ...usageEvents(story, world),
  ...subscriptionEvents(story),
  ...invoiceEvents(story, world),
  ...ticketEvents(story, world),
  ...conversationEvents(story, world),
  ...npsEvents(story, world),
  ...reviewEvents(story, world),
];

function uploadOf(feed: FeedName, now: number, events: readonly Event[]): Upload {
  const { path, source } = feeds[feed];
  const records = [...events].sort((a, b) => a.at - b.at).map(({ record }) => record);
  // The CRM knows who is assigned, so that what it sends takes the place of what was there.
  const options = feed === 'crm' ? { options: { overwrite_csm_assignments: true } } : {};
  return { path, now, source, body: { records, ...options } };
}
