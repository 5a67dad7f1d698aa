import type { DueDate } from './due-dates.ts';
import type { BareMovement, MovementClass } from './movements.ts';
import type { Period } from './periods.ts';
import { firstIndex } from './sorted.ts';

/**
 * How a period's movements are found: `event` sums them, `period` compares each account's MRR at
 * the period's two ends.
 */
export type Basis = 'event' | 'period';

/** A period's MRR and movements, all cents ≥ 0, and the accounts with MRR at its two ends. */
export type PeriodRow = Period & { readonly [name in MovementClass]: number } & {
  readonly opening: number;
  readonly closing: number;
  readonly accounts_opening: number;
  readonly accounts_closing: number;
};

/** Over accounts with MRR at the opening; null where there are none. */
export type Retention = {
  readonly gross: number | null;
  readonly net: number | null;
  readonly logo_churn: number | null;
};

/** Unrounded fractions; null where the denominator is 0. */
export type RenewalRates = {
  readonly logo: number | null;
  readonly gross: number | null;
  readonly net: number | null;
};

/** MRR that accounts without any movement have all the time, in cents, and how many they are. */
export type Baseline = { readonly mrr: number; readonly accounts: number };

const none: Baseline = { mrr: 0, accounts: 0 };

/** The movements of one account, by instant: all of them, or those from the opening on. */
type AccountMovements = readonly BareMovement[];

/** An account's MRR just before an instant; where that is later than now, its MRR now. */
export function mrrBefore(movements: AccountMovements, instant: number, now: number): number {
  const before = movementsBefore(movements, instant, now);
  return (before > 0 ? movements[before - 1]?.mrr_after : movements[0]?.mrr_before) ?? 0;
}

/**
 * The rows of the MRR report.
 * @param periods at least one, without gaps
 * @param accounts each account's movements; those later than now do not count
 * @param baseline what accounts beside these have
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

/** Adds an account to the first row's opening and to the rows in which it moves. */
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
  const rowOf = ({ at }: BareMovement) => rows[firstIndex(rows, (row) => row.end > at)];
  for (const [row, moved] of Map.groupBy(counted, rowOf)) {
    if (row) addMovements(row, moved, basis);
  }
}

/** Adds an account's movements in a period; `accounts_closing` is a difference until `close`. */
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

/** The class of a period's difference; an account's very first movement is `new`. */
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

/** How many of an account's movements come before an instant and are not later than now. */
function movementsBefore(movements: AccountMovements, instant: number, now: number): number {
  return firstIndex(movements, ({ at }) => at >= instant || at > now);
}

/** Revenue and customers kept from just before `start` to just before `end`. */
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

/** Renewal rates over a period's due dates; only those not later than now count. */
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
