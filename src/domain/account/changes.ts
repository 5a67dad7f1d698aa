/** The history of an account: what is worth showing later of a change, taken from the rows before and after it. */
import type { Row } from '../row.ts';

export interface Change {
  account_id: string;
  /** Epoch ms. */
  at: number;
  what: string;
  /** JSON text of the value before and after. */
  from: string;
  to: string;
  /** Who did it: the key's name, or `clock`. */
  source: string;
}

const tracked = ['current_stage', 'tier', 'csm_score', 'is_deleted', 'is_churned'];
const status = ['latest_status_title', 'latest_status_details', 'latest_status_date'];

/** The changes between two rows of one account. A new account has none: its first values show in later changes. */
export function changesBetween(before: Row | undefined, after: Row, at: number, source: string): Change[] {
  if (before === undefined) return [];
  const changes: Change[] = [];
  const add = (what: string, from: string, to: string): void => {
    changes.push({ account_id: after.account_id as string, at, what, from, to, source });
  };
  for (const column of tracked) {
    if (before[column] === after[column]) continue;
    add(column === 'current_stage' ? 'stage' : column, JSON.stringify(before[column]), JSON.stringify(after[column]));
  }
  if (status.some((column) => before[column] !== after[column]))
    add('latest_status', statusOf(before), statusOf(after));
  if (before.assigned_csms !== after.assigned_csms)
    add('assigned_csms', before.assigned_csms as string, after.assigned_csms as string);
  return changes;
}

const statusOf = (row: Row): string =>
  JSON.stringify({ title: row.latest_status_title, details: row.latest_status_details, date: row.latest_status_date });
