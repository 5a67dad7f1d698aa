/**
 * Level 1 of a batch: checks a record without the database. A checker is compiled once from a declaration. It walks the
 * keys that a record supplies, so its cost grows with the record and not with the number of declared fields.
 */
import type { Field } from '../resources/fields.ts';
import { Fault, missingField } from './errors.ts';
import { InexactNumber, plainNumber } from './inexact.ts';
import { maxDateMs } from './time.ts';

/** A JSON value that is neither an array nor an object. */
export type Scalar = string | number | boolean | null;
/** A checked object of an array field. */
export type Item = { [field: string]: Scalar | undefined };
/** A record that has passed level 1: no undeclared or absent fields, and null only where it clears a field. */
export type Supplied = { [field: string]: Scalar | Item[] | undefined };

type Check = (value: unknown) => Scalar | Item[] | Fault;
interface FieldCheck {
  readonly field: Field;
  readonly index: number;
  readonly check: Check;
  readonly nullIsAbsent: boolean;
}
/** The level 1 checker of a record type. Returns the checked record, or the record's first fault in field order. */
export type RecordCheck = (record: unknown) => Supplied | Fault;

const maxCents = 1e12;

/**
 * Compiles the level 1 checker of a record type from its declared fields. Of several faults the checker returns the
 * first in the order of the fields (guide, "Uploads (POST)").
 */
export function compileRecordCheck(fields: readonly Field[]): RecordCheck {
  const object = compileObjectCheck(fields, '');
  return (record) => (isObject(record) ? object(record) : new Fault('invalid_type', 'Invalid record, not an object'));
}

function compileObjectCheck(fields: readonly Field[], prefix: string): (object: object) => Supplied | Fault {
  const checks = new Map<string, FieldCheck>();
  fields.forEach((field, index) => {
    const nullIsAbsent = field.nullIsAbsent === true || field.default !== undefined || field.type === 'array';
    checks.set(field.name, { field, index, check: compileCheck(field, prefix + field.name), nullIsAbsent });
  });
  const always = fields.flatMap((field, index) => (field.required === 'always' ? [{ name: field.name, index }] : []));

  return (object) => {
    const record = object as Supplied;
    // Most records need no correction and are returned as they are: a copy would cost more than all checks together.
    let corrections: Map<string, Supplied[string]> | undefined;
    let first: Fault | undefined;
    let firstIndex = fields.length;
    for (const name in record) {
      const raw = record[name];
      const entry = checks.get(name);
      const isAbsent = entry === undefined || raw === undefined || (raw === null && entry.nullIsAbsent);
      const value = isAbsent ? undefined : entry.check(raw);
      if (value instanceof Fault) {
        if (entry !== undefined && entry.index < firstIndex) [first, firstIndex] = [value, entry.index];
      } else if (!Object.is(value, raw)) {
        corrections ??= new Map();
        corrections.set(name, value);
      }
    }
    for (const { name, index } of always) {
      if (index >= firstIndex) break;
      if (record[name] == null) return missingField(prefix + name);
    }
    return first ?? (corrections === undefined ? record : corrected(record, corrections));
  };
}

/**
 * Adds a check across several fields (`judge`) to the result of checking each field alone (`checked`). Returns the
 * checked record, or of both faults the one whose field comes first in `fields` (guide, "Uploads (POST)"). `judge` gets
 * the checked record, or the record as it was sent if that has a fault already.
 */
export function checkedTogether(
  fields: readonly Field[],
  record: unknown,
  checked: Supplied | Fault,
  judge: (record: { readonly [field: string]: unknown }) => Fault | null,
): Supplied | Fault {
  if (!isObject(record)) return checked;
  const fault = judge(checked instanceof Fault ? record : checked);
  return fault && !(checked instanceof Fault && placeOf(fields, checked) <= placeOf(fields, fault)) ? fault : checked;
}

/** The index in `fields` of a fault's field. For a field of an array item it is the index of the array. */
function placeOf(fields: readonly Field[], { field }: Fault): number {
  const [name] = field?.split('.') ?? [];
  return fields.findIndex((each) => each.name === name);
}

