/**
 * What an account has bought: its subscriptions as terms, each with plan, price and billing cycle. Subscription
 * events, invoices and stages follow from them.
 */
import { addDays, addMonths } from './calendar.ts';
import type { Mood } from './life.ts';
import { type Cycle, cycleStart, planFor, priceOf } from './plans.ts';
import type { Random } from './random.ts';

/** Why a term began. */
export type Why = 'trial' | 'start' | 'expansion' | 'contraction' | 'renewal' | 'new cycle';

export interface Term {
  readonly start: number;
  /** The day from which it no longer holds; undefined where nothing has ended it. */
  end: number | undefined;
  readonly why: Why;
  readonly plan: string;
  readonly seats: number;
  readonly cycle: Cycle;
  /** Cents a cycle. */
  readonly amount: number;
  /** Cycles are counted from here. A renewal that comes late has its anchor before its start. */
  readonly anchor: number;
  /** The renewal date to which it runs, which may pass without a renewal; undefined from cycle to cycle. */
  readonly renews: number | undefined;
}

export interface Subscription {
  readonly subscription_id: string;
  readonly product: string;
  /** In order of time; between two there may be a gap. */
  readonly terms: readonly Term[];
}

export const platform = 'Platform';

/** What decides how a contract goes on. */
export interface Buyer {
  readonly random: Random;
  readonly mood: Mood;
  readonly seats: number;
  /** By what share a contented buyer takes more seats at a renewal. */
  readonly ambition: number;
  /** Hesitates of late: a renewal that came due in the last weeks has not been signed. */
  readonly hesitates: boolean;
}

/** Months for which a contract binds; undefined where each cycle may be the last. */
export const boundMonths = ({ unit, length }: Cycle): number | undefined => {
  if (unit === 'year') return 12 * length;
  return unit === 'month' && length > 1 ? 12 : undefined;
};

export const trialTerm = (start: number, days: number, seats: number): Term => ({
  start,
  end: addDays(start, days),
  why: 'trial',
  plan: 'trial',
  seats,
  cycle: { unit: 'day', length: days },
  amount: 0,
  anchor: start,
  renews: undefined,
});

/** The terms from a first day up to the one on which the account left, or up to today. */
export function termsFrom(
  buyer: Buyer,
  first: number,
  firstCycle: Cycle,
  today: number,
  left: number | undefined,
): Term[] {
  const { random, mood, hesitates } = buyer;
  const terms: Term[] = [];
  const until = left ?? today;
  let [seats, cycle, uplift] = [buyer.seats, firstCycle, 1];
  const begin = (start: number, why: Why, anchor: number, renews: number | undefined): void => {
    const last = terms.at(-1);
    if (last) last.end = start;
    const amount = priceOf(seats, cycle, uplift);
    terms.push({ start, end: undefined, why, plan: planFor(seats).name, seats, cycle, amount, anchor, renews });
  };

  let [at, anchor] = [first, first];
  let why: Why | undefined = 'start';
  while (at < until) {
    const months = boundMonths(cycle);
    if (months === undefined) {
      if (why) begin(at, why, anchor, undefined);
      at = anchor = cycleStart(anchor, cycle, 3);
      const wanted = seatsWanted(buyer, seats, mood(at), 0.4);
      why = wanted === seats ? undefined : wanted > seats ? 'expansion' : 'contraction';
      seats = wanted;
      if (cycle.unit === 'month' && mood(at) > 0.68 && random.chance(0.05))
        [cycle, why] = [{ unit: 'year', length: 1 }, 'new cycle'];
      continue;
    }
    const due = addMonths(anchor, months);
    begin(at, why ?? 'renewal', anchor, due);
    const more = addMonths(anchor, 3 * random.whole(1, 3));
    if (more > at && more < until && mood(more) > 0.72 && random.chance(0.3)) {
      seats = Math.ceil(seats * (1 + buyer.ambition * random.between(0.3, 1)));
      begin(more, 'expansion', anchor, due);
    }
    if (hesitates && due < until && due > addDays(today, -50)) break;
    at = addDays(due, random.chance(0.1 + 0.25 * (1 - mood(due))) ? random.whole(2, 33) : 0);
    anchor = due;
    seats = seatsWanted(buyer, seats, mood(due), 1);
    uplift *= 1.03;
    why = 'renewal';
  }
  const last = terms.at(-1);
  if (last) last.end = left;
  return terms;
}

/** Seats after looking at the use made of them; `eagerness` says how much a look can change. */
function seatsWanted({ random, ambition }: Buyer, seats: number, mood: number, eagerness: number): number {
  if (mood > 0.7 && random.chance(0.55))
    return Math.ceil(seats * (1 + ambition * eagerness * random.between(0.3, 1.2)));
  if (mood < 0.42 && random.chance(0.6)) return Math.max(2, Math.floor(seats * random.between(0.65, 0.9)));
  return seats;
}

/** The renewal date that is next, or overdue, as known on a day. */
export const renewalDateOn = (subscriptions: readonly Subscription[], day: number): number | undefined => {
  const dates = subscriptions.flatMap(({ terms }) => termOn(terms, day)?.renews ?? []);
  return dates.length === 0 ? undefined : Math.min(...dates);
};

/** The terms of what is sold by the seat, without add-ons. */
export const platformTerms = (subscriptions: readonly Subscription[]): Term[] =>
  subscriptions.filter(({ product }) => product === platform).flatMap(({ terms }) => terms);

export const termOn = (terms: readonly Term[], day: number): Term | undefined =>
  terms.findLast((term) => term.start <= day && (term.end ?? Number.POSITIVE_INFINITY) > day);
