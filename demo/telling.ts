/** Texts about an account on a day: what they are about, and the facts that fill them. */
import { addDays, dayMs, daysBetween, longDate, monthName } from './calendar.ts';
import { termOn } from './contracts.ts';
import topics from './data/topics.json' with { type: 'json' };
import { championOn, presentOn } from './people.ts';
import type { Story } from './story.ts';
import { vendor } from './team.ts';
import type { Facts } from './texts.ts';

/** A text of `data/<file>.md` filled with the facts of a day; see `telling` for when there is none. */
export const tell = (story: Story, file: string, kinds: readonly string[], day: number, more: Facts = {}, pause = 0) =>
  story.tell(file, kinds, Object.assign(factsOn(story, day), more), day, pause);

/** The kinds of text that fit a day, best first: the phase of the contract, then the mood. */
export function kindsOn(story: Story, day: number): string[] {
  const { joined, signed, left, returned, words, turn, fate } = story;
  const isWithin = (date: number | undefined, from: number, to: number): boolean =>
    date !== undefined && day >= addDays(date, from) && day < addDays(date, to);
  const renewal = termOn(story.terms, day)?.renews;
  const mood = story.mood(day);
  const kinds = {
    trial: signed === undefined || day < signed,
    notice: words !== undefined && isWithin(left, -35, 0),
    back: isWithin(returned, 0, 85),
    onboarding: isWithin(joined, 0, 65),
    adoption: isWithin(joined, 65, 150),
    better: fate.name === 'recovered' && isWithin(turn, 90, 300),
    unsigned: mood > 0.5 && isWithin(renewal, 0, 100),
    renewal: mood > 0.5 && isWithin(renewal, -60, 0),
    happy: mood > 0.77,
    content: mood > 0.53,
    worried: mood > 0.34,
    angry: true,
  };
  return Object.entries(kinds).flatMap(([kind, is]) => (is ? [kind] : []));
}

/** What can be said of an account on a day. */
function factsOn(story: Story, day: number): Facts {
  const { activity, reason, words } = story;
  const { first: contact, title } = championOn(story, day);
  const term = termOn(story.terms, day);
  const [seats, there] = [term?.seats ?? 0, presentOn(story.users, day)];
  const others = there.filter(({ first }) => first !== contact);
  // Another one every day, and never the same for all.
  const turn = day / dayMs + Number(story.account_id);
  const { first: colleague, department: team } = others[(turn * 7) % others.length] ?? {};
  const users = there.length;
  const active = Math.min(users, Math.max(1, activity.inMonth(day)));
  const falling = activity.falls(day);
  const isOverdue = term?.renews !== undefined && term.renews <= day;
  const renewal = term?.renews && !isOverdue ? longDate(term.renews) : undefined;
  const without = isOverdue ? 'The renewal is overdue.' : 'No fixed term, no renewal to prepare.';
  return {
    ...story.themes,
    company: story.company.name,
    contact,
    title,
    colleague,
    team,
    vendor: vendor.name,
    csm: story.csmOn(day)?.first ?? 'The customer team',
    topic: topics[turn % topics.length],
    reason,
    words,
    month: monthName(day),
    date: longDate(day),
    plan: term?.plan ?? 'trial',
    renewal,
    early: daysBetween(day, term?.renews ?? day) > 20,
    outlook: renewal ? `Renewal: ${renewal}.` : without,
    seats,
    users,
    active,
    busy: active >= 0.5 * users,
    full: active >= 0.75 * seats,
    idle: active < 0.5 * seats,
    falling,
    stable: !falling,
  };
}
