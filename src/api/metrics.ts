/** Custom metrics (document "Custom Metrics"; guide, "Metrics"). */
import { accountNotFound, ApiError, Fault, recordNotFound } from '../domain/errors.ts';
import { readModification } from '../domain/batch.ts';
import { jsonRows, parseRows } from '../domain/json-rows.ts';
import { changedPoints, checkMetric, suppliedPoints } from '../domain/metric.ts';
import type { Row } from '../domain/row.ts';
import type { Item } from '../domain/validate.ts';
import type { Point, Reader, Writer } from '../store/store.ts';
import { metricSeries } from '../store/tables.ts';
import { requireAccount } from './accounts.ts';
import { onlyOwner, otherThanPath } from './children.ts';
import type { Answer, Context } from './context.ts';
import { parseBody } from './json.ts';
import { answerPage, type List, pageSize } from './pages.ts';
import { type Checked, carryOutOne, failingPlan, namedIn, type Planner, upload } from './records.ts';

const keys = ['account_id', 'name'];

/** Accounts with a metric, by account_id; `direction` orders them and the points of each. */
const seriesList: List = {
  table: metricSeries,
  output: [{ name: 'account_id', column: 'account_id' }],
  orders: new Map([['account_id', 'account_id']]),
  defaultOrder: 'account_id',
};

/** All points of a metric, a row an account. */
export async function getMetric(context: Context): Promise<Answer> {
  const name = context.params.name as string;
  const account_id = context.query.filled('account_id');
  return context.store.read(async (reader) => {
    await requireMetric(reader, name);
    const where = { name, ...(account_id !== undefined && { account_id }) };
    const page = await answerPage(reader, context, seriesList, { where });
    const accountIds = parseRows<{ account_id: string }>(page.results).map((row) => row.account_id);
    const series = bySeries(await reader.points({ accountIds, names: [name] }));
    const results = accountIds.map((id) => {
      const points = pointsText(series.get(seriesKey(id, name)) ?? [], context);
      return `{"account_id":${JSON.stringify(id)},${JSON.stringify(name)}:${points}}`;
    });
    return { ...page, results: jsonRows(results) };
  });
}

/** All metrics of an account as one object on page 0, whose keys are their names. */
export async function listMetricsOfAccount(context: Context): Promise<Answer> {
  const account_id = context.params.id as string;
  const page = context.query.page();
  return context.store.read(async (reader) => {
    await requireAccount(reader, account_id);
    const series =
      page === 0 ? bySeries(await reader.points({ accountIds: [account_id] })) : new Map<string, Point[]>();
    const metrics = [...series.values()].map(
      (points) => `${JSON.stringify(points[0]?.name)}:${pointsText(points, context)}`,
    );
    const echo = context.query.get('direction') !== undefined && { direction: direction(context) };
    return {
      ok: true,
      fields: { current_page: page, max_page_size: pageSize, ...echo, next_page: null, next_cursor: null },
      results: jsonRows(page === 0 ? [`{${metrics.join(',')}}`] : []),
      records: series.size,
    };
  });
}

export const uploadMetrics = (context: Context): Promise<Answer> => upload(context, checkMetric, planMetrics, keys);

export async function modifyMetric(context: Context): Promise<Answer> {
  const { record, options } = readModification(parseBody(context.body));
  const name = context.params.name as string;
  return context.store.write(async (writer) => {
    const owner = record.account_id ?? onlyOwner(await someSeries(writer, name));
    const named =
      owner instanceof Fault ? owner : checkMetric({ ...record, account_id: owner, name: record.name ?? name });
    const checked = named instanceof Fault || named.name === name ? named : otherThanPath('name');
    const planned =
      checked instanceof Fault ? failingPlan(checked) : await planMetrics(writer, [checked], options, context);
    const unknownAccount = planned.results[0] instanceof Fault;
    const plan = unknownAccount || (await isMetric(writer, name)) ? planned : failingPlan(recordNotFound());
    return carryOutOne(record, checked, plan, options, keys);
  });
}

