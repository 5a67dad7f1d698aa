/** The course of a customer relation: on which days it turns, and how satisfied the customer is. */
import { addDays, addMonths, billingDay, daysBetween } from './calendar.ts';
import type { Company } from './companies.ts';
import fates from './data/fates.json' with { type: 'json' };
import tiers from './data/tiers.json' with { type: 'json' };
import { Random } from './random.ts';

export { fates, tiers };
export type Fate = (typeof fates)[number];
export type Tier = (typeof tiers)[number];
export const [lowTouch, , highTouch] = tiers as [Tier, Tier, Tier];

/** The day of the first load and the present one, and what decides all chances. */
export type Setting = { readonly start: number; readonly today: number; readonly seed: string };

const never = Number.POSITIVE_INFINITY;

export type Life = ReturnType<typeof drawLife>;

/** An account with the days of its life. A customer bound by a contract leaves at its end. */
export function drawLife(setting: Setting, company: Company, fate: Fate) {
  const { start, today, seed } = setting;
  const { account_id } = company;
  /** Random numbers for one part of what is told: a change to one part leaves the others alone. */
  const randomOf = (part: string): Random => new Random(`${seed}/${account_id}/${part}`);
  const random = randomOf('life');
  const ago = (range: Fate['joined'], day: number): number => addDays(day, -random.whole(range.least, range.most));
  const tier = tiers.findLast(({ fromEmployees }) => company.employees >= fromEmployees) as Tier;
  const cycle = cycleOf(random.weighted(tier.cycles));
  const drawnEnd = fate.left && billingDay(ago(fate.left, today));
  const drawnStart = ago(fate.joined, drawnEnd ?? today);
  const trialDays = !fate.signs ? 30 : random.chance(tier.trial) ? random.pick([14, 30]) : 0;
  // A customer in trouble often has its renewal before it, or just behind it.
  const due =
    fate.name === 'sliding' ? addDays(today, random.whole(-35, 85)) : fate.name === 'cut off' ? undefined : drawnEnd;
  /** The first day of the first paid term; undefined where there is none. */
  const signed = fate.signs ? alignedTo(due, addDays(drawnStart, trialDays), cycle.bound) : undefined;
  /** The first day of its trial or contract, and the one on which it stops being a customer. */
  const joined = signed === undefined ? drawnStart : addDays(signed, -trialDays);
  const trialEnd = addDays(joined, trialDays);
  const left = !fate.signs && trialEnd < today ? trialEnd : drawnEnd;
  const returned = left && fate.name === 'returned' ? billingDay(addDays(left, random.whole(60, 150))) : undefined;
  /** A day in the course of the story, which means something else in each fate. */
  const turn = fate.turn ? ago(fate.turn, today) : joined;
  const end = returned === undefined ? left : undefined;
  const turns = { joined, left, returned, turn, today };
  return {
    ...turns,
    account_id,
    company,
    fate,
    random: randomOf,
    tier,
    trialDays,
    signed,
    cycle,
    /** The day of its first record, and the one on which it became inactive for good. */
    first: Math.max(start, joined),
    end,
    /** The day up to which there is something to tell. */
    until: end ?? today,
    mood: drawMood(randomOf('mood'), fate, turns),
    /** Whether it is a customer, or on trial, on a day. */
    isWith: (day: number): boolean =>
      fate.name !== 'mistake' && day >= joined && (day < (left ?? never) || day >= (returned ?? never)),
  };
}

export type Cycle = ReturnType<typeof cycleOf>;

/** From a text such as "3 month"; with the months for which it binds, undefined where each cycle may be the last. */
export function cycleOf(text: string) {
  const [count, unit = ''] = text.split(' ');
  const length = Number(count);
  return { unit, length, bound: unit === 'year' ? 12 * length : unit === 'month' && length > 1 ? 12 : undefined };
}

/** The day near `start` from which a contract of that many months falls due on `due`. */
function alignedTo(due: number | undefined, start: number, months: number | undefined): number {
  if (due === undefined || months === undefined) return billingDay(start);
  const terms = Math.max(1, Math.round(daysBetween(start, due) / (months * 30.44)));
  return addMonths(billingDay(due), -months * terms);
}

/** How satisfied a customer is on a day, 0 to 1: in straight lines from mood to mood, with ups and downs of its own. */
function drawMood(random: Random, { moods }: Fate, turns: { readonly [name: string]: number | undefined }) {
  const all = moods.map(({ after, days, mood }) => ({ day: addDays(turns[after] as number, days), mood }));
  // Where two contradict, the one that is listed later rules.
  const course = all.filter(({ day }, index) => all.slice(index + 1).every((later) => later.day > day));
  const [phase, offset] = [random.between(0, 2 * Math.PI), random.between(-0.05, 0.05)];
  return (at: number): number => {
    const [before, after] = [course.findLast(({ day }) => day <= at), course.find(({ day }) => day > at)];
    const [from, to] = [before ?? after, after ?? before] as [(typeof all)[0], (typeof all)[0]];
    const share = from === to ? 0 : daysBetween(from.day, at) / daysBetween(from.day, to.day);
    const wave = 0.05 * Math.sin(phase + daysBetween(0, at) / 11);
    return Math.min(0.98, Math.max(0.04, from.mood + (to.mood - from.mood) * share + offset + wave));
  };
}
