/** Derived columns of an account's row: what follows from its lists, its flags and its subscriptions. */
import type { Row } from '../row.ts';
import { currentScore, type Responses } from './nps.ts';
import { nextStageChange, type Stage, stageAt } from './stages.ts';

/** Writes a stage history into an account's row, with the columns derived from it at `now` (epoch ms). */
export function setStages(row: Row, stages: readonly Stage[], now: number): void {
  row.stage_history = JSON.stringify(stages);
  settleStages(row, stages, now);
}

/** Sets the columns of an account's row that derive from its stage history at `now` (epoch ms). */
export function settleStages(row: Row, stages: readonly Stage[], now: number): void {
  row.current_stage = stageAt(stages, now);
  row.stage_due = nextStageChange(stages, now);
  settleDerived(row);
}

/** Writes an NPS history into an account's row, with the current score that derives from it. */
export function setResponses(row: Row, responses: Responses): void {
  row.nps_history = JSON.stringify(responses.byDate.entries);
  row.current_nps_score = currentScore(responses);
}

/** The renewal date of an account's row: one set by hand counts only while no subscription has one. */
export const renewalDateOf = ({ subscription_renewal_date, manual_renewal_date }: Row): number | null =>
  (subscription_renewal_date ?? manual_renewal_date ?? null) as number | null;

/** The next instant (epoch ms) at which an account's row changes without a write; null if there is none. */
export function nextChangeOf({ stage_due, money_due }: Row): number | null {
  const instants = [stage_due, money_due].filter((instant) => instant != null) as number[];
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Sets `renewal_date` and `next_change_due` of an account's row from its other derived columns. */
export function settleDerived(row: Row): void {
  row.renewal_date = renewalDateOf(row);
  row.next_change_due = nextChangeOf(row);
}
