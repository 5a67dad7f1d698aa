/**
 * Level 1 of a batch: what can be said of a record without the database. A checker is compiled once from a
 * declaration and walks the keys that a record supplies, so that its cost follows the record and not the field table.
 */
import type { Field } from '../resources/fields.ts';
import { Fault, missingField } from './errors.ts';
import { InexactNumber, plainNumber } from './inexact.ts';

export type Scalar = string | number | boolean | null;
export type Item = { [field: string]: Scalar | undefined };
/** A record after checking: declared fields only, absent ones left out, a null only where it clears a field. */
export type Supplied = { [field: string]: Scalar | Item[] | undefined };

type Check = (value: unknown) => Scalar | Item[] | Fault;
interface FieldCheck {
  readonly field: Field;
  readonly index: number;
  readonly check: Check;
  readonly nullIsAbsent: boolean;
}
export type RecordCheck = (record: unknown) => Supplied | Fault;

const maxDateMs = 8.64e15;
const maxCents = 1e12;

/** Compiles the checker of a record type. Its faults are the first in field order (guide, "Uploads (POST)"). */
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
    // A record is mostly as it should be already and is then its own checked form: copying it costs more than all checks.
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
 * What is wrong with the fields of a record as seen together, unless what is wrong with one of them comes first in
 * their order (guide, "Uploads (POST)"). `judge` is given the record as it was sent where it has a fault already.
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

/** The place of the field at fault, or of the array that holds it, in the order of the fields. */
function placeOf(fields: readonly Field[], { field }: Fault): number {
  const [name] = field?.split('.') ?? [];
  return fields.findIndex((each) => each.name === name);
}

/** A copy with other values for some fields; without those whose other value is undefined. */
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
  // What an item needs on insert only is for its merge to judge: a document's null url deletes the entry.
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

/** The text of a JSON number that stands for an id; undefined when digits may have been lost in parsing. */
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

export const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InexactNumber);

const invalidType = (name: string, must: string): Fault => new Fault('invalid_type', `'${name}' value ${must}`, name);
const invalidValue = (name: string, must: string): Fault => new Fault('invalid_value', `'${name}' value ${must}`, name);

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
