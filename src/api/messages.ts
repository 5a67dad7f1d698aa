/** Interactions and notes, found by Tenure's id or by their sender's (document "Interactions", "Notes"). */
import { readModification } from '../domain/batch.ts';
import { Fault, recordNotFound } from '../domain/errors.ts';
import { interactionRules, type MessageRules, noteRules } from '../domain/message.ts';
import type { Row, Value } from '../domain/row.ts';
import type { Supplied } from '../domain/validate.ts';
import type { Resource } from '../resources/fields.ts';
import { interactions as interactionFields } from '../resources/interactions.ts';
import { notes as noteFields } from '../resources/notes.ts';
import type { Writer } from '../store/store.ts';
import { interactions as interactionTable, notes as noteTable, type Table } from '../store/tables.ts';
import {
  accountsOf,
  accountWhere,
  answerAll,
  deleteChild,
  modifyChild,
  otherAccount,
  otherThanPath,
  planChildren,
  sinceConditions,
  type Stored,
} from './children.ts';
import type { Answer, Context, Handler } from './context.ts';
import { parseBody } from './json.ts';
import { answerMatches, listOf } from './pages.ts';
import { type Checked, carryOutOne, failingPlan, namedIn, type Planner, upload } from './records.ts';

export interface MessageHandlers {
  readonly listAll: Handler;
  /** Those without an external id. */
  readonly listInternal: Handler;
  readonly get: Handler;
  readonly getExternal: Handler;
  readonly upload: Handler;
  readonly modify: Handler;
  readonly modifyExternal: Handler;
  readonly remove: Handler;
  readonly removeExternal: Handler;
}

const noFollowUp = async (): Promise<void> => {};
const followInteractions = (writer: Writer, rows: readonly Row[]): Promise<void> =>
  writer.findLastInteractions(accountsOf(rows));

const interactionHandlers = messageHandlers(interactionFields, interactionTable, interactionRules, followInteractions);
/** `PUT /interactions/external_id/{external_id}` also inserts, as the document calls it; that of notes does not. */
export const interactions: MessageHandlers = {
  ...interactionHandlers.handlers,
  modifyExternal: (context) => putExternal(context, interactionTable, interactionRules, interactionHandlers.plan),
};
export const notes: MessageHandlers = messageHandlers(noteFields, noteTable, noteRules, noFollowUp).handlers;

function messageHandlers(
  resource: Resource,
  table: Table,
  { check, apply }: MessageRules,
  followUp: (writer: Writer, rows: readonly Row[]) => Promise<void>,
): { handlers: MessageHandlers; plan: Planner } {
  const list = listOf(resource, table, { defaultOrder: 'create_time', id: 'id' });
  const listWhere = (context: Context, where: { [column: string]: Value }): Promise<Answer> =>
    answerAll(context, list, { where, conditions: timeConditions(context) });
  // The filters of the lists narrow what a path names too, as the document has it of all GET queries.
  const getWhere = async (context: Context, where: { [column: string]: Value }): Promise<Answer> =>
    answerMatches(
      context,
      list,
      { ...where, ...accountWhere(context) },
      recordNotFound().message,
      timeConditions(context),
    );
  const plan: Planner = async (writer, checked, _options, { now }) =>
    planChildren(
      writer,
      checked,
      await loadMessages(writer, table, checked),
      (before, supplied) => apply(before, supplied, now),
      async (rows) => {
        await writer.upsert(table, await withIds(writer, rows));
        await followUp(writer, rows);
      },
    );
  const handlers: MessageHandlers = {
    listAll: (context) => listWhere(context, {}),
    listInternal: (context) => listWhere(context, { external_id: null }),
    get: (context) => getWhere(context, { id: idIn(context).value }),
    getExternal: (context) => getWhere(context, { external_id: externalIdIn(context).value }),
    upload: (context) => upload(context, check, plan, ['account_id', 'id', 'external_id']),
    modify: (context) => modifyChild(context, table, idIn(context), check, plan),
    modifyExternal: (context) => modifyChild(context, table, externalIdIn(context), check, plan),
    remove: (context) => deleteChild(context, table, idIn(context), followUp),
    removeExternal: (context) => deleteChild(context, table, externalIdIn(context), followUp),
  };
  return { handlers, plan };
}

const timeConditions = (context: Context) => sinceConditions(context, 'create_time', 'modify_time');

const idIn = ({ params }: Context) => ({ field: 'id', value: readId(params.id as string) });
const externalIdIn = ({ params }: Context) => ({ field: 'external_id', value: params.external_id as string });

/** An id in a path; what is no whole number is the id of nothing. */
const readId = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1);

async function withIds(writer: Writer, rows: readonly Row[]): Promise<Row[]> {
  let id = await writer.takeIds(rows.filter((row) => row.id === null).length);
  return rows.map((row) => (row.id === null ? { ...row, id: id++ } : row));
}

/**
 * Stored messages by either id. An unknown id is a fault and an unknown external id a new message; with both the
 * record with that id takes that external id, which no other may have.
 */
async function loadMessages(writer: Writer, table: Table, checked: readonly Checked[]): Promise<Stored> {
  const ids = await writer.load(table, 'id', namedIn<number>(checked, 'id'));
  const externals = await writer.load(table, 'external_id', namedIn<string>(checked, 'external_id'));
  const byId = new Map<Value, Row>();
  const byExternalId = new Map<Value, Row>();
  const put = (row: Row): void => {
    const former = byId.get(row.id as Value);
    if (former !== undefined && former.external_id !== row.external_id)
      byExternalId.delete(former.external_id as Value);
    if (row.id !== null) byId.set(row.id as Value, row);
    if (row.external_id !== null) byExternalId.set(row.external_id as Value, row);
  };
  for (const row of [...ids, ...externals]) put(row);
  return { find: (supplied) => findMessage(supplied, byId, byExternalId), put };
}

function findMessage(
  supplied: Supplied,
  byId: ReadonlyMap<Value, Row>,
  byExternalId: ReadonlyMap<Value, Row>,
): Row | undefined | Fault {
  const { id, external_id, account_id } = supplied as { id?: number; external_id?: string; account_id: string };
  const holder = external_id == null ? undefined : byExternalId.get(external_id);
  const row = id == null ? holder : byId.get(id);
  if (id != null && row === undefined) return recordNotFound();
  if (row !== undefined && row.account_id !== account_id)
    return otherAccount(id == null ? 'external_id' : 'id', supplied);
  if (holder !== undefined && holder !== row)
    return new Fault('invalid_value', `'external_id' value ${external_id} belongs to another record`, 'external_id');
  return row;
}

async function putExternal(context: Context, table: Table, { check }: MessageRules, plan: Planner): Promise<Answer> {
  const { record, options } = readModification(parseBody(context.body));
  const external_id = context.params.external_id as string;
  return context.store.write(async (writer) => {
    const [stored] = await writer.load(table, 'external_id', [external_id]);
    const account_id = record.account_id ?? stored?.account_id;
    const named = check({ ...record, account_id, external_id: record.external_id ?? external_id });
    const checked = named instanceof Fault || named.external_id === external_id ? named : otherThanPath('external_id');
    const planned = checked instanceof Fault ? failingPlan(checked) : await plan(writer, [checked], options, context);
    return carryOutOne(record, checked, planned, options, ['account_id', 'id', 'external_id']);
  });
}
