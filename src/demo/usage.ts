/** Usage by the week: metrics that rise and fall with the satisfaction of an account, and some weeks before it shows. */
import { addDays, dayMs, nextWeekday } from './calendar.ts';
import { termOn } from './deals.ts';
import type { Event } from './feeds.ts';
import { fates } from './fates.ts';
import { isWith, type Story } from './story.ts';
import type { World } from './world.ts';

/** Weeks of which points are sent together. */
const weeksTogether = 13;

export function usageEvents(story: Story, world: World): Event[] {
  if (story.fate === 'mistake') return [];
  const { account_id } = story;
  const weeks = measuredWeeks(story, world);
  const series: { readonly [name: string]: number[] } = measure(story, weeks);
  const events: Event[] = [];
  for (const [name, values] of Object.entries(series)) {
    for (let from = 0; from < weeks.length; from += weeksTogether) {
      const group = weeks.slice(from, from + weeksTogether);
      const metrics = group.map((timestamp, index) => ({ timestamp, value: values[from + index] }));
      events.push({ feed: 'metrics', at: addDays(group.at(-1) as number, 7), record: { account_id, name, metrics } });
    }
  }
  return events;
}

/** The Mondays of the whole weeks in which the account used the product. */
function measuredWeeks(story: Story, { start, today }: World): number[] {
  const weeks: number[] = [];
  for (let week = nextWeekday(Math.max(start, story.joined), 1); addDays(week, 7) <= today; week = addDays(week, 7))
    if (isWith(story, week)) weeks.push(week);
  return weeks;
}

function measure(story: Story, weeks: readonly number[]) {
  const random = story.random('usage');
  const habits = {
    logins: random.between(2.4, 4.5),
    reports: random.between(0.4, 1.6),
    calls: random.between(80, 900),
  };
  const usesApi = random.chance(0.65);
  let stored = random.between(0.02, 0.09) * story.company.employees;
  const result = {
    weekly_logins: [] as number[],
    reports_created: [] as number[],
    seats_used: [] as number[],
    storage_gb: [] as number[],
    ...(usesApi && { api_calls: [] as number[] }),
  };
  for (const week of weeks) {
    const seats = seatsOn(story, week);
    const use = useIn(story, week) * (1 + 0.07 * random.normal());
    const people = Math.max(0, seats * use);
    stored += 0.004 * people * habits.reports;
    result.weekly_logins.push(Math.round(people * habits.logins));
    result.reports_created.push(Math.round(people * habits.reports * random.between(0.8, 1.2)));
    result.seats_used.push(Math.min(seats, Math.round(people * 1.15)));
    result.storage_gb.push(Math.round(stored * 100) / 100);
    result.api_calls?.push(Math.round(people * habits.calls));
  }
  return result;
}

/** The share of its seats that an account uses: it takes time to begin, and declines before anyone complains. */
function useIn(story: Story, week: number): number {
  const since = story.returned !== undefined && week >= story.returned ? story.returned : story.joined;
  const begun = 1 - 0.8 * Math.exp(-(week - since) / (60 * dayMs));
  const ahead = story.mood(addDays(week, 25));
  return Math.min(1, fates[story.fate].appetite * begun * (0.1 + 1.05 * ahead) * season(week));
}

/** Holidays empty the offices. */
function season(week: number): number {
  const middle = new Date(week + 3 * dayMs);
  const [month, day] = [middle.getUTCMonth(), middle.getUTCDate()];
  if ((month === 11 && day > 20) || (month === 0 && day < 5)) return 0.45;
  return month === 6 || month === 7 ? 0.86 : 1;
}

const seatsOn = ({ terms }: Story, day: number): number => termOn(terms, day)?.seats ?? 3;
