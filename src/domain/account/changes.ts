/** The change history of an account: the tracked fields that differ between its row before and after a write. */
import type { Row } from '../row.ts';

/** A change of one field of an account. */
export interface Change {
  account_id: string;
  /** Epoch ms. */
  at: number;
  /** The field that changed. */
  what: string;
  /** JSON text of the old value. */
  from: string;
  /** JSON text of the new value. */
  to: string;
  /** Who made the change: the name of an API key, or `clock` if an instant has passed. */
  source: string;
}

const tracked = ['current_stage', 'tier', 'csm_score', 'is_deleted', 'is_churned'];
const status = ['latest_status_title', 'latest_status_details', 'latest_status_date'];

/**
 * The changes between two rows of an account. `at` is in epoch ms. A new account (`before` is undefined) has none: the
 * first value of a field shows as `from` of its first change.
 */
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
