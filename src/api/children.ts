/** What the handlers of records that belong to an account do alike. */
import { readModification } from '../domain/batch.ts';
import { accountNotFound, ApiError, Fault, recordNotFound } from '../domain/errors.ts';
import { ListColumns } from '../domain/list-columns.ts';
import { type Row, sameRow, type Value } from '../domain/row.ts';
import { columnCondition, type Condition } from '../domain/search.ts';
import type { RecordCheck, Supplied } from '../domain/validate.ts';
import type { Reader, Writer } from '../store/store.ts';
import type { Table } from '../store/tables.ts';
import { requireAccount } from './accounts.ts';
import type { Answer, Context, ListAnswer } from './context.ts';
import { parseBody } from './json.ts';
import { answerPage, type Filter, type List } from './pages.ts';
import { type Checked, carryOutOne, failingPlan, namedIn, type Plan, type Planner } from './records.ts';

/** The stored records that a batch may mean, kept current as it is applied. */
export interface Stored {
  /** The record meant; undefined for a new one, a fault where none can be. */
  find(supplied: Supplied): Row | undefined | Fault;
  put(row: Row): void;
}

/**
 * Plans records of accounts: an unknown account fails its record, else `apply` merges its lists and says what becomes
 * of the rest.
 */
export async function planChildren(
  writer: Writer,
  checked: readonly Checked[],
  stored: Stored,
  apply: (before: Row | undefined, supplied: Supplied, lists: ListColumns) => Row | Fault,
  write: (rows: readonly Row[]) => Promise<void>,
): Promise<Plan> {
  const accounts = await writer.knownAccounts(namedIn(checked, 'account_id'));
  // By the row as it is by now: a record written twice in a batch is written once, as it is in the end.
  const opened = new Map<Row, OpenChild>();
  const changed = new Set<OpenChild>();
  const results = checked.map((supplied) => {
    if (supplied instanceof Fault) return supplied;
    if (!accounts.has(supplied.account_id as string)) return accountNotFound();
    const before = stored.find(supplied);
    if (before instanceof Fault) return before;
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
  return { results, write: () => write(Array.from(changed, closedRow)) };
}

/** A record while a batch is applied to it; its row is as it is by now but for its open lists. */
interface OpenChild {
  row: Row | undefined;
  readonly lists: ListColumns;
}

function closedRow({ row, lists }: OpenChild): Row {
  lists.put(row as Row);
  return row as Row;
}

/** Records whose id is unique in the tenant: an id that another account has is a fault. */
export async function loadByOwnId(
  writer: Writer,
  table: Table,
  idField: string,
  checked: readonly Checked[],
): Promise<Stored> {
  const rows = await writer.load(table, idField, namedIn<string>(checked, idField));
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

export const accountsOf = (rows: readonly Row[]): string[] => [...new Set(rows.map((row) => row.account_id as string))];

/**
 * A PUT of a record that a path names by one of its fields. The account may be left out where that field finds one
 * record; an account that is named is judged before the path's id (guide, "Modifications (PUT)").
 */
export async function modifyChild(
  context: Context,
  table: Table,
  path: { readonly field: string; readonly value: Value },
  check: RecordCheck,
  plan: Planner,
): Promise<Answer> {
  const { record, options } = readModification(parseBody(context.body));
  const { field, value } = path;
  return context.store.write(async (writer) => {
    const matches = await writer.load(table, field, [value]);
    const owner = record.account_id ?? onlyOwner(matches);
    const named: Checked =
      owner instanceof Fault ? owner : check({ ...record, account_id: owner, [field]: record[field] ?? value });
    const checked = named instanceof Fault || named[field] === value ? named : otherThanPath(field);
    const planned = checked instanceof Fault ? failingPlan(checked) : await plan(writer, [checked], options, context);
    const isStored = !(checked instanceof Fault) && matches.some((row) => row.account_id === checked.account_id);
    const unknown = !isStored && insertsFirst(planned);
    return carryOutOne(record, checked, unknown ? failingPlan(recordNotFound()) : planned, options, table.key);
  });
}

/** Whether a plan's record would be a new one, complete or not: a PUT never inserts. */
function insertsFirst({ results: [result] }: Plan): boolean {
  return result === 'created' || (result instanceof Fault && result.code === 'missing_field_for_insert');
}

/** The account of the one record that is found; a fault where there is none, or several. */
export function onlyOwner(matches: readonly Row[]): string | Fault {
  const [only, ...others] = matches;
  if (only === undefined) return recordNotFound();
  if (others.length > 0)
    return new Fault('ambiguous', 'Several accounts have a record of this id: name one by account_id', 'account_id');
  return only.account_id as string;
}

export const otherThanPath = (field: string): Fault =>
  new Fault('invalid_value', `'${field}' value must be that of the path`, field);

/** Removes the one record that a path names. */
export async function deleteChild(
  context: Context,
  table: Table,
  where: { field: string; value: Value },
  afterwards?: (writer: Writer, rows: readonly Row[]) => Promise<void>,
): Promise<Answer> {
  context.query.onlyKnows();
  return context.store.write(async (writer) => {
    const rows = await writer.load(table, where.field, [where.value]);
    if (rows.length === 0) throw new ApiError('not_found', 'Record not found');
    await writer.remove(table, rows);
    await afterwards?.(writer, rows);
    return { ok: true, records: rows.length };
  });
}

/** What the filter `account_id` narrows to. */
export function accountWhere({ query }: Context): { account_id?: string } {
  const account_id = query.filled('account_id');
  return account_id === undefined ? {} : { account_id };
}

/** The list of a type over all accounts, or over the one that `account_id` names. */
export const answerAll = (context: Context, list: List, filter: Filter = {}): Promise<ListAnswer> => {
  const where = { ...filter.where, ...accountWhere(context) };
  return context.store.read((reader) => answerPage(reader, context, list, { ...filter, where }));
};

/** The list of a type for the account that the path names, which must exist. */
export const answerOfAccount = (context: Context, list: List, filter: Filter = {}): Promise<ListAnswer> => {
  const account_id = context.params.id as string;
  return context.store.read(async (reader: Reader) => {
    await requireAccount(reader, account_id);
    return answerPage(reader, context, list, { ...filter, where: { ...filter.where, account_id } });
  });
};

/** The condition that a time filter of the query sets: at or after it. */
export function sinceConditions(context: Context, ...columns: readonly string[]): Condition[] {
  return columns.flatMap((column) => {
    const time = context.query.strictTime(column);
    return time === undefined ? [] : [columnCondition(column, 'ge', time)];
  });
}
