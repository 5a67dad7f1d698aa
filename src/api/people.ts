/** Product users and contacts, alike but for their names (document "Account Product Users", "Account Contacts"). */
import { ApiError } from '../domain/errors.ts';
import { contactRules, type PersonRules, removePersonDimension, userRules } from '../domain/person.ts';
import { type Row, sameRow } from '../domain/row.ts';
import { notDeleted } from '../domain/search.ts';
import type { Supplied } from '../domain/validate.ts';
import type { Resource } from '../resources/fields.ts';
import { accountContacts, accountUsers } from '../resources/people.ts';
import { accountContacts as contactTable, type Table, accountUsers as userTable } from '../store/tables.ts';
import type { Writer } from '../store/store.ts';
import { answerAll, answerOfAccount, modifyChild, planChildren, type Stored } from './children.ts';
import type { Answer, Context, Handler } from './context.ts';
import { answerMatches, type Filter, type List, listOf } from './lists.ts';
import { type Checked, namedIn, type Planner, upload } from './records.ts';

export interface PeopleHandlers {
  readonly list: List;
  readonly listAll: Handler;
  readonly listOfAccount: Handler;
  readonly get: Handler;
  readonly upload: Handler;
  readonly modify: Handler;
  readonly remove: Handler;
}

export const users = peopleHandlers(accountUsers, userTable, userRules);
export const contacts = peopleHandlers(accountContacts, contactTable, contactRules);

function peopleHandlers(resource: Resource, table: Table, { check, apply }: PersonRules): PeopleHandlers {
  const list = listOf(resource, table, { defaultOrder: 'user_id', id: 'user_id' });
  const plan: Planner = async (writer, checked, _options, { now }) =>
    planChildren(
      writer,
      checked,
      await loadPeople(writer, table, checked),
      (before, supplied, lists) => apply(before, supplied, now, lists),
      (rows) => writer.upsert(table, rows),
    );
  return {
    list,
    listAll: (context) => answerAll(context, list, activeOnly(context)),
    listOfAccount: (context) => answerOfAccount(context, list, activeOnly(context)),
    get: (context) => answerMatches(context, list, inPath(context)),
    upload: (context) => upload(context, check, plan, table.key),
    modify: (context) =>
      modifyChild(context, table, { field: 'user_id', value: context.params.id as string }, check, plan),
    remove: (context) => removePerson(context, table),
  };
}

/** Hides inactive people and those of deleted accounts unless `include_inactive` asks for them (guide, "Lists"). */
function activeOnly({ query }: Context): Filter {
  const include_inactive = query.flag('include_inactive');
  return {
    where: include_inactive ? {} : { is_active: true },
    ownerConditions: include_inactive ? [] : [notDeleted],
    echo: include_inactive === undefined ? {} : { include_inactive },
  };
}

function inPath({ params }: Context): { [column: string]: string } {
  return { user_id: params.id as string, ...(params.account_id !== undefined && { account_id: params.account_id }) };
}

/** Stored people by account and id: the same id at another account is another person. */
async function loadPeople(writer: Writer, table: Table, checked: readonly Checked[]): Promise<Stored> {
  const rows = await writer.load(table, 'user_id', namedIn<string>(checked, 'user_id'));
  const byKey = new Map(rows.map((row) => [key(row), row]));
  return { find: (supplied) => byKey.get(key(supplied)), put: (row) => byKey.set(key(row), row) };
}

// No text holds a NUL, so it separates the two without doubt.
const key = (record: Row | Supplied): string => `${record.account_id}\0${record.user_id}`;

/** Deactivates a person, or with `dimension` or `all_dimensions` takes only their dimensions away (guide, "Users"). */
async function removePerson(context: Context, table: Table): Promise<Answer> {
  const { query, store } = context;
  query.onlyKnows('dimension', 'all_dimensions');
  const dimension = query.nonEmpty('dimension');
  const all = query.strictFlag('all_dimensions');
  if (dimension !== undefined && all !== undefined)
    throw new ApiError('invalid_parameter', "Only one of 'dimension' and 'all_dimensions' may be given", 'dimension');
  return store.write(async (writer) => {
    const before = await onlyMatch(writer, table, context);
    const after =
      all || dimension !== undefined ? removePersonDimension(before, dimension) : { ...before, is_active: false };
    if (after === undefined) throw new ApiError('not_found', 'Record not found');
    if (!sameRow(before, after)) await writer.upsert(table, [after]);
    return { ok: true, records: 1 };
  });
}

async function onlyMatch(writer: Writer, table: Table, { params }: Context): Promise<Row> {
  const rows = await writer.load(table, 'user_id', [params.id as string]);
  const [only, ...others] = rows.filter(
    (row) => params.account_id === undefined || row.account_id === params.account_id,
  );
  if (only === undefined) throw new ApiError('not_found', 'Record not found');
  if (others.length > 0)
    throw new ApiError(
      'ambiguous',
      'Several accounts have a record of this id: name one in the path, as {id}/{account_id}',
      'account_id',
    );
  return only;
}
