/** The story of an account: everything that is decided before a single record of it is written. */
import { Activity } from './activity.ts';
import { addDays } from './calendar.ts';
import { type Cast, drawCast } from './cast.ts';
import type { Company } from './companies.ts';
import { buildSubscriptions, drawContract } from './contracts.ts';
import { platformTerms, type Subscription, type Term } from './deals.ts';
import { type FateName, fates, type Life } from './fates.ts';
import { drawLife, type Mood, moodAlong } from './life.ts';
import type { Random } from './random.ts';
import { type Tier, tierOf, tiers } from './tiers.ts';
import { leavingReasons, type Love, loves, mistakes, type Pain, pains, suddenReasons } from './topics.ts';

export interface Story extends Life {
  readonly account_id: string;
  readonly company: Company;
  readonly parent_account_id: string | undefined;
  readonly fate: FateName;
  readonly tier: Tier;
  /** The tier to which it is moved in the course of the story. */
  readonly newTier: { readonly day: number; readonly tier: Tier } | undefined;
  /** The first day of the first paid term; undefined where there is none. */
  readonly signed: number | undefined;
  readonly subscriptions: readonly Subscription[];
  /** Those of the platform, in order of time. */
  readonly terms: readonly Term[];
  /** Why it left, or was deleted, and how it put that itself. */
  readonly reason: string | undefined;
  readonly words: string | undefined;
  readonly mood: Mood;
  readonly pain: Pain;
  readonly love: Love;
  readonly goal: string;
  readonly cast: Cast;
  readonly activity: Activity;
  /** Random numbers for one part of what is told. */
  random(part: string): Random;
}

export const accountId = (index: number): string => String(10_400 + 7 * index);

export function buildStory(seeded: Random, index: number, company: Company, fate: FateName, today: number): Story {
  const account_id = accountId(index);
  const random = seeded.fork(account_id);
  const draw = random.fork('life');
  const tier = tierOf(company.employees);
  const contract = drawContract(draw, fate, drawLife(draw, fates[fate], today), tier, today);
  const { life, signed } = contract;
  const mood = moodAlong(random.fork('mood'), fates[fate].moods(life, today));
  const seats = Math.max(3, Math.round(company.employees ** 0.6 * draw.between(0.7, 1.5)));
  const pain = draw.pick(pains);
  const buyer = {
    random: random.fork('deals'),
    mood,
    seats,
    ambition: fate === 'growing' ? 0.35 : 0.18,
    hesitates: fate === 'sliding' || draw.chance(0.06),
  };
  const subscriptions = buildSubscriptions(buyer, account_id, tier, contract, today);
  const terms = platformTerms(subscriptions);
  const cast = drawCast(random.fork('people'), account_id, company, fate, terms, life, today);
  return {
    ...life,
    account_id,
    company,
    parent_account_id: company.parent === undefined ? undefined : accountId(company.parent),
    fate,
    tier,
    newTier: drawNewTier(draw, fate, tier, today),
    signed,
    subscriptions,
    terms,
    ...reasonOf(draw, fate, pain, cast),
    mood,
    pain,
    love: draw.pick(loves),
    goal: draw.pick(company.industry.goals),
    cast,
    activity: new Activity(random.fork('activity'), fate, life, mood, cast, today),
    random: (part) => random.fork(part),
  };
}

function drawNewTier(random: Random, fate: FateName, tier: Tier, today: number): Story['newTier'] {
  const step = fate === 'growing' && random.chance(0.6) ? 1 : fate === 'quiet' && random.chance(0.2) ? -1 : 0;
  const moved = tiers[tiers.indexOf(tier) + step];
  return step === 0 || moved === undefined ? undefined : { day: addDays(today, -random.whole(20, 240)), tier: moved };
}

function reasonOf(random: Random, fate: FateName, pain: Pain, cast: Cast): Pick<Story, 'reason' | 'words'> {
  if (fate === 'lapsed trial') return { reason: 'Trial ended without a contract', words: undefined };
  if (fate === 'mistake') return { reason: random.pick(mistakes), words: undefined };
  if (fate === 'cut off') return { reason: random.pick(suddenReasons), words: undefined };
  if (fate !== 'leaving' && fate !== 'returned') return { reason: undefined, words: undefined };
  const lostSponsor = cast.contacts[0]?.until !== undefined;
  const chosen = lostSponsor && random.chance(0.6) ? leavingReasons.at(-1) : random.pick(leavingReasons.slice(0, -1));
  const [reason, words] = (chosen ?? []).map((text) => text.replace('{pain}', pain.name));
  return { reason, words };
}

export const tierOn = ({ tier, newTier }: Story, day: number): Tier =>
  newTier !== undefined && day >= newTier.day ? newTier.tier : tier;

/** Whether an account is a customer, or on trial, on a day. */
export const isWith = ({ joined, left, returned }: Story, day: number): boolean =>
  day >= joined && (left === undefined || day < left || (returned !== undefined && day >= returned));

/** The days on which it became inactive for good; undefined for one that is active. */
export const endOf = ({ left, returned }: Story): number | undefined => (returned === undefined ? left : undefined);
