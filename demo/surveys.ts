/** What customers answer when they are asked, and what their managers enter after looking at them. */
import { addDays, dayOf, hourMs, monthOf, nextWeekday, officeTime, workdayFrom } from './calendar.ts';
import type { Event } from './events.ts';
import { type Person, presentOn } from './people.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { kindsOn, tell } from './telling.ts';

/** Every quarter some users are asked how likely they are to recommend the product. */
export function surveyEvents(story: Story): Event[] {
  const { account_id, joined, first, today, signed } = story;
  if (signed === undefined) return [];
  const random = story.random('surveys');
  const events: Event[] = [];
  for (let day = addDays(first, random.whole(0, 90)); day < today; day = addDays(day, random.whole(84, 98))) {
    if (!story.isWith(day) || day < addDays(joined, 45)) continue;
    const nps_history = askAround(story, random, day).filter(({ date }) => date < today);
    const at = Math.max(...nps_history.map(({ date }) => date));
    if (nps_history.length > 0) events.push({ feed: 'surveys', at, record: { account_id, nps_history } });
  }
  return events;
}

/** In summer fewer answer, and the discontented answer more readily than the indifferent. */
function askAround(story: Story, random: Random, day: number) {
  const isSummer = monthOf(day) === 6 || monthOf(day) === 7;
  const eager = (isSummer ? 0.3 : 0.55) + 0.25 * Math.abs(story.mood(day) - 0.5);
  const asked = random.shuffled(presentOn(story.users, day));
  return asked
    .slice(0, 1 + Math.ceil(asked.length ** 0.45))
    .filter(() => random.chance(eager))
    .map((user) => ({ user, date: officeTime(random, workdayFrom(random, addDays(day, random.whole(0, 12)))) }))
    .filter(({ user, date }) => story.isWith(date) && (user.until === undefined || user.until > date))
    .map(({ user, date }) => answerOf(story, random, user, date));
}

/** A score counts as the document's scale has it: promoter 100, passive 0, detractor −100. */
function answerOf(story: Story, random: Random, { email: username, department: team }: Person, date: number) {
  // Budgets and price rises make the turn of the year a bad season.
  const season = monthOf(date) === 11 || monthOf(date) === 0 ? -0.06 : 0.02;
  const mood = story.mood(date) + season + 0.2 * random.normal();
  const [nps_score, kind] = mood > 0.73 ? [100, 'promoter'] : mood > 0.5 ? [0, 'passive'] : [-100, 'detractor'];
  const told = random.chance(0.6) ? tell(story, 'comment', [kind], dayOf(date), { team }) : undefined;
  return { nps_score, date, username, comments: told?.body };
}

/** The score and the latest status of an account, as its customer success manager sees it. */
export function reviewEvents(story: Story): Event[] {
  const { account_id, fate, signed, first, today, csms } = story;
  const random = story.random('reviews');
  // A quiet account that was handed over within the last half year waits for its new manager to get round to it.
  const handover = csms.slice(1).find(({ day }) => fate.name === 'quiet' && day > addDays(today, -180));
  const end = handover?.day ?? today;
  const events: Event[] = [];
  let lastScore = Number.NEGATIVE_INFINITY;
  let day = nextWeekday(addDays(Math.max(first, signed ?? 0), random.whole(5, 40)), 5);
  for (; day < end; day = addDays(day, 7 * weeksBetween(story, day))) {
    if (!story.isWith(day) || story.csmOn(day) === undefined) continue;
    const score = Math.max(0, Math.min(100, 5 * Math.round(20 * (story.mood(day) + 0.05 * random.normal()))));
    const fields: { [field: string]: unknown } = {};
    if (Math.abs(score - lastScore) >= 10) fields.csm_score = lastScore = score;
    const status = tell(story, 'status', kindsOn(story, day), day);
    if (status !== undefined) {
      fields.latest_status_title = status.title;
      fields.latest_status_details = status.body;
      fields.latest_status_date = day + random.whole(9, 15) * hourMs;
    }
    if (Object.keys(fields).length > 0) events.push({ feed: 'reviews', at: day, record: { account_id, ...fields } });
  }
  return events;
}

/** An account in trouble is looked at more often. */
const weeksBetween = (story: Story, day: number): number =>
  Math.max(2, Math.round(story.tierOn(day).reviewWeeks * (story.mood(day) < 0.45 ? 0.5 : 1)));
