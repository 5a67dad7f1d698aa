/** When one speaks with an account and by which medium, and what was said: interactions and notes. */
import { addDays, officeTime, workdayFrom, workdayUntil } from './calendar.ts';
import { overdueDays } from './billing.ts';
import { type Event, eventsOf } from './events.ts';
import { highTouch, lowTouch } from './life.ts';
import { fullName } from './names.ts';
import { championOn } from './people.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { vendor } from './team.ts';
import { kindsOn, tell } from './telling.ts';
import { toHtml } from './texts.ts';

interface Talk {
  readonly day: number;
  readonly medium: 'email' | 'call' | 'meeting' | 'note';
  readonly kinds: readonly string[];
}

/** How often a text comes as HTML. */
const htmlShare = { email: 0.5, call: 0.15, meeting: 1, note: 0.15 };
/** Days for which a subject has been dealt with. */
const pause = 30;

/** Interactions and notes, up to yesterday. */
export function talkEvents(story: Story): Event[] {
  const random = story.random('talks');
  const talks = [...ordinaryTalks(story, random), ...occasions(story, random)].sort((a, b) => a.day - b.day);
  return talks
    .filter(({ day }) => day >= story.first && day < addDays(story.today, -1))
    .filter(({ day, kinds }) => story.isWith(day) || kinds.includes('overdue'))
    .flatMap((talk, index) => write(story, random, talk, index + 1));
}

function write(story: Story, random: Random, { day, medium, kinds }: Talk, number: number): Event[] {
  const { account_id } = story;
  const told = tell(story, medium, kinds, day, {}, pause);
  if (told === undefined) return [];
  const is_html = random.chance(htmlShare[medium]);
  const [csm, contact] = [story.csmOn(day), championOn(story, day)];
  const isFromBilling = kinds.includes('overdue');
  const rep_email = isFromBilling ? `billing@${vendor.domain}` : csm?.email;
  const create_time = officeTime(random, day);
  const fields = { create_time, subject: told.title, is_html, rep_email };
  const text = is_html ? toHtml(told.body) : told.body;
  const event = eventsOf(medium === 'note' ? 'notes' : 'interactions', {
    account_id,
    external_id: `${medium}-${account_id}-${number}`,
  });
  if (medium === 'note') {
    const editor = { editor_first_name: csm?.first, editor_last_name: csm?.last };
    return [event(create_time, { ...fields, ...editor, note: text, source: 'CRM' })];
  }
  const rep = isFromBilling ? {} : { rep_first_name: csm?.first, rep_last_name: csm?.last };
  const source = medium === 'email' ? 'mail' : 'calendar';
  const person = { user_id: contact.id, user: fullName(contact) };
  return [event(create_time, { ...fields, ...rep, ...person, type: medium, details: text, source })];
}

/** Contacts without a special reason; what is said depends on how things are. */
function ordinaryTalks(story: Story, random: Random): Talk[] {
  const { first, joined, today, fate } = story;
  const talks: Talk[] = [];
  for (let day = addDays(first, random.whole(1, 12)); day < today; ) {
    const spoken = workdayUntil(random, day);
    const medium = random.weighted({ email: 46, call: 30, note: 24 });
    const kinds = medium === 'note' && random.chance(0.3) ? ['any'] : kindsOn(story, spoken);
    talks.push({ day: spoken, medium, kinds });
    const beginning = day < addDays(joined, 60) ? 0.45 : 1;
    const usual = story.tierOn(day).talkDays / fate.talk;
    day = addDays(day, Math.max(2, usual * beginning * random.between(0.5, 1.6)));
  }
  return talks;
}

/** Contacts that something has brought about. */
function occasions(story: Story, random: Random): Talk[] {
  const { signed, left, words, fate, terms, csms, contacts } = story;
  const around = (day: number, days: number, medium: Talk['medium'], kind: string): Talk => {
    const moved = days < 0 ? workdayUntil(random, addDays(day, days)) : workdayFrom(random, addDays(day, days));
    return { day: moved, medium, kinds: [kind] };
  };
  const talks: Talk[] = businessReviewDays(story).map((day) => {
    return { day, medium: 'meeting', kinds: kindsOn(story, day) };
  });
  if (signed !== undefined) talks.push(around(signed, 4, 'meeting', 'onboarding'));
  for (const { start, why } of terms)
    if (why === 'expansion')
      talks.push(around(start, -18, 'call', 'expansion'), around(start, -12, 'email', 'expansion'));
  if (left !== undefined && words !== undefined) talks.push(around(left, -33, 'email', 'notice'));
  if (left !== undefined && fate.name === 'cut off') talks.push(around(left, -2, 'note', 'lost'));
  for (const { day } of csms.slice(1)) talks.push(around(day, 1, 'note', 'handover'));
  for (const { until, role } of contacts)
    if (until !== undefined && role === 'Champion') talks.push(around(until, 2, 'note', 'champion'));
  for (const due of overdueDays(story)) talks.push(around(due, 8, 'email', 'overdue'));
  return talks;
}

/** When larger accounts are met for a business review. */
export function businessReviewDays(story: Story): number[] {
  const { signed, first, today } = story;
  if (signed === undefined) return [];
  const random = story.random('business reviews');
  const days: number[] = [];
  for (let day = addDays(Math.max(first, addDays(signed, 90)), random.whole(0, 80)); day < today; ) {
    const tier = story.tierOn(day);
    // Those who have lost interest do not come.
    if (tier !== lowTouch && story.isWith(day) && story.mood(day) > 0.3 && story.csmOn(day))
      days.push(workdayUntil(random, day));
    day = addDays(day, (tier === highTouch ? 91 : 182) + random.whole(-9, 9));
  }
  return days;
}
