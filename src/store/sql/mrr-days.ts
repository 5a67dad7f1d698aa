/**
 * The total MRR of accounts at an instant, from the sums of movements by day instead of from all movements before it.
 */
import type { Condition } from '../../domain/search.ts';
import { firstLossRank } from '../../domain/subscription/movements.ts';
import { dayMs, startOfUtcDay } from '../../domain/time.ts';
import type { MrrTotal } from '../store.ts';
import { conditionSql } from './conditions.ts';
import type { Dialect, Fragment, Session } from './dialect.ts';

// The remainder is taken twice, because that of a time before 1970 is negative.
const startOfDaySql = `at - ((at % ${dayMs}) + ${dayMs}) % ${dayMs}`;
const sum = (expression: string): string => `CAST(coalesce(sum(${expression}), 0) AS bigint)`;
// Both parts of a change carry the same mrr_before and mrr_after. Neither is 0 where a change has two parts, so each
// account that gets or loses its MRR is counted once.
const sums = `${sum(`CASE WHEN rank < ${firstLossRank} THEN amount ELSE -amount END`)} AS mrr,
  ${sum('CASE WHEN mrr_before = 0 THEN 1 ELSE 0 END - CASE WHEN mrr_after = 0 THEN 1 ELSE 0 END')} AS accounts`;

/** Adds the stored movements of accounts to the sums of their UTC days (`sign` 1), or subtracts them (`sign` -1). */
export async function addToDays(
  session: Session,
  dialect: Dialect,
  tenantId: number,
  accountIds: readonly string[],
  sign: 1 | -1,
): Promise<void> {
  await session.run(
    `INSERT INTO mrr_days (tenant_id, day, mrr, accounts)
       SELECT tenant_id, day, ${sign} * mrr, ${sign} * accounts FROM (
         SELECT tenant_id, ${startOfDaySql} AS day, ${sums} FROM mrr_movements
           WHERE tenant_id = ? AND ${dialect.among('account_id', 'text')} GROUP BY tenant_id, ${startOfDaySql}
       ) AS changed WHERE true
       ON CONFLICT (tenant_id, day)
       DO UPDATE SET mrr = mrr_days.mrr + excluded.mrr, accounts = mrr_days.accounts + excluded.accounts`,
    tenantId,
    dialect.list(accountIds, 'text'),
  );
}

/**
 * The SQL for the total MRR just before an instant (epoch ms) of the accounts that meet the conditions. It finds the
 * last movement of each account by one look-up in an index, however long the account's history is.
 */
export function openingsSql(
  dialect: Dialect,
  tenantId: number,
  instant: number,
  conditions: readonly Condition[],
): Fragment {
  const fragments = conditions.map((condition) => conditionSql(dialect, condition));
  return {
    sql: `SELECT ${sum('mrr')} AS mrr, count(*) AS accounts FROM (
        SELECT (SELECT mrr_after FROM mrr_movements AS moved
          WHERE moved.tenant_id = accounts.tenant_id AND moved.account_id = accounts.account_id AND moved.at < ?
          ORDER BY moved.at DESC, moved.rank DESC LIMIT 1) AS mrr
        FROM accounts WHERE ${['tenant_id = ?', ...fragments.map(({ sql }) => sql)].join(' AND ')}
      ) AS opened WHERE mrr > 0`,
    values: [instant, tenantId, ...fragments.flatMap(({ values }) => values)],
  };
}

/**
 * The total MRR just before an instant (epoch ms) of all accounts that are not deleted: the sums of the days before the
 * instant's own day, plus the movements of that day, minus what deleted accounts had. Deleted accounts are few.
 */
export async function totalBefore(session: Session, tenantId: number, instant: number): Promise<MrrTotal> {
  const day = startOfUtcDay(instant);
  const total = async (sql: string, ...values: number[]): Promise<MrrTotal> =>
    (await session.rows(sql, tenantId, ...values))[0] as unknown as MrrTotal;
  const days = await total(
    `SELECT ${sum('mrr')} AS mrr, ${sum('accounts')} AS accounts FROM mrr_days WHERE tenant_id = ? AND day < ?`,
    day,
  );
  const today = await total(
    `SELECT ${sums} FROM mrr_movements WHERE tenant_id = ? AND at >= ? AND at < ?`,
    day,
    instant,
  );
  // The plus sign keeps the planner from using the index by time, which would read the movements of all accounts.
  const deleted = await total(
    `SELECT ${sums} FROM mrr_movements WHERE tenant_id = ? AND +at < ? AND account_id IN
       (SELECT account_id FROM accounts WHERE tenant_id = ? AND is_active = FALSE AND is_deleted)`,
    instant,
    tenantId,
  );
  return { mrr: days.mrr + today.mrr - deleted.mrr, accounts: days.accounts + today.accounts - deleted.accounts };
}
