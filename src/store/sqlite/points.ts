/** Writes points of metrics, and the series, which tell which accounts have which metric. */
import type { Point } from '../store.ts';
import type { Connection } from './connection.ts';

/** Inserts points or overwrites stored ones. Of several with the same account, name and timestamp the last wins. */
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
