/** The vendor's own people: who looks after which account, who sold, who answers tickets. */
import { addDays } from './calendar.ts';
import { plain } from './companies.ts';
import team from './data/team.json' with { type: 'json' };
import { highTouch, type Tier } from './life.ts';
import { addressOf } from './people.ts';

export const vendor = { name: team.name, domain: team.domain };

function colleague(name: string) {
  const [first = '', last = ''] = name.split(' ');
  return { first, last, id: plain(name), email: addressOf(first, last, vendor.domain) };
}

export const salesReps = team.sales.map(colleague);
export const supportAgents = team.support.map(colleague);
export const billing = { ...colleague('Accounts Receivable'), email: `billing@${vendor.domain}` };

/** Spreads accounts evenly over the portfolios. A portfolio has one holder after another. */
export function dealing(today: number) {
  const portfolios = team.portfolios.map((portfolio) => ({ ...portfolio, load: 0 }));
  type Portfolio = (typeof portfolios)[0];
  const lightest = (region: string, senior: boolean): Portfolio => {
    // Other regions help out where they carry clearly less.
    const weight = (one: Portfolio): number => one.load + (one.region === region ? 0 : 12);
    const fitting = portfolios.filter((one) => one.senior === senior);
    return fitting.reduce((best, next) => (weight(next) < weight(best) ? next : best));
  };
  /** The managers of an account with the day each began, oldest first. Seniors have the largest accounts. */
  return (region: string, moves: readonly { day: number; tier: Tier }[], isActive: boolean) => {
    const [junior, senior] = [lightest(region, false), lightest(region, true)];
    const all = moves.flatMap(({ day, tier }, index) => {
      const portfolio = tier === highTouch ? senior : junior;
      const next = moves[index + 1]?.day;
      if (isActive && next === undefined) portfolio.load += tier.work;
      return portfolio.holders.flatMap(({ name, since, until }) => {
        const from = Math.max(day, addDays(today, -since));
        return from < Math.min(next ?? today, addDays(today, -until)) ? [{ csm: colleague(name), day: from }] : [];
      });
    });
    return all.filter(({ csm }, index) => csm.id !== all[index - 1]?.csm.id);
  };
}
