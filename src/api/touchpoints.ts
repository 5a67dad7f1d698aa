/** Touchpoints: interactions and notes, found by Tenure's id or by their sender's (document "Interactions", "Notes"). */
import { deriveLastInteraction } from '../derive/accounts.ts';
import { Fault, recordNotFound } from '../domain/errors.ts';
import type { Row, Value } from '../domain/row.ts';
import { interactionRules, noteRules, type TouchpointRules } from '../domain/touchpoint.ts';
import type { Supplied } from '../domain/validate.ts';
import type { Resource } from '../resources/fields.ts';
import { interactions as interactionFields } from '../resources/interactions.ts';
import { notes as noteFields } from '../resources/notes.ts';
import type { Writer } from '../store/store.ts';
import { interactions as interactionTable, notes as noteTable, type Table } from '../store/tables.ts';
import { answerModification, answerUpload, type Batch, batchOf, readBatch, readRecord } from './batch.ts';
import { applyChildren, batchOfPath, ofPath, otherAccount, removeMatches, type Stored } from './children.ts';
import type { Answer, Context, ContextOf } from './context.ts';
import {
  type AccountParameter,
  accountsOf,
  accountWhere,
  answerAll,
  sinceConditions,
  type SinceParameters,
} from './of-account.ts';
import { answerMatches, listOf } from './pages.ts';

/** The handlers of interactions; those of notes are given the same. */
export interface TouchpointHandlers {
  listAll(context: ContextOf<'GET /interactions'>): Promise<Answer>;
  /** Those without an external id. */
  listInternal(context: ContextOf<'GET /interactions/external_id'>): Promise<Answer>;
  get(context: ContextOf<'GET /interactions/{id}'>): Promise<Answer>;
  getExternal(context: ContextOf<'GET /interactions/external_id/{external_id}'>): Promise<Answer>;
  upload(context: ContextOf<'POST /interactions'>): Promise<Answer>;
  modify(context: ContextOf<'PUT /interactions/{id}'>): Promise<Answer>;
  modifyExternal(context: ContextOf<'PUT /interactions/external_id/{external_id}'>): Promise<Answer>;
  remove(context: ContextOf<'DELETE /interactions/{id}'>): Promise<Answer>;
  removeExternal(context: ContextOf<'DELETE /interactions/external_id/{external_id}'>): Promise<Answer>;
}

/** What follows for accounts from their records that were written or removed. */
type Derive = (writer: Writer, accountIds: readonly string[]) => Promise<void>;

const keys = ['account_id', 'id', 'external_id'];

export const interactions: TouchpointHandlers = {
  ...touchpointHandlers(interactionFields, interactionTable, interactionRules, deriveLastInteraction),
  modifyExternal: putExternalInteraction,
};
export const notes = touchpointHandlers(noteFields, noteTable, noteRules, async () => {});

function touchpointHandlers(
  resource: Resource,
  table: Table,
  rules: TouchpointRules,
  derive: Derive,
): TouchpointHandlers {
  const list = listOf(resource, table, { defaultOrder: 'create_time', id: 'id' });
  const modify = async (context: Context, field: 'id' | 'external_id', value: Value): Promise<Answer> => {
    const sent = readRecord(context.body);
    return context.store.write(async (writer) => {
      const batch = await batchOfPath(writer, sent, table, { field, value }, rules.check);
      const rows = await applyTouchpoints(writer, table, rules, batch);
      if (batch.isWritten) await saveTouchpoints(writer, table, rows, derive);
      return answerModification(batch, keys);
    });
  };
  const remove = ({ store }: Context, field: 'id' | 'external_id', value: Value): Promise<Answer> =>
    store.write(async (writer) => {
      const rows = await removeMatches(writer, table, field, value);
      await derive(writer, accountsOf(rows));
      return { ok: true, records: rows.length };
    });
  // The filters of the lists narrow what a path names too, as the document has it of all GET queries.
  const get = (
    context: Context<object, AccountParameter & SinceParameters>,
    where: { [column: string]: Value },
  ): Promise<Answer> =>
    answerMatches(
      context,
      list,
      { ...where, ...accountWhere(context) },
      recordNotFound().message,
      sinceConditions(context),
    );
  return {
    listAll: (context) => answerAll(context, list),
    listInternal: (context) => answerAll(context, list, { where: { external_id: null } }),
    get: (context) => get(context, { id: readId(context.params.id) }),
    getExternal: (context) => get(context, { external_id: context.params.external_id }),
    async upload({ body, store }) {
      const batch = readBatch(body, rules.check);
      if (batch.isRefused) return answerUpload(batch, keys);
      return store.write(async (writer) => {
        const rows = await applyTouchpoints(writer, table, rules, batch);
        if (batch.isWritten) await saveTouchpoints(writer, table, rows, derive);
        return answerUpload(batch, keys);
      });
    },
    modify: (context) => modify(context, 'id', readId(context.params.id)),
    modifyExternal: (context) => modify(context, 'external_id', context.params.external_id),
    remove: (context) => remove(context, 'id', readId(context.params.id)),
    removeExternal: (context) => remove(context, 'external_id', context.params.external_id),
  };
}

/** As the document has it, this PUT also inserts; that of notes does not. */
async function putExternalInteraction({
  body,
  store,
  params,
}: ContextOf<'PUT /interactions/external_id/{external_id}'>): Promise<Answer> {
  const sent = readRecord(body);
  const { record } = sent;
  const { external_id } = params;
  return store.write(async (writer) => {
    const [stored] = await writer.load(interactionTable, 'external_id', [external_id], ['account_id']);
    const account_id = record.account_id ?? stored?.account_id;
    const checked = interactionRules.check({ ...record, account_id, external_id: record.external_id ?? external_id });
    const batch = batchOf(sent, ofPath(checked, 'external_id', external_id), true);
    const rows = await applyTouchpoints(writer, interactionTable, interactionRules, batch);
    if (batch.isWritten) await saveTouchpoints(writer, interactionTable, rows, deriveLastInteraction);
    return answerModification(batch, keys);
  });
}

/** An id in a path; what is no whole number is the id of nothing. */
const readId = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : -1);

async function applyTouchpoints(
  writer: Writer,
  table: Table,
  { apply }: TouchpointRules,
  batch: Batch,
): Promise<Row[]> {
  const stored = await loadTouchpoints(writer, table, batch);
  return applyChildren(writer, batch, stored, (before, supplied) => apply(before, supplied, writer.now));
}

async function saveTouchpoints(writer: Writer, table: Table, rows: readonly Row[], derive: Derive): Promise<void> {
  let id = await writer.takeIds(rows.filter((row) => row.id === null).length);
  await writer.upsert(
    table,
    rows.map((row) => (row.id === null ? { ...row, id: id++ } : row)),
  );
  await derive(writer, accountsOf(rows));
}

/**
 * Stored touchpoints by either id. An unknown id is a fault and an unknown external id a new record; with both the
 * record with that id takes that external id, which no other may have.
 */
async function loadTouchpoints(writer: Writer, table: Table, batch: Batch): Promise<Stored> {
  const ids = await writer.load(table, 'id', batch.named<number>('id'));
  const externals = await writer.load(table, 'external_id', batch.named<string>('external_id'));
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
  return { find: (supplied) => findTouchpoint(supplied, byId, byExternalId), put };
}

function findTouchpoint(
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
