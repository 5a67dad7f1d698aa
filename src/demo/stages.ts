/** The stages through which an account goes. */
import { addDays } from './calendar.ts';
import type { Story } from './story.ts';

export interface StageMark {
  readonly name: string;
  readonly start: number;
}

/** The stages of an account up to today, in order; each lasts until the next begins. */
export function stagesOf(story: Story, today: number): StageMark[] {
  const { joined, signed, left, returned } = story;
  const random = story.random('stages');
  if (story.fate === 'mistake') return [];
  const marks: StageMark[] = [];
  if (signed === undefined || signed > joined) marks.push({ name: 'trial', start: joined });
  if (signed !== undefined)
    marks.push(...settlingIn(signed, random.whole(30, 75), random.whole(90, 210)), ...renewals(story));
  if (left !== undefined && story.fate !== 'cut off' && signed !== undefined)
    marks.push({ name: 'offboarding', start: addDays(left, -25) });
  const before = marks.filter(({ start }) => start < (left ?? today));
  const after = returned === undefined ? [] : settlingIn(returned, 35, 80);
  return withoutRepeats([...before, ...after].filter(({ start }) => start < today).sort((a, b) => a.start - b.start));
}

const settlingIn = (from: number, onboarding: number, adoption: number): StageMark[] => [
  { name: 'onboarding', start: from },
  { name: 'adoption', start: addDays(from, onboarding) },
  { name: 'established', start: addDays(from, onboarding + adoption) },
];

/** Ten weeks before a contract ends its renewal is prepared, until it is signed. */
function renewals({ terms }: Story): StageMark[] {
  return terms.flatMap(({ renews, why, start }, index) => {
    const settled = why === 'renewal' ? [{ name: 'established', start }] : [];
    const isLastOfContract = terms[index + 1]?.renews !== renews;
    const due = renews !== undefined && isLastOfContract ? [{ name: 'renewal', start: addDays(renews, -70) }] : [];
    return [...settled, ...due];
  });
}

const withoutRepeats = (marks: readonly StageMark[]): StageMark[] =>
  marks.filter(({ name }, index) => name !== marks[index - 1]?.name);
