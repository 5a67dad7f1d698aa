/** What the customer success managers enter after looking at an account: its score and its latest status. */
import { addDays, hourMs, nextWeekday } from './calendar.ts';
import type { Event } from './feeds.ts';
import { Teller } from './passages.ts';
import { factsOn } from './phrases.ts';
import { statuses } from './statuses.ts';
import { isWith, type Story, tierOn } from './story.ts';
import type { Tier } from './tiers.ts';
import { csmOn, handoverDays, type World } from './world.ts';

/** Weeks between two reviews. */
const rhythm: { readonly [tier in Tier]: number } = {
  'High touch accounts': 4,
  'Medium touch accounts': 7,
  'Low touch accounts': 13,
};

export function reviewEvents(story: Story, world: World): Event[] {
  const { account_id, fate, signed } = story;
  if (fate === 'mistake') return [];
  const random = story.random('reviews');
  const teller = new Teller(random);
  const events: Event[] = [];
  let lastScore = Number.NEGATIVE_INFINITY;
  let day = nextWeekday(addDays(Math.max(world.start, signed ?? story.joined), random.whole(5, 40)), 5);
  for (; day < world.today; day = addDays(day, 7 * intervalOn(story, day))) {
    if (!isWith(story, day) || csmOn(world, story, day) === undefined || isNeglected(story, world, day)) continue;
    const score = Math.max(0, Math.min(100, 5 * Math.round(20 * (story.mood(day) + 0.05 * random.normal()))));
    const status = teller.tell(statuses, [kindOn(story, day)], factsOn(world, story, day), day);
    const record: { account_id: string; [field: string]: unknown } = { account_id };
    if (Math.abs(score - lastScore) >= 10) record.csm_score = lastScore = score;
    if (status !== undefined) {
      record.latest_status_title = status.title;
      record.latest_status_details = status.body;
      record.latest_status_date = day + random.whole(9, 15) * hourMs;
    }
    if (Object.keys(record).length > 1) events.push({ feed: 'reviews', at: day, record });
  }
  return events;
}

/** A quiet account that was handed over within the last half year waits for its new manager to get round to it. */
const isNeglected = (story: Story, world: World, day: number): boolean =>
  story.fate === 'quiet' && handoverDays(world, story, addDays(world.today, -180)).some((handover) => handover <= day);

/** Weeks until the next review: an account in trouble is looked at more often. */
const intervalOn = (story: Story, day: number): number =>
  Math.max(2, Math.round(rhythm[tierOn(story, day)] * (story.mood(day) < 0.45 ? 0.5 : 1)));

function kindOn(story: Story, day: number): string {
  const { joined, signed, left, returned, fate, turn } = story;
  const mood = story.mood(day);
  if (signed === undefined || day < signed) return 'trial';
  if (left !== undefined && fate !== 'cut off' && day < left && day > addDays(left, -40)) return 'leaving';
  if (returned !== undefined && day >= returned && day < addDays(returned, 90)) return 'back';
  if (day < addDays(joined, 75)) return 'new';
  if (fate === 'recovered' && day > addDays(turn, 90) && day < addDays(turn, 300)) return 'better';
  return mood > 0.78 ? 'strong' : mood > 0.54 ? 'fine' : mood > 0.36 ? 'weak' : 'poor';
}
