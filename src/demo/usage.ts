/** Usage by the week: metrics that rise and fall with the people who are active. */
import { addDays, nextWeekday } from './calendar.ts';
import type { Event } from './feeds.ts';
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
  const habits = { reports: random.between(0.4, 1.6), calls: random.between(80, 900) };
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
    const people = story.activity.inWeek(week);
    stored += 0.004 * people * habits.reports;
    result.weekly_logins.push(Math.round(people * story.activity.logins * random.between(0.97, 1.03)));
    result.reports_created.push(Math.round(people * habits.reports * random.between(0.8, 1.2)));
    result.seats_used.push(people);
    result.storage_gb.push(Math.round(stored * 100) / 100);
    result.api_calls?.push(Math.round(people * habits.calls * random.between(0.9, 1.1)));
  }
  return result;
}
