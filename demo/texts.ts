/** Texts of `data/*.md`: choosing one that fits, filling its gaps, and saying nothing twice in the same words. */
import { readFileSync } from 'node:fs';
import { addDays } from './calendar.ts';
import type { Random } from './random.ts';

/** What fills the gaps of a text, or is the case or not. */
export interface Facts {
  readonly [gap: string]: string | number | boolean | undefined;
}

/** A text in which `[one ~ other]` stands for either, and `{gap}` for a fact, which may hold alternatives too. */
export type Passage = ReturnType<typeof readPassage>;

const gaps = /\{(\w)(\w*)\}/g;

/** Reads a file of passages. */
export const readPassages = (name: string): Passage[] =>
  readFileSync(new URL(`./data/${name}.md`, import.meta.url), 'utf8')
    .split(/^# /m)
    .slice(1)
    .map(readPassage);

/** Reads `kind | title` or `kind, fact that must hold | title`, then the body. */
function readPassage(text: string) {
  const [head = '', ...lines] = text.split('\n');
  const [marks = '', title = ''] = head.split(' | ');
  const [kind, ...needs] = marks.split(', ');
  for (const [, first = '', rest = ''] of text.matchAll(gaps)) needs.push(first.toLowerCase() + rest);
  return { kind, needs, title, body: lines.join('\n').trim() };
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
   * A text of the first of these kinds that the passages have: from one of which all facts are known and that has not
   * been told for the longest time. Undefined where all were told within `pause` days, or in all their words.
   */
  tell(passages: readonly Passage[], kinds: readonly string[], facts: Facts, day: number, pause: number) {
    const chosen = kinds.find((kind) => passages.some((passage) => passage.kind === kind));
    const toldOn = (passage: Passage): number => this.#toldOn.get(passage) ?? 0;
    const fitting = passages.filter(({ kind, needs }) => kind === chosen && needs.every((need) => facts[need]));
    const rested = fitting.filter((passage) => addDays(toldOn(passage), pause) <= day);
    for (const passage of this.#random.shuffled(rested).sort((a, b) => toldOn(a) - toldOn(b)))
      for (let attempt = 0; attempt < 8; attempt++) {
        const body = this.#vary(fill(passage.body, facts));
        if (this.#bodies.has(body)) continue;
        this.#bodies.add(body);
        this.#toldOn.set(passage, day);
        return { title: this.#vary(fill(passage.title, facts)), body };
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
const fill = (text: string, facts: Facts): string =>
  text.replace(gaps, (_, first: string, rest: string) => {
    const fact = String(facts[first.toLowerCase() + rest]);
    return first === first.toLowerCase() ? fact : fact.charAt(0).toUpperCase() + fact.slice(1);
  });

/** The same text as HTML: blank lines part paragraphs, lines that begin with a dash are a list. */
export const toHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .split('\n\n')
    .map((block) => {
      const [head = '', ...items] = block.split(/^- /m).map((item) => item.trim().replaceAll('\n', '<br>'));
      if (items.length === 0) return `<p>${head.replace(/https:\/\/\S+/g, '<a href="$&">$&</a>')}</p>`;
      return `${head && `<p><strong>${head}</strong></p>`}<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
    })
    .join('\n');
