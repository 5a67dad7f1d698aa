/** What the revenue reports answer. No client sends any of it: it all follows from subscriptions. */
import { array, cents, date, double, type Field, integer, type Shape, text } from './fields.ts';
import { answered, properties } from './output.ts';
import { ownerId } from './shared.ts';
import { subscriptionId } from './subscriptions.ts';

/** In the order in which the ledger lists the parts of one instant. */
export const MOVEMENT_CLASSES = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;
export const DUE_STATES = ['renewed', 'rescheduled', 'lost', 'overdue', 'upcoming'] as const;

export const mrrPeriods: Shape = {
  name: 'mrr_periods',
  title: 'MRR period',
  doc: 'How MRR moved in one period. The closing is the opening plus all that was gained less all that was lost.',
  output: properties([
    date('start', { doc: 'First instant of the period.', example: 1_391_212_800_000 }),
    date('end', { doc: 'First instant after the period.', example: 1_393_632_000_000 }),
    cents('new', { doc: 'Gained from accounts that never had MRR before.', example: 62_865 }),
    cents('reactivation', { doc: 'Gained from accounts that had lost all of theirs.', example: 0 }),
    cents('expansion', { doc: 'Gained from accounts that had some.', example: 20_000 }),
    cents('contraction', { doc: 'Lost while subscriptions went on.', example: 5_000 }),
    cents('churn', { doc: 'Lost with subscriptions that ended or cost nothing any more.', example: 10_000 }),
    cents('opening', { doc: 'MRR just before the period.', example: 552_920 }),
    cents('closing', { doc: 'MRR just before its end, or as of now where that is yet to come.', example: 620_785 }),
    integer('accounts_opening', { doc: 'Accounts that had MRR at the opening.', example: 12 }),
    integer('accounts_closing', { doc: 'Accounts that had MRR at the closing.', example: 13 }),
  ]),
};

export const mrrMovements: Shape = {
  name: 'mrr_movements',
  title: 'MRR movement',
  doc: 'A change of the MRR of an account, or one of the two parts of a change. MRR reports are sums of these.',
  output: properties([
    date('at', { doc: 'When the MRR changed.', example: 1_392_566_436_543 }),
    ownerId,
    text('class', { doc: 'What kind of change it is.', example: 'new', choices: MOVEMENT_CLASSES }),
    cents('amount', { doc: 'How much was gained or lost; always above 0.', example: 62_865 }),
    cents('mrr_before', { doc: 'MRR of the account just before.', example: 0 }),
    cents('mrr_after', { doc: 'MRR of the account from then on, all parts of the change included.', example: 62_865 }),
    array('causes', {
      doc: 'Subscriptions whose MRR changed at that instant.',
      items: [
        subscriptionId,
        date('start_date', {
          doc: 'Start of the entry in effect from then on, or of the one that ended.',
          example: 1_392_566_436_543,
          filled: true,
        }),
      ],
    }),
  ]),
};

export const retention: Shape = {
  name: 'retention',
  title: 'Retention',
  doc: 'How much MRR and how many accounts were kept in a period, over the accounts that had MRR just before it.',
  output: properties(
    [
      double('gross', { doc: 'Share of MRR that was kept, gains left out. Null without any MRR.', example: 0.94 }),
      double('net', { doc: 'MRR at the end as a share of that at the start. Null without any MRR.', example: 1.02 }),
      double('logo_churn', { doc: 'Share of accounts that lost all MRR. Null without any account.', example: 0.05 }),
    ],
    ['gross', 'net', 'logo_churn'],
  ),
};

const planCode: Field = text('plan_code', {
  doc: 'Short name of the plan that was due for renewal. Null where the subscription names none.',
  example: 'plan_1',
});

export const renewals: Shape = {
  name: 'renewals',
  title: 'Renewal',
  doc: 'A date at which a subscription was or will be due for renewal, and what became of it.',
  output: [
    answered(ownerId),
    answered(subscriptionId),
    ...properties(
      [
        date('due_date', { doc: 'When the renewal is due.', example: 1_427_996_422_070 }),
        text('state', {
          doc: 'What became of it by now. A rescheduled one has given way to another date and counts in no rate.',
          example: 'renewed',
          choices: DUE_STATES,
        }),
        cents('value', { doc: 'MRR that is to be renewed.', example: 62_865 }),
        date('renewed_at', { doc: 'When it was renewed. Null where it was not.', example: 1_427_846_400_000 }),
        cents('renewed_value', { doc: 'MRR of the renewal. Null where there was none.', example: 70_000 }),
        planCode,
      ],
      ['renewed_at', 'renewed_value', 'plan_code'],
    ),
  ],
};

export const renewalRates: Shape = {
  name: 'renewal_rates',
  title: 'Renewal rates',
  doc: 'What share of the renewals that were due by now was renewed, over all pages of the report.',
  output: properties(
    [
      double('logo', { doc: 'Share of due dates that were renewed. Null without any due date.', example: 0.9 }),
      double('gross', { doc: 'Share of the value that was renewed, gains left out. Null without any.', example: 0.88 }),
      double('net', { doc: 'Renewed value as a share of the value. Null without any value.', example: 1.01 }),
    ],
    ['logo', 'gross', 'net'],
  ),
};
