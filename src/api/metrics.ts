/** Custom metrics (document "Custom Metrics"; guide, "Metrics"). */
import { accountNotFound, ApiError, Fault, recordNotFound } from '../domain/errors.ts';
import { jsonRows } from '../domain/json-rows.ts';
import { changedPoints, checkMetric, suppliedPoints } from '../domain/metric.ts';
import type { Row } from '../domain/row.ts';
import type { Item } from '../domain/validate.ts';
import type { Point, Reader, Writer } from '../store/store.ts';
import { metricPoints, metricSeries } from '../store/tables.ts';
import { answerModification, answerUpload, type Batch, batchOf, readBatch, readRecord } from './batch.ts';
import { ofPath, onlyOwner } from './children.ts';
import type { Answer, ContextOf } from './context.ts';
import { requireAccount } from './of-account.ts';
import { answerRows, type List, pageSize } from './pages.ts';

const keys = ['account_id', 'name'];

/** Accounts with a metric, by account_id; `direction` orders them and the points of each. */
const seriesList: List = {
  table: metricSeries,
  output: [{ name: 'account_id', column: 'account_id' }],
  orders: new Map([['account_id', 'account_id']]),
  defaultOrder: 'account_id',
};

/** All points of a metric, a row an account. */
export async function getMetric(context: ContextOf<'GET /metrics/{name}'>): Promise<Answer> {
  const { name } = context.params;
  const { account_id, direction = 'desc' } = context.query;
  return context.store.read(async (reader) => {
    if (!(await isMetric(reader, name))) throw new ApiError('not_found', 'Record not found');
    const where = { name, ...(account_id !== undefined && { account_id }) };
    return answerRows(reader, context, seriesList, { where }, async (rows) => {
      const accountIds = rows.map((row) => row.account_id as string);
      const series = bySeries(await reader.points({ accountIds, names: [name] }));
      return accountIds.map((id) => {
        const points = pointsText(series.get(seriesKey(id, name)) ?? [], direction);
        return `{"account_id":${JSON.stringify(id)},${JSON.stringify(name)}:${points}}`;
      });
    });
  });
}

/** All metrics of an account as one object on page 0, whose keys are their names. */
export async function listMetricsOfAccount(context: ContextOf<'GET /accounts/{id}/metrics'>): Promise<Answer> {
  const account_id = context.params.id;
  const { page, direction } = context.query;
  return context.store.read(async (reader) => {
    await requireAccount(reader, account_id);
    const series =
      page === 0 ? bySeries(await reader.points({ accountIds: [account_id] })) : new Map<string, Point[]>();
    const metrics = [...series.values()].map(
      (points) => `${JSON.stringify(points[0]?.name)}:${pointsText(points, direction ?? 'desc')}`,
    );
    const echo = direction !== undefined && { direction };
    return {
      ok: true,
      fields: { current_page: page, max_page_size: pageSize, ...echo, next_page: null, next_cursor: null },
      results: jsonRows(page === 0 ? [`{${metrics.join(',')}}`] : []),
      records: series.size,
    };
  });
}

export async function uploadMetrics({ body, store }: ContextOf<'POST /metrics'>): Promise<Answer> {
  const batch = readBatch(body, checkMetric);
  if (batch.isRefused) return answerUpload(batch, keys);
  return store.write(async (writer) => {
    const points = await applyMetrics(writer, batch);
    if (batch.isWritten) await writer.putPoints(points);
    return answerUpload(batch, keys);
  });
}

export async function modifyMetric({ body, store, params }: ContextOf<'PUT /metrics/{name}'>): Promise<Answer> {
  const { name } = params;
  const sent = readRecord(body);
  const { record } = sent;
  return store.write(async (writer) => {
    const owner = record.account_id ?? onlyOwner(await someSeries(writer, name));
    const checked =
      owner instanceof Fault ? owner : checkMetric({ ...record, account_id: owner, name: record.name ?? name });
    const batch = batchOf(sent, ofPath(checked, 'name', name), await isMetric(writer, name));
    const points = await applyMetrics(writer, batch);
    if (batch.isWritten) await writer.putPoints(points);
    return answerModification(batch, keys);
  });
}

