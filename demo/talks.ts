/** What is said with an account and about it: mails, calls, meetings and notes, answers to surveys, statuses. */
import { overdueDays } from './billing.ts';
import { addDays, dayOf, hourMs, monthOf, nextWeekday, officeTime, workday } from './calendar.ts';
import { type Event, recording } from './events.ts';
import { highTouch, lowTouch } from './life.ts';
import { championOn, fullName, presentOn } from './people.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { billing } from './team.ts';
import { kindsOn, tell } from './telling.ts';
import { toHtml } from './texts.ts';

type Medium = 'email' | 'call' | 'meeting' | 'note';
type Talk = { readonly day: number; readonly medium: Medium; readonly kinds: readonly string[] };

/** How often a text comes as HTML. */
const htmlShare = { email: 0.5, call: 0.15, meeting: 1, note: 0.15 };
/** Days before the same passage is used again. */
const pause = 30;

/** Interactions and notes, up to yesterday. */
export function talkEvents(story: Story): Event[] {
  const random = story.random('talks');
  return [...ordinaryTalks(story, random), ...occasions(story, random)]
    .filter(({ day }) => day >= story.first && day < addDays(story.today, -1))
    .filter(({ day, kinds }) => story.isWith(day) || kinds.includes('overdue'))
    .sort((a, b) => a.day - b.day)
    .flatMap((talk, index) => write(story, random, talk, index + 1));
}

function write(story: Story, random: Random, { day, medium, kinds }: Talk, number: number): Event[] {
  const { account_id } = story;
  const told = tell(story, medium, kinds, day, {}, pause);
  if (told === undefined) return [];
  const is_html = random.chance(htmlShare[medium]);
  const text = is_html ? toHtml(told.body) : told.body;
  const csm = kinds.includes('overdue') ? billing : story.csmOn(day);
  const create_time = officeTime(random, day);
  const external_id = `${medium}-${account_id}-${number}`;
  const fields = { external_id, create_time, subject: told.title, is_html, rep_email: csm?.email };
  if (medium === 'note') {
    const editor = { editor_first_name: csm?.first, editor_last_name: csm?.last };
    return [recording('notes', { account_id })(create_time, { ...fields, ...editor, note: text, source: 'CRM' })];
  }
  const rep = { rep_first_name: csm?.first, rep_last_name: csm?.last };
  const contact = championOn(story, day);
  const others = { type: medium, user_id: contact.id, user: fullName(contact), details: text };
  const source = medium === 'email' ? 'mail' : 'calendar';
  return [recording('interactions', { account_id })(create_time, { ...fields, ...rep, ...others, source })];
}

/** Contacts without a special reason: what is said depends on the phase and the mood. */
function ordinaryTalks(story: Story, random: Random): Talk[] {
  const { first, joined, today, fate } = story;
  const talks: Talk[] = [];
  for (let day = addDays(first, random.whole(1, 12)); day < today; ) {
    const spoken = workday(random, day, 'before');
    const medium = random.weighted({ email: 46, call: 30, note: 24 });
    const kinds = medium === 'note' && random.chance(0.3) ? ['any'] : kindsOn(story, spoken);
    talks.push({ day: spoken, medium, kinds });
    const rhythm = (story.tierOn(day).talkDays / fate.talk) * (day < addDays(joined, 60) ? 0.45 : 1);
    day = addDays(day, Math.max(2, rhythm * random.between(0.5, 1.6)));
  }
  return talks;
}

/** Contacts that have a reason, such as a kickoff, an expansion or an unpaid invoice. */
function occasions(story: Story, random: Random): Talk[] {
  const { signed, left, words, fate, terms, csms, contacts } = story;
  const talks: Talk[] = [];
  for (const day of businessReviewDays(story)) talks.push({ day, medium: 'meeting', kinds: kindsOn(story, day) });
  const add = (day: number | undefined, days: number, medium: Medium, kind: string): void => {
    if (day === undefined) return;
    const moved = workday(random, addDays(day, days), days < 0 ? 'before' : 'after');
    talks.push({ day: moved, medium, kinds: [kind] });
  };
  add(signed, 4, 'meeting', 'onboarding');
  for (const { start } of terms.filter(({ why }) => why === 'expansion')) {
    add(start, -18, 'call', 'expansion');
    add(start, -12, 'email', 'expansion');
  }
  if (words !== undefined) add(left, -33, 'email', 'notice');
  if (fate.name === 'cut off') add(left, -2, 'note', 'lost');
  for (const { day } of csms.slice(1)) add(day, 1, 'note', 'handover');
  for (const { until } of contacts.filter(({ role }) => role === 'Champion')) add(until, 2, 'note', 'champion');
  for (const due of overdueDays(story)) add(due, 8, 'email', 'overdue');
  return talks;
}

