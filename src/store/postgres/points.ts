/** Writes points of metrics, and the series, which tell which accounts have which metric. */
import type { Session } from '../sql/dialect.ts';
import type { Point } from '../store.ts';
import { slices } from './bulk.ts';
import { arrayText } from './dialect.ts';

/** Inserts points or overwrites stored ones. Of several with the same account, name and timestamp the last wins. */
export async function writePoints(session: Session, tenantId: number, points: readonly Point[]): Promise<void> {
  // A statement with ON CONFLICT must not name a key twice.
  const unique = new Map(points.map((point) => [`${point.timestamp} ${point.account_id}\0${point.name}`, point]));
  for (const slice of slices([...unique.values()])) {
    const [accountIds, names] = [slice.map((point) => point.account_id), slice.map((point) => point.name)];
    await session.run(
      `INSERT INTO metric_points (tenant_id, account_id, name, timestamp, value)
         SELECT ?::int8, given.* FROM unnest(?::text[], ?::text[], ?::int8[], ?::float8[]) AS given
         ON CONFLICT (tenant_id, account_id, name, timestamp) DO UPDATE SET value = excluded.value`,
      tenantId,
      arrayText(accountIds, 'text'),
      arrayText(names, 'text'),
      arrayText(
        slice.map((point) => point.timestamp),
        'integer',
      ),
      arrayText(
        slice.map((point) => point.value),
        'real',
      ),
    );
    await session.run(
      `INSERT INTO metric_series (tenant_id, account_id, name)
         SELECT DISTINCT ?::int8, given.* FROM unnest(?::text[], ?::text[]) AS given ON CONFLICT DO NOTHING`,
      tenantId,
      arrayText(accountIds, 'text'),
      arrayText(names, 'text'),
    );
  }
}
