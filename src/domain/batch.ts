/**
 * The two levels of checks of a batch (guide, "Uploads (POST)"). A level 1 fault is found without stored data and
 * refuses the whole batch. A level 2 fault needs stored data and fails only its own record. `judge` decides which of
 * the two happens to a batch.
 */
import { ApiError, Fault } from './errors.ts';
import { isObject } from './validate.ts';

/** The `options` of an upload or of a PUT. */
export interface BatchOptions {
  /** An unknown account fails only its own record. If this is false it refuses the whole batch. */
  readonly ignoreMissingAccounts: boolean;
  /** The managers that a record sends replace those of the account. If this is false they are added. */
  readonly overwriteCsms: boolean;
  /** Validate and report, but apply nothing. */
  readonly dryRun: boolean;
  /** A level 2 fault refuses the whole batch, as a level 1 fault does. */
  readonly atomic: boolean;
  /** Answer the outcome of every record. */
  readonly outcomes: boolean;
}

/** The most properties of the record of a PUT. It is copied, which takes seconds for a million of them. */
const maxProperties = 10_000;

/** What applying a record did to the stored record. */
export type Outcome = 'created' | 'updated' | 'unchanged';

/** Reads the records and options of an upload's body. Throws an `ApiError` with the code `invalid_envelope`. */
export function readUpload(body: unknown): { records: unknown[]; options: BatchOptions } {
  if (!isObject(body)) throw wrongEnvelope('The body must be an object with a "records" array');
  if (!Array.isArray(body.records)) throw wrongEnvelope('The body must hold a "records" array', 'records');
  return { records: body.records, options: readOptions(body.options) };
}

/**
 * Reads the record and options of a PUT's body. The record is under `data`, or is the body itself. Throws an `ApiError`
 * with the code `invalid_envelope`.
 */
export function readModification(body: unknown): { record: { [key: string]: unknown }; options: BatchOptions } {
  if (!isObject(body)) throw wrongEnvelope('The body must be an object');
  const record = Object.hasOwn(body, 'data') ? body.data : body;
  if (!isObject(record)) throw wrongEnvelope('"data" must be an object', 'data');
  if (Object.keys(record).length > maxProperties)
    throw wrongEnvelope(`A record must not have more than ${maxProperties} properties`);
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

/**
 * Whether the records of a batch must go through level 2. If a record has a level 1 fault, the batch is refused in any
 * case. Level 2 is then only needed where its faults are fatal too (`atomic`, or `ignore_missing_accounts: false`),
 * because the answer lists every fatal fault.
 */
export const needsLevelTwo = (levelOne: readonly unknown[], options: BatchOptions): boolean =>
  options.atomic || !options.ignoreMissingAccounts || !levelOne.some((checked) => checked instanceof Fault);

/**
 * Decides whether a batch is applied (`ok`), and which faults are answered, by index of the record (guide, "Uploads
 * (POST)"). `levelOne` holds the level 1 result of each record, `results` its final outcome or fault.
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
