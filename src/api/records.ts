/**
 * What the handlers of every record type do alike with a batch: read it, judge it, answer it (guide, "Uploads
 * (POST)").
 */
import { type BatchOptions, judge, needsLevelTwo, type Outcome, readUpload } from '../domain/batch.ts';
import { Fault } from '../domain/errors.ts';
import { isObject, type RecordCheck, type Supplied } from '../domain/validate.ts';
import type { Writer } from '../store/store.ts';
import type { Answer, Context } from './context.ts';
import { parseBody } from './json.ts';

/** More failed records than this are counted in the message and not listed: a body of `{},` must not answer 500 MB. */
const maxListed = 100_000;
/** A longer text is no id and is not sent back. */
const maxEcho = 1_024;

/** A record that passed level 1, or its fault. */
export type Checked = Supplied | Fault;

/** What applying a batch would do: a result a record, and the writing of it. */
export interface Plan {
  readonly results: readonly (Outcome | Fault)[];
  write(): Promise<void>;
}

/** Level 2: finds out what checked records would do to the stored ones. */
export type Planner = (
  writer: Writer,
  checked: readonly Checked[],
  options: BatchOptions,
  context: Context,
) => Promise<Plan>;

/** Answers an upload. `keys` are the fields by which a client finds a failed record again. */
export async function upload(
  context: Context,
  check: RecordCheck,
  plan: Planner,
  keys: readonly string[],
): Promise<Answer> {
  const { records, options } = readUpload(parseBody(context.body));
  const checked = records.map(check);
  if (!needsLevelTwo(checked, options)) return carryOut(records, checked, levelOnePlan(checked), options, keys);
  return context.store.write(async (writer) => {
    const planned = await plan(writer, checked, options, context);
    return carryOut(records, checked, planned, options, keys);
  });
}

async function carryOut(
  records: readonly unknown[],
  checked: readonly Checked[],
  plan: Plan,
  options: BatchOptions,
  keys: readonly string[],
): Promise<Answer> {
  const { ok, faults } = judge(checked, plan.results, options);
  if (ok && !options.dryRun) await plan.write();
  const listed = [...faults].slice(0, maxListed);
  return {
    ok,
    ...((!ok || faults.size > maxListed) && { message: failureMessage(ok, faults) }),
    fields: {
      failed_results: listed.map(([record, fault]) => failedResult(record, fault, records[record], keys)),
      ...(options.outcomes && {
        outcomes: plan.results.map((result) => (ok && !(result instanceof Fault) ? result : 'failed')),
      }),
    },
    records: records.length,
  };
}

/**
 * Answers a PUT likewise: a fault is a failure, but for an unknown account, which is listed as in an upload and is
 * none unless the options say so.
 */
export async function carryOutOne(
  record: unknown,
  checked: Checked,
  plan: Plan,
  options: BatchOptions,
  keys: readonly string[],
): Promise<Answer> {
  const [result] = plan.results;
  const { ok } = judge([checked], plan.results, options);
  if (ok && !options.dryRun) await plan.write();
  const outcomes = options.outcomes && { outcomes: [result instanceof Fault ? 'failed' : result] };
  if (!(result instanceof Fault)) return { ok, fields: { ...outcomes }, records: 1 };
  const { message, code, field } = result;
  const failed_results = code === 'account_not_found' && { failed_results: [failedResult(0, result, record, keys)] };
  const why = ok ? {} : { message, code, ...(field !== undefined && { field }) };
  return { ok, ...why, fields: { ...failed_results, ...outcomes }, records: 1 };
}

/** A batch that level 1 refuses needs no further plan. */
const levelOnePlan = (checked: readonly Checked[]): Plan => ({
  results: checked.map((record) => (record instanceof Fault ? record : 'unchanged')),
  write: async () => {},
});

/** The plan of a single record that fails. */
export const failingPlan = (fault: Fault): Plan => ({ results: [fault], write: async () => {} });

/** What the checked records of a batch name in one field. */
export function namedIn<T>(checked: readonly Checked[], field: string): T[] {
  const values = new Set<T>();
  for (const supplied of checked)
    if (!(supplied instanceof Fault) && supplied[field] != null) values.add(supplied[field] as T);
  return [...values];
}

function failureMessage(ok: boolean, { size }: ReadonlyMap<number, Fault>): string {
  const what = `${size} ${size === 1 ? 'record is' : 'records are'} at fault`;
  const rest = size > maxListed ? `, of which the first ${maxListed} are listed` : '';
  return `${ok ? '' : 'Nothing was applied: '}${what}${rest}`;
}

function failedResult(record: number, { message, code, field }: Fault, raw: unknown, keys: readonly string[]): object {
  return {
    message,
    status_is_ok: false,
    record,
    code,
    ...(field !== undefined && { field }),
    ...echo(raw, keys),
  };
}

/** A failed record's own keys as it sent them, by which a client finds it again. */
function echo(raw: unknown, keys: readonly string[]): object {
  if (!isObject(raw)) return {};
  const sent = keys.filter((key) => Object.hasOwn(raw, key) && isId(raw[key]));
  return Object.fromEntries(sent.map((key) => [key, raw[key]]));
}

const isId = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= maxEcho);