export async function deleteMetric({ store, params, query }: Context): Promise<Answer> {
  query.onlyKnows('account_id');
  const account_id = query.filled('account_id');
  return store.write(async (writer) => {
    if (!(await writer.removeMetric(params.name as string, account_id)))
      throw new ApiError('not_found', 'Record not found');
    return { ok: true, records: 1 };
  });
}

const planMetrics: Planner = async (writer, checked) => {
  const accounts = await writer.knownAccounts(namedIn(checked, 'account_id'));
  const stored = await loadNamed(writer, checked);
  const changed: Point[] = [];
  const results = checked.map((supplied) => {
    if (supplied instanceof Fault) return supplied;
    const { account_id, name } = supplied as { account_id: string; name: string };
    if (!accounts.has(account_id)) return accountNotFound();
    const key = seriesKey(account_id, name);
    const known = stored.get(key);
    const points = changedPoints(known?.points, suppliedPoints(supplied));
    if (points.size === 0) return 'unchanged';
    for (const [timestamp, value] of points) changed.push({ account_id, name, timestamp, value });
    stored.set(key, { points: new Map([...(known?.points ?? []), ...points]) });
    return known === undefined ? 'created' : 'updated';
  });
  return { results, write: () => writer.putPoints(changed) };
};

/** The stored points that a batch may touch, by series; a series without any of them is there, but empty. */
async function loadNamed(
  writer: Writer,
  checked: readonly Checked[],
): Promise<Map<string, { points: Map<number, number> }>> {
  const accountIds = namedIn<string>(checked, 'account_id');
  const names = namedIn<string>(checked, 'name');
  const series = new Map<string, { points: Map<number, number> }>();
  for (const { account_id, name } of await writer.series(accountIds, names))
    series.set(seriesKey(account_id, name), { points: new Map() });
  const between = timeRange(checked);
  if (between === undefined) return series;
  for (const { account_id, name, timestamp, value } of await writer.points({ accountIds, names, between }))
    series.get(seriesKey(account_id, name))?.points.set(timestamp, value);
  return series;
}

function timeRange(checked: readonly Checked[]): [number, number] | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const supplied of checked) {
    if (supplied instanceof Fault) continue;
    for (const { timestamp } of supplied.metrics as Item[]) {
      first = Math.min(first, timestamp as number);
      last = Math.max(last, timestamp as number);
    }
  }
  return first <= last ? [first, last] : undefined;
}

/** Accounts that have a metric: enough of them to tell whether it is one alone. */
async function someSeries(reader: Reader, name: string): Promise<Row[]> {
  const query = { ...seriesList, where: { name }, conditions: [], ownerConditions: [], order: 'account_id' };
  const { rows } = await reader.page({ ...query, direction: 'asc', limit: 2, offset: 0, after: undefined });
  return parseRows(rows);
}

async function isMetric(reader: Reader, name: string): Promise<boolean> {
  return (await reader.series(undefined, [name])).length > 0;
}

async function requireMetric(reader: Reader, name: string): Promise<void> {
  if (!(await isMetric(reader, name))) throw new ApiError('not_found', 'Record not found');
}

// No text holds a NUL, so it separates the two without doubt.
const seriesKey = (accountId: string, name: string): string => `${accountId}\0${name}`;

function bySeries(points: readonly Point[]): Map<string, Point[]> {
  const series = new Map<string, Point[]>();
  for (const point of points) {
    const key = seriesKey(point.account_id, point.name);
    const list = series.get(key);
    if (list) list.push(point);
    else series.set(key, [point]);
  }
  return series;
}

const direction = ({ query }: Context): 'asc' | 'desc' =>
  query.get('direction')?.toLowerCase() === 'asc' ? 'asc' : 'desc';

/**
 * JSON of points, oldest last unless asked otherwise. The key `value` is a REAL, which JavaScript prints as it was
 * sent.
 */
function pointsText(points: readonly Point[], context: Context): string {
  const ordered = direction(context) === 'asc' ? points : points.toReversed();
  return `[${ordered.map(({ timestamp, value }) => `{"timestamp":${timestamp},"value":${JSON.stringify(value)}}`).join(',')}]`;
}
