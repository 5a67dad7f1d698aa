/** The vendor's own people: who looks after which account, who sold, who answers tickets. */
import { addDays } from './calendar.ts';
import team from './data/team.json' with { type: 'json' };
import { highTouch, type Tier } from './life.ts';
import { addressOf } from './names.ts';

export const vendor = { name: team.name, domain: team.domain };

function colleague(name: string, index: number) {
  const [first = '', last = ''] = name.split(' ');
  return { first, last, id: `agent-${index + 1}`, email: addressOf({ first, last }, vendor.domain) };
}

export const salesReps = team.sales.map(colleague);
export const supportAgents = team.support.map(colleague);

/** By how much the portfolios of a region may exceed the lightest of all before others help out. */
const tolerance = 12;

/** Deals accounts to portfolios, each of which carries about the same and outlives the person who holds it. */
export function dealing(today: number) {
  const portfolios = team.portfolios.map(({ region, senior, holders }) => {
    const held = holders.map(({ name, daysAgo }, index) => ({
      day: addDays(today, -daysAgo),
      csm: colleague(name, index),
    }));
    return { region, senior, held, load: 0 };
  });
  const lightest = (region: string, senior: boolean) => {
    const weight = (one: (typeof portfolios)[0]): number => one.load + (one.region === region ? 0 : tolerance);
    const [first] = portfolios.filter((one) => one.senior === senior).sort((a, b) => weight(a) - weight(b));
    return first as (typeof portfolios)[0];
  };
  /** Who looks after an account, oldest first. The largest accounts are with seniors, from the day they are large. */
  return (region: string, moves: readonly { day: number; tier: Tier }[], isActive: boolean) => {
    const [junior, senior] = [lightest(region, false), lightest(region, true)];
    const homeOf = (tier: Tier | undefined) => (tier === highTouch ? senior : junior);
    if (isActive) homeOf(moves.at(-1)?.tier).load += moves.at(-1)?.tier.work ?? 0;
    const all = moves.flatMap(({ day, tier }, index) => {
      const { held } = homeOf(tier);
      const until = moves[index + 1]?.day ?? today;
      const holders = held.filter((one, at) => one.day < until && (held[at + 1]?.day ?? until) > day);
      return holders.map(({ csm, day: since }) => ({ csm, day: Math.max(since, day) }));
    });
    return all.filter(({ csm }, index) => csm !== all[index - 1]?.csm);
  };
}
