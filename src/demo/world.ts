/** All stories of the demo at one day, and who of the vendor looks after whom. */
import { addDays } from './calendar.ts';
import { buildCompanies } from './companies.ts';
import { type FateName, fates } from './fates.ts';
import { Random } from './random.ts';
import { buildStory, endOf, isWith, type Story, tierOn } from './story.ts';
import { type Colleague, holderOf, type Portfolio, portfolios } from './team.ts';
import { type Tier, tiers } from './tiers.ts';

export interface World {
  /** The first instant of the present day, and the day on which the first load was made. */
  readonly today: number;
  readonly start: number;
  readonly stories: readonly Story[];
  /** The portfolio of each account and from which day, oldest first; by account_id. */
  readonly portfolios: ReadonlyMap<string, readonly Assignment[]>;
}

export interface Assignment {
  readonly day: number;
  readonly portfolio: Portfolio;
}

const windowDays = 730;

/** Everything that a seed decides for a day. */
export function buildWorld(seed: string, today: number): World {
  const random = new Random(seed);
  const all = Object.entries(fates).flatMap(([name, { count }]) => Array<FateName>(count).fill(name as FateName));
  const companies = buildCompanies(random.fork('companies'), all.length);
  const drawn = dealFates(random.fork('fates'), all, companies.findLastIndex(({ parent }) => parent !== undefined) + 1);
  const stories = companies.map((company, index) =>
    buildStory(random, index, company, drawn[index] as FateName, today),
  );
  return { today, start: addDays(today, -windowDays), stories, portfolios: assign(stories, today) };
}

/** A fate for every company, in their order. No company of a group is a mistake. */
function dealFates(random: Random, all: readonly FateName[], grouped: number): FateName[] {
  const real = random.shuffled(all.filter((fate) => fate !== 'mistake'));
  const mistakes = all.filter((fate) => fate === 'mistake');
  return [...real.slice(0, grouped), ...random.shuffled([...real.slice(grouped), ...mistakes])];
}

const weights: { readonly [tier in Tier]: number } = {
  'Low touch accounts': 1,
  'Medium touch accounts': 2,
  'High touch accounts': 4,
};
/** By how much the portfolios of a region may exceed the lightest of all before others help out. */
const tolerance = 12;

/** Deals accounts to portfolios so that each carries about the same. */
function assign(stories: readonly Story[], today: number): Map<string, Assignment[]> {
  const loads = new Map(portfolios.map((portfolio) => [portfolio, 0]));
  const load = (portfolio: Portfolio): number => loads.get(portfolio) as number;
  const lightest = (among: readonly Portfolio[]): Portfolio =>
    among.reduce((best, next) => (load(next) < load(best) ? next : best));
  const choose = ({ company }: Story, tier: Tier): Portfolio => {
    const fitting = portfolios.filter(({ senior }) => senior === (tier === tiers[2]));
    const near = lightest(fitting.filter(({ region }) => region === company.place.country.region));
    const any = lightest(fitting);
    return load(near) > load(any) + tolerance ? any : near;
  };
  const assignments = new Map<string, Assignment[]>();
  for (const story of stories) {
    const { newTier, tier } = story;
    const history = [{ day: story.joined, portfolio: choose(story, tier) }];
    const rises = newTier !== undefined && (newTier.tier === tiers[2]) !== (tier === tiers[2]);
    if (rises) history.push({ day: newTier.day, portfolio: choose(story, newTier.tier) });
    const last = (history.at(-1) as Assignment).portfolio;
    loads.set(last, load(last) + (endOf(story) === undefined ? weights[tierOn(story, today)] : 0));
    // A few of the newest have nobody yet.
    const waits = story.signed === undefined && isWith(story, today) && story.random('csm').chance(0.4);
    assignments.set(story.account_id, waits ? [] : history);
  }
  return assignments;
}

/** Who looks after an account on a day. */
export function csmOn(
  { portfolios: assigned, today }: World,
  { account_id, joined }: Story,
  day: number,
): Colleague | undefined {
  const at = Math.max(day, joined);
  const assignment = assigned.get(account_id)?.findLast((candidate) => candidate.day <= at);
  return assignment && holderOf(assignment.portfolio, at, today);
}

/** The days on which that changes, after a first one. */
export function handoverDays(world: World, { account_id }: Story, since: number): number[] {
  const assigned = world.portfolios.get(account_id) ?? [];
  const days = assigned.flatMap(({ day, portfolio }, index) => {
    const until = assigned[index + 1]?.day ?? world.today;
    const changes = portfolio.holders.map(({ daysAgo }) => addDays(world.today, -daysAgo));
    return [day, ...changes.filter((change) => change > day && change < until)];
  });
  return days.filter((day) => day > since && day < world.today);
}
