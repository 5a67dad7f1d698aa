/** The story of an account: everything that is decided before a single record of it is written. */
import { addDays } from './calendar.ts';
import type { Company } from './companies.ts';
import { drawContract } from './contracts.ts';
import loves from './data/loves.json' with { type: 'json' };
import pains from './data/pains.json' with { type: 'json' };
import { drawLife, type Fate, type Setting, type Tier, tiers } from './life.ts';
import { drawPeople } from './people.ts';
import type { Random } from './random.ts';
import type { dealing } from './team.ts';
import { telling } from './texts.ts';

export type Story = ReturnType<typeof drawStory>;

export function drawStory(setting: Setting, company: Company, fate: Fate, assign: ReturnType<typeof dealing>) {
  const cast = drawPeople(drawContract(drawLife(setting, company, fate)));
  const { tier, joined, signed, end, today } = cast;
  const random = cast.random('story');
  const topic = random.pick(pains);
  const { tierMove } = fate;
  const moved = tierMove && random.chance(tierMove.chance) ? tiers[tiers.indexOf(tier) + tierMove.step] : undefined;
  const movedOn = addDays(today, -random.whole(20, 240));
  /** The tiers in which it has been, each from a day on. */
  const moves = [{ day: joined, tier }, ...(moved ? [{ day: movedOn, tier: moved }] : [])];
  const assigned = assign(company.country.region, moves, end === undefined);
  // A few of the newest have nobody yet.
  const csms = signed === undefined && end === undefined && random.chance(0.4) ? [] : assigned;
  return {
    ...cast,
    moves,
    tierOn: (day: number): Tier => moves.findLast((move) => move.day <= day)?.tier ?? tier,
    /** Who looks after it, from which day. */
    csms,
    csmOn: (day: number) => csms.findLast((one) => one.day <= Math.max(day, joined))?.csm,
    /** What it complains about, what it praises and what it wants to reach: its texts speak of nothing else. */
    themes: { ...topic, ...random.pick(loves), goal: random.pick(company.industry.goals) },
    ...reasonOf(random, fate, topic.pain, cast.contacts[0]?.until !== undefined),
    tell: telling(cast.random('texts')),
  };
}

/** Why it left, or was deleted, and how it put that itself. */
function reasonOf(random: Random, fate: Fate, pain: string, sponsorLeft: boolean) {
  const reasons: readonly { note: string; words?: string; sponsorLeft?: boolean }[] = fate.reasons ?? [];
  const bySponsor = sponsorLeft && random.chance(0.6) ? reasons.find((reason) => reason.sponsorLeft) : undefined;
  const reason = bySponsor ?? random.pick(reasons.filter((other) => !other.sponsorLeft));
  return { reason: reason?.note.replace('{pain}', pain), words: reason?.words?.replace('{pain}', pain) };
}
