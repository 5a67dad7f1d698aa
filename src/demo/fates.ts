/** The kinds of course that a customer relation takes. All that is told of an account follows from its own. */
import { addDays, addMonths } from './calendar.ts';

export type FateName =
  | 'champion'
  | 'steady'
  | 'growing'
  | 'quiet'
  | 'newcomer'
  | 'on trial'
  | 'recovered'
  | 'sliding'
  | 'leaving'
  | 'cut off'
  | 'returned'
  | 'lapsed trial'
  | 'mistake';

/** The days on which the relation turns. */
export interface Life {
  /** The first day of its trial or contract. */
  readonly joined: number;
  /** The day on which it stops being a customer. */
  readonly left: number | undefined;
  readonly returned: number | undefined;
  /** A day in the course of the story, which means something else in each fate. */
  readonly turn: number;
}

/** Satisfaction on a day, 0 to 1. Between two of them it moves in a straight line. */
export type Anchor = readonly [day: number, mood: number];

export interface Fate {
  readonly count: number;
  /** How often one speaks with them, against others of their size. */
  readonly talk: number;
  /** How much of what they pay for they use. */
  readonly appetite: number;
  /** Days before today, at the most and at the least, on which they turned and left. */
  readonly turn?: readonly [number, number];
  readonly left?: readonly [number, number];
  /** Likewise when they joined: days before they left, or before today. */
  readonly joined: readonly [number, number];
  readonly moods: (life: Life, today: number) => readonly Anchor[];
}

const level = (life: Life, start: number, mood: number): Anchor[] => [
  [life.joined, start],
  [addMonths(life.joined, 6), mood],
];

export const fates: { readonly [name in FateName]: Fate } = {
  champion: { count: 54, talk: 1.2, appetite: 0.92, joined: [2300, 400], moods: (life) => level(life, 0.72, 0.92) },
  steady: { count: 88, talk: 1, appetite: 0.85, joined: [2600, 230], moods: (life) => level(life, 0.66, 0.73) },
  growing: {
    count: 50,
    talk: 1.1,
    appetite: 0.9,
    joined: [1100, 260],
    moods: (life, today) => [...level(life, 0.55, 0.62), [addDays(today, -40), 0.88]],
  },
  quiet: { count: 42, talk: 0.3, appetite: 0.45, joined: [1900, 300], moods: (life) => level(life, 0.62, 0.56) },
  newcomer: {
    count: 30,
    talk: 1.6,
    appetite: 0.8,
    joined: [220, 35],
    moods: (life) => [
      [life.joined, 0.62],
      [addDays(life.joined, 45), 0.55],
      [addDays(life.joined, 150), 0.78],
    ],
  },
  'on trial': { count: 8, talk: 2, appetite: 0.8, joined: [24, 3], moods: (life) => level(life, 0.62, 0.7) },
  recovered: {
    count: 20,
    talk: 1.3,
    appetite: 0.85,
    joined: [1800, 800],
    turn: [420, 260],
    moods: (life) => [
      ...level(life, 0.65, 0.74),
      [addDays(life.turn, -110), 0.72],
      [life.turn, 0.27],
      [addDays(life.turn, 170), 0.79],
    ],
  },
  sliding: {
    count: 25,
    talk: 0.9,
    appetite: 0.8,
    joined: [1700, 560],
    turn: [280, 110],
    moods: (life, today) => [...level(life, 0.64, 0.74), [life.turn, 0.7], [addDays(today, -15), 0.24]],
  },
  leaving: {
    count: 34,
    talk: 0.8,
    appetite: 0.75,
    joined: [1450, 380],
    left: [700, 12],
    moods: (life) => [
      ...level(life, 0.6, 0.68),
      [addDays(life.left as number, -270), 0.64],
      [addDays(life.left as number, -20), 0.14],
    ],
  },
  'cut off': {
    count: 6,
    talk: 0.9,
    appetite: 0.85,
    joined: [1450, 380],
    left: [640, 20],
    moods: (life) => [...level(life, 0.62, 0.7), [addDays(life.left as number, -20), 0.6]],
  },
  returned: {
    count: 7,
    talk: 1,
    appetite: 0.85,
    joined: [1200, 400],
    left: [560, 380],
    moods: (life) => [
      ...level(life, 0.6, 0.66),
      [addDays(life.left as number, -150), 0.6],
      [life.left as number, 0.25],
      [life.returned as number, 0.62],
      [addMonths(life.returned as number, 5), 0.8],
    ],
  },
  'lapsed trial': {
    count: 4,
    talk: 1.2,
    appetite: 0.35,
    joined: [620, 60],
    moods: (life) => [
      [life.joined, 0.55],
      [addDays(life.joined, 30), 0.35],
    ],
  },
  mistake: { count: 7, talk: 0, appetite: 0, joined: [640, 30], moods: (life) => [[life.joined, 0.5]] },
};
