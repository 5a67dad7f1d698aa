/** Rules for points of custom metrics, keyed by account, name and timestamp (guide, "Metrics"). */
import { metrics } from '../resources/metrics.ts';
import { Fault } from './errors.ts';
import { compileRecordCheck, type Item, type Supplied } from './validate.ts';

/** The points of one metric of one account: value by timestamp (epoch ms). */
export type Points = Map<number, number>;

const checkFields = compileRecordCheck(metrics.fields);

/**
 * Level 1: checks a metric record without the database. No metric may be named `account_id`, because in answers the
 * name of a metric stands beside the key `account_id`.
 */
export function checkMetric(record: unknown): Supplied | Fault {
  const supplied = checkFields(record);
  if (supplied instanceof Fault || supplied.name !== 'account_id') return supplied;
  return new Fault('invalid_value', "'name' value must not be 'account_id'", 'name');
}

/** The points of a checked record. Of several with the same timestamp the last wins. */
export function suppliedPoints(supplied: Supplied): Points {
  return new Map((supplied.metrics as Item[]).map(({ timestamp, value }) => [timestamp as number, value as number]));
}

/** Puts the supplied points into `points`. Returns those that were not there yet or had another value. */
export function mergePoints(points: Points, supplied: Points): Points {
  const changed: Points = new Map();
  for (const [timestamp, value] of supplied) {
    if (points.get(timestamp) === value) continue;
    points.set(timestamp, value);
    changed.set(timestamp, value);
  }
  return changed;
}
