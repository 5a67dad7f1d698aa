/** What is kept of an account's subscriptions so that lists, search and reports read and never recompute. */
import { MOVEMENT_CLASSES } from '../../resources/reports.ts';
import type { Row } from '../row.ts';
import { type DueDate, dueDates, renewalDate } from './due-dates.ts';
import { endOf } from './history.ts';
import { nextInstant } from './instants.ts';
import { movementsOf } from './movements.ts';
import { accountMrr } from './mrr.ts';
import type { StoredSubscription } from './stored.ts';

/** The columns of an account that follow from its subscriptions, all right until `money_due`. */
export function moneyAt(subscriptions: readonly StoredSubscription[], now: number): Row {
  return {
    current_mrr: accountMrr(subscriptions, now),
    subscription_renewal_date: renewalDate(subscriptions, now),
    money_due: nextInstant(subscriptions, now),
  };
}

/** An account's movements as rows of the ledger, foreseen ones too. */
export function movementRows(accountId: string, subscriptions: readonly StoredSubscription[]): Row[] {
  return movementsOf(subscriptions).map((movement) => ({
    account_id: accountId,
    at: movement.at,
    rank: MOVEMENT_CLASSES.indexOf(movement.class),
    class: movement.class,
    amount: movement.amount,
    mrr_before: movement.mrr_before,
    mrr_after: movement.mrr_after,
    causes: JSON.stringify(movement.causes),
  }));
}

const dayMs = 86_400_000;

/** Adds a stored movement to the sums of the days of UTC, by the first instant of each. */
export function addToDay(days: Map<number, Row>, { at, rank, amount, mrr_before, mrr_after }: Row): void {
  const day = Math.floor((at as number) / dayMs) * dayMs;
  const { mrr, accounts } = days.get(day) ?? { mrr: 0, accounts: 0 };
  const gained = (rank as number) < MOVEMENT_CLASSES.indexOf('contraction') ? 1 : -1;
  days.set(day, {
    day,
    mrr: (mrr as number) + gained * (amount as number),
    accounts: (accounts as number) + Number(mrr_before === 0) - Number(mrr_after === 0),
  });
}

/**
 * A subscription's due dates as rows. Their state is that of no instant in particular: one not yet settled is
 * `upcoming`, and `last_end` tells `dueStateAt` the rest.
 */
export function dueDateRows({ account_id, subscription_id, entries }: StoredSubscription): Row[] {
  const last = entries.at(-1);
  const last_end = last === undefined || endOf(last) === Number.POSITIVE_INFINITY ? null : endOf(last);
  return dueDates(entries, Number.NEGATIVE_INFINITY).map((due) => ({ account_id, subscription_id, ...due, last_end }));
}

/** The state of a stored due date at an instant. */
export function dueStateAt(
  state: DueDate['state'],
  dueDate: number,
  lastEnd: number | null,
  now: number,
): DueDate['state'] {
  if (state !== 'upcoming') return state;
  if (lastEnd !== null && lastEnd <= now) return 'lost';
  return dueDate > now ? 'upcoming' : 'overdue';
}
