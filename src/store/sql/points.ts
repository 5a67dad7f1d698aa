/** Reads and deletes points of metrics, and the series, which tell which accounts have which metric. */
import type { Point, PointQuery } from '../store.ts';
import type { Dialect, Session } from './dialect.ts';

/** Points of metrics, sorted by account, name and timestamp. */
export async function readPoints(
  session: Session,
  dialect: Dialect,
  tenantId: number,
  { accountIds, names, between }: PointQuery,
): Promise<Point[]> {
  const ofNames = names === undefined ? '' : `AND ${dialect.among('name', 'text')}`;
  const inTime = between === undefined ? '' : 'AND timestamp BETWEEN ? AND ?';
  const rows = await session.rows(
    `SELECT account_id, name, timestamp, value FROM metric_points
       WHERE tenant_id = ? AND ${dialect.among('account_id', 'text')} ${ofNames} ${inTime}
       ORDER BY account_id, name, timestamp`,
    tenantId,
    dialect.list(accountIds, 'text'),
    ...(names === undefined ? [] : [dialect.list(names, 'text')]),
    ...(between ?? []),
  );
  return rows as unknown as Point[];
}

/** Which accounts have points of which metric; at most one row if `accountIds` is undefined. */
export async function readSeries(
  session: Session,
  dialect: Dialect,
  tenantId: number,
  accountIds: readonly string[] | undefined,
  names: readonly string[],
): Promise<{ account_id: string; name: string }[]> {
  const ofAccounts = accountIds === undefined ? 'LIMIT 1' : `AND ${dialect.among('account_id', 'text')}`;
  const rows = await session.rows(
    `SELECT account_id, name FROM metric_series WHERE tenant_id = ? AND ${dialect.among('name', 'text')} ${ofAccounts}`,
    tenantId,
    dialect.list(names, 'text'),
    ...(accountIds === undefined ? [] : [dialect.list(accountIds, 'text')]),
  );
  return rows as unknown as { account_id: string; name: string }[];
}

/** Deletes a metric of all accounts, or of `accountId` alone. Returns whether there was anything to delete. */
export async function removePoints(
  session: Session,
  dialect: Dialect,
  tenantId: number,
  name: string,
  accountId?: string,
): Promise<boolean> {
  const ofAccount = accountId === undefined ? '' : 'AND account_id = ?';
  const series = [tenantId, ...[name, ...(accountId === undefined ? [] : [accountId])].map((id) => dialect.bind(id))];
  await session.run(
    `DELETE FROM metric_points WHERE tenant_id = ? AND name = ?
       AND account_id IN (SELECT account_id FROM metric_series WHERE tenant_id = ? AND name = ? ${ofAccount})`,
    tenantId,
    dialect.bind(name),
    ...series,
  );
  const sql = `DELETE FROM metric_series WHERE tenant_id = ? AND name = ? ${ofAccount}`;
  return (await session.run(sql, ...series)) > 0;
}
