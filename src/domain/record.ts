/** What all record types share when a record is applied to a stored row: defaults, required fields, assignment. */
import type { Field, Resource } from '../resources/fields.ts';
import { type Fault, missingForInsert } from './errors.ts';
import type { Row, Value } from './row.ts';
import type { Supplied } from './validate.ts';

/** The rules of a record type that follow from its declaration. */
export interface RecordRules {
  /** A stored record with nothing in it: scalars null, lists empty. */
  readonly blank: Row;
  readonly requiredOnInsert: readonly string[];
  /** Scalar fields that a record sets by plain assignment. */
  readonly assigned: ReadonlySet<string>;
  readonly defaults: readonly Field[];
}

/**
 * Derives the rules of a record type from its declaration. Fields in `except` are not assigned: they have own rules.
 */
export function compileRules(resource: Resource, except: readonly string[] = []): RecordRules {
  const kept = [...resource.fields.filter((field) => !field.writeOnly), ...resource.derived];
  const scalars = resource.fields.filter(
    (field) => field.type !== 'array' && !field.writeOnly && !except.includes(field.name),
  );
  return {
    blank: Object.fromEntries(kept.map((field) => [field.name, field.type === 'array' ? '[]' : null])),
    requiredOnInsert: resource.fields.filter((field) => field.required === 'insert').map((field) => field.name),
    assigned: new Set(scalars.map((field) => field.name)),
    defaults: resource.fields.filter((field) => field.default !== undefined),
  };
}

/** Dates a changed row `now`, the present of the write (epoch ms). */
export function setModifyTime(row: Row, now: number): void {
  row.modify_time = now;
}

/**
 * Sets the scalar fields of a checked record. Returns a new row and leaves `before` as it is. `before` is undefined for
 * a new key: the row then gets the defaults (`now` in epoch ms), or the result is the fault of a field that is required
 * on insert and missing.
 */
export function assignScalars(
  rules: RecordRules,
  before: Row | undefined,
  supplied: Supplied,
  now: number,
): Row | Fault {
  const row: Row = { ...(before ?? rules.blank) };
  if (before === undefined) {
    const missing = rules.requiredOnInsert.find((field) => supplied[field] === undefined);
    if (missing !== undefined) return missingForInsert(missing);
    for (const { name, default: value } of rules.defaults) row[name] = value === 'now' ? now : (value as boolean);
  }
  for (const field in supplied) if (rules.assigned.has(field)) row[field] = supplied[field] as Value;
  return row;
}
