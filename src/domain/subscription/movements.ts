import { MOVEMENT_CLASSES } from '../../resources/reports.ts';
import type { Subscription } from './history.ts';
import { entryMrr } from './mrr.ts';

export type MovementClass = (typeof MOVEMENT_CLASSES)[number];

/** A subscription whose MRR changed: its entry in effect from then, or else the one that ended. */
export type Cause = { readonly subscription_id: string; readonly start_date: number };

/** A change of an account's MRR, or one of its two parts. Cents; `at` in epoch milliseconds. */
export type Movement = {
  readonly at: number;
  readonly class: MovementClass;
  /** > 0 */
  readonly amount: number;
  /** The account's MRR, the same on both parts. */
  readonly mrr_before: number;
  readonly mrr_after: number;
  readonly causes: readonly Cause[];
};

/** A movement without its causes, which sums do not need. */
export type BareMovement = Omit<Movement, 'causes'>;

/** An account's MRR in cents from `at` on. */
export type MrrStep = { readonly at: number; readonly mrr: number };

type Change = Cause & { readonly at: number; readonly before: number; readonly after: number };

/**
 * An account's movements, foreseen ones too, by instant and class. O(n log n) in its entries.
 * Deriving all from the histories, it needs no now: what is later than now is foreseen.
 */
export function movementsOf(subscriptions: readonly Subscription[]): Movement[] {
  const changes = subscriptions.flatMap(changesOf).sort((a, b) => a.at - b.at);
  const movements: Movement[] = [];
  for (const [at, together] of Map.groupBy(changes, (change) => change.at)) {
    movements.push(...partsOf(at, together, movements.at(-1)));
  }
  return movements;
}

/** Every instant at which an account's MRR changes, foreseen ones too, oldest first. */
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

/** The movement at one instant, in parts; `last` is the account's latest before. */
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
