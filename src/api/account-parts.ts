/** What belongs to an account: its documents and history, and the deletes of its lists (guide, "Accounts"). */
import { unassignCsm } from '../domain/account/csms.ts';
import { setResponses, setStages } from '../domain/account/derived.ts';
import { type Document, removeDocument } from '../domain/account/documents.ts';
import { type NpsResponse, openResponses } from '../domain/account/nps.ts';
import type { Stage } from '../domain/account/stages.ts';
import { type DimensionField, removeDimension } from '../domain/dimensions.ts';
import { ApiError } from '../domain/errors.ts';
import { type Row, readList } from '../domain/row.ts';
import { readTime } from '../domain/time.ts';
import { accountChanges } from '../resources/account-parts.ts';
import { accounts, accountChanges as changesTable } from '../store/tables.ts';
import { editAccount } from './accounts.ts';
import type { Answer, Context, ContextOf } from './context.ts';
import { answerItems, type SortedList } from './memory-pages.ts';
import { answerOfAccount } from './of-account.ts';
import { type List, outputField } from './pages.ts';

const documentList: SortedList<Document & { account_id: string }> = {
  orders: new Map([['name', 'name']]),
  defaultOrder: 'name',
  defaultDirection: 'asc',
  key: ({ name }) => [name],
};

export async function listDocuments(context: ContextOf<'GET /accounts/{id}/documents'>): Promise<Answer> {
  const account_id = context.params.id;
  const [row] = await context.store.read((reader) => reader.load(accounts, 'account_id', [account_id], ['documents']));
  if (row === undefined) throw new ApiError('not_found', 'Account not found');
  const documents = readList<Document>(row, 'documents').map((document) => ({ account_id, ...document }));
  return answerItems(context, documentList, documents);
}

const changeList: List = {
  table: changesTable,
  output: accountChanges.output.map(outputField),
  orders: new Map([['at', 'at']]),
  defaultOrder: 'at',
};

/** The history of an account (ours): what changed, when, from what to what, by whom. */
export const listChanges = (context: ContextOf<'GET /accounts/{id}/changes'>): Promise<Answer> =>
  answerOfAccount(context, changeList);

export const deleteDimensions =
  (field: DimensionField) =>
  (context: Context<{ readonly id: string; readonly key?: string }>): Promise<Answer> =>
    editAccount(context, (row) => {
      const left = removeDimension(row[field] as string, context.params.key);
      return left === undefined ? undefined : { ...row, [field]: left };
    });

export const deleteCsms = (context: ContextOf<'DELETE /accounts/{id}/assigned_csms[/{email}]'>): Promise<Answer> =>
  editAccount(context, (row) => {
    const left = unassignCsm(readList(row, 'assigned_csms'), context.params.email);
    return left && { ...row, assigned_csms: JSON.stringify(left) };
  });

export const deleteDocuments = (context: ContextOf<'DELETE /accounts/{id}/documents[/{name}]'>): Promise<Answer> =>
  editAccount(context, (row) => {
    const left = removeDocument(readList(row, 'documents'), context.params.name);
    return left && { ...row, documents: JSON.stringify(left) };
  });

export async function deleteStages(
  context: ContextOf<'DELETE /accounts/{id}/stage_history[/{name}][/{timestamp}]'>,
): Promise<Answer> {
  const { name, timestamp } = context.params;
  const start = timestamp === undefined ? undefined : readTime('timestamp', timestamp);
  const isNamed = (stage: Stage): boolean =>
    (name === undefined || stage.name === name) && (start === undefined || stage.start_date === start);
  return editAccount(context, (row, now) =>
    withoutEntries<Stage>(row, 'stage_history', name !== undefined, isNamed, (next, left) =>
      setStages(next, left, now),
    ),
  );
}

export async function deleteResponses(
  context: ContextOf<'DELETE /accounts/{id}/nps_history[/{timestamp}]'>,
): Promise<Answer> {
  const { timestamp } = context.params;
  const date = timestamp === undefined ? undefined : readTime('timestamp', timestamp);
  const isNamed = (response: NpsResponse): boolean => date === undefined || response.date === date;
  return editAccount(context, (row) =>
    withoutEntries<NpsResponse>(row, 'nps_history', date !== undefined, isNamed, (next, left) =>
      setResponses(next, openResponses(left)),
    ),
  );
}

/** The row without the entries that are named; undefined where a named one is not there. */
function withoutEntries<T>(
  row: Row,
  column: string,
  mustExist: boolean,
  isNamed: (entry: T) => boolean,
  put: (next: Row, left: T[]) => void,
): Row | undefined {
  const entries = readList<T>(row, column);
  const left = entries.filter((entry) => !isNamed(entry));
  if (mustExist && left.length === entries.length) return undefined;
  const next = { ...row };
  put(next, left);
  return next;
}
