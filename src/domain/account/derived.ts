/** Derived columns of an account's row: what follows from its lists, its flags and its subscriptions. */
import { type Row, readList } from '../row.ts';
import { isActive } from './activity.ts';
import { currentScore, type NpsResponse, openResponses, type Responses } from './nps.ts';
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

/** The account's row from its `stage_due` on. To be called when that instant has passed. */
export function passStageDue(row: Row): Row {
  const next = { ...row };
  setStages(next, readList(row, 'stage_history'), row.stage_due as number);
  return next;
}

/** The account's row with everything recomputed that derives from its own lists and flags at `now` (epoch ms). */
export function withOwnDerived(row: Row, now: number): Row {
  const next = { ...row, is_active: isActive(row) };
  setStages(next, readList(row, 'stage_history'), now);
  setResponses(next, openResponses(readList<NpsResponse>(row, 'nps_history')));
  return next;
}

/** The account's row with the columns that derive from its subscriptions (`moneyAt`). */
export function withMoney(row: Row, money: Row): Row {
  const next = { ...row, ...money };
  settleDerived(next);
  return next;
}

/**
 * Sets `renewal_date` and `next_change_due` of an account's row. A renewal date set by hand counts only while no
 * subscription has one. `next_change_due` is the earlier of `stage_due` and `money_due`, null if there is neither.
 */
export function settleDerived(row: Row): void {
  row.renewal_date = (row.subscription_renewal_date ?? row.manual_renewal_date) as number | null;
  const due = [row.stage_due, row.money_due].filter((instant) => instant != null) as number[];
  row.next_change_due = due.length === 0 ? null : Math.min(...due);
}
