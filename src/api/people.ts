/** Product users and contacts, alike but for their names (document "Account Product Users", "Account Contacts"). */
import { ApiError } from '../domain/errors.ts';
import { contactRules, type PersonRules, removePersonDimension, userRules } from '../domain/person.ts';
import { type Row, sameRow } from '../domain/row.ts';
import { notDeleted } from '../domain/search.ts';
import type { Supplied } from '../domain/validate.ts';
import type { Resource } from '../resources/fields.ts';
import { accountContacts, accountUsers } from '../resources/people.ts';
import type { Writer } from '../store/store.ts';
import { accountContacts as contactTable, type Table, accountUsers as userTable } from '../store/tables.ts';
import { answerModification, answerUpload, type Batch, readBatch, readRecord } from './batch.ts';
import { applyChildren, batchOfPath, type Stored } from './children.ts';
import type { Answer, ContextOf } from './context.ts';
import { answerAll, answerOfAccount } from './of-account.ts';
import { answerMatches, answerSharedId, type Filter, type List, listOf } from './pages.ts';

/** The handlers of users; those of contacts are given the same. */
export interface PeopleHandlers {
  readonly list: List;
  listAll(context: ContextOf<'GET /account_users'>): Promise<Answer>;
  listOfAccount(context: ContextOf<'GET /accounts/{id}/users'>): Promise<Answer>;
  /** Those of an id, which people of many accounts may have. */
  getAll(context: ContextOf<'GET /account_users/{id}'>): Promise<Answer>;
  get(context: ContextOf<'GET /account_users/{id}/{account_id}'>): Promise<Answer>;
  upload(context: ContextOf<'POST /account_users'>): Promise<Answer>;
  modify(context: ContextOf<'PUT /account_users/{id}'>): Promise<Answer>;
  remove(context: ContextOf<'DELETE /account_users/{id}[/{account_id}]'>): Promise<Answer>;
}

export const users = peopleHandlers(accountUsers, userTable, userRules);
export const contacts = peopleHandlers(accountContacts, contactTable, contactRules);

function peopleHandlers(resource: Resource, table: Table, rules: PersonRules): PeopleHandlers {
  const list = listOf(resource, table, { defaultOrder: 'user_id', id: 'user_id' });
  const ofSharedId = { ...list, defaultOrder: 'account_id' };
  return {
    list,
    listAll: (context) => answerAll(context, list, activeOnly(context.query.include_inactive)),
    listOfAccount: (context) => answerOfAccount(context, list, activeOnly(context.query.include_inactive)),
    getAll: (context) => answerSharedId(context, ofSharedId, { user_id: context.params.id }),
    get: (context) =>
      answerMatches(context, list, { user_id: context.params.id, account_id: context.params.account_id }),
    async upload({ body, store, now }) {
      const batch = readBatch(body, rules.check);
      if (batch.isRefused) return answerUpload(batch, table.key);
      return store.write(async (writer) => {
        const rows = await applyPeople(writer, table, rules, batch, now);
        if (batch.isWritten) await writer.upsert(table, rows);
        return answerUpload(batch, table.key);
      });
    },
    async modify({ body, store, params, now }) {
      const sent = readRecord(body);
      return store.write(async (writer) => {
        const batch = await batchOfPath(writer, sent, table, { field: 'user_id', value: params.id }, rules.check);
        const rows = await applyPeople(writer, table, rules, batch, now);
        if (batch.isWritten) await writer.upsert(table, rows);
        return answerModification(batch, table.key);
      });
    },
    remove: (context) => removePerson(context, table),
  };
}

/** Hides inactive people and those of deleted accounts unless `include_inactive` asks for them (guide, "Lists"). */
const activeOnly = (include_inactive: boolean | undefined): Filter => ({
  where: include_inactive ? {} : { is_active: true },
  ownerConditions: include_inactive ? [] : [notDeleted],
  echo: include_inactive === undefined ? {} : { include_inactive },
});

interface PersonPath {
  readonly id: string;
  readonly account_id?: string;
}

async function applyPeople(
  writer: Writer,
  table: Table,
  { apply }: PersonRules,
  batch: Batch,
  now: number,
): Promise<Row[]> {
  const stored = await loadPeople(writer, table, batch);
  return applyChildren(writer, batch, stored, (before, supplied, lists) => apply(before, supplied, now, lists));
}

/** Stored people by account and id: the same id at another account is another person. */
async function loadPeople(writer: Writer, table: Table, batch: Batch): Promise<Stored> {
  const rows = await writer.load(table, 'user_id', batch.named<string>('user_id'));
  const byKey = new Map(rows.map((row) => [key(row), row]));
  return { find: (supplied) => byKey.get(key(supplied)), put: (row) => byKey.set(key(row), row) };
}

// No text holds a NUL, so it separates the two without doubt.
const key = (record: Row | Supplied): string => `${record.account_id}\0${record.user_id}`;

/** Deactivates a person, or with `dimension` or `all_dimensions` takes only their dimensions away (guide, "Users"). */
async function removePerson(
  { query, params, store }: ContextOf<'DELETE /account_users/{id}[/{account_id}]'>,
  table: Table,
): Promise<Answer> {
  const { dimension, all_dimensions } = query;
  if (dimension !== undefined && all_dimensions !== undefined)
    throw new ApiError('invalid_parameter', "Only one of 'dimension' and 'all_dimensions' may be given", 'dimension');
  return store.write(async (writer) => {
    const before = await onlyMatch(writer, table, params);
    const isKept = all_dimensions || dimension !== undefined;
    const after = isKept ? removePersonDimension(before, dimension) : { ...before, is_active: false };
    if (after === undefined) throw new ApiError('not_found', 'Record not found');
    if (!sameRow(before, after)) await writer.upsert(table, [after]);
    return { ok: true, records: 1 };
  });
}

async function onlyMatch(writer: Writer, table: Table, { id, account_id }: PersonPath): Promise<Row> {
  const rows = await writer.load(table, 'user_id', [id]);
  const [only, ...others] = rows.filter((row) => account_id === undefined || row.account_id === account_id);
  if (only === undefined) throw new ApiError('not_found', 'Record not found');
  if (others.length > 0)
    throw new ApiError(
      'ambiguous',
      'Several accounts have a record of this id: name one in the path, as {id}/{account_id}',
      'account_id',
    );
  return only;
}
