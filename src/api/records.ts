/** What the handlers of every record type do alike with a batch: read it, judge it, answer it (decisions §3). */
import { type BatchOptions, judge, type Outcome } from '../domain/batch.ts';
import { Fault } from '../domain/errors.ts';
import { isObject, type Supplied } from '../domain/validate.ts';
import type { Answer } from './context.ts';

/** A record that passed level 1, or its fault. */
export type Checked = Supplied | Fault;

/** What applying a batch would do: a result a record, and the writing of it. */
export interface Plan {
  readonly results: readonly (Outcome | Fault)[];
  write(): Promise<void>;
}

/** Answers an upload, having written what its plan holds unless the batch fails or is a dry run. */
export async function carryOut(
  records: readonly unknown[],
  checked: readonly Checked[],
  plan: Plan,
  options: BatchOptions,
  keys: readonly string[],
): Promise<Answer> {
  const { ok, faults } = judge(checked, plan.results, options);
  if (ok && !options.dryRun) await plan.write();
  return {
    ok,
    ...(!ok && { message: failureMessage(faults) }),
    fields: {
      failed_results: [...faults].map(([record, fault]) => failedResult(record, fault, records[record], keys)),
      ...(options.outcomes && {
        outcomes: plan.results.map((result) => (ok && !(result instanceof Fault) ? result : 'failed')),
      }),
    },
    records: records.length,
  };
}

/** Answers a PUT likewise. */
export async function carryOutOne(checked: Checked, plan: Plan, options: BatchOptions): Promise<Answer> {
  const [result] = plan.results;
  const { ok } = judge([checked], plan.results, options);
  if (ok && !options.dryRun) await plan.write();
  const fields = options.outcomes ? { outcomes: [result instanceof Fault ? 'failed' : result] } : {};
  if (!(result instanceof Fault)) return { ok, fields, records: 1 };
  const { message, code, field } = result;
  return { ok: false, message, code, ...(field !== undefined && { field }), fields, records: 1 };
}

/** A batch that level 1 refuses needs no plan. */
export const noPlan = (checked: readonly Checked[]): Plan => ({
  results: checked.map((record) => (record instanceof Fault ? record : 'unchanged')),
  write: async () => {},
});

const failureMessage = (faults: ReadonlyMap<number, Fault>): string =>
  `Nothing was applied: ${faults.size} ${faults.size === 1 ? 'record is' : 'records are'} at fault`;

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
  const sent = keys.filter(
    (key) => Object.hasOwn(raw, key) && (typeof raw[key] === 'string' || typeof raw[key] === 'number'),
  );
  return Object.fromEntries(sent.map((key) => [key, raw[key]]));
}
