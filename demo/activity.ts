/** How many people of an account use the product, by the week: metrics, texts and users speak of the same. */
import { addDays, dayMs, daysBetween, monthOf, nextWeekday, yearOf } from './calendar.ts';
import { type Cast, presentOn } from './people.ts';

export class Activity {
  /** Logins a week of a person who is active. */
  readonly logins: number;
  /** The first Monday, and the people who were active in its week and in each after it. */
  readonly #first: number;
  readonly #people: number[] = [];

  constructor({ joined, returned, fate, mood, users, today, random }: Cast) {
    const draw = random('activity');
    this.logins = draw.between(2.4, 4.5);
    this.#first = nextWeekday(joined, 1);
    for (let week = this.#first; week < today; week = addDays(week, 7)) {
      // It takes time to begin, and use declines before anyone complains.
      const since = daysBetween(returned !== undefined && week >= returned ? returned : joined, week);
      const share = fate.appetite * (1 - 0.6 * Math.exp(-since / 40)) * (0.1 + 0.97 * mood(addDays(week, 25)));
      const active = Math.min(0.97, share * season(week) * (1 + 0.05 * draw.normal()));
      this.#people.push(Math.round(presentOn(users, week).length * active));
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
    const [earlier, lately] = [this.#before(addDays(day, -28), 12), this.#before(day, 4)];
    return earlier.length === 12 && mean(lately) < 0.85 * mean(earlier);
  }

  #before(day: number, weeks: number): number[] {
    const end = Math.max(0, Math.floor(daysBetween(this.#first, day) / 7));
    return this.#people.slice(Math.max(0, end - weeks), end);
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Holidays empty the offices. */
function season(week: number): number {
  const middle = week + 3 * dayMs;
  if (yearOf(addDays(middle, 11)) > yearOf(addDays(middle, -4))) return 0.45;
  return [6, 7].includes(monthOf(middle)) ? 0.86 : 1;
}
