import type { Entry, History } from './history.ts';
import { firstIndex } from './sorted.ts';

/** The entry that stands for a subscription: in effect now, else the last past, else the first. */
export function entryToShow(entries: History, now: number): Entry | undefined {
  return entries[firstIndex(entries, (entry) => entry.start > now) - 1] ?? entries[0];
}

/** `is_end` of the entry at an index: it has an end and no entry starts there. */
export function isEnd(entries: History, index: number): boolean {
  const end = entries[index]?.end ?? null;
  return end !== null && entries[index + 1]?.start !== end;
}
