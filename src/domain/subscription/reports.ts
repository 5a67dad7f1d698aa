/** Reports: rows of the MRR report, retention and renewal rates (revenue guide: "Reports"). */
import type { DueDate } from './due-dates.ts';
import type { BareMovement, MovementClass } from './movements.ts';
import type { Period } from './periods.ts';
import { firstIndex } from './sorted.ts';

/** How a period's movements are counted: `event` sums them, `period` compares each account's MRR at start and end. */
export type Basis = 'event' | 'period';

/** A period of the MRR report: MRR and movements in cents ≥ 0, and the number of accounts with MRR at start and end. */
export interface PeriodRow extends Period, Readonly<Record<MovementClass, number>> {
  readonly opening: number;
  readonly closing: number;
  readonly accounts_opening: number;
  readonly accounts_closing: number;
}

/**
 * Retention of the accounts with MRR at the start of a period: unrounded fractions, null if there are no such accounts.
 */
export interface Retention {
  readonly gross: number | null;
  readonly net: number | null;
  readonly logo_churn: number | null;
}

/** Renewal rates: unrounded fractions, null if the denominator is 0. */
export interface RenewalRates {
  readonly logo: number | null;
  readonly gross: number | null;
  readonly net: number | null;
}

/** The MRR, in cents, of accounts that have no movement in the range of a report, and the number of those accounts. */
export interface Baseline {
  readonly mrr: number;
  readonly accounts: number;
}

const none: Baseline = { mrr: 0, accounts: 0 };

/** The movements of one account, sorted by instant: all of them, or all from the start of the report on. */
type AccountMovements = readonly BareMovement[];

/**
 * An account's MRR in cents just before an instant. For an instant later than `now` it is the MRR at `now`, since
 * foreseen movements do not count. All times are epoch ms.
 */
export function mrrBefore(movements: AccountMovements, instant: number, now: number): number {
  const before = movementsBefore(movements, instant, now);
  return (before > 0 ? movements[before - 1]?.mrr_after : movements[0]?.mrr_before) ?? 0;
}

/**
 * The rows of the MRR report (revenue guide: "Reports"). `periods` must be at least one, without gaps. `accounts` holds
 * the movements of each account; those later than `now` (epoch ms) do not count. `baseline` is added for accounts
 * without movements.
 */
export function mrrRows(
  periods: readonly Period[],
  accounts: Iterable<AccountMovements>,
  basis: Basis,
  now: number,
  baseline: Baseline = none,
): PeriodRow[] {
  const rows = periods.map(emptyRow);
  if (rows[0]) Object.assign(rows[0], { opening: baseline.mrr, accounts_opening: baseline.accounts });
  for (const movements of accounts) addAccount(rows, movements, basis, now);
  for (const [index, row] of rows.entries()) close(row, rows[index - 1]);
  return rows;
}

type OpenRow = { -readonly [key in keyof PeriodRow]: number };

function emptyRow({ start, end }: Period): OpenRow {
  const movements = { new: 0, reactivation: 0, expansion: 0, contraction: 0, churn: 0 };
  const ends = { opening: 0, closing: 0, accounts_opening: 0, accounts_closing: 0 };
  return { start, end, ...movements, ...ends };
}

/** Adds an account to the opening of the first row, and to the rows in which it has movements. */
function addAccount(rows: readonly OpenRow[], movements: AccountMovements, basis: Basis, now: number): void {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const opening = mrrBefore(movements, first.start, now);
  first.opening += opening;
  first.accounts_opening += opening > 0 ? 1 : 0;
  const counted = movements.slice(
    movementsBefore(movements, first.start, now),
    movementsBefore(movements, last.end, now),
  );
  // Movements and periods are both in order of time, so those of a period stand together.
  for (let from = 0; from < counted.length; ) {
    const { at } = counted[from] as BareMovement;
    const row = rows[firstIndex(rows, ({ end }) => end > at)] as OpenRow;
    let to = from + 1;
    while (to < counted.length && (counted[to] as BareMovement).at < row.end) to++;
    addMovements(row, counted.slice(from, to), basis);
    from = to;
  }
}

/** Adds an account's movements to the row of their period. `accounts_closing` is a difference until `close`. */
function addMovements(row: OpenRow, movements: AccountMovements, basis: Basis): void {
  const opening = movements[0]?.mrr_before ?? 0;
  const closing = movements.at(-1)?.mrr_after ?? 0;
  row.accounts_closing += (closing > 0 ? 1 : 0) - (opening > 0 ? 1 : 0);
  if (basis === 'event') {
    for (const movement of movements) row[movement.class] += movement.amount;
  } else {
    row[classOf(opening, closing, movements)] += Math.abs(closing - opening);
  }
}

/** The class of the difference between an account's MRR at the start and end of a period (basis `period`). */
function classOf(opening: number, closing: number, movements: AccountMovements): MovementClass {
  if (closing < opening) return closing === 0 ? 'churn' : 'contraction';
  if (opening > 0) return 'expansion';
  return movements[0]?.class === 'new' ? 'new' : 'reactivation';
}

function close(row: OpenRow, before: PeriodRow | undefined): void {
  row.opening = before?.closing ?? row.opening;
  row.accounts_opening = before?.accounts_closing ?? row.accounts_opening;
  row.closing = row.opening + row.new + row.reactivation + row.expansion - row.contraction - row.churn;
  row.accounts_closing += row.accounts_opening;
}

/** The number of an account's movements that are before an instant and not later than `now`. */
function movementsBefore(movements: AccountMovements, instant: number, now: number): number {
  return firstIndex(movements, ({ at }) => at >= instant || at > now);
}

/**
 * The shares of MRR and accounts that are kept from just before `start` to just before `end` (revenue guide:
 * "Reports"). Movements later than `now` do not count. Times are epoch ms.
 */
export function retention(
  { start, end }: Period,
  accounts: Iterable<AccountMovements>,
  now: number,
  baseline: Baseline = none,
): Retention {
  let [all, churned, opened, kept, closed] = [baseline.accounts, 0, baseline.mrr, baseline.mrr, baseline.mrr];
  for (const movements of accounts) {
    const opening = mrrBefore(movements, start, now);
    if (opening === 0) continue;
    const closing = mrrBefore(movements, end, now);
    all += 1;
    churned += closing === 0 ? 1 : 0;
    opened += opening;
    kept += Math.min(opening, closing);
    closed += closing;
  }
  return {
    gross: ratio(kept, opened),
    net: ratio(closed, opened),
    logo_churn: ratio(churned, all),
  };
}

/** The renewal rates of some due dates (revenue guide: "Reports"). Those later than `now` (epoch ms) do not count. */
export function renewalRates(dueDates: Iterable<DueDate>, now: number): RenewalRates {
  let [all, renewed, value, kept, won] = [0, 0, 0, 0, 0];
  for (const due of dueDates) {
    if (due.due_date > now || due.state === 'rescheduled') continue;
    all += 1;
    renewed += due.state === 'renewed' ? 1 : 0;
    value += due.value;
    kept += Math.min(due.renewed_value ?? 0, due.value);
    won += due.renewed_value ?? 0;
  }
  return { logo: ratio(renewed, all), gross: ratio(kept, value), net: ratio(won, value) };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
