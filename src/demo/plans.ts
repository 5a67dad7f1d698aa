/** The price list: what a number of seats costs on which plan, and how often it is paid. */
import { addDays, addMonths } from './calendar.ts';

/** As in the API: the unit and number of units after which it is paid again. */
export interface Cycle {
  readonly unit: 'day' | 'month' | 'year';
  readonly length: number;
}

interface Plan {
  readonly name: string;
  readonly upToSeats: number;
  /** Cents a seat and month. */
  readonly price: number;
}

const plans: readonly Plan[] = [
  { name: 'starter', upToSeats: 10, price: 2_900 },
  { name: 'team', upToSeats: 40, price: 4_900 },
  { name: 'business', upToSeats: 150, price: 6_500 },
  { name: 'enterprise', upToSeats: Number.POSITIVE_INFINITY, price: 7_200 },
];

export const planFor = (seats: number): Plan => plans.find(({ upToSeats }) => seats <= upToSeats) as Plan;

/** Months of a cycle; 365 days make twelve. */
export const monthsOf = ({ unit, length }: Cycle): number =>
  unit === 'month' ? length : unit === 'year' ? 12 * length : (length * 12) / 365;

/** What a cycle costs, whole dollars in cents: years are a tenth cheaper, large numbers of seats a seventh. */
export function priceOf(seats: number, cycle: Cycle, uplift: number): number {
  const yearly = cycle.unit === 'year' ? 0.9 : 1;
  const volume = seats > 250 ? 0.86 : 1;
  return Math.round((planFor(seats).price * seats * monthsOf(cycle) * yearly * volume * uplift) / 100) * 100;
}

/** The day on which the n-th cycle after a day begins. */
export const cycleStart = (anchor: number, { unit, length }: Cycle, n: number): number =>
  unit === 'day' ? addDays(anchor, n * length) : addMonths(anchor, n * length * (unit === 'year' ? 12 : 1));
