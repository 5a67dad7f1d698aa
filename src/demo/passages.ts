/** Texts to choose from, and the memory of what has been told. */
import { addDays } from './calendar.ts';
import type { Random } from './random.ts';

/** What fills the gaps of a text. One that is undefined is not the case, so that nothing can be said of it. */
export interface Facts {
  readonly [gap: string]: string | undefined;
}

/**
 * A text in which `[one ~ other]` stands for either of them, and `{gap}` for a fact, which may hold alternatives too.
 */
export interface Passage {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  /** The facts without which it cannot be told. */
  readonly needs: readonly string[];
}

const gaps = /\{(\w)(\w*)\}/g;

export const passageOf = (title: string, body: string, kind: string, needs: readonly string[] = []): Passage => {
  const filled = Array.from(
    `${title} ${body}`.matchAll(gaps),
    ([, first = '', rest = '']) => first.toLowerCase() + rest,
  );
  return { kind, title, body, needs: [...needs, ...filled] };
};

/** Reads passages: `# kind | title`, or `# kind, need | title`, then the body until the next. */
export const readPassages = (text: string): Passage[] =>
  text
    .trim()
    .split(/^# /m)
    .slice(1)
    .map((passage) => {
      const [head = '', ...lines] = passage.split('\n');
      const [marks = '', title = ''] = head.split(' | ');
      const [kind = '', ...needs] = marks.split(', ');
      return passageOf(title, lines.join('\n').trim(), kind, needs);
    });

export interface Told {
  readonly title: string;
  readonly body: string;
}

/** Tells what fits, and nothing twice in the same words. */
export class Teller {
  readonly #random: Random;
  readonly #toldOn = new Map<Passage, number>();
  readonly #bodies = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * A text of one of these kinds of which all facts are known, from the passage that has not been told for the
   * longest time; undefined where all were told within so many days, or in all their words.
   */
  tell(
    passages: readonly Passage[],
    kinds: readonly string[],
    facts: Facts,
    day: number,
    pause = Number.NEGATIVE_INFINITY,
  ): Told | undefined {
    const fitting = passages.filter(({ kind, needs }) => kinds.includes(kind) && needs.every((need) => facts[need]));
    const toldOn = (passage: Passage): number => this.#toldOn.get(passage) ?? 0;
    const rested = this.#random.shuffled(fitting).filter((passage) => addDays(toldOn(passage), pause) <= day);
    for (const passage of rested.sort((a, b) => toldOn(a) - toldOn(b))) {
      const told = this.#tellAnew(passage, facts);
      if (told === undefined) continue;
      this.#toldOn.set(passage, day);
      return told;
    }
    return undefined;
  }

  #tellAnew({ title, body }: Passage, facts: Facts): Told | undefined {
    for (let attempt = 0; attempt < 8; attempt++) {
      const told = this.#vary(fill(body, facts));
      if (this.#bodies.has(told)) continue;
      this.#bodies.add(told);
      return { title: this.#vary(fill(title, facts)), body: told };
    }
    return undefined;
  }

  /** The text with its alternatives chosen, inner ones first. */
  #vary(text: string): string {
    const chosen = text.replace(/\[([^[\]]*)\]/g, (_, choices: string) => this.#random.pick(choices.split('~')).trim());
    return chosen === text ? text.replace(/ +(?= |\n|$)/g, '').trim() : this.#vary(chosen);
  }
}

/** The text with its gaps filled; a gap with a capital letter begins with one. */
function fill(text: string, facts: Facts): string {
  return text.replace(gaps, (gap, first: string, rest: string) => {
    const fact = facts[first.toLowerCase() + rest];
    if (fact === undefined) throw new Error(`no fact fills ${gap}`);
    return first === first.toLowerCase() ? fact : fact.charAt(0).toUpperCase() + fact.slice(1);
  });
}
