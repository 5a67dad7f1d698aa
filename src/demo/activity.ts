/** How many people of an account use the product, by the week: metrics, texts and users speak of the same. */
import { addDays, dayMs, daysBetween, nextWeekday } from './calendar.ts';
import { type Cast, usersOn } from './cast.ts';
import { type FateName, fates, type Life } from './fates.ts';
import type { Mood } from './life.ts';
import type { Random } from './random.ts';

export class Activity {
  /** Logins a week of a person who is active. */
  readonly logins: number;
  /** The first Monday, and the people who were active in its week and in each after it. */
  readonly #first: number;
  readonly #people: number[] = [];

  constructor(random: Random, fate: FateName, life: Life, mood: Mood, cast: Cast, today: number) {
    this.logins = random.between(2.4, 4.5);
    this.#first = nextWeekday(life.joined, 1);
    for (let week = this.#first; week < today; week = addDays(week, 7)) {
      const share = useIn(fate, life, mood, week) * (1 + 0.05 * random.normal());
      this.#people.push(Math.round(usersOn(cast, week).length * Math.min(0.97, share)));
    }
  }

  inWeek(monday: number): number {
    return this.#people[daysBetween(this.#first, monday) / 7] ?? 0;
  }

  /** People who were active in the four whole weeks before a day. */
  inMonth(day: number): number {
    return Math.max(0, ...this.#before(day, 4));
  }

  /** Whether clearly fewer have been active in the last four weeks than in the quarter before them. */
  falls(day: number): boolean {
    const earlier = this.#before(addDays(day, -28), 12);
    return earlier.length === 12 && mean(this.#before(day, 4)) < 0.85 * mean(earlier);
  }

  #before(day: number, weeks: number): number[] {
    const end = Math.max(0, Math.floor(daysBetween(this.#first, day) / 7));
    return this.#people.slice(Math.max(0, end - weeks), end);
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The share of its users who are active: it takes time to begin, and declines before anyone complains. */
function useIn(fate: FateName, { joined, returned }: Life, mood: Mood, week: number): number {
  const since = returned !== undefined && week >= returned ? returned : joined;
  const begun = 1 - 0.6 * Math.exp(-(week - since) / (40 * dayMs));
  const ahead = mood(addDays(week, 25));
  return fates[fate].appetite * begun * (0.1 + 0.97 * ahead) * season(week);
}

/** Holidays empty the offices. */
function season(week: number): number {
  const middle = new Date(week + 3 * dayMs);
  const [month, day] = [middle.getUTCMonth(), middle.getUTCDate()];
  if ((month === 11 && day > 20) || (month === 0 && day < 5)) return 0.45;
  return month === 6 || month === 7 ? 0.86 : 1;
}
