/**
 * What an account's row says beside what it was sent, as a list of derivations. Writes, the passing of time and the
 * doctor go through this list, so that all three come to the same values.
 */
import { isActive } from '../domain/account/activity.ts';
import type { Change } from '../domain/account/changes.ts';
import { nextChangeOf, renewalDateOf } from '../domain/account/derived.ts';
import { currentScore, type NpsResponse, openResponses } from '../domain/account/nps.ts';
import { nextStageChange, type Stage, stageAt, stageChanges } from '../domain/account/stages.ts';
import { type Row, readList } from '../domain/row.ts';
import { moneyAt } from '../domain/subscription/money.ts';
import type { StoredSubscription } from '../domain/subscription/stored.ts';
import type { Reader } from '../store/store.ts';
import { subscriptionsOf } from './subscriptions.ts';

/** `Input` is what it takes of one account beside the account's row. */
export interface Derivation<Input = unknown> {
  /** Columns of the account that it is derived from. */
  readonly reads: readonly string[];
  /** What else it is derived from, by account, read for many accounts at once. */
  readonly input?: (reader: Reader, accountIds: readonly string[]) => Promise<ReadonlyMap<string, Input>>;
  /** Columns of the account that it sets. */
  readonly sets: readonly string[];
  /** The column with the next instant at which its result changes without a write, null where there is none. */
  readonly due?: string;
  /** The columns that it sets as they are at `now`; pure. */
  readonly derive: (row: Row, input: Input | undefined, now: number) => Row;
  /** What the history of the account tells of the instants from the one that is due up to `now`; pure. */
  readonly changes?: (row: Row, now: number) => readonly Omit<Change, 'account_id' | 'source'>[];
}

/** Forgets the type of a derivation's input, which nothing but the derivation itself needs. */
const derivation = <Input>(declared: Derivation<Input>): Derivation => declared as Derivation;

const stages = (row: Row): Stage[] => readList<Stage>(row, 'stage_history');

export const activity = derivation({
  reads: ['is_deleted', 'is_churned'],
  sets: ['is_active'],
  derive: (row) => ({ is_active: isActive(row) }),
});

export const stage = derivation({
  reads: ['stage_history'],
  sets: ['current_stage', 'stage_due'],
  due: 'stage_due',
  derive: (row, _input, now) => ({
    current_stage: stageAt(stages(row), now),
    stage_due: nextStageChange(stages(row), now),
  }),
  changes: (row, now) =>
    stageChanges(stages(row), row.current_stage as string | null, row.stage_due as number, now).map(
      ({ at, from, to }) => ({ at, what: 'stage', from: JSON.stringify(from), to: JSON.stringify(to) }),
    ),
});

export const npsScore = derivation({
  reads: ['nps_history'],
  sets: ['current_nps_score'],
  derive: (row) => ({ current_nps_score: currentScore(openResponses(readList<NpsResponse>(row, 'nps_history'))) }),
});

/** MRR in cents and the renewal date that follows from subscriptions. */
export const money = derivation<StoredSubscription[]>({
  reads: [],
  input: subscriptionsOf,
  sets: ['current_mrr', 'subscription_renewal_date', 'money_due'],
  due: 'money_due',
  derive: (_row, subscriptions = [], now) => moneyAt(subscriptions, now),
});

export const renewalDate = derivation({
  reads: ['subscription_renewal_date', 'manual_renewal_date'],
  sets: ['renewal_date'],
  derive: (row) => ({ renewal_date: renewalDateOf(row) }),
});

export const openTickets = derivation<number>({
  reads: [],
  input: (reader, accountIds) => reader.openTickets(accountIds),
  sets: ['open_tickets'],
  derive: (_row, count = 0) => ({ open_tickets: count }),
});

export const lastInteraction = derivation<number>({
  reads: [],
  input: (reader, accountIds) => reader.lastInteractions(accountIds),
  sets: ['last_interaction_time'],
  derive: (_row, time) => ({ last_interaction_time: time ?? null }),
});

/** The next instant at which any of the others changes: what the index of due accounts holds. */
export const nextChange = derivation({
  reads: ['stage_due', 'money_due'],
  sets: ['next_change_due'],
  derive: (row) => ({ next_change_due: nextChangeOf(row) }),
});

/** Every derivation, each behind those whose columns it reads. */
export const derivations: readonly Derivation[] = [
  activity,
  stage,
  npsScore,
  money,
  renewalDate,
  openTickets,
  lastInteraction,
  nextChange,
];
