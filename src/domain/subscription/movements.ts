/** Movements: every change of an account's MRR, with its class and causes (revenue guide: "MRR"). */
import { MOVEMENT_CLASSES } from '../../resources/reports.ts';
import type { Subscription } from './history.ts';
import { entryMrr } from './mrr.ts';

/** One of the classes of movements. The index of a class is its `rank`, by which the ledger sorts one instant. */
export type MovementClass = (typeof MOVEMENT_CLASSES)[number];

/** The lowest rank of a loss: a movement of a lower rank raises the account's MRR, any other lowers it. */
export const firstLossRank = MOVEMENT_CLASSES.indexOf('contraction');

/** A subscription whose MRR changed, with the start (epoch ms) of its new entry, or of the one that ended. */
export interface Cause {
  readonly subscription_id: string;
  readonly start_date: number;
}

/** A change of an account's MRR, or one of the two parts of a change. Amounts are cents. */
export interface Movement {
  /** Epoch ms. */
  readonly at: number;
  readonly class: MovementClass;
  /** Above 0, for a loss too. */
  readonly amount: number;
  /** The account's MRR before the whole change. */
  readonly mrr_before: number;
  /** The account's MRR after the whole change. */
  readonly mrr_after: number;
  readonly causes: readonly Cause[];
}

/** A movement without its causes, which sums do not need. */
export type BareMovement = Omit<Movement, 'causes'>;

/** An account's MRR in cents from `at` (epoch ms) on. */
export interface MrrStep {
  readonly at: number;
  readonly mrr: number;
}

/** A change of one subscription's MRR. */
interface Change extends Cause {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/**
 * All movements of an account, sorted by instant and class. O(n log n) in its entries. They follow from the histories
 * alone, so those later than now are included: they are foreseen.
 */
export function movementsOf(subscriptions: readonly Subscription[]): Movement[] {
  const changes = subscriptions.flatMap(changesOf).sort((a, b) => a.at - b.at);
  const movements: Movement[] = [];
  for (const [at, together] of Map.groupBy(changes, (change) => change.at)) {
    movements.push(...partsOf(at, together, movements.at(-1)));
  }
  return movements;
}

/** The MRR of an account after each instant at which it changes, the oldest first. Includes foreseen changes. */
export function mrrSteps(movements: readonly BareMovement[]): MrrStep[] {
  return movements
    .filter(({ at }, index) => at !== movements[index - 1]?.at)
    .map(({ at, mrr_after }) => ({ at, mrr: mrr_after }));
}

function changesOf({ subscription_id, entries }: Subscription): Change[] {
  const changes: Change[] = [];
  const add = (at: number, start_date: number, before: number, after: number) => {
    if (before !== after) changes.push({ subscription_id, start_date, at, before, after });
  };
  for (const [index, entry] of entries.entries()) {
    const [before, next] = [entries[index - 1], entries[index + 1]];
    const mrr = entryMrr(entry);
    add(entry.start, entry.start, before?.end === entry.start ? entryMrr(before) : 0, mrr);
    if (entry.end !== null && next?.start !== entry.end) add(entry.end, entry.start, mrr, 0);
  }
  return changes;
}

/** The movements at one instant. `last` is the latest movement of the account before it. */
function partsOf(at: number, changes: readonly Change[], last: Movement | undefined): Movement[] {
  const delta = changes.reduce((sum, { before, after }) => sum + after - before, 0);
  const ended = changes.reduce((sum, { before, after }) => sum + (after === 0 ? before : 0), 0);
  const churn = Math.min(ended, Math.max(-delta, 0));
  const mrr_before = last?.mrr_after ?? 0;
  const shared = {
    mrr_before,
    mrr_after: mrr_before + delta,
    causes: changes.map(({ subscription_id, start_date }) => ({ subscription_id, start_date })),
  };
  const amounts: [MovementClass, number][] = [
    [last === undefined ? 'new' : mrr_before === 0 ? 'reactivation' : 'expansion', delta],
    ['contraction', -delta - churn],
    ['churn', churn],
  ];
  return amounts.filter(([, amount]) => amount > 0).map(([name, amount]) => ({ at, class: name, amount, ...shared }));
}
