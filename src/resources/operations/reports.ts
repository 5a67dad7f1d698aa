/** Search (document "Search") and the revenue reports, which are ours. */
import { accountFilters } from './accounts.ts';
import {
  type AnswerKind,
  type Body,
  none,
  notInDocument,
  ofAccount,
  type Operations,
  type Parameters,
  paging,
  search,
} from './operation.ts';

export const searchOperations = {
  'POST /search/accounts': { ...search('accounts', 'Search accounts', accountFilters), timed: 'tenant' },
  'POST /search/account_users': search('account_users', 'Search users', none),
  'POST /search/account_contacts': search('account_contacts', 'Search contacts', none),
} as const satisfies Operations;

const range = {
  from: { type: 'time', required: true, doc: 'Beginning of the report, epoch milliseconds.' },
  to: { type: 'time', required: true, doc: 'End of the report, epoch milliseconds, not included.' },
} as const;

/** A report over all accounts, or over those that search conditions in the body select. */
const report = <const P extends Parameters, const B extends Body>(
  body: B,
  { summary, parameters, answers }: { readonly summary: string; readonly parameters: P; readonly answers: AnswerKind },
) => ({
  kind: 'scan' as const,
  scope: 'read' as const,
  summary: body === 'none' ? summary : `${summary}, of selected accounts`,
  parameters: { ...range, ...parameters, ...ofAccount },
  body,
  answers,
  ...notInDocument,
});
const selection = { conditions: 'accounts' } as const;
/** Conditions may be on what changes by the clock. */
const timed = { timed: 'tenant' } as const;

const mrr = {
  summary: 'Report MRR and its movements by period',
  parameters: {
    interval: {
      type: 'string',
      choices: ['month', 'day', 'week', 'quarter', 'year'],
      default: 'month',
      doc: 'Length of a period.',
    },
    basis: {
      type: 'string',
      choices: ['event', 'period'],
      default: 'event',
      doc: '`event` sums all movements; `period` compares the MRR of each account at the two ends of a period.',
    },
  },
  answers: { report: 'mrr_periods' },
} as const;
const movements = {
  summary: 'List MRR movements',
  parameters: {
    class: {
      type: 'string',
      choices: ['new', 'reactivation', 'expansion', 'contraction', 'churn'],
      doc: 'Only movements of this class.',
    },
    ...paging,
  },
  answers: { list: 'mrr_movements' },
} as const;
const retention = { summary: 'Report retention', parameters: none, answers: { report: 'retention' } } as const;
const renewals = {
  summary: 'List renewals that fall due, with their rates',
  parameters: paging,
  answers: { list: 'renewals' },
} as const;

export const reportOperations = {
  'GET /reports/mrr': report('none', mrr),
  'POST /reports/mrr': { ...report(selection, mrr), ...timed },
  'GET /reports/mrr/movements': report('none', movements),
  'POST /reports/mrr/movements': { ...report(selection, movements), ...timed },
  'GET /reports/retention': report('none', retention),
  'POST /reports/retention': { ...report(selection, retention), ...timed },
  'GET /reports/renewals': report('none', renewals),
  'POST /reports/renewals': { ...report(selection, renewals), ...timed },
} as const satisfies Operations;