/** A copy of a record with corrected values. A field whose corrected value is undefined is left out. */
function corrected(record: Supplied, corrections: ReadonlyMap<string, Supplied[string]>): Supplied {
  const copy: Supplied = {};
  for (const name in record) {
    const value = corrections.has(name) ? corrections.get(name) : record[name];
    if (value !== undefined) copy[name] = value;
  }
  return copy;
}

function compileCheck(field: Field, name: string): Check {
  const check = compileTypeCheck(field, name);
  if (field.required === 'always') return (value) => (value === null ? missingField(name) : check(value));
  // A null in an array item is judged when the item is merged: a null url deletes a document.
  const nullable = field.required === undefined || name !== field.name;
  return (value) => (value === null && nullable ? null : check(value));
}

function compileTypeCheck(field: Field, name: string): Check {
  switch (field.type) {
    case 'string':
      return stringCheck(field, name);
    case 'integer':
      return wholeNumberCheck(field, name, 'must be a number');
    case 'long':
      return wholeNumberCheck(field, name, 'must be a Long');
    case 'double':
      return (raw) => {
        const value = plainNumber(raw);
        if (typeof value !== 'number' || !Number.isFinite(value)) return invalidType(name, 'must be a number');
        return value === 0 ? 0 : value;
      };
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : invalidType(name, 'must be a boolean'));
    case 'array':
      return arrayCheck(field.items ?? [], name);
  }
}

function stringCheck(field: Field, name: string): Check {
  const maxLength = field.maxLength ?? Number.POSITIVE_INFINITY;
  return (value) => {
    const text = typeof value === 'string' ? value : typeof value === 'number' ? numberAsText(value) : undefined;
    if (text === undefined) return invalidType(name, 'must be a string');
    if (text.length > maxLength && codePoints(text) > maxLength)
      return new Fault('too_long', `'${name}' value is longer than ${maxLength} characters`, name);
    if (!text.isWellFormed() || text.includes('\0'))
      return invalidValue(name, 'must not contain NUL or unpaired surrogates');
    if (field.inPath && (text === '' || text === '.' || text === '..'))
      return invalidValue(name, "must not be empty, '.' or '..'");
    if (field.choices && !field.choices.includes(text))
      return new Fault('invalid_choice', `'${name}' value must be one of: ${field.choices.join(', ')}`, name);
    return text;
  };
}

/** The text of a JSON number that is used as an id; undefined if parsing may have lost digits (guide, "Values"). */
export function numberAsText(value: number): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  return Number.isFinite(value) && Number(value.toPrecision(15)) === value ? String(value) : undefined;
}

function wholeNumberCheck(field: Field, name: string, message: string): Check {
  const [minimum, maximum] = bounds(field);
  return (raw) => {
    const value = plainNumber(raw);
    if (typeof value !== 'number' || Number.isNaN(value)) return invalidType(name, message);
    const whole = Math.trunc(value);
    if (whole < minimum || whole > maximum)
      return new Fault('out_of_range', `'${name}' value must be between ${minimum} and ${maximum}`, name);
    return whole === 0 ? 0 : whole;
  };
}

function bounds(field: Field): [number, number] {
  const limit = field.unit === 'ms' ? maxDateMs : field.unit === 'cents' ? maxCents : Number.MAX_SAFE_INTEGER;
  return [field.minimum ?? -limit, field.maximum ?? limit];
}

function arrayCheck(items: readonly Field[], name: string): Check {
  const object = compileObjectCheck(items, `${name}.`);
  const bareName = items.length === 1 ? items[0]?.name : undefined;
  return (value) => {
    if (!Array.isArray(value)) return invalidType(name, 'must be an array');
    const checked: Item[] = [];
    for (const raw of value) {
      const item = bareName !== undefined && !isObject(raw) ? { [bareName]: raw } : raw;
      if (!isObject(item)) return invalidType(name, 'must be an array of objects');
      const result = object(item);
      if (result instanceof Fault) return result;
      checked.push(result as Item);
    }
    return checked.every((item, index) => item === value[index]) ? (value as Item[]) : checked;
  };
}

/** Whether a parsed JSON value is an object: no array, no null, no `InexactNumber`. */
export const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InexactNumber);

const invalidType = (name: string, must: string): Fault => new Fault('invalid_type', `'${name}' value ${must}`, name);
const invalidValue = (name: string, must: string): Fault => new Fault('invalid_value', `'${name}' value ${must}`, name);

/** The length of a text in Unicode code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
