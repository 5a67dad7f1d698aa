/** What an account's row says beside what it was sent: what follows from its lists, its flags and its subscriptions. */
import type { Row } from '../row.ts';
import { currentScore, type Responses } from './nps.ts';
import { nextStageChange, type Stage, stageAt } from './stages.ts';

/** Puts a stage history into a row, with what follows from it at `now`. */
export function setStages(row: Row, stages: readonly Stage[], now: number): void {
  row.stage_history = JSON.stringify(stages);
  settleStages(row, stages, now);
}

/** Puts what follows from a stage history at `now` into a row. */
export function settleStages(row: Row, stages: readonly Stage[], now: number): void {
  row.current_stage = stageAt(stages, now);
  row.stage_due = nextStageChange(stages, now);
  settleDerived(row);
}

/** Puts an NPS history into a row, with the score that follows from it. */
export function setResponses(row: Row, responses: Responses): void {
  row.nps_history = JSON.stringify(responses.byDate.entries);
  row.current_nps_score = currentScore(responses);
}

/** The renewal date of a row: one set by hand holds while no subscription has one. */
export const renewalDateOf = ({ subscription_renewal_date, manual_renewal_date }: Row): number | null =>
  (subscription_renewal_date ?? manual_renewal_date ?? null) as number | null;

/** The next instant at which a row changes without a write, epoch ms; null where there is none. */
export function nextChangeOf({ stage_due, money_due }: Row): number | null {
  const instants = [stage_due, money_due].filter((instant) => instant != null) as number[];
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Puts what follows from other derived columns into a row. */
export function settleDerived(row: Row): void {
  row.renewal_date = renewalDateOf(row);
  row.next_change_due = nextChangeOf(row);
}
