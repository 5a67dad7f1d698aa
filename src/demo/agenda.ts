/** When one speaks with an account, by which medium and about what kind of thing. */
import { addDays, workdayFrom, workdayUntil } from './calendar.ts';
import { renewalDateOn } from './deals.ts';
import { fates } from './fates.ts';
import { overdueDays } from './invoices.ts';
import { businessReviewDays } from './meetings.ts';
import { isWith, type Story, tierOn } from './story.ts';
import type { Tier } from './tiers.ts';
import { handoverDays, type World } from './world.ts';

export type Medium = 'email' | 'call' | 'meeting' | 'note';

export interface Talk {
  readonly day: number;
  readonly medium: Medium;
  readonly kind: string;
}

/** Days between two contacts with an account in the ordinary course of things. */
const rhythm: { readonly [tier in Tier]: number } = {
  'High touch accounts': 11,
  'Medium touch accounts': 21,
  'Low touch accounts': 46,
};
const media = [
  ['email', 46],
  ['call', 30],
  ['note', 24],
] as const;

/** All talks from the first load, or from the beginning, up to yesterday. */
export function agendaOf(story: Story, world: World): Talk[] {
  const first = Math.max(world.start, story.joined);
  return [...ordinaryTalks(story, world), ...milestones(story), ...reactions(story, world)]
    .filter(({ day }) => day >= first && day < addDays(world.today, -1))
    .filter(({ day, kind }) => kind === 'overdue' || isWith(story, day))
    .sort((a, b) => a.day - b.day);
}

/** Contacts without a special reason; what is said depends on how things are. */
function ordinaryTalks(story: Story, world: World): Talk[] {
  const random = story.random('agenda');
  const talks: Talk[] = [];
  let day = addDays(Math.max(world.start, story.joined), random.whole(1, 12));
  while (day < world.today) {
    const spoken = workdayUntil(random, day);
    talks.push({ day: spoken, medium: random.weighted(media), kind: kindOn(story, spoken) });
    const usual = rhythm[tierOn(story, day)] / fates[story.fate].talk;
    const beginning = day < addDays(story.joined, 60) ? 0.45 : 1;
    day = addDays(day, Math.max(2, usual * beginning * random.between(0.5, 1.6)));
  }
  return talks;
}

function kindOn(story: Story, day: number): string {
  const { joined, signed, left, returned, words } = story;
  if (signed === undefined || day < signed) return 'trial';
  if (left !== undefined && words !== undefined && day < left && day > addDays(left, -35)) return 'notice';
  if (returned !== undefined && day >= returned && day < addDays(returned, 80)) return 'back';
  if (day < addDays(joined, 60)) return 'onboarding';
  if (day < addDays(joined, 150)) return 'adoption';
  const renewal = renewalDateOn(story.subscriptions, day);
  const mood = story.mood(day);
  if (renewal !== undefined && mood > 0.5 && day >= renewal) return 'unsigned';
  if (renewal !== undefined && mood > 0.5 && day > addDays(renewal, -60)) return 'renewal';
  return mood > 0.76 ? 'happy' : mood > 0.52 ? 'content' : mood > 0.32 ? 'worried' : 'angry';
}

/** Contacts that belong to a point in the contract. */
function milestones(story: Story): Talk[] {
  const { signed, left, words, fate, terms } = story;
  const random = story.random('milestones');
  const talks: Talk[] = [];
  const before = (day: number, days: number): number => workdayUntil(random, addDays(day, -days));
  if (signed !== undefined)
    talks.push({ day: workdayFrom(random, addDays(signed, 4)), medium: 'meeting', kind: 'onboarding' });
  for (const { start } of terms.filter(({ why }) => why === 'expansion')) {
    talks.push({ day: before(start, 18), medium: 'call', kind: 'expansion' });
    talks.push({ day: before(start, 12), medium: 'email', kind: 'expansion' });
  }
  if (left === undefined) return talks;
  if (words !== undefined) talks.push({ day: before(left, 33), medium: 'email', kind: 'notice' });
  if (fate === 'cut off') talks.push({ day: before(left, 2), medium: 'note', kind: 'lost' });
  return talks;
}

/** Contacts that something else has brought about. */
function reactions(story: Story, world: World): Talk[] {
  const random = story.random('reactions');
  const after = (day: number, days: number): number => workdayFrom(random, addDays(day, days));
  const talks: Talk[] = businessReviewDays(story, world).map((day) => {
    const kind = kindOn(story, day);
    const mood = ['happy', 'worried', 'angry'].includes(kind) ? kind : 'content';
    return { day, medium: 'meeting', kind: mood };
  });
  for (const day of handoverDays(world, story, world.start))
    talks.push({ day: after(day, 1), medium: 'note', kind: 'handover' });
  for (const { until, role } of story.cast.contacts)
    if (until !== undefined && role === 'Champion')
      talks.push({ day: after(until, 2), medium: 'note', kind: 'champion' });
  for (const day of overdueDays(story, world)) talks.push({ day: after(day, 8), medium: 'email', kind: 'overdue' });
  return talks;
}
