/** Applies a record to the lists of an account: managers, dimensions, documents, stages, NPS (guide, "Accounts"). */
import { dimensionFields, type Dimensions, mergeDimensions, readMap, writeMap } from '../dimensions.ts';
import { Fault } from '../errors.ts';
import type { ListColumn, ListColumns } from '../list-columns.ts';
import { parseList, type Row } from '../row.ts';
import type { Item, Supplied } from '../validate.ts';
import { assignCsms, type Csms, openCsms } from './csms.ts';
import { settleStages } from './derived.ts';
import { type Documents, listDocuments, mergeDocuments, openDocuments, type SuppliedDocument } from './documents.ts';
import { currentScore, mergeResponses, openResponses, type Responses, type SuppliedResponse } from './nps.ts';
import { currentStage, mergeStages, openStages, type Stage, type StageHistory } from './stages.ts';

const csms: ListColumn<Csms> = {
  column: 'assigned_csms',
  read: (text) => openCsms(parseList(text)),
  write: (assigned) => JSON.stringify([...assigned.values()]),
};
const dimensions = dimensionFields.map(
  (column): ListColumn<Dimensions> => ({ column, read: readMap, write: writeMap }),
);
const documents: ListColumn<Documents> = {
  column: 'documents',
  read: (text) => openDocuments(parseList(text)),
  write: (byName) => JSON.stringify(listDocuments(byName)),
};
const stages: ListColumn<StageHistory> = {
  column: 'stage_history',
  read: (text) => openStages(parseList(text)),
  write: ({ byStart }) => JSON.stringify(byStart.entries),
};
const responses: ListColumn<Responses> = {
  column: 'nps_history',
  read: (text) => openResponses(parseList(text)),
  write: ({ byDate }) => JSON.stringify(byDate.entries),
};

/** What merging lists depends on besides the record and the account. */
export interface ListContext {
  /** When the request arrived, epoch ms. */
  readonly now: number;
  /** The managers that a record sends replace those of the account instead of being added. */
  readonly overwriteCsms: boolean;
}

/**
 * Merges the lists of a record into the lists of its account. Returns the fault of a document that cannot be inserted;
 * no list has changed then. `row` is the account's row, from which lists are parsed. It is not written: columns of
 * lists that have changed, and columns derived from them, stay out of date until `putLists`.
 */
export function applyLists(lists: ListColumns, row: Row, supplied: Supplied, context: ListContext): Fault | undefined {
  const { now, overwriteCsms } = context;
  // Documents go first, because no other list can have a fault.
  if (supplied.documents) {
    const sent = supplied.documents as Item[] as unknown as SuppliedDocument[];
    const merged = lists.merge(documents, row, (list) => mergeDocuments(list, sent));
    if (merged instanceof Fault) return merged;
  }
  if (supplied.assigned_csms) {
    const emails = (supplied.assigned_csms as Item[]).map((csm) => csm.email as string);
    lists.merge(csms, row, (list) => assignCsms(list, emails, overwriteCsms));
  }
  for (const kind of dimensions) {
    const items = supplied[kind.column] as Item[] | undefined;
    if (items) lists.merge(kind, row, (list) => mergeDimensions(list, items));
  }
  applyStages(lists, row, supplied, now);
  applyResponses(lists, row, supplied, now);
  return undefined;
}

function applyStages(lists: ListColumns, row: Row, { stage, stage_history }: Supplied, now: number): void {
  const merge = (sent: readonly Stage[]) => lists.merge(stages, row, (list) => mergeStages(list, sent));
  if (stage_history) merge((stage_history as Item[]).map(suppliedStage));
  if (stage === undefined) return;
  const current = lists.hasChanged(stages) ? currentStage(lists.list(stages, row), now) : row.current_stage;
  if (stage !== current) merge([{ name: stage as string, start_date: now, end_date: null }]);
}

const suppliedStage = ({ name, start_date, end_date }: Item): Stage => ({
  name: name as string,
  start_date: start_date as number,
  end_date: (end_date as number | null | undefined) ?? null,
});

function applyResponses(lists: ListColumns, row: Row, { nps_history, current_nps_score }: Supplied, now: number): void {
  const sent = (nps_history ?? []) as Item[] as unknown as SuppliedResponse[];
  const isInEffect = current_nps_score === row.current_nps_score && !lists.hasChanged(responses);
  const direct = current_nps_score === undefined ? undefined : { nps_score: current_nps_score as number, date: now };
  if (sent.length === 0 && (direct === undefined || isInEffect)) return;
  lists.merge(responses, row, (list) => mergeResponses(list, sent, direct));
}

/**
 * Writes the lists that have changed into the account's row, with the columns derived from them at `now` (epoch ms).
 */
export function putLists(lists: ListColumns, row: Row, now: number): void {
  lists.put(row);
  if (lists.hasChanged(stages)) settleStages(row, lists.list(stages, row).byStart.entries, now);
  if (lists.hasChanged(responses)) row.current_nps_score = currentScore(lists.list(responses, row));
}
