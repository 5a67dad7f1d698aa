/** What an account's row says beside what it was sent: what follows from its lists, its flags and its subscriptions. */
import { type Row, readList } from '../row.ts';
import { isActive } from './activity.ts';
import { currentScore, type NpsResponse, openResponses, type Responses } from './nps.ts';
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

/** A row whose `stage_due` has come, as it is from that instant on. */
export function passStageDue(row: Row): Row {
  const next = { ...row };
  setStages(next, readList(row, 'stage_history'), row.stage_due as number);
  return next;
}

/** The row with all that follows from its own lists and flags at `now`, derived anew. */
export function withOwnDerived(row: Row, now: number): Row {
  const next = { ...row, is_active: isActive(row) };
  setStages(next, readList(row, 'stage_history'), now);
  setResponses(next, openResponses(readList<NpsResponse>(row, 'nps_history')));
  return next;
}

/** The row with what its subscriptions amount to. */
export function withMoney(row: Row, money: Row): Row {
  const next = { ...row, ...money };
  settleDerived(next);
  return next;
}

/** A renewal date set by hand holds while no subscription has one; the row is due when any part of it is. */
export function settleDerived(row: Row): void {
  row.renewal_date = (row.subscription_renewal_date ?? row.manual_renewal_date) as number | null;
  const due = [row.stage_due, row.money_due].filter((instant) => instant != null) as number[];
  row.next_change_due = due.length === 0 ? null : Math.min(...due);
}
