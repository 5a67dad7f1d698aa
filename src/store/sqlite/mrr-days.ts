/** The sums of movements by day, from which any total follows without reading the movements before it. */
import type { MrrTotal } from '../store.ts';
import type { Connection } from './connection.ts';

const dayMs = 86_400_000;
const startOfDay = (at: number): number => Math.floor(at / dayMs) * dayMs;
// Twice over, because the remainder of a time before 1970 is negative.
const startOfDaySql = `at - ((at % ${dayMs}) + ${dayMs}) % ${dayMs}`;
// Ranks 0 to 2 are gains. Only a movement that stands alone at its instant begins or ends at 0.
const sums = `coalesce(sum(CASE WHEN rank < 3 THEN amount ELSE -amount END), 0) AS mrr,
  coalesce(sum((mrr_before = 0) - (mrr_after = 0)), 0) AS accounts`;

/** Adds the movements of accounts to the sums of their days, or takes them away. */
export function addToDays(connection: Connection, tenantId: number, accountIds: readonly string[], sign: 1 | -1): void {
  connection.run(
    `INSERT INTO mrr_days (tenant_id, day, mrr, accounts)
       SELECT tenant_id, day, ${sign} * mrr, ${sign} * accounts FROM (
         SELECT tenant_id, ${startOfDaySql} AS day, ${sums} FROM mrr_movements
           WHERE tenant_id = ? AND account_id IN (SELECT value FROM json_each(?)) GROUP BY tenant_id, day
       ) WHERE true
       ON CONFLICT (tenant_id, day) DO UPDATE SET mrr = mrr + excluded.mrr, accounts = accounts + excluded.accounts`,
    tenantId,
    JSON.stringify(accountIds),
  );
}

/** Days before the instant's own, the rest of that day, less what deleted accounts had, of which there are few. */
export function totalBefore(connection: Connection, tenantId: number, instant: number): MrrTotal {
  const day = startOfDay(instant);
  const total = (sql: string, ...values: number[]) => connection.get(sql, tenantId, ...values) as unknown as MrrTotal;
  const days = total(
    'SELECT coalesce(sum(mrr), 0) AS mrr, coalesce(sum(accounts), 0) AS accounts FROM mrr_days WHERE tenant_id = ? AND day < ?',
    day,
  );
  const today = total(`SELECT ${sums} FROM mrr_movements WHERE tenant_id = ? AND at >= ? AND at < ?`, day, instant);
  // The plus keeps the search from going by time, through the movements of all accounts.
  const deleted = total(
    `SELECT ${sums} FROM mrr_movements WHERE tenant_id = ? AND +at < ? AND account_id IN
       (SELECT account_id FROM accounts WHERE tenant_id = ? AND is_active = 0 AND is_deleted)`,
    instant,
    tenantId,
  );
  return { mrr: days.mrr + today.mrr - deleted.mrr, accounts: days.accounts + today.accounts - deleted.accounts };
}
