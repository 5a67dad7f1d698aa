/**
 * Derives anew all that is derived, compares it with what is stored, and mends what differs. A batch of accounts is
 * one transaction, so that a server can go on beside it.
 */
import { dateChange, derived, type Inputs, readInputs } from '../derive/accounts.ts';
import { derivations, money } from '../derive/derivations.ts';
import { derivedTables } from '../derive/money.ts';
import type { Row, Value } from '../domain/row.ts';
import { columnCondition, type Condition } from '../domain/search.ts';
import { addToDay } from '../domain/subscription/money.ts';
import { type StoredSubscription, toRow } from '../domain/subscription/stored.ts';
import { foldedText } from '../store/folded.ts';
import type { Reader, Store } from '../store/store.ts';
import {
  accountContacts,
  accounts,
  accountUsers,
  metricPoints,
  metricSeries,
  mrrDays,
  mrrMovements,
  subscriptions,
  type Table,
  withFolded,
} from '../store/tables.ts';
import { type Difference, type Finding, readRows, replacing, rewriting } from './findings.ts';

/** Accounts in order of their ids, and the range of ids that holds them and what is stored of no account. */
interface Batch {
  readonly ids: readonly string[];
  readonly range: readonly Condition[];
  readonly last: string | undefined;
}

const batchSize = 200;
const movementsAtOnce = 5_000;

/**
 * Examines one tenant, and mends it where asked to.
 * @param clock read within each transaction, so that nothing stored is of later than now
 * @returns how many accounts there are
 */
export async function examineTenant(
  store: Store,
  { clock, rebuild }: { clock: () => number; rebuild: boolean },
  report: (difference: Difference) => void,
): Promise<number> {
  let count = 0;
  let wrongMovements = false;
  let after: string | undefined;
  do {
    const batch = await inTransaction(store, rebuild, async (reader) => {
      const next = await nextBatch(reader, after);
      return { ...next, findings: await examineBatch(reader, next, clock()) };
    });
    for (const difference of batch.findings.flatMap(({ differences }) => differences)) {
      report(difference);
      wrongMovements ||= difference.table === mrrMovements.name;
    }
    count += batch.ids.length;
    after = batch.last;
  } while (after !== undefined);
  // Sums of movements say nothing of their own while these are wrong.
  if (wrongMovements && !rebuild) return count;
  const days = await inTransaction(store, rebuild, async (reader) => ({ findings: [await examineDays(reader)] }));
  for (const { differences } of days.findings) differences.forEach(report);
  return count;
}

/** What is found is mended in the transaction in which it was read, where it shall be. */
async function inTransaction<T extends { readonly findings: readonly Finding[] }>(
  store: Store,
  rebuild: boolean,
  examine: (reader: Reader) => Promise<T>,
): Promise<T> {
  if (!rebuild) return store.read(examine);
  return store.write(async (writer) => {
    const found = await examine(writer);
    for (const { differences, mend } of found.findings) if (differences.length > 0) await mend(writer);
    return found;
  });
}

async function nextBatch(reader: Reader, after: string | undefined): Promise<Batch> {
  const query = { table: accounts, output: [{ name: 'id', column: 'account_id' }], where: {}, ownerConditions: [] };
  const { rows, last: more } = await reader.pageRows({
    ...query,
    conditions: after === undefined ? [] : [columnCondition('account_id', 'gt', after)],
    order: 'account_id',
    direction: 'asc',
    limit: batchSize,
    offset: 0,
    after: undefined,
  });
  const ids = rows.map((row) => row.account_id as string);
  const last = more && ids.at(-1);
  const range = [
    ...(after === undefined ? [] : [columnCondition('account_id', 'gt', after)]),
    ...(last === undefined ? [] : [columnCondition('account_id', 'le', last)]),
  ];
  return { ids, range, last };
}

async function examineBatch(reader: Reader, batch: Batch, now: number): Promise<Finding[]> {
  const { ids, range } = batch;
  const inputs = await readInputs(reader, derivations, ids);
  const byAccount = inputs.get(money) as ReadonlyMap<string, StoredSubscription[]>;
  const all = [...byAccount.values()].flat();
  const findings = [
    await examineAccounts(reader, ids, inputs, now),
    await examinePeople(reader, accountUsers, batch),
    await examinePeople(reader, accountContacts, batch),
    rewriting(subscriptions, await reader.load(subscriptions, 'account_id', ids), all.map(toRow)),
  ];
  for (const { table, derive } of derivedTables) {
    const rows = [...byAccount].flatMap(([id, list]) => derive(id, list));
    findings.push(await replacing(reader, table, rows, range));
  }
  return [...findings, await replacing(reader, metricSeries, await seriesOfPoints(reader, range), range)];
}

async function examineAccounts(reader: Reader, ids: readonly string[], inputs: Inputs, now: number): Promise<Finding> {
  const stored = await reader.load(withFolded(accounts), 'account_id', ids);
  const computed = stored.map((row) =>
    dateChange(row, { ...whileDue(row, inputs, now), folded: foldedText(accounts, row) }, now),
  );
  return rewriting(accounts, stored, computed);
}

/** A row that is due is as it was just before, until somebody reads it. */
function whileDue(row: Row, inputs: Inputs, now: number): Row {
  const due = row.next_change_due as number | null;
  const before = due !== null && due <= now ? derived(row, derivations, inputs, due - 1) : undefined;
  return before?.next_change_due === due ? (before as Row) : derived(row, derivations, inputs, now);
}

async function examinePeople(reader: Reader, table: Table, { ids }: Batch): Promise<Finding> {
  const stored = await reader.load(withFolded(table), 'account_id', ids);
  return rewriting(
    table,
    stored,
    stored.map((row) => ({ ...row, folded: foldedText(table, row) })),
  );
}

/** Goes from one series to the next over all their points, of which there may be very many. */
async function seriesOfPoints(reader: Reader, range: readonly Condition[]): Promise<Row[]> {
  const output = ['name', 'account_id'].map((name) => ({ name, column: name }));
  const query = { table: metricPoints, output, where: {}, ownerConditions: [], offset: 0, limit: 1 };
  const upTo = range.filter(({ comparison }) => comparison === 'le');
  const series: Row[] = [];
  for (let after: Value[] | undefined; ; ) {
    // Behind a point its account needs no lower bound, by which SQLite would begin each time anew.
    const conditions = after ? upTo : range;
    const page = await reader.pageRows({ ...query, conditions, order: 'account_id', direction: 'asc', after });
    const [found] = page.rows;
    if (found === undefined) return series;
    const { account_id = null, name = null } = found;
    series.push({ name, account_id });
    after = [account_id, account_id, name, Number.MAX_SAFE_INTEGER];
  }
}

/** The sums of the days are of all accounts, so they are compared at one go, with the movements as they are by then. */
async function examineDays(reader: Reader): Promise<Finding> {
  const stored = await readRows(reader, mrrDays, ['day', 'mrr', 'accounts'], []);
  const days = new Map(stored.map(({ day }) => [day as number, { day, mrr: 0, accounts: 0 } as Row]));
  const output = ['at', 'rank', 'amount', 'mrr_before', 'mrr_after'].map((name) => ({ name, column: name }));
  const query = { table: mrrMovements, output, where: {}, conditions: [], ownerConditions: [], offset: 0 };
  for (let after: readonly Value[] | undefined; ; ) {
    const page = await reader.pageRows({ ...query, order: 'at', direction: 'asc', limit: movementsAtOnce, after });
    for (const row of page.rows) addToDay(days, row);
    if (page.last === undefined) return rewriting(mrrDays, stored, [...days.values()]);
    after = page.last;
  }
}
