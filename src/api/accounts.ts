/** Accounts: the handlers of `/accounts` (document "Accounts"; guide, "Accounts"). */
import {
  applyAccountRecord,
  applyToAccount,
  checkAccount,
  closeAccount,
  type OpenAccount,
  openAccount,
} from '../domain/account/account.ts';
import { passAccounts } from '../derive/time.ts';
import { type Change, changesBetween } from '../domain/account/changes.ts';
import { Parents } from '../domain/account/hierarchy.ts';
import { ApiError, Fault } from '../domain/errors.ts';
import { setModifyTime } from '../domain/record.ts';
import { type Row, sameRow } from '../domain/row.ts';
import { type Condition, containsText } from '../domain/search.ts';
import { accounts } from '../resources/accounts.ts';
import type { Writer } from '../store/store.ts';
import { accounts as table } from '../store/tables.ts';
import { answerModification, answerUpload, type Batch, batchOf, type Checked, readBatch, readRecord } from './batch.ts';
import type { Answer, Context, ContextOf } from './context.ts';
import { sinceConditions } from './of-account.ts';
import { answerMatches, answerPage, type List, listOf, outputField } from './pages.ts';

export const accountList: List = listOf(accounts, table, { defaultOrder: 'account_id', id: 'account_id' });
const wholeAccount: List = { ...accountList, output: accounts.output.map(outputField) };

/** The list with the further fields that `include` names; unknown names are ignored. */
export function includeFields(include = ''): List {
  const wanted = new Set(include.split(',').map((token) => token.trim()));
  const output = accounts.output.filter(({ included, name }) => !included || wanted.has(name));
  return { ...accountList, output: output.map(outputField) };
}

/** `q`: the accounts whose name or id contains a text. */
export const textConditions = (text: string | undefined): Condition[] =>
  text === undefined ? [] : [containsText(['name', 'account_id'], text)];

export function listAccounts(context: ContextOf<'GET /accounts'>): Promise<Answer> {
  const { include, include_inactive, q } = context.query;
  const filter = {
    where: include_inactive ? {} : { is_active: true },
    conditions: [...textConditions(q), ...sinceConditions(context)],
    echo: include_inactive === undefined ? {} : { include_inactive },
  };
  return context.store.read((reader) => answerPage(reader, context, includeFields(include), filter));
}

export const getAccount = (context: ContextOf<'GET /accounts/{id}'>): Promise<Answer> =>
  answerMatches(context, wholeAccount, { account_id: context.params.id }, 'Account not found');

export async function uploadAccounts(context: ContextOf<'POST /accounts'>): Promise<Answer> {
  const batch = readBatch(context.body, checkAccount);
  if (batch.isRefused) return answerUpload(batch, table.key);
  return context.store.write(async (writer) => {
    const { rows, changes } = await applyAccounts(writer, batch, context);
    if (batch.isWritten) await saveAccounts(writer, rows, changes);
    return answerUpload(batch, table.key);
  });
}

export async function modifyAccount(context: ContextOf<'PUT /accounts/{id}'>): Promise<Answer> {
  const sent = readRecord(context.body);
  const { id } = context.params;
  const checked = checkAccount({ ...sent.record, account_id: sent.record.account_id ?? id });
  return context.store.write(async (writer) => {
    const known = await writer.knownAccounts([id]);
    const batch = batchOf(sent, known.has(id) ? sameId(checked, id) : new Fault('not_found', 'Account not found'));
    const { rows, changes } = await applyAccounts(writer, batch, context);
    if (batch.isWritten) await saveAccounts(writer, rows, changes);
    return answerModification(batch, table.key);
  });
}

function sameId(checked: Checked, id: string): Checked {
  if (checked instanceof Fault || checked.account_id === id) return checked;
  return new Fault('invalid_value', "'account_id' value must be that of the path", 'account_id');
}

/** Deactivates: deleted, or churned with `churn=true`. */
export async function deleteAccount(context: ContextOf<'DELETE /accounts/{id}'>): Promise<Answer> {
  const { query, params } = context;
  const { churn, inactive_time } = query;
  const supplied = {
    account_id: params.id,
    [churn ? 'is_churned' : 'is_deleted']: true,
    ...(inactive_time !== undefined && { inactive_time }),
  };
  return editAccount(
    context,
    (row, now) => applyToAccount(row, supplied, { now, overwriteCsms: false, parents: new Parents() }) as Row,
  );
}

/** Changes one stored account; `edit` gives the new row at the present (epoch ms), or undefined where what it should change is not there. */
export async function editAccount(
  { store, params, source }: Context<{ readonly id: string }>,
  edit: (row: Row, now: number) => Row | undefined,
): Promise<Answer> {
  return store.write(async (writer) => {
    const { now } = writer;
    await passAccounts(writer, [params.id]);
    const [before] = await writer.load(table, 'account_id', [params.id]);
    if (before === undefined) throw new ApiError('not_found', 'Account not found');
    const after = edit(before, now);
    if (after === undefined) throw new ApiError('not_found', 'Record not found');
    if (!sameRow(before, after)) await saveAccounts(writer, [after], changesBetween(before, after, now, source));
    return { ok: true, records: 1 };
  });
}

/** Applies a batch to the stored accounts; gives the rows that it changes, and what their history says of it. */
async function applyAccounts(writer: Writer, batch: Batch, { source }: Context) {
  const { now } = writer;
  const lastOf = lastRecords(batch);
  await passAccounts(writer, [...lastOf.keys()]);
  const loaded = await writer.load(table, 'account_id', [...lastOf.keys()]);
  const stored = new Map(loaded.map((row) => [row.account_id as string, row]));
  const parents = await loadParents(writer, batch, stored);
  const rules = { now, overwriteCsms: batch.options.overwriteCsms, parents };
  const opened = new Map<string, OpenAccount>();
  const rows: Row[] = [];
  batch.apply((supplied) => {
    const id = supplied.account_id as string;
    const account = opened.get(id) ?? openAccount(stored.get(id));
    const result = applyAccountRecord(account, supplied, rules);
    // Most accounts have one record only: to keep them all open to the end would cost more than what is kept open.
    if (lastOf.get(id) !== supplied) opened.set(id, account);
    else if (account.changed) rows.push(closeAccount(account, now));
    return result;
  });
  const changes = rows.flatMap((row) => changesBetween(stored.get(row.account_id as string), row, now, source));
  return { rows, changes };
}

/** The last record of each account. */
function lastRecords({ checked }: Batch): Map<string, unknown> {
  const last = new Map<string, unknown>();
  for (const supplied of checked) if (!(supplied instanceof Fault)) last.set(supplied.account_id as string, supplied);
  return last;
}

/** The parents that a loop would go through; looked up only where a record sets a parent. */
async function loadParents(writer: Writer, batch: Batch, stored: ReadonlyMap<string, Row>): Promise<Parents> {
  const named = batch.named<string>('parent_account_id');
  if (named.length === 0) return new Parents();
  const parents = new Parents(await writer.ancestors(named));
  for (const [id, { parent_account_id }] of stored) parents.set(id, parent_account_id as string | null);
  return parents;
}

/** Writes changed accounts, dated the present of the write, and what their history says of it. */
async function saveAccounts(writer: Writer, rows: readonly Row[], changes: readonly Change[]): Promise<void> {
  for (const row of rows) setModifyTime(row, writer.now);
  await writer.upsert(table, rows);
  await writer.addChanges(changes);
}
