/** The sample portfolio as uploads: each system sends what is new on days of its own. */
import { accountEvents } from './accounts.ts';
import { invoiceEvents, subscriptionEvents } from './billing.ts';
import { addDays, dayOf } from './calendar.ts';
import { drawCompanies } from './companies.ts';
import { arrival, type Event, feeds } from './events.ts';
import { type Fate, fates, type Setting } from './life.ts';
import { Random } from './random.ts';
import { drawStory, type Story } from './story.ts';
import { reviewEvents, surveyEvents, talkEvents } from './talks.ts';
import { dealing } from './team.ts';
import { ticketEvents } from './tickets.ts';
import { contactEvents, usageEvents, userEvents } from './usage.ts';

export interface Upload {
  /** As the table of routes has it. */
  readonly path: string;
  /** When it arrives, epoch ms. */
  readonly now: number;
  readonly source: string;
  readonly body: { readonly records: readonly Event['record'][]; readonly options?: object };
}

/**
 * The sample portfolio up to the day of `now` (epoch ms), as uploads in the order of their arrival. The same seed and
 * day give the same bytes on every machine.
 */
export function buildUploads(seed: string, now: number): Upload[] {
  const today = dayOf(now);
  const setting = { seed, today, start: addDays(today, -730) };
  const all = drawStories(setting).flatMap((story) => {
    const events = eventsOf(story);
    // What belongs to an account waits until the CRM has sent the account.
    const known = arrival(events[0] as Event, setting);
    return events.map((event) => ({ ...event, time: Math.max(known, arrival(event, setting)) }));
  });
  // Uploads that arrive at one time keep the order of the feeds.
  const batches = Map.groupBy(all, ({ time, feed }) => time + feeds.indexOf(feed));
  const ordered = [...batches].sort(([a], [b]) => a - b);
  return ordered.map(([, events]) => {
    const [{ time, feed }] = events as [(typeof all)[0]];
    const records = events.sort((a, b) => a.at - b.at).map(({ record }) => record);
    // The CRM knows who is assigned, so that what it sends takes the place of what was there.
    const options = feed.name === 'crm' ? { options: { overwrite_csm_assignments: true } } : {};
    return { path: feed.path, now: time, source: feed.source, body: { records, ...options } };
  });
}

const eventsOf = (story: Story): Event[] => [
  ...accountEvents(story),
  ...contactEvents(story),
  ...userEvents(story),
  ...usageEvents(story),
  ...subscriptionEvents(story),
  ...invoiceEvents(story),
  ...ticketEvents(story),
  ...talkEvents(story),
  ...surveyEvents(story),
  ...reviewEvents(story),
];

function drawStories(setting: Setting): Story[] {
  const all = fates.flatMap((fate) => Array<Fate>(fate.count).fill(fate));
  const random = new Random(setting.seed);
  const companies = drawCompanies(random, all.length);
  const dealt = random.shuffled(all.filter(({ name }) => name !== 'mistake'));
  // No company of a group is a mistake.
  const singles = companies.findLastIndex((company) => company.parent_account_id !== undefined) + 1;
  for (const fate of all) if (fate.name === 'mistake') dealt.splice(random.whole(singles, dealt.length), 0, fate);
  const assign = dealing(setting.today);
  return companies.map((company, index) => drawStory(setting, company, dealt[index] as Fate, assign));
}
