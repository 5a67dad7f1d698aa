/**
 * Brings up to date what changes by the clock alone. An instant is due when the clock has reached it, and is passed when
 * the accounts that change at it have been written. Accounts are passed in slices, each a transaction of its own.
 */
import type { Change } from '../domain/account/changes.ts';
import { type Row, sameRow } from '../domain/row.ts';
import type { Writer } from '../store/store.ts';
import { accounts } from '../store/tables.ts';
import { columnsOf, columnsSetBy, dateChange, derived, readInputs } from './accounts.ts';
import { type Derivation, derivations, nextChange, renewalDate } from './derivations.ts';

/** The accounts of one transaction: few enough that a small request behind it waits for some 50 ms. */
export const sliceAccounts = 500;

const timed = derivations.filter(({ due }) => due !== undefined);
const passing = [...timed, renewalDate, nextChange];
const columns = columnsOf(passing);

/** Passes the instants that are due of these accounts, whatever their number. */
export async function passAccounts(writer: Writer, accountIds: readonly string[]): Promise<void> {
  await pass(writer, await writer.loadDue(writer.now, columns, { accountIds }));
}

/** Passes the instants that are due of some accounts, and returns whether there may be more to pass. */
export async function passSlice(writer: Writer, limit = sliceAccounts): Promise<boolean> {
  const { rederivedTo } = await writer.timing(writer.now);
  if (rederivedTo !== null) {
    await rederive(writer, rederivedTo, limit);
    return true;
  }
  const due = await writer.loadDue(writer.now, columns, { limit });
  await pass(writer, due);
  return due.length === limit;
}

/** Passes all instants of accounts that are due, in one step. Their history dates each change at its own instant. */
async function pass(writer: Writer, due: readonly Row[]): Promise<void> {
  if (due.length === 0) return;
  const { now } = writer;
  const isDue = (row: Row, { due: column = '' }: Derivation): boolean =>
    typeof row[column] === 'number' && row[column] <= now;
  const rows = due.map((row) => ({ ...row }));
  const changes: Change[] = [];
  for (const derivation of timed) {
    const owing = rows.filter((row) => isDue(row, derivation));
    const input = await derivation.input?.(
      writer,
      owing.map((row) => row.account_id as string),
    );
    for (const row of owing) {
      const account_id = row.account_id as string;
      for (const change of derivation.changes?.(row, now) ?? [])
        changes.push({ account_id, ...change, source: 'clock' });
      Object.assign(row, derivation.derive(row, input?.get(account_id), now));
    }
  }
  for (const [index, row] of rows.entries()) {
    Object.assign(row, derived(row, [renewalDate, nextChange], new Map(), now));
    dateChange(due[index] as Row, row, now);
  }
  await writer.update(accounts, columnsSetBy(passing), rows);
  await writer.addChanges(changes);
}

/**
 * After the clock was set back: derives anew what was derived for later instants, of the accounts behind the last that
 * is done. What the clock has entered in their history for later instants has not come to pass, and goes.
 */
async function rederive(writer: Writer, after: string, limit: number): Promise<void> {
  const { rows, last } = await writer.pageRows({
    table: accounts,
    output: columns.map((name) => ({ name, column: name })),
    where: {},
    conditions: [],
    ownerConditions: [],
    order: 'account_id',
    direction: 'asc',
    limit,
    offset: 0,
    after: after === '' ? undefined : [after, after],
  });
  const ids = rows.map((row) => row.account_id as string);
  const inputs = await readInputs(writer, passing, ids);
  await writer.removeClockChanges(ids, writer.now);
  await writer.update(
    accounts,
    columnsSetBy(passing),
    rows.flatMap((row) => {
      const next = derived(row, passing, inputs, writer.now);
      return sameRow(row, next) ? [] : [dateChange(row, next, writer.now)];
    }),
  );
  await writer.setRederivedTo(last === undefined ? null : (ids.at(-1) as string));
}
