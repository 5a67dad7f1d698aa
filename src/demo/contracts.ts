/** How an account comes to its subscriptions: trial, contract, add-ons, and what happens on leaving and coming back. */
import { addDays, addMonths, billingDay, daysBetween } from './calendar.ts';
import { boundMonths, type Buyer, platform, type Subscription, type Term, termsFrom, trialTerm } from './deals.ts';
import type { FateName, Life } from './fates.ts';
import { type Cycle, priceOf } from './plans.ts';
import type { Random } from './random.ts';
import type { Tier } from './tiers.ts';

const month: Cycle = { unit: 'month', length: 1 };
const quarter: Cycle = { unit: 'month', length: 3 };
const year: Cycle = { unit: 'year', length: 1 };
const thirtyDays: Cycle = { unit: 'day', length: 30 };

const terms: {
  readonly [tier in Tier]: { cycles: readonly (readonly [Cycle, number])[]; trial: number; addOn: number };
} = {
  'High touch accounts': {
    cycles: [
      [year, 82],
      [quarter, 12],
      [{ unit: 'year', length: 2 }, 6],
    ],
    trial: 0.1,
    addOn: 0.7,
  },
  'Medium touch accounts': {
    cycles: [
      [year, 62],
      [quarter, 16],
      [month, 22],
    ],
    trial: 0.4,
    addOn: 0.35,
  },
  'Low touch accounts': {
    cycles: [
      [month, 64],
      [year, 26],
      [quarter, 5],
      [thirtyDays, 5],
    ],
    trial: 0.6,
    addOn: 0.08,
  },
};

export interface Contract {
  readonly cycle: Cycle;
  readonly trialDays: number;
  /** The first day of the first paid term; undefined where there is none. */
  readonly signed: number | undefined;
  /** The turning days, moved so that a bound customer leaves at the end of its contract. */
  readonly life: Life;
}

export function drawContract(random: Random, fate: FateName, drawn: Life, tier: Tier, today: number): Contract {
  const cycle = random.weighted(terms[tier].cycles);
  const tries = fate === 'lapsed trial' || random.chance(terms[tier].trial);
  const trialDays = fate === 'on trial' ? 30 : tries ? random.pick([14, 30]) : 0;
  if (fate === 'lapsed trial')
    return { cycle, trialDays, signed: undefined, life: { ...drawn, left: addDays(drawn.joined, trialDays) } };
  if (fate === 'mistake')
    return {
      cycle,
      trialDays: 0,
      signed: undefined,
      life: { ...drawn, left: addDays(drawn.joined, random.whole(2, 25)) },
    };
  const left = drawn.left && billingDay(drawn.left);
  const returned = fate === 'returned' && left ? billingDay(addDays(left, random.whole(60, 150))) : undefined;
  const start = billingDay(addDays(drawn.joined, trialDays));
  const due =
    fate === 'cut off' ? undefined : (left ?? (fate === 'sliding' ? troubledRenewal(random, today) : undefined));
  const signed = due === undefined ? start : alignedTo(due, start, boundMonths(cycle));
  const life = { ...drawn, left, returned, joined: addDays(signed, -trialDays) };
  return { cycle, trialDays, signed: signed < today ? signed : undefined, life };
}

/** A customer in trouble often has its renewal before it, or just behind it. */
function troubledRenewal(random: Random, today: number): number | undefined {
  const days = random.weighted([
    [random.whole(-35, -5), 35],
    [random.whole(10, 85), 40],
    [undefined, 25],
  ] as const);
  return days === undefined ? undefined : billingDay(addDays(today, days));
}

/** The day near `start` from which a contract of that many months falls due on `due`. */
function alignedTo(due: number, start: number, months: number | undefined): number {
  if (months === undefined) return start;
  const periods = Math.max(1, Math.round(daysBetween(start, due) / (months * 30.44)));
  return addMonths(due, -months * periods);
}

export function buildSubscriptions(
  buyer: Buyer,
  accountId: string,
  tier: Tier,
  { cycle, trialDays, signed, life }: Contract,
  today: number,
): Subscription[] {
  const { random, seats } = buyer;
  const { joined, left, returned } = life;
  const subscription = (number: number, product: string, ofTerms: readonly Term[]): Subscription => ({
    subscription_id: `sub-${accountId}-${number}`,
    product,
    terms: ofTerms,
  });
  const trial = trialDays > 0 ? [trialTerm(joined, trialDays, Math.min(seats, 10))] : [];
  if (signed === undefined) return trial.length > 0 ? [subscription(1, platform, trial)] : [];
  const first = termsFrom(buyer, signed, cycle, today, left);
  const second = returned
    ? termsFrom({ ...buyer, seats: Math.ceil(seats * 0.7) }, returned, cycle, today, undefined)
    : [];
  // Some take their old subscription up again, others get a new one.
  const resumes = random.chance(0.5);
  const result = [subscription(1, platform, [...trial, ...first, ...(resumes ? second : [])])];
  if (second.length > 0 && !resumes) result.push(subscription(2, platform, second));
  if (random.chance(terms[tier].addOn)) {
    const addOn = addOnTerms(buyer, signed, cycle, left ?? today, left);
    if (addOn.length > 0) result.push(subscription(3, random.pick(['Connectors', 'Premium Support']), addOn));
  }
  return result;
}

/** An add-on comes some months after the contract; one in five is given up before it. */
function addOnTerms(
  { random, seats }: Buyer,
  signed: number,
  cycle: Cycle,
  until: number,
  left: number | undefined,
): Term[] {
  const start = addMonths(signed, random.whole(3, 14));
  if (start >= until) return [];
  const amount = Math.round(priceOf(seats, cycle, 0.15) / 100) * 100;
  const dropped = random.chance(0.2) ? addMonths(start, 12) : undefined;
  const end = dropped !== undefined && dropped < until ? dropped : left;
  return [{ start, end, why: 'start', plan: 'add-on', seats, cycle, amount, anchor: start, renews: undefined }];
}
