/** All that is declared. */
import { accountChanges, accountDocuments, accountMrr } from './account-parts.ts';
import { accounts } from './accounts.ts';
import type { Resource, Shape } from './fields.ts';
import { interactions } from './interactions.ts';
import { accountMetrics, metrics } from './metrics.ts';
import { notes } from './notes.ts';
import { accountContacts, accountUsers } from './people.ts';
import { mrrMovements, mrrPeriods, renewalRates, renewals, retention } from './reports.ts';
import { statements } from './statements.ts';
import { subscriptionEntries, subscriptions } from './subscriptions.ts';
import { supportTickets } from './support-tickets.ts';

/** Record types in the document's order. */
export const resources: readonly Resource[] = [
  accounts,
  accountUsers,
  accountContacts,
  metrics,
  subscriptions,
  statements,
  supportTickets,
  interactions,
  notes,
];

/** What is only answered: of an account, and in reports. */
export const shapes: readonly Shape[] = [
  accountDocuments,
  accountMetrics,
  subscriptionEntries,
  accountChanges,
  accountMrr,
  mrrPeriods,
  mrrMovements,
  retention,
  renewals,
  renewalRates,
];
