/**
 * The two levels of a batch (guide, "Uploads (POST)"). Level 1 faults need no stored data and refuse the whole batch; level 2
 * faults do, and fail their record alone. A verdict says which of the two a set of results amounts to.
 */
import { ApiError, Fault } from './errors.ts';
import { isObject } from './validate.ts';

export interface BatchOptions {
  readonly ignoreMissingAccounts: boolean;
  readonly overwriteCsms: boolean;
  /** Validate and report, apply nothing. */
  readonly dryRun: boolean;
  /** Level 2 faults count as level 1. */
  readonly atomic: boolean;
  /** Answer what became of every record. */
  readonly outcomes: boolean;
}

export type Outcome = 'created' | 'updated' | 'unchanged';

/** The records of an upload's body; throws `invalid_envelope`. */
export function readUpload(body: unknown): { records: unknown[]; options: BatchOptions } {
  if (!isObject(body)) throw wrongEnvelope('The body must be an object with a "records" array');
  if (!Array.isArray(body.records)) throw wrongEnvelope('The body must hold a "records" array', 'records');
  return { records: body.records, options: readOptions(body.options) };
}

/** The record of a PUT's body, under `data` or bare; throws `invalid_envelope`. */
export function readModification(body: unknown): { record: { [key: string]: unknown }; options: BatchOptions } {
  if (!isObject(body)) throw wrongEnvelope('The body must be an object');
  const record = Object.hasOwn(body, 'data') ? body.data : body;
  if (!isObject(record)) throw wrongEnvelope('"data" must be an object', 'data');
  return { record, options: readOptions(body.options) };
}

function readOptions(raw: unknown): BatchOptions {
  if (raw !== undefined && raw !== null && !isObject(raw))
    throw wrongEnvelope('"options" must be an object', 'options');
  const options = raw ?? {};
  const flag = (name: string, byDefault: boolean): boolean => {
    const value = options[name] ?? byDefault;
    if (typeof value !== 'boolean') throw wrongEnvelope(`option '${name}' value must be a boolean`, name);
    return value;
  };
  const answer = options.return ?? null;
  if (answer !== null && answer !== 'outcomes')
    throw wrongEnvelope("option 'return' value must be one of: outcomes", 'return');
  return {
    ignoreMissingAccounts: flag('ignore_missing_accounts', true),
    overwriteCsms: flag('overwrite_csm_assignments', false),
    dryRun: flag('dry_run', false),
    atomic: flag('atomic', false),
    outcomes: answer === 'outcomes',
  };
}

const wrongEnvelope = (message: string, field?: string): ApiError => new ApiError('invalid_envelope', message, field);

/** Whether level 1 faults settle the batch already, or its other records must be judged to list every fatal one. */
export const needsLevelTwo = (levelOne: readonly unknown[], options: BatchOptions): boolean =>
  options.atomic || !options.ignoreMissingAccounts || !levelOne.some((checked) => checked instanceof Fault);

/**
 * The faults to answer, by record, and whether the batch stands. `levelOne` holds each record's level 1 fault or its
 * checked form, `results` what applying it gave.
 */
export function judge(
  levelOne: readonly unknown[],
  results: readonly (Outcome | Fault)[],
  options: BatchOptions,
): { ok: boolean; faults: Map<number, Fault> } {
  const faults = new Map<number, Fault>();
  let fatal = false;
  let onlyUnknownAccounts = true;
  results.forEach((result, record) => {
    if (!(result instanceof Fault)) return;
    faults.set(record, result);
    const unknownAccount = result.code === 'account_not_found';
    if (!unknownAccount) onlyUnknownAccounts = false;
    if (levelOne[record] instanceof Fault || options.atomic || (unknownAccount && !options.ignoreMissingAccounts))
      fatal = true;
  });
  const nothingApplied = faults.size > 0 && faults.size === results.length;
  return { ok: !fatal && (!nothingApplied || onlyUnknownAccounts), faults };
}
