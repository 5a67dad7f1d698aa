/** Texts of `data/*.md`: choosing one that fits, filling its gaps, and saying nothing twice in the same words. */
import { readFileSync } from 'node:fs';
import { addDays } from './calendar.ts';
import type { Random } from './random.ts';

/** What fills the gaps of a text, or is the case or not. */
export type Facts = { readonly [gap: string]: string | number | boolean | undefined };

/** A text in which `[one ~ other]` stands for either, and `{gap}` for a fact, which may hold alternatives too. */
type Passage = ReturnType<typeof readPassage>;

const gaps = /\{(\w)(\w*)\}/g;

/** The passages of a file by their kind. */
function readPassages(file: string): Map<string, Passage[]> {
  const text = readFileSync(new URL(`./data/${file}.md`, import.meta.url), 'utf8');
  return Map.groupBy(text.split(/^# /m).slice(1).map(readPassage), ({ kind }) => kind);
}

/** Reads `kind | title` or `kind, fact that must hold | title`, then the body. */
function readPassage(text: string) {
  const [head = '', ...lines] = text.split('\n');
  const [marks = '', title = ''] = head.split(' | ');
  const [kind = '', ...needs] = marks.split(', ');
  for (const [, first = '', rest = ''] of text.matchAll(gaps)) needs.push(first.toLowerCase() + rest);
  return { kind, needs, title, body: lines.join('\n').trim() };
}

/** What has been read. */
const library = new Map<string, Map<string, Passage[]>>();

/** Tells what fits, and nothing twice in the same words. */
export function telling(random: Random) {
  const toldOn = new Map<Passage, number>();
  const bodies = new Set<string>();
  const lastOn = (passage: Passage): number => toldOn.get(passage) ?? 0;
  /** The text with its alternatives chosen, inner ones first. */
  const vary = (text: string): string => {
    const chosen = text.replace(/\[([^[\]]*)\]/g, (_, choices: string) => random.pick(choices.split('~')).trim());
    return chosen === text ? text.replace(/ +(?= |\n|$)/g, '').trim() : vary(chosen);
  };
  /**
   * A text of the first of these kinds that the file has: from a passage of which all facts are known and that has not
   * been told for the longest time. Undefined where all were told within `pause` days, or in all their words.
   */
  return (file: string, kinds: readonly string[], facts: Facts, day: number, pause: number) => {
    const passages = library.getOrInsertComputed(file, readPassages);
    const ofKind = kinds.map((kind) => passages.get(kind)).find((some) => some !== undefined) ?? [];
    const fitting = ofKind.filter(({ needs }) => needs.every((need) => facts[need]));
    const rested = fitting.filter((passage) => addDays(lastOn(passage), pause) <= day);
    for (const passage of random.shuffled(rested).sort((a, b) => lastOn(a) - lastOn(b)))
      for (let attempt = 0; attempt < 8; attempt++) {
        const body = vary(fill(passage.body, facts));
        if (bodies.has(body)) continue;
        bodies.add(body);
        toldOn.set(passage, day);
        return { title: vary(fill(passage.title, facts)), body };
      }
    return undefined;
  };
}

/** The text with its gaps filled; a gap with a capital letter begins with one. */
const fill = (text: string, facts: Facts): string =>
  text.replace(gaps, (_, first: string, rest: string) => {
    const fact = String(facts[first.toLowerCase() + rest]);
    return first === first.toLowerCase() ? fact : fact.charAt(0).toUpperCase() + fact.slice(1);
  });

/** The same text as HTML: blank lines part paragraphs, lines that begin with a dash are a list. */
export const toHtml = (text: string): string => text.replaceAll('&', '&amp;').split('\n\n').map(toBlock).join('\n');

function toBlock(text: string): string {
  const [head = '', ...items] = text.split(/^- /m).map((item) => item.trim().replaceAll('\n', '<br>'));
  if (items.length === 0) return `<p>${head.replace(/https:\/\/\S+/g, '<a href="$&">$&</a>')}</p>`;
  return `${head && `<p><strong>${head}</strong></p>`}<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}
