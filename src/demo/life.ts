/** The course of one relation: when it turns, and how satisfied the customer is on any day. */
import { addDays } from './calendar.ts';
import type { Anchor, Fate, Life } from './fates.ts';
import type { Random } from './random.ts';

const daysBefore = (random: Random, day: number, [most, least]: readonly [number, number]): number =>
  addDays(day, -random.whole(least, most));

/** The turning days of one account, before its contract has moved them. */
export function drawLife(random: Random, fate: Fate, today: number): Life {
  const left = fate.left && daysBefore(random, today, fate.left);
  const joined = daysBefore(random, left ?? today, fate.joined);
  const turn = fate.turn ? daysBefore(random, today, fate.turn) : joined;
  return { joined, left, returned: undefined, turn };
}

/** How satisfied a customer is on a day, between 0 and 1. */
export type Mood = (day: number) => number;

/** Follows the anchors, with slow ups and downs of its own. Where anchors contradict, the later listed one rules. */
export function moodAlong(random: Random, anchors: readonly Anchor[]): Mood {
  const course: Anchor[] = [];
  for (const anchor of anchors) {
    while (course.length > 0 && (course.at(-1) as Anchor)[0] >= anchor[0]) course.pop();
    course.push(anchor);
  }
  const waves = [97, 41].map((days) => ({ days, phase: random.between(0, 2 * Math.PI) }));
  const offset = random.between(-0.05, 0.05);
  return (day) => {
    const swing = waves.reduce((sum, { days, phase }) => sum + Math.sin(phase + (day / 86_400_000 / days) * 6.283), 0);
    return Math.min(0.98, Math.max(0.04, between(course, day) + offset + 0.035 * swing));
  };
}

function between(course: readonly Anchor[], day: number): number {
  const next = course.findIndex(([at]) => at > day);
  const after = course[next] ?? (course.at(-1) as Anchor);
  const before = course[next < 0 ? course.length - 1 : next - 1];
  if (before === undefined || before === after) return after[1];
  return before[1] + ((after[1] - before[1]) * (day - before[0])) / (after[0] - before[0]);
}
