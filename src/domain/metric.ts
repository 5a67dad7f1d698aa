/** Points of custom metrics, keyed by account, name and timestamp (guide, "Metrics"). */
import { metrics } from '../resources/metrics.ts';
import { Fault } from './errors.ts';
import { compileRecordCheck, type Item, type Supplied } from './validate.ts';

/** Timestamp (epoch ms) to value. */
export type Points = ReadonlyMap<number, number>;

const checkFields = compileRecordCheck(metrics.fields);

/** In the answers a metric's name stands beside the key `account_id`, so that name cannot be a metric's. */
export function checkMetric(record: unknown): Supplied | Fault {
  const supplied = checkFields(record);
  if (supplied instanceof Fault || supplied.name !== 'account_id') return supplied;
  return new Fault('invalid_value', "'name' value must not be 'account_id'", 'name');
}

/** The points of a checked record; the last of a duplicate timestamp wins. */
export function suppliedPoints(supplied: Supplied): Map<number, number> {
  return new Map((supplied.metrics as Item[]).map(({ timestamp, value }) => [timestamp as number, value as number]));
}

/** The points that are new or have another value than the stored ones. */
export function changedPoints(stored: Points | undefined, supplied: Points): Map<number, number> {
  return new Map([...supplied].filter(([timestamp, value]) => stored?.get(timestamp) !== value));
}
