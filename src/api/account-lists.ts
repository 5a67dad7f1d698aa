/** What belongs to an account: its documents and history, and the deletes of its sub-lists (guide, "Accounts"). */
import { unassignCsm } from '../domain/account/csms.ts';
import { setResponses, setStages } from '../domain/account/derived.ts';
import { type Document, removeDocument } from '../domain/account/documents.ts';
import { type NpsResponse, openResponses } from '../domain/account/nps.ts';
import type { Stage } from '../domain/account/stages.ts';
import { type DimensionField, removeDimension } from '../domain/dimensions.ts';
import { type Row, readList } from '../domain/row.ts';
import { accountChanges } from '../resources/account-lists.ts';
import { accountChanges as changesTable } from '../store/tables.ts';
import { editAccount, requireAccount } from './accounts.ts';
import type { Answer, Context, Handler } from './context.ts';
import { answerPage, type List, outputField } from './lists.ts';
import { readTime } from './query.ts';
import { answerItems, type SortedList } from './sorted-lists.ts';

const documentList: SortedList<Document & { account_id: string }> = {
  orders: new Map([['name', 'name']]),
  defaultOrder: 'name',
  defaultDirection: 'asc',
  key: ({ name }) => [name],
};

export async function listDocuments(context: Context): Promise<Answer> {
  const account_id = context.params.id as string;
  const row = await context.store.read((reader) => requireAccount(reader, account_id));
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
export async function listChanges(context: Context): Promise<Answer> {
  const account_id = context.params.id as string;
  return context.store.read(async (reader) => {
    await requireAccount(reader, account_id);
    return answerPage(reader, context, changeList, { where: { account_id } });
  });
}

/** Without a key a delete empties the list, with one it takes away that entry, which must be there. */
const deleteFrom =
  (edit: (row: Row, context: Context) => Row | undefined): Handler =>
  async (context) => {
    context.query.onlyKnows();
    return editAccount(context, (row) => edit(row, context));
  };

export const deleteDimensions = (field: DimensionField): Handler =>
  deleteFrom((row, { params }) => {
    const left = removeDimension(row[field] as string, params.key);
    return left === undefined ? undefined : { ...row, [field]: left };
  });

export const deleteCsms = deleteFrom((row, { params }) => {
  const left = unassignCsm(readList(row, 'assigned_csms'), params.email);
  return left && { ...row, assigned_csms: JSON.stringify(left) };
});

export const deleteDocuments = deleteFrom((row, { params }) => {
  const left = removeDocument(readList(row, 'documents'), params.name);
  return left && { ...row, documents: JSON.stringify(left) };
});

export const deleteStages = deleteFrom((row, { params, now }) => {
  const start = params.timestamp === undefined ? undefined : readTime('timestamp', params.timestamp);
  const named = (stage: Stage): boolean =>
    (params.name === undefined || stage.name === params.name) && (start === undefined || stage.start_date === start);
  return withoutEntries<Stage>(row, 'stage_history', params.name !== undefined, named, (next, left) =>
    setStages(next, left, now),
  );
});

export const deleteResponses = deleteFrom((row, { params }) => {
  const date = params.timestamp === undefined ? undefined : readTime('timestamp', params.timestamp);
  const named = (response: NpsResponse): boolean => date === undefined || response.date === date;
  return withoutEntries<NpsResponse>(row, 'nps_history', date !== undefined, named, (next, left) =>
    setResponses(next, openResponses(left)),
  );
});

/** The row without the entries that are named; undefined where a named one is not there. */
function withoutEntries<T>(
  row: Row,
  column: string,
  mustExist: boolean,
  named: (entry: T) => boolean,
  put: (next: Row, left: T[]) => void,
): Row | undefined {
  const entries = readList<T>(row, column);
  const left = entries.filter((entry) => !named(entry));
  if (mustExist && left.length === entries.length) return undefined;
  const next = { ...row };
  put(next, left);
  return next;
}