export const deleteMetric = ({ store, params, query }: ContextOf<'DELETE /metrics/{name}'>): Promise<Answer> =>
  store.write(async (writer) => {
    if (!(await writer.removeMetric(params.name, query.account_id)))
      throw new ApiError('not_found', 'Record not found');
    return { ok: true, records: 1 };
  });

/** Applies a batch to the stored series, and gives the points that are new or have another value. */
async function applyMetrics(writer: Writer, batch: Batch): Promise<Point[]> {
  const accounts = await writer.knownAccounts(batch.named('account_id'));
  const stored = await loadSeries(writer, batch);
  const changed: Point[] = [];
  batch.apply((supplied) => {
    const { account_id, name } = supplied as { account_id: string; name: string };
    if (!accounts.has(account_id)) return accountNotFound();
    if (!batch.inserts) return recordNotFound();
    const key = seriesKey(account_id, name);
    const known = stored.get(key);
    const points = changedPoints(known?.points, suppliedPoints(supplied));
    if (points.size === 0) return 'unchanged';
    for (const [timestamp, value] of points) changed.push({ account_id, name, timestamp, value });
    stored.set(key, { points: new Map([...(known?.points ?? []), ...points]) });
    return known === undefined ? 'created' : 'updated';
  });
  return changed;
}

/** The stored points that a batch may touch, by series; a series without any of them is there, but empty. */
async function loadSeries(writer: Writer, batch: Batch): Promise<Map<string, { points: Map<number, number> }>> {
  const series = new Map<string, { points: Map<number, number> }>();
  for (const { account_id, name } of await writer.loadKeys(metricSeries, batch.keysOf(metricSeries.key)))
    series.set(seriesKey(account_id as string, name as string), { points: new Map() });
  for (const { account_id, name, timestamp, value } of await writer.loadKeys(metricPoints, pointKeys(batch)))
    series.get(seriesKey(account_id as string, name as string))?.points.set(timestamp as number, value as number);
  return series;
}

/** The keys of all points that the records name. */
function pointKeys({ checked }: Batch): Row[] {
  return checked.flatMap((supplied) => {
    if (supplied instanceof Fault) return [];
    const { account_id, name, metrics } = supplied as { account_id: string; name: string; metrics: Item[] };
    return metrics.map(({ timestamp }) => ({ account_id, name, timestamp: timestamp as number }));
  });
}

/** Accounts that have a metric: enough of them to tell whether it is one alone. */
async function someSeries(reader: Reader, name: string) {
  const query = { ...seriesList, where: { name }, conditions: [], ownerConditions: [], order: 'account_id' };
  const { rows } = await reader.pageRows({ ...query, direction: 'asc', limit: 2, offset: 0, after: undefined });
  return rows;
}

const isMetric = async (reader: Reader, name: string): Promise<boolean> =>
  (await reader.series(undefined, [name])).length > 0;

// No text holds a NUL, so it separates the two without doubt.
const seriesKey = (accountId: string, name: string): string => `${accountId}\0${name}`;

function bySeries(points: readonly Point[]): Map<string, Point[]> {
  return Map.groupBy(points, ({ account_id, name }) => seriesKey(account_id, name));
}

/**
 * JSON of points, oldest last unless asked otherwise. The key `value` is a REAL, which JavaScript prints as it was
 * sent.
 */
function pointsText(points: readonly Point[], direction: 'asc' | 'desc'): string {
  const ordered = direction === 'asc' ? points : points.toReversed();
  return `[${ordered.map(({ timestamp, value }) => `{"timestamp":${timestamp},"value":${JSON.stringify(value)}}`).join(',')}]`;
}
