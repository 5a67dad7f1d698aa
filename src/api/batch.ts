/** A batch on its way through a handler: read, applied record by record, judged, answered (guide, "Uploads (POST)"). */
import {
  type BatchOptions,
  judge,
  needsLevelTwo,
  type Outcome,
  readModification,
  readUpload,
} from '../domain/batch.ts';
import { ApiError, Fault } from '../domain/errors.ts';
import type { Row, Value } from '../domain/row.ts';
import { isObject, type RecordCheck, type Supplied } from '../domain/validate.ts';
import type { Answer } from './context.ts';
import { parseBody, type RecordLimit } from './json.ts';

/** The most records of an upload. */
export const maxRecords = 100_000;
const recordLimit: RecordLimit = {
  max: maxRecords,
  refusal: (count) =>
    new ApiError('too_many_records', `The body holds ${count} records; at most ${maxRecords} may be sent at a time`),
};
/** A longer text is no id and is not sent back. */
const maxEcho = 1_024;

/** A record that passed level 1, or its fault. */
export type Checked = Supplied | Fault;

export class Batch {
  /** The records as they were sent. */
  readonly records: readonly unknown[];
  readonly checked: readonly Checked[];
  readonly options: BatchOptions;
  /** Whether a record with a new key is inserted; a PUT only changes what is there. */
  readonly inserts: boolean;
  /** What became of each record: until records are applied, what level 1 found. */
  #results: readonly (Outcome | Fault)[];

  constructor(records: readonly unknown[], checked: readonly Checked[], options: BatchOptions, inserts = true) {
    this.records = records;
    this.checked = checked;
    this.options = options;
    this.inserts = inserts;
    this.#results = checked.map((record) => (record instanceof Fault ? record : 'unchanged'));
  }

  /** Whether level 1 faults refuse the batch, with no need to apply its other records. */
  get isRefused(): boolean {
    return !needsLevelTwo(this.checked, this.options);
  }

  get results(): readonly (Outcome | Fault)[] {
    return this.#results;
  }

  /** The different values, null left out, that the records have in a field. */
  named<T>(field: string): T[] {
    const values = new Set<T>();
    for (const supplied of this.checked)
      if (!(supplied instanceof Fault) && supplied[field] != null) values.add(supplied[field] as T);
    return [...values];
  }

  /** The full keys of the records, each once. */
  keysOf(columns: readonly string[]): Row[] {
    const keys = new Map<string, Row>();
    for (const supplied of this.checked) {
      if (supplied instanceof Fault) continue;
      const key = columns.map((column) => supplied[column] as Value);
      // No text holds a NUL, so it separates values without doubt.
      keys.set(key.join('\0'), Object.fromEntries(columns.map((column, index) => [column, key[index] as Value])));
    }
    return [...keys.values()];
  }

  /** Applies the records that passed level 1 in order; `apply` tells what became of one. */
  apply(apply: (supplied: Supplied) => Outcome | Fault): void {
    this.#results = this.checked.map((supplied) => (supplied instanceof Fault ? supplied : apply(supplied)));
  }

  /** Whether what was applied is to be written: the batch is not refused, and no dry run. */
  get isWritten(): boolean {
    return this.verdict.ok && !this.options.dryRun;
  }

  /** The faults to answer, by record, and whether the batch is accepted. */
  get verdict(): { ok: boolean; faults: Map<number, Fault> } {
    return judge(this.checked, this.#results, this.options);
  }
}

/** The batch in the body of an upload. Throws `invalid_json`, `too_many_records` or `invalid_envelope`. */
export function readBatch(body: Uint8Array, check: RecordCheck): Batch {
  const { records, options } = readUpload(parseBody(body, recordLimit));
  return new Batch(records, records.map(check), options);
}

/** The record of a PUT and its options, before it is checked. */
export interface Modification {
  readonly record: { readonly [field: string]: unknown };
  readonly options: BatchOptions;
}

/** The record in the body of a PUT. Throws `invalid_json` or `invalid_envelope`. */
export const readRecord = (body: Uint8Array): Modification => readModification(parseBody(body));

/** The batch of the one record of a PUT. */
export const batchOf = ({ record, options }: Modification, checked: Checked, inserts = false): Batch =>
  new Batch([record], [checked], options, inserts);

/** Answers an upload. `keys` are the fields by which a client finds a failed record again. */
export function answerUpload(batch: Batch, keys: readonly string[]): Answer {
  const { ok, faults } = batch.verdict;
  return {
    ok,
    ...(!ok && { message: failureMessage(faults) }),
    fields: {
      failed_results: Array.from(faults, ([record, fault]) => failedResult(record, fault, batch.records[record], keys)),
      ...(batch.options.outcomes && {
        outcomes: batch.results.map((result) => (ok && !(result instanceof Fault) ? result : 'failed')),
      }),
    },
    records: batch.records.length,
  };
}

/**
 * Answers a PUT. A fault is a failure, but for an unknown account, which is listed as in an upload and is none unless
 * the options say so.
 */
export function answerModification(batch: Batch, keys: readonly string[]): Answer {
  const { ok } = batch.verdict;
  const [result] = batch.results;
  const outcomes = batch.options.outcomes && { outcomes: [result instanceof Fault ? 'failed' : result] };
  if (!(result instanceof Fault)) return { ok, fields: { ...outcomes }, records: 1 };
  const { message, code, field } = result;
  const failed_results = code === 'account_not_found' && {
    failed_results: [failedResult(0, result, batch.records[0], keys)],
  };
  const why = ok ? {} : { message, code, ...(field !== undefined && { field }) };
  return { ok, ...why, fields: { ...failed_results, ...outcomes }, records: 1 };
}

const failureMessage = ({ size }: ReadonlyMap<number, Fault>): string =>
  `Nothing was applied: ${size} ${size === 1 ? 'record is' : 'records are'} at fault`;

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
