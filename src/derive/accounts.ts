/** Brings the derived columns of accounts in step after a write. */
import { setModifyTime } from '../domain/record.ts';
import { type Row, sameRow } from '../domain/row.ts';
import { accounts as resource } from '../resources/accounts.ts';
import { scalarsOf } from '../resources/fields.ts';
import type { Reader, Writer } from '../store/store.ts';
import { accounts } from '../store/tables.ts';
import { type Derivation, lastInteraction, openTickets } from './derivations.ts';

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
 * Brings some derived columns of accounts in step with what they derive from, as they are at the present of the write,
 * and writes only accounts whose columns change. `known`: the inputs, where they have been read.
 */
export async function deriveAccounts(
  writer: Writer,
  chosen: readonly Derivation[],
  accountIds: readonly string[],
  known?: Inputs,
): Promise<void> {
  const rows = await writer.load(accounts, 'account_id', accountIds, columnsOf(chosen));
  const inputs = known ?? (await readInputs(writer, chosen, accountIds));
  await writer.update(
    accounts,
    columnsSetBy(chosen),
    rows.flatMap((row) => {
      const next = derived(row, chosen, inputs, writer.now);
      return sameRow(row, next) ? [] : [dateChange(row, next, writer.now)];
    }),
  );
}

export const columnsSetBy = (chosen: readonly Derivation[]): string[] => [
  ...new Set(['modify_time', ...chosen.flatMap(({ sets }) => sets)]),
];
export const columnsOf = (chosen: readonly Derivation[]): string[] => [
  ...new Set(['account_id', 'modify_time', ...chosen.flatMap(({ reads, sets }) => [...reads, ...sets])]),
];

/** Brings `open_tickets` of accounts in step with their tickets. */
export const deriveOpenTickets = (writer: Writer, accountIds: readonly string[]): Promise<void> =>
  deriveAccounts(writer, [openTickets], accountIds);

/** Brings `last_interaction_time` of accounts in step with their interactions. */
export const deriveLastInteraction = (writer: Writer, accountIds: readonly string[]): Promise<void> =>
  deriveAccounts(writer, [lastInteraction], accountIds);
