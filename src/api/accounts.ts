/** Accounts: the handlers of `/accounts` and of what is changed through it (document "Accounts"; guide, "Accounts"). */
import {
  type AccountContext,
  applyAccount,
  applyRecord,
  checkAccount,
  closeAccount,
  type OpenAccount,
  openAccount,
} from '../domain/account/account.ts';
import { type Change, changesBetween } from '../domain/account/changes.ts';
import { Parents } from '../domain/account/hierarchy.ts';
import { readModification } from '../domain/batch.ts';
import { ApiError, Fault } from '../domain/errors.ts';
import { type Row, sameRow } from '../domain/row.ts';
import { containsText } from '../domain/search.ts';
import { accounts } from '../resources/accounts.ts';
import type { Reader, Writer } from '../store/store.ts';
import { accounts as accountsTable } from '../store/tables.ts';
import type { Answer, Context } from './context.ts';
import { parseBody } from './json.ts';
import { answerMatches, answerPage, type List, listOf, outputField } from './lists.ts';
import { type Checked, carryOutOne, failingPlan, namedIn, type Planner, upload } from './records.ts';

export const accountList: List = listOf(accounts, accountsTable, { defaultOrder: 'account_id', id: 'account_id' });

/** The list with the further fields that `include` names; unknown names are ignored. */
export function includeFields(context: Context): List {
  const wanted = new Set((context.query.get('include') ?? '').split(',').map((token) => token.trim()));
  const output = accounts.output.filter(({ included, name }) => !included || wanted.has(name));
  return { ...accountList, output: output.map(outputField) };
}

/** `q`: the accounts whose name or id contains a text. */
export function textConditions(context: Context) {
  const text = context.query.get('q');
  return text === undefined ? [] : [containsText(['name', 'account_id'], text)];
}

export async function listAccounts(context: Context): Promise<Answer> {
  const includeInactive = context.query.flag('include_inactive');
  const filter = {
    where: includeInactive ? {} : { is_active: true },
    conditions: textConditions(context),
    echo: includeInactive === undefined ? {} : { include_inactive: includeInactive },
  };
  return context.store.read((reader) => answerPage(reader, context, includeFields(context), filter));
}

const wholeAccount = accounts.output.map(outputField);

export const getAccount = (context: Context): Promise<Answer> =>
  answerMatches(
    context,
    { ...accountList, output: wholeAccount },
    { account_id: context.params.id as string },
    'Account not found',
  );

export const uploadAccounts = (context: Context): Promise<Answer> =>
  upload(context, checkAccount, planAccounts, accountsTable.key);

export async function modifyAccount(context: Context): Promise<Answer> {
  const { record, options } = readModification(parseBody(context.body));
  const id = context.params.id as string;
  const checked = sameId(checkAccount({ ...record, account_id: record.account_id ?? id }), id);
  return context.store.write(async (writer) => {
    const known = await writer.knownAccounts([id]);
    const unknown = new Fault('not_found', 'Account not found');
    const plan = known.has(id) ? await planAccounts(writer, [checked], options, context) : failingPlan(unknown);
    return carryOutOne(record, checked, plan, options, accountsTable.key);
  });
}

function sameId(checked: Checked, id: string): Checked {
  if (checked instanceof Fault || checked.account_id === id) return checked;
  return new Fault('invalid_value', "'account_id' value must be that of the path", 'account_id');
}

/** Deactivates: deleted, or churned with `churn=true`. */
export async function deleteAccount(context: Context): Promise<Answer> {
  const { query, params, now } = context;
  query.onlyKnows('churn', 'inactive_time');
  const flag = query.strictFlag('churn') ? 'is_churned' : 'is_deleted';
  const inactive_time = query.strictTime('inactive_time');
  const supplied = {
    account_id: params.id as string,
    [flag]: true,
    ...(inactive_time !== undefined && { inactive_time }),
  };
  return editAccount(
    context,
    (row) => applyAccount(row, supplied, { now, overwriteCsms: false, parents: new Parents() }) as Row,
  );
}

/** Changes one stored account; `edit` gives the new row, or undefined where what it should change is not there. */
export async function editAccount(context: Context, edit: (row: Row) => Row | undefined): Promise<Answer> {
  return context.store.write(async (writer) => {
    const [before] = await writer.load(accountsTable, 'account_id', [context.params.id as string]);
    if (before === undefined) throw new ApiError('not_found', 'Account not found');
    const after = edit(before);
    if (after === undefined) throw new ApiError('not_found', 'Record not found');
    if (!sameRow(before, after))
      await saveAccounts(writer, [after], changesBetween(before, after, context.now, context.source));
    return { ok: true, records: 1 };
  });
}

const planAccounts: Planner = async (writer, checked, { overwriteCsms }, { now, source }) => {
  const lastOf = lastRecords(checked);
  const loaded = await writer.load(accountsTable, 'account_id', [...lastOf.keys()]);
  const stored = new Map(loaded.map((row) => [row.account_id as string, row]));
  const context: AccountContext = { now, overwriteCsms, parents: await loadParents(writer, checked, stored) };
  const opened = new Map<string, OpenAccount>();
  const rows: Row[] = [];
  const results = checked.map((supplied) => {
    if (supplied instanceof Fault) return supplied;
    const id = supplied.account_id as string;
    const account = opened.get(id) ?? openAccount(stored.get(id));
    const result = applyRecord(account, supplied, context);
    // Most accounts have one record only: to keep them all open to the end would cost more than what is kept open.
    if (lastOf.get(id) !== supplied) opened.set(id, account);
    else if (account.changed) rows.push(closeAccount(account, now));
    return result;
  });
  const changes = rows.flatMap((row) => changesBetween(stored.get(row.account_id as string), row, now, source));
  return { results, write: () => saveAccounts(writer, rows, changes) };
};

/** The last record of each account. */
function lastRecords(checked: readonly Checked[]): Map<string, Checked> {
  const last = new Map<string, Checked>();
  for (const supplied of checked) if (!(supplied instanceof Fault)) last.set(supplied.account_id as string, supplied);
  return last;
}

/** Looked up only where a record sets a parent. */
async function loadParents(writer: Writer, checked: readonly Checked[], stored: ReadonlyMap<string, Row>) {
  const named = namedIn<string>(checked, 'parent_account_id');
  if (named.length === 0) return new Parents();
  const parents = new Parents(await writer.ancestors(named));
  for (const [id, { parent_account_id }] of stored) parents.set(id, parent_account_id as string | null);
  return parents;
}

async function saveAccounts(writer: Writer, rows: readonly Row[], changes: readonly Change[]): Promise<void> {
  await writer.upsert(accountsTable, rows);
  await writer.addChanges(changes);
}

/** Refuses with "Account not found" where there is no such account. */
export async function requireAccount(reader: Reader, id: string): Promise<Row> {
  const [row] = await reader.load(accountsTable, 'account_id', [id]);
  if (row === undefined) throw new ApiError('not_found', 'Account not found');
  return row;
}
