/** What is said of an account on a day: texts by what it is about at the time, with the facts that it has then. */
import { addDays, dayMs, daysBetween, longDate, monthName } from './calendar.ts';
import { termOn } from './contracts.ts';
import topics from './data/topics.json' with { type: 'json' };
import { championOn, presentOn } from './people.ts';
import type { Story } from './story.ts';
import { vendor } from './team.ts';
import { type Facts, readPassages } from './texts.ts';

const texts = {
  email: readPassages('emails'),
  call: readPassages('calls'),
  meeting: readPassages('meetings'),
  note: readPassages('notes'),
  status: readPassages('statuses'),
  comment: readPassages('comments'),
  ticket: readPassages('tickets'),
};
export type Medium = keyof typeof texts;

/** A text of the first of these kinds that the medium has, with facts of the day and more; see `Teller`. */
export const tell = (
  story: Story,
  medium: Medium,
  kinds: readonly string[],
  day: number,
  more: Facts = {},
  pause = 0,
) => story.teller.tell(texts[medium], kinds, { ...factsOn(story, day), ...more }, day, pause);

/** What there is to speak about on a day: what the time brings with it, if anything, then the mood. */
export function kindsOn(
  { joined, signed, left, returned, words, turn, fate, terms, mood }: Story,
  day: number,
): string[] {
  const isWithin = (date: number | undefined, from: number, to: number): boolean =>
    date !== undefined && day >= addDays(date, from) && day < addDays(date, to);
  const renewal = termOn(terms, day)?.renews;
  const phases = {
    trial: signed === undefined || day < signed,
    notice: words !== undefined && isWithin(left, -35, 0),
    back: isWithin(returned, 0, 85),
    onboarding: isWithin(joined, 0, 65),
    adoption: isWithin(joined, 65, 150),
    better: fate.name === 'recovered' && isWithin(turn, 90, 300),
    unsigned: mood(day) > 0.5 && isWithin(renewal, 0, 100),
    renewal: mood(day) > 0.5 && isWithin(renewal, -60, 0),
    happy: mood(day) > 0.77,
    content: mood(day) > 0.53,
    worried: mood(day) > 0.34,
    angry: true,
  };
  return Object.entries(phases).flatMap(([kind, is]) => (is ? [kind] : []));
}

/** What can be said of an account on a day. */
function factsOn(story: Story, day: number): Facts {
  const { company, pain, love, goal, reason, words, activity } = story;
  const contact = championOn(story, day);
  const term = termOn(story.terms, day);
  const [seats, users] = [term?.seats ?? 0, presentOn(story.users, day)];
  const colleagues = users.filter(({ first }) => first !== contact.first);
  // Another one every day, and never the same for all.
  const turn = day / dayMs + Number(story.account_id);
  const colleague = colleagues[(turn * 7) % colleagues.length];
  const active = Math.min(users.length, Math.max(1, activity.inMonth(day)));
  const renewal = term?.renews !== undefined && term.renews > day ? term.renews : undefined;
  return {
    company: company.name,
    contact: contact.first,
    title: contact.title,
    colleague: colleague?.first,
    team: colleague?.department,
    csm: story.csmOn(day)?.first ?? 'The customer team',
    pain: pain.name,
    complaint: pain.complaint,
    fix: pain.fix,
    love: love.name,
    praise: love.praise,
    goal,
    plan: term?.plan ?? 'trial',
    month: monthName(day),
    date: longDate(day),
    vendor: vendor.name,
    reason,
    words,
    topic: topics[turn % topics.length],
    renewal: renewal && longDate(renewal),
    outlook: renewal ? `Renewal: ${longDate(renewal)}.` : 'No renewal to prepare.',
    seats,
    users: users.length,
    active,
    early: renewal !== undefined && daysBetween(day, renewal) > 20,
    falling: activity.falls(day),
    stable: !activity.falls(day),
    busy: active >= 0.5 * users.length,
    full: active >= 0.75 * seats,
    idle: active < 0.5 * seats,
  };
}
