/**
 * What a record does to an account (decisions §4). Pure: the clock and the stored accounts are handed in. Every
 * function here takes whole rows and gives new ones; nothing is changed in place.
 */
import { accounts } from '../../resources/accounts.ts';
import { dimensionFields, mergeDimensions } from '../dimensions.ts';
import { Fault, missingForInsert } from '../errors.ts';
import { type Row, readList } from '../row.ts';
import { compileRecordCheck, type Item, type Supplied } from '../validate.ts';
import { applyActivity, isActive } from './activity.ts';
import { assignCsms } from './csms.ts';
import { type Document, mergeDocuments, type SuppliedDocument } from './documents.ts';
import { checkParent, type ParentOf } from './hierarchy.ts';
import { currentScore, mergeResponses, type NpsResponse, type SuppliedResponse } from './nps.ts';
import { mergeStages, nextStageChange, type Stage, stageAt } from './stages.ts';

export interface AccountContext {
  /** Epoch ms at which the request arrived. */
  readonly now: number;
  readonly overwriteCsms: boolean;
  readonly parentOf: ParentOf;
}

const scalars = accounts.fields.filter((field) => field.type !== 'array' && !field.writeOnly);
/** Fields that a record sets by a rule of their own rather than by plain assignment. */
const ruled = ['renewal_date', 'current_nps_score', 'is_deleted', 'is_churned', 'inactive_time', 'inactive_reason'];
const assigned = new Set(scalars.map((field) => field.name).filter((name) => !ruled.includes(name)));
const requiredOnInsert = accounts.fields.filter((field) => field.required === 'insert').map((field) => field.name);

const blankAccount: Row = {
  ...Object.fromEntries([...scalars, ...accounts.derived].map((field) => [field.name, null])),
  is_deleted: false,
  is_churned: false,
  is_active: true,
  open_tickets: 0,
  assigned_csms: '[]',
  custom_label_dimensions: '{}',
  custom_value_dimensions: '{}',
  custom_event_dimensions: '{}',
  documents: '[]',
  stage_history: '[]',
  nps_history: '[]',
  create_time: null,
  manual_renewal_date: null,
  subscription_renewal_date: null,
  stage_due: null,
  money_due: null,
  next_change_due: null,
};

const checkFields = compileRecordCheck(accounts.fields);

/** Level 1: faults that need no stored data. */
export function checkAccount(record: unknown): Supplied | Fault {
  const supplied = checkFields(record);
  if (supplied instanceof Fault) return supplied;
  const stages = (supplied.stage_history ?? []) as Item[];
  if (stages.length === 0) return supplied;
  if (supplied.stage !== undefined)
    return new Fault('conflicting_fields', "Only one of 'stage' and 'stage_history' may be given", 'stage');
  if (stages.filter((stage) => stage.end_date == null).length > 1)
    return new Fault('invalid_value', "'stage_history' must hold at most one stage without end_date", 'stage_history');
  return supplied;
}

/** Level 2: the account as it is after the record, or why the record fails. `before` is undefined for a new id. */
export function applyAccount(before: Row | undefined, supplied: Supplied, context: AccountContext): Row | Fault {
  const accountId = supplied.account_id as string;
  if (before === undefined) {
    const missing = requiredOnInsert.find((field) => supplied[field] === undefined);
    if (missing !== undefined) return missingForInsert(missing);
  }
  const parentId = supplied.parent_account_id as string | null | undefined;
  const loop = parentId == null ? undefined : checkParent(accountId, parentId, context.parentOf);
  if (loop) return loop;

  const row: Row = before ? { ...before } : { ...blankAccount, create_time: context.now };
  for (const field in supplied) if (assigned.has(field)) row[field] = supplied[field] as Row[string];
  if (supplied.renewal_date !== undefined) row.manual_renewal_date = supplied.renewal_date as number | null;
  settleDerived(row);
  applyActivity(row, supplied, context.now);
  return applyLists(row, supplied, context);
}

function applyLists(row: Row, supplied: Supplied, { now, overwriteCsms }: AccountContext): Row | Fault {
  const { assigned_csms, documents, stage, stage_history, nps_history, current_nps_score } = supplied;
  if (assigned_csms) {
    const emails = (assigned_csms as Item[]).map((csm) => csm.email as string);
    row.assigned_csms = JSON.stringify(assignCsms(readList(row, 'assigned_csms'), emails, overwriteCsms));
  }
  for (const field of dimensionFields) {
    const items = supplied[field];
    if (items) row[field] = mergeDimensions(row[field] as string, items as Item[]);
  }
  if (documents) {
    const merged = mergeDocuments(
      readList<Document>(row, 'documents'),
      documents as Item[] as unknown as SuppliedDocument[],
    );
    if (merged instanceof Fault) return merged;
    row.documents = JSON.stringify(merged);
  }
  if (stage_history)
    setStages(row, mergeStages(readList(row, 'stage_history'), suppliedStages(stage_history as Item[])), now);
  if (stage !== undefined && stage !== row.current_stage) {
    const entered: Stage = { name: stage as string, start_date: now, end_date: null };
    setStages(row, mergeStages(readList(row, 'stage_history'), [entered]), now);
  }
  if (nps_history)
    setResponses(
      row,
      mergeResponses(readList(row, 'nps_history'), nps_history as Item[] as unknown as SuppliedResponse[]),
    );
  if (current_nps_score !== undefined && current_nps_score !== row.current_nps_score) {
    const direct: SuppliedResponse = { nps_score: current_nps_score as number, date: now, direct: true };
    setResponses(row, mergeResponses(readList(row, 'nps_history'), [direct]));
  }
  return row;
}

const suppliedStages = (items: readonly Item[]): Stage[] =>
  items.map(({ name, start_date, end_date }) => ({
    name: name as string,
    start_date: start_date as number,
    end_date: (end_date as number | null | undefined) ?? null,
  }));

/** Puts a stage history into a row, with what follows from it at `now`. */
export function setStages(row: Row, stages: readonly Stage[], now: number): void {
  row.stage_history = JSON.stringify(stages);
  row.current_stage = stageAt(stages, now);
  row.stage_due = nextStageChange(stages, now);
  settleDerived(row);
}

/** Puts an NPS history into a row, with the score that follows from it. */
export function setResponses(row: Row, responses: readonly NpsResponse[]): void {
  row.nps_history = JSON.stringify(responses);
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
  setResponses(next, readList(row, 'nps_history'));
  return next;
}

/** The row with what its subscriptions amount to. */
export function withMoney(row: Row, money: Row): Row {
  const next = { ...row, ...money };
  settleDerived(next);
  return next;
}

/** A renewal date set by hand holds while no subscription has one; the row is due when any part of it is. */
function settleDerived(row: Row): void {
  row.renewal_date = (row.subscription_renewal_date ?? row.manual_renewal_date) as number | null;
  const due = [row.stage_due, row.money_due].filter((instant) => instant != null) as number[];
  row.next_change_due = due.length === 0 ? null : Math.min(...due);
}
