/** Deleted and churned are two flags; an account with neither is active (guide, "Accounts"). */
import type { Row } from '../row.ts';
import type { Supplied } from '../validate.ts';

export const isActive = (row: Row): boolean => !row.is_deleted && !row.is_churned;

/**
 * Sets the flags of a row from a record, with the time and reason of its inactivity: the time defaults to `now` when
 * the account becomes inactive; both are cleared on return and ignored while it is active.
 */
export function applyActivity(row: Row, supplied: Supplied, now: number): void {
  const wasActive = isActive(row);
  if (supplied.is_deleted !== undefined) row.is_deleted = supplied.is_deleted as boolean;
  if (supplied.is_churned !== undefined) row.is_churned = supplied.is_churned as boolean;
  row.is_active = isActive(row);
  if (row.is_active) {
    row.inactive_time = null;
    row.inactive_reason = null;
    return;
  }
  if (supplied.inactive_time !== undefined) row.inactive_time = supplied.inactive_time as number;
  if (supplied.inactive_reason !== undefined) row.inactive_reason = supplied.inactive_reason as string | null;
  if (wasActive && row.inactive_time === null) row.inactive_time = now;
}
