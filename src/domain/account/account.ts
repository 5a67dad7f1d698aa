/**
 * Applies records to accounts (guide, "Accounts"). The time and the stored accounts are arguments. An account is opened
 * once for all records of a batch, and written once; its change history compares the row before the batch with the row
 * after it.
 */
import { accounts } from '../../resources/accounts.ts';
import type { Outcome } from '../batch.ts';
import { Fault, missingForInsert } from '../errors.ts';
import { ListColumns } from '../list-columns.ts';
import { type Row, sameRow } from '../row.ts';
import { checkedTogether, compileRecordCheck, isObject, type Supplied } from '../validate.ts';
import { applyActivity } from './activity.ts';
import { settleDerived } from './derived.ts';
import type { Parents } from './hierarchy.ts';
import { applyLists, type ListContext, putLists } from './list-fields.ts';

/** What applying a record depends on besides the record and the account. */
export interface AccountContext extends ListContext {
  /** The parents of the accounts of the batch, kept up to date as records are applied. */
  readonly parents: Parents;
}

const scalars = accounts.fields.filter((field) => field.type !== 'array' && !field.writeOnly);
/** Fields that have a rule of their own and are not assigned plainly. */
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

/** Level 1: checks an account record without the database. Returns the checked record or its first fault. */
export function checkAccount(record: unknown): Supplied | Fault {
  return checkedTogether(accounts.fields, record, checkFields(record), checkStages);
}

function checkStages({ stage, stage_history }: { readonly [field: string]: unknown }): Fault | null {
  const stages: readonly unknown[] = Array.isArray(stage_history) ? stage_history : [];
  if (stages.length > 0 && stage != null)
    return new Fault('conflicting_fields', "Only one of 'stage' and 'stage_history' may be given", 'stage');
  if (stages.filter((each) => isObject(each) && each.end_date == null).length > 1)
    return new Fault('invalid_value', "'stage_history' must hold at most one stage without end_date", 'stage_history');
  return null;
}

/** An account to which the records of a batch are being applied, one after the other. */
export interface OpenAccount {
  /**
   * The account's row after the records so far; undefined while the account does not exist. Columns of changed lists,
   * and columns derived from them, are out of date until `closeAccount`.
   */
  row: Row | undefined;
  /** The lists of the account that records have touched. */
  readonly lists: ListColumns;
  /** Whether any record has changed the account. */
  changed: boolean;
}

/** Begins to apply records to an account. `row` is the stored row, undefined for a new account. */
export const openAccount = (row: Row | undefined): OpenAccount => ({ row, lists: new ListColumns(), changed: false });

/** Level 2: applies a checked record to an open account. Returns its outcome, or its fault, which changes nothing. */
export function applyAccountRecord(account: OpenAccount, supplied: Supplied, context: AccountContext): Outcome | Fault {
  const { row: before, lists } = account;
  const { now, parents } = context;
  const accountId = supplied.account_id as string;
  if (before === undefined) {
    const missing = requiredOnInsert.find((field) => supplied[field] === undefined);
    if (missing !== undefined) return missingForInsert(missing);
  }
  const parentId = supplied.parent_account_id as string | null | undefined;
  const hasNewParent = parentId != null && parentId !== before?.parent_account_id;
  const loop = hasNewParent ? parents.check(accountId, parentId) : undefined;
  if (loop) return loop;

  const row: Row = before ? { ...before } : { ...blankAccount, create_time: now };
  for (const field in supplied) if (assigned.has(field)) row[field] = supplied[field] as Row[string];
  if (supplied.renewal_date !== undefined) row.manual_renewal_date = supplied.renewal_date as number | null;
  settleDerived(row);
  applyActivity(row, supplied, now);
  const { changes } = lists;
  const fault = applyLists(lists, row, supplied, context);
  if (fault) return fault;
  account.row = row;
  if (parentId !== undefined) parents.set(accountId, parentId);
  if (before && lists.changes === changes && sameRow(before, row)) return 'unchanged';
  account.changed = true;
  return before ? 'updated' : 'created';
}

/**
 * The row of an account after all records of a batch, with its changed lists and what derives from them at `now` (epoch
 * ms). At least one record must have been applied.
 */
export function closeAccount({ row, lists }: OpenAccount, now: number): Row {
  putLists(lists, row as Row, now);
  return row as Row;
}

/** Level 2: the account's row after a single checked record, or the fault of the record. */
export function applyToAccount(before: Row | undefined, supplied: Supplied, context: AccountContext): Row | Fault {
  const account = openAccount(before);
  const outcome = applyAccountRecord(account, supplied, context);
  return outcome instanceof Fault ? outcome : closeAccount(account, context.now);
}
