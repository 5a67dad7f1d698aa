/** The flags `is_deleted` and `is_churned`, and the time and reason that go with them (guide, "Accounts"). */
import type { Row } from '../row.ts';
import type { Supplied } from '../validate.ts';

/** Whether an account is active: neither deleted nor churned. */
export const isActive = (row: Row): boolean => !row.is_deleted && !row.is_churned;

/**
 * Sets `is_deleted`, `is_churned`, `is_active`, `inactive_time` and `inactive_reason` of an account's row from a
 * record. When the account becomes inactive, `inactive_time` defaults to `now` (epoch ms). When it is active, time and
 * reason are null, whatever the record says.
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
