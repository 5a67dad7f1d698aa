/** The sample portfolio as uploads: each system sends on its days what it has gathered, oldest first. */
import { accountEvents } from './accounts.ts';
import { invoiceEvents, subscriptionEvents } from './billing.ts';
import { addDays, dayOf } from './calendar.ts';
import { drawCompanies } from './companies.ts';
import { arrival, type Event, feeds } from './events.ts';
import { type Fate, fates } from './life.ts';
import { Random } from './random.ts';
import { drawStory, type Story } from './story.ts';
import { reviewEvents, surveyEvents } from './surveys.ts';
import { talkEvents } from './talks.ts';
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

/** Everything that the demo loads, for a seed and the day of `now`, epoch ms: the same each time, byte for byte. */
export function buildUploads(seed: string, now: number): Upload[] {
  const today = dayOf(now);
  const start = addDays(today, -730);
  const batches = new Map<string, { now: number; feed: Event['feed']; events: Event[] }>();
  for (const story of drawStories(seed, start, today)) {
    // What belongs to an account waits until the CRM has sent the account.
    const known = arrival({ feed: 'crm', at: story.first }, start, today);
    for (const event of eventsOf(story)) {
      const { feed } = event;
      const time = Math.max(known, arrival(event, start, today));
      batches.getOrInsertComputed(`${time} ${feed}`, () => ({ now: time, feed, events: [] })).events.push(event);
    }
  }
  const order = Object.keys(feeds);
  return [...batches.values()]
    .sort((a, b) => a.now - b.now || order.indexOf(a.feed) - order.indexOf(b.feed))
    .map(({ now: time, feed, events }) => {
      const { path, source } = feeds[feed];
      const records = events.sort((a, b) => a.at - b.at).map(({ record }) => record);
      // The CRM knows who is assigned, so that what it sends takes the place of what was there.
      const options = feed === 'crm' ? { options: { overwrite_csm_assignments: true } } : {};
      return { path, now: time, source, body: { records, ...options } };
    });
}

const eventsOf = (story: Story): Event[] => [
  ...accountEvents(story),
  ...contactEvents(story),
  ...(story.fate.name === 'mistake' ? [] : customerEvents(story)),
];

const customerEvents = (story: Story): Event[] => [
  ...userEvents(story),
  ...usageEvents(story),
  ...subscriptionEvents(story),
  ...invoiceEvents(story),
  ...ticketEvents(story),
  ...talkEvents(story),
  ...surveyEvents(story),
  ...reviewEvents(story),
];

function drawStories(seed: string, start: number, today: number): Story[] {
  const all = fates.flatMap((fate) => Array<Fate>(fate.count).fill(fate));
  const companies = drawCompanies(new Random(`${seed}/companies`), all.length);
  const random = new Random(`${seed}/fates`);
  const dealt = random.shuffled(all.filter(({ name }) => name !== 'mistake'));
  // No company of a group is a mistake.
  const singles = companies.findLastIndex(({ parent }) => parent !== undefined) + 1;
  for (const fate of all) if (fate.name === 'mistake') dealt.splice(random.whole(singles, dealt.length), 0, fate);
  const idOf = (index: number): string => String(10_400 + 7 * index);
  const assign = dealing(today);
  return companies.map((company, index) => {
    const account_id = idOf(index);
    const parent_account_id = company.parent === undefined ? undefined : idOf(company.parent);
    const fate = dealt[index] as Fate;
    const draw = (part: string): Random => new Random(`${seed}/${account_id}/${part}`);
    return drawStory({ account_id, parent_account_id, company, fate, start, today, random: draw }, assign);
  });
}
