/** What the handlers do alike that write records which belong to an account. */
import { accountNotFound, ApiError, Fault, recordNotFound } from '../domain/errors.ts';
import { ListColumns } from '../domain/list-columns.ts';
import { setModifyTime } from '../domain/record.ts';
import { type Row, sameRow, type Value } from '../domain/row.ts';
import type { RecordCheck, Supplied } from '../domain/validate.ts';
import type { Writer } from '../store/store.ts';
import type { Table } from '../store/tables.ts';
import { type Batch, batchOf, type Checked, type Modification } from './batch.ts';

/** The stored records that a batch may mean, kept current as it is applied. */
export interface Stored {
  /** The record meant; undefined for a new one, a fault where none can be. */
  find(supplied: Supplied): Row | undefined | Fault;
  put(row: Row): void;
}

/**
 * Applies a batch to the records of accounts, and gives the rows that it changes, dated the present of the write. A record of
 * an unknown account fails; else `apply` merges its lists and gives the rest of the record after it.
 */
export async function applyChildren(
  writer: Writer,
  batch: Batch,
  stored: Stored,
  apply: (before: Row | undefined, supplied: Supplied, lists: ListColumns) => Row | Fault,
): Promise<Row[]> {
  const accounts = await writer.knownAccounts(batch.named('account_id'));
  // By the row as it is by now: a record written twice in a batch is written once, as it is in the end.
  const opened = new Map<Row, OpenChild>();
  const changed = new Set<OpenChild>();
  batch.apply((supplied) => {
    if (!accounts.has(supplied.account_id as string)) return accountNotFound();
    const before = stored.find(supplied);
    if (before instanceof Fault) return before;
    if (before === undefined && !batch.inserts) return recordNotFound();
    const child = (before && opened.get(before)) ?? { row: before, lists: new ListColumns() };
    const { changes } = child.lists;
    const after = apply(before, supplied, child.lists);
    if (before) opened.set(before, child);
    if (after instanceof Fault) return after;
    const sameLists = child.lists.changes === changes;
    if (before && sameLists && sameRow(before, after)) return 'unchanged';
    child.row = after;
    opened.set(after, child);
    changed.add(child);
    stored.put(after);
    if (before === undefined) return 'created';
    return sameLists && sameRow(before, after, ['modify_time']) ? 'unchanged' : 'updated';
  });
  return Array.from(changed, (child) => closedRow(child, writer.now));
}

/** A record while a batch is applied to it; its row is as it is by now but for its open lists. */
interface OpenChild {
  row: Row | undefined;
  readonly lists: ListColumns;
}

function closedRow({ row, lists }: OpenChild, now: number): Row {
  lists.put(row as Row);
  setModifyTime(row as Row, now);
  return row as Row;
}

/** Records whose id is unique in the tenant: an id that another account has is a fault. */
export async function loadByOwnId(writer: Writer, table: Table, idField: string, batch: Batch): Promise<Stored> {
  const rows = await writer.load(table, idField, batch.named<string>(idField));
  const byId = new Map(rows.map((row) => [row[idField], row]));
  return {
    find(supplied) {
      const row = byId.get(supplied[idField] as string);
      return row === undefined || row.account_id === supplied.account_id ? row : otherAccount(idField, supplied);
    },
    put: (row) => byId.set(row[idField] as string, row),
  };
}

export const otherAccount = (field: string, supplied: Supplied): Fault =>
  new Fault('other_account', `'${field}' value ${supplied[field]} belongs to another account`, field);

/**
 * The batch of a PUT whose path names a record by one of its fields. The account may be left out where that field finds
 * one record; an account that is named is judged before the path's id (guide, "Modifications (PUT)").
 */
export async function batchOfPath(
  writer: Writer,
  sent: Modification,
  table: Table,
  { field, value }: { readonly field: string; readonly value: Value },
  check: RecordCheck,
): Promise<Batch> {
  const { record } = sent;
  const owner = record.account_id ?? onlyOwner(await writer.load(table, field, [value], ['account_id']));
  const checked: Checked =
    owner instanceof Fault ? owner : check({ ...record, account_id: owner, [field]: record[field] ?? value });
  return batchOf(sent, ofPath(checked, field, value));
}

/** A checked record, or the fault of one whose field is not what the path says. */
export function ofPath(checked: Checked, field: string, value: Value): Checked {
  if (checked instanceof Fault || checked[field] === value) return checked;
  return new Fault('invalid_value', `'${field}' value must be that of the path`, field);
}

/** The account of the one record that is found; a fault where there is none, or several. */
export function onlyOwner(matches: readonly Row[]): string | Fault {
  const [only, ...others] = matches;
  if (only === undefined) return recordNotFound();
  if (others.length > 0)
    return new Fault('ambiguous', 'Several accounts have a record of this id: name one by account_id', 'account_id');
  return only.account_id as string;
}

/** Removes the records that a path names, of which there is mostly one; refuses where there is none. */
export async function removeMatches(writer: Writer, table: Table, field: string, value: Value): Promise<Row[]> {
  const rows = await writer.load(table, field, [value]);
  if (rows.length === 0) throw new ApiError('not_found', 'Record not found');
  await writer.remove(table, rows);
  return rows;
}
