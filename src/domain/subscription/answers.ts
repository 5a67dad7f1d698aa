/** What answers show of a subscription: the entry that stands for it, and `is_end`. */
import type { Entry, History } from './history.ts';
import { firstIndex } from './sorted.ts';

/**
 * The entry that stands for a subscription in lists: the one in effect at `now` (epoch ms), else the last one before,
 * else the first one after. Undefined for a history without entries.
 */
export function entryToShow(entries: History, now: number): Entry | undefined {
  return entries[firstIndex(entries, (entry) => entry.start > now) - 1] ?? entries[0];
}

/** `is_end` of the entry at an index: whether it has an end and no other entry starts at that end. */
export function isEnd(entries: History, index: number): boolean {
  const end = entries[index]?.end ?? null;
  return end !== null && entries[index + 1]?.start !== end;
}
