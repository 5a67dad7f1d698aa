/** What an account buys, as terms of plan, price and cycle: subscription events, invoices and stages follow from them. */
import { addDays, addMonths } from './calendar.ts';
import plans from './data/plans.json' with { type: 'json' };
import { type Cycle, cycleOf, type Life } from './life.ts';
import type { Random } from './random.ts';

export interface Term {
  readonly start: number;
  /** The day from which it no longer holds; undefined where nothing has ended it. */
  end: number | undefined;
  readonly why: 'trial' | 'start' | 'expansion' | 'contraction' | 'renewal' | 'new cycle';
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

export type Contract = ReturnType<typeof drawContract>;
type Buyer = Life & { readonly draw: Random; readonly hesitates: boolean };

/** The account with everything it has bought up to today. */
export function drawContract(life: Life) {
  const { account_id, tier, fate, joined, trialDays, signed, left, returned } = life;
  const draw = life.random('contract');
  const seats = Math.max(3, Math.round(life.company.employees ** 0.6 * draw.between(0.7, 1.5)));
  const buyer = { ...life, draw, hesitates: fate.name === 'sliding' || draw.chance(0.06) };
  const trial = trialDays > 0 && fate.name !== 'mistake' ? [trialTerm(joined, trialDays, Math.min(seats, 10))] : [];
  const first = signed === undefined ? [] : buyTerms(buyer, seats, signed, left);
  const again = returned === undefined ? [] : buyTerms(buyer, Math.ceil(seats * 0.7), returned, undefined);
  // Some who come back take their old subscription up again, others get a new one.
  const resumes = draw.chance(0.5);
  const addOn = signed !== undefined && draw.chance(tier.addOn) ? buyAddOn(buyer, seats, signed) : [];
  const subscriptions = [
    { product: 'Platform', terms: [...trial, ...first, ...(resumes ? again : [])] },
    { product: 'Platform', terms: resumes ? [] : again },
    { product: draw.pick(['Connectors', 'Premium Support']), terms: addOn },
  ].map((bought, index) => ({ ...bought, subscription_id: `sub-${account_id}-${index + 1}` }));
  return {
    ...life,
    subscriptions: subscriptions.filter(({ terms }) => terms.length > 0),
    /** Those of the platform, in order of time. */
    terms: [...trial, ...first, ...again],
  };
}

function trialTerm(start: number, days: number, seats: number): Term {
  const cycle = cycleOf(`${days} day`);
  const end = addDays(start, days);
  return { start, end, why: 'trial', plan: 'trial', seats, cycle, amount: 0, anchor: start, renews: undefined };
}

/** An add-on comes some months after the contract; one in five is given up a year later. */
function buyAddOn({ draw, cycle, left, today }: Buyer, seats: number, signed: number): Term[] {
  const start = addMonths(signed, draw.whole(3, 14));
  const dropped = draw.chance(0.2) ? addMonths(start, 12) : today;
  const end = dropped < (left ?? today) ? dropped : left;
  const amount = priceOf(seats, cycle, 0.15);
  if (start >= (left ?? today)) return [];
  return [{ start, end, why: 'start', plan: 'add-on', seats, cycle, amount, anchor: start, renews: undefined }];
}

/** The terms from a first day up to the one on which the account left, or up to today. */
function buyTerms(buyer: Buyer, firstSeats: number, first: number, left: number | undefined): Term[] {
  const { draw, fate, mood, today } = buyer;
  const terms: Term[] = [];
  let [at, anchor, seats, cycle, uplift] = [first, first, firstSeats, buyer.cycle, 1];
  const begin = (start: number, why: Term['why'], renews: number | undefined): void => {
    const last = terms.at(-1);
    if (last) last.end = start;
    const amount = priceOf(seats, cycle, uplift);
    terms.push({ start, end: left, why, plan: planFor(seats).name, seats, cycle, amount, anchor, renews });
  };
  let why: Term['why'] | undefined = 'start';
  while (at < (left ?? today)) {
    const { bound } = cycle;
    const due = bound === undefined ? cycleStart(anchor, cycle, 3) : addMonths(anchor, bound);
    if (why) begin(at, why, bound && due);
    const more = addMonths(anchor, 3 * draw.whole(1, 3));
    if (bound && more > at && more < (left ?? today) && mood(more) > 0.72 && draw.chance(0.3)) {
      seats = Math.ceil(seats * (1 + fate.ambition * draw.between(0.3, 1)));
      begin(more, 'expansion', due);
    }
    // A renewal that came due in the last weeks has not been signed.
    if (bound && buyer.hesitates && due < today && due > addDays(today, -50)) break;
    const isLate = bound && draw.chance(0.1 + 0.25 * (1 - mood(due)));
    [at, anchor] = [addDays(due, isLate ? draw.whole(2, 33) : 0), due];
    const wanted = seatsWanted(buyer, seats, mood(due), bound ? 1 : 0.4);
    why = bound ? 'renewal' : wanted > seats ? 'expansion' : wanted < seats ? 'contraction' : undefined;
    [seats, uplift] = [wanted, bound ? uplift * 1.03 : uplift];
    if (!bound && cycle.unit === 'month' && mood(due) > 0.68 && draw.chance(0.05))
      [cycle, why] = [cycleOf('1 year'), 'new cycle'];
  }
  return terms;
}

/** Seats after looking at the use made of them; `eagerness` says how much a look can change. */
function seatsWanted({ draw, fate }: Buyer, seats: number, mood: number, eagerness: number): number {
  if (mood > 0.7 && draw.chance(0.55))
    return Math.ceil(seats * (1 + fate.ambition * eagerness * draw.between(0.3, 1.2)));
  if (mood < 0.42 && draw.chance(0.6)) return Math.max(2, Math.floor(seats * draw.between(0.65, 0.9)));
  return seats;
}

/** The day on which the n-th cycle after a day begins. */
export const cycleStart = (anchor: number, { unit, length }: Cycle, n: number): number =>
  unit === 'day' ? addDays(anchor, n * length) : addMonths(anchor, n * length * (unit === 'year' ? 12 : 1));

const planFor = (seats: number) => plans.find(({ upToSeats }) => seats <= upToSeats) as (typeof plans)[number];

/** What a cycle costs, whole dollars in cents: years are a tenth cheaper, large numbers of seats a seventh. */
function priceOf(seats: number, { unit, length }: Cycle, uplift: number): number {
  const months = unit === 'month' ? length : unit === 'year' ? 12 * length * 0.9 : (length * 12) / 365;
  const volume = seats > 250 ? 0.86 : 1;
  return Math.round((planFor(seats).centsPerSeat * seats * months * volume * uplift) / 100) * 100;
}

export const termOn = (terms: readonly Term[], day: number): Term | undefined =>
  terms.findLast((term) => term.start <= day && (term.end ?? Number.POSITIVE_INFINITY) > day);
