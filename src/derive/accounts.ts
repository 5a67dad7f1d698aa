/** Brings the derived columns of accounts in step: after a write, and when an instant has passed. */
import type { Change } from '../domain/account/changes.ts';
import { setModifyTime } from '../domain/record.ts';
import { type Row, sameRow } from '../domain/row.ts';
import { accounts as resource } from '../resources/accounts.ts';
import { scalarsOf } from '../resources/fields.ts';
import type { Reader, Writer } from '../store/store.ts';
import { accounts } from '../store/tables.ts';
import { type Derivation, derivations, lastInteraction, nextChange, openTickets, renewalDate } from './derivations.ts';

/** What derivations take beside an account's own row, by account. */
export type Inputs = ReadonlyMap<Derivation, ReadonlyMap<string, unknown>>;

/** Reads the inputs of derivations for accounts: one statement a derivation, whatever the number of accounts. */
export async function readInputs(
  reader: Reader,
  chosen: readonly Derivation[],
  accountIds: readonly string[],
): Promise<Inputs> {
  const inputs = new Map<Derivation, ReadonlyMap<string, unknown>>();
  for (const derivation of chosen)
    if (derivation.input !== undefined) inputs.set(derivation, await derivation.input(reader, accountIds));
  return inputs;
}

/** An account's row with its derived columns as they are at `now` (epoch ms). */
export function derived(row: Row, chosen: readonly Derivation[], inputs: Inputs, now: number): Row {
  const next = { ...row };
  for (const derivation of chosen)
    Object.assign(next, derivation.derive(next, inputs.get(derivation)?.get(row.account_id as string), now));
  return next;
}

const answered = scalarsOf(resource).map(({ name }) => name);

/** Dates an account's row `now` (epoch ms) if what is answered of the account differs from `before`. */
export function dateChange(before: Row, row: Row, now: number): Row {
  if (answered.some((column) => before[column] !== row[column])) setModifyTime(row, now);
  return row;
}

/**
 * Brings some derived columns of accounts in step with what they derive from, as they are at `now` (epoch ms), and
 * writes only accounts whose columns change. `known`: the inputs, where they have been read.
 */
export async function deriveAccounts(
  writer: Writer,
  chosen: readonly Derivation[],
  accountIds: readonly string[],
  now: number,
  known?: Inputs,
): Promise<void> {
  const rows = await writer.load(accounts, 'account_id', accountIds, columnsOf(chosen));
  const inputs = known ?? (await readInputs(writer, chosen, accountIds));
  await writer.update(
    accounts,
    setBy(chosen),
    rows.flatMap((row) => {
      const next = derived(row, chosen, inputs, now);
      return sameRow(row, next) ? [] : [dateChange(row, next, now)];
    }),
  );
}

const setBy = (chosen: readonly Derivation[]): string[] => [
  ...new Set(['modify_time', ...chosen.flatMap(({ sets }) => sets)]),
];
const columnsOf = (chosen: readonly Derivation[]): string[] => [
  ...new Set(['account_id', 'modify_time', ...chosen.flatMap(({ reads, sets }) => [...reads, ...sets])]),
];

/** Brings `open_tickets` of accounts in step with their tickets. */
export const deriveOpenTickets = (writer: Writer, accountIds: readonly string[], now: number): Promise<void> =>
  deriveAccounts(writer, [openTickets], accountIds, now);

/** Brings `last_interaction_time` of accounts in step with their interactions. */
export const deriveLastInteraction = (writer: Writer, accountIds: readonly string[], now: number): Promise<void> =>
  deriveAccounts(writer, [lastInteraction], accountIds, now);

const timed = derivations.filter(({ due }) => due !== undefined);
const passing = [...timed, renewalDate, nextChange];

/**
 * Brings up to date what has changed by the clock alone up to `now` (epoch ms). The history of an account dates each
 * change at its own instant.
 */
export async function passDueInstants(writer: Writer, now: number): Promise<void> {
  const due = await writer.loadDue(now, columnsOf(passing));
  const isDue = (row: Row, { due: column = '' }: Derivation): boolean =>
    typeof row[column] === 'number' && row[column] <= now;
  const rows: Row[] = due.map((row) => ({ ...row }));
  const changes: Change[] = [];
  for (const derivation of timed) {
    const owing = rows.filter((row) => isDue(row, derivation));
    const ids = owing.map((row) => row.account_id as string);
    const input = await derivation.input?.(writer, ids);
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
  await writer.update(accounts, setBy(passing), rows);
  await writer.addChanges(changes);
}
