/** Points of metrics, and the series that tell which accounts have which metric. */
import type { Point, PointQuery } from '../store.ts';
import type { Connection } from './connection.ts';

export function readPoints(
  connection: Connection,
  tenantId: number,
  { accountIds, names, between }: PointQuery,
): Point[] {
  const ofNames = names === undefined ? '' : 'AND name IN (SELECT value FROM json_each(?))';
  const inTime = between === undefined ? '' : 'AND timestamp BETWEEN ? AND ?';
  return connection.all(
    `SELECT account_id, name, timestamp, value FROM metric_points
       WHERE tenant_id = ? AND account_id IN (SELECT value FROM json_each(?)) ${ofNames} ${inTime}
       ORDER BY account_id, name, timestamp`,
    tenantId,
    JSON.stringify(accountIds),
    ...(names === undefined ? [] : [JSON.stringify(names)]),
    ...(between ?? []),
  ) as unknown as Point[];
}

export function readSeries(
  connection: Connection,
  tenantId: number,
  accountIds: readonly string[] | undefined,
  names: readonly string[],
): { account_id: string; name: string }[] {
  const ofAccounts = accountIds === undefined ? 'LIMIT 1' : 'AND account_id IN (SELECT value FROM json_each(?))';
  return connection.all(
    `SELECT account_id, name FROM metric_series WHERE tenant_id = ? AND name IN (SELECT value FROM json_each(?)) ${ofAccounts}`,
    tenantId,
    JSON.stringify(names),
    ...(accountIds === undefined ? [] : [JSON.stringify(accountIds)]),
  ) as unknown as { account_id: string; name: string }[];
}

export function writePoints(connection: Connection, tenantId: number, points: readonly Point[]): void {
  const put = connection.statement(
    `INSERT INTO metric_points (tenant_id, account_id, name, timestamp, value) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  const series = connection.statement(
    'INSERT INTO metric_series (tenant_id, name, account_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  let last: Point | undefined;
  for (const point of points) {
    put.run(tenantId, point.account_id, point.name, point.timestamp, point.value);
    if (point.account_id !== last?.account_id || point.name !== last.name)
      series.run(tenantId, point.name, point.account_id);
    last = point;
  }
}

export function removePoints(connection: Connection, tenantId: number, name: string, accountId?: string): boolean {
  const ofAccount = accountId === undefined ? '' : 'AND account_id = ?';
  const account = accountId === undefined ? [] : [accountId];
  connection.run(
    `DELETE FROM metric_points WHERE tenant_id = ? AND name = ?
       AND account_id IN (SELECT account_id FROM metric_series WHERE tenant_id = ? AND name = ? ${ofAccount})`,
    tenantId,
    name,
    tenantId,
    name,
    ...account,
  );
  return (
    connection.run(
      `DELETE FROM metric_series WHERE tenant_id = ? AND name = ? ${ofAccount}`,
      tenantId,
      name,
      ...account,
    ) > 0
  );
}
