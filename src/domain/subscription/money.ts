/** What is stored beside subscriptions, so that lists, search and reports read it and never recompute it. */
import { MOVEMENT_CLASSES } from '../../resources/reports.ts';
import type { Row } from '../row.ts';
import { startOfUtcDay } from '../time.ts';
import { type DueDate, dueDates, renewalDate } from './due-dates.ts';
import { endOf } from './history.ts';
import { nextInstant } from './instants.ts';
import { firstLossRank, movementsOf } from './movements.ts';
import { accountMrr } from './mrr.ts';
import type { StoredSubscription } from './stored.ts';

/**
 * The columns of an account that derive from its subscriptions at `now` (epoch ms). They stay right until `money_due`.
 */
export function moneyAt(subscriptions: readonly StoredSubscription[], now: number): Row {
  return {
    current_mrr: accountMrr(subscriptions, now),
    subscription_renewal_date: renewalDate(subscriptions, now),
    money_due: nextInstant(subscriptions, now),
  };
}

/** The movements of an account as rows of `mrr_movements`. Includes foreseen movements. */
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

/** Adds a row of `mrr_movements` to `days`: rows of `mrr_days` by the first instant (epoch ms) of their UTC day. */
export function addToDay(days: Map<number, Row>, { at, rank, amount, mrr_before, mrr_after }: Row): void {
  const day = startOfUtcDay(at as number);
  const { mrr, accounts } = days.get(day) ?? { mrr: 0, accounts: 0 };
  const gained = (rank as number) < firstLossRank ? 1 : -1;
  days.set(day, {
    day,
    mrr: (mrr as number) + gained * (amount as number),
    accounts: (accounts as number) + Number(mrr_before === 0) - Number(mrr_after === 0),
  });
}

/**
 * The due dates of a subscription as rows of `due_dates`. The stored state does not depend on the time: a due date that
 * is not settled is stored as `upcoming`. `dueStateAt` gives its state at an instant, with the help of `last_end`.
 */
export function dueDateRows({ account_id, subscription_id, entries }: StoredSubscription): Row[] {
  const last = entries.at(-1);
  const last_end = last === undefined || endOf(last) === Number.POSITIVE_INFINITY ? null : endOf(last);
  return dueDates(entries, Number.NEGATIVE_INFINITY).map((due) => ({ account_id, subscription_id, ...due, last_end }));
}

/**
 * The state of a stored due date at `now`. All times are epoch ms. `lastEnd` is the end of the subscription, if it has
 * one.
 */
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