/** When larger accounts are met for a business review. */
export function businessReviewDays(story: Story): number[] {
  const { signed, first, today, mood } = story;
  const random = story.random('business reviews');
  const days: number[] = [];
  for (let day = addDays(Math.max(first, addDays(signed ?? today, 90)), random.whole(0, 80)); day < today; ) {
    const tier = story.tierOn(day);
    // Those who have lost interest do not come.
    if (tier !== lowTouch && story.isWith(day) && mood(day) > 0.3 && story.csmOn(day))
      days.push(workday(random, day, 'before'));
    day = addDays(day, (tier === highTouch ? 91 : 182) + random.whole(-9, 9));
  }
  return days;
}

/** Every quarter some users are asked how likely they are to recommend the product. */
export function surveyEvents(story: Story): Event[] {
  const { account_id, joined, first, today, signed } = story;
  const random = story.random('surveys');
  const events: Event[] = [];
  for (let day = addDays(first, random.whole(0, 90)); day < today; day = addDays(day, random.whole(84, 98))) {
    if (signed === undefined || !story.isWith(day) || day < addDays(joined, 45)) continue;
    const nps_history = askAround(story, random, day);
    const at = Math.max(...nps_history.map(({ date }) => date));
    if (nps_history.length > 0) events.push(recording('surveys', { account_id })(at, { nps_history }));
  }
  return events;
}

/** The answers of one survey. Scores are on the scale of the API: promoter 100, passive 0, detractor −100. */
function askAround(story: Story, random: Random, day: number) {
  // In summer fewer answer, and the discontented answer more readily than the indifferent.
  const eager = ([6, 7].includes(monthOf(day)) ? 0.3 : 0.55) + 0.25 * Math.abs(story.mood(day) - 0.5);
  // Budgets and price rises make the turn of the year a bad season.
  const season = [11, 0].includes(monthOf(day)) ? -0.06 : 0.02;
  const asked = random.shuffled(presentOn(story.users, day));
  return asked.slice(0, 1 + Math.ceil(asked.length ** 0.45)).flatMap(({ email: username, department: team, until }) => {
    if (!random.chance(eager)) return [];
    const date = officeTime(random, workday(random, addDays(day, random.whole(0, 12)), 'after'));
    if (!story.isWith(date) || date >= Math.min(story.today, until ?? story.today)) return [];
    const mood = story.mood(date) + season + 0.2 * random.normal();
    const [nps_score, kind] = mood > 0.73 ? [100, 'promoter'] : mood > 0.5 ? [0, 'passive'] : [-100, 'detractor'];
    const told = random.chance(0.6) ? tell(story, 'comment', [kind], dayOf(date), { team }) : undefined;
    return [{ nps_score, date, username, comments: told?.body }];
  });
}

/** The score and the latest status of an account, as its customer success manager sees it. */
export function reviewEvents(story: Story): Event[] {
  const { account_id, fate, signed, first, today, csms, mood } = story;
  const random = story.random('reviews');
  // A quiet account that was handed over within the last half year has not been reviewed since.
  const handover = csms.slice(1).find(({ day }) => fate.name === 'quiet' && day > addDays(today, -180));
  // An account in trouble is looked at more often.
  const weeksFrom = (day: number): number =>
    Math.max(2, Math.round(story.tierOn(day).reviewWeeks * (mood(day) < 0.45 ? 0.5 : 1)));
  const events: Event[] = [];
  let lastScore = Number.NEGATIVE_INFINITY;
  let day = nextWeekday(addDays(Math.max(first, signed ?? 0), random.whole(5, 40)), 5);
  for (; day < (handover?.day ?? today); day = addDays(day, 7 * weeksFrom(day))) {
    if (!story.isWith(day) || story.csmOn(day) === undefined) continue;
    const score = Math.max(0, Math.min(100, 5 * Math.round(20 * (mood(day) + 0.05 * random.normal()))));
    const status = tell(story, 'status', kindsOn(story, day), day);
    const fields = {
      csm_score: Math.abs(score - lastScore) < 10 ? undefined : score,
      latest_status_title: status?.title,
      latest_status_details: status?.body,
      latest_status_date: status && day + random.whole(9, 15) * hourMs,
    };
    lastScore = fields.csm_score ?? lastScore;
    if (status || fields.csm_score !== undefined) events.push(recording('reviews', { account_id })(day, fields));
  }
  return events;
}
