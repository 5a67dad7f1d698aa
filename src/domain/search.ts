/** Search conditions: turns the records of a search request into comparisons that a store can run (guide, "Search"). */
import type { Field } from '../resources/fields.ts';
import { ApiError } from './errors.ts';
import { fold } from './fold.ts';
import { plainNumber } from './inexact.ts';
import type { Value } from './row.ts';
import { isObject } from './validate.ts';

/** What a condition compares: a column, the value of one key of a map column, or the members of a list column. */
export interface Target {
  readonly column: string;
  readonly of: 'value' | 'list' | 'map';
  readonly key?: string;
}
/** How a condition compares. `like` and `notLike` look for a part of a text. */
export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'like' | 'notLike';
/**
 * One comparison. If there are several targets, one match is enough. `value` is already folded (see `fold`) for `like`,
 * `notLike` and every text that is compared with the members of a list.
 */
export interface Condition {
  readonly targets: readonly Target[];
  readonly comparison: Comparison;
  readonly value: Value;
}

/** A searchable attribute: where its value is stored, and its type. */
export interface Attribute {
  readonly target: Target;
  readonly type: Field['type'];
  /** A boolean that is the opposite of its column, as `is_inactive` is of `is_active`. */
  readonly inverted?: true;
}
/** Finds a searchable attribute by the name that a client sends; undefined if there is none. */
export type FindAttribute = (name: string) => Attribute | undefined;

const maxConditions = 100;
const operatorsByType: { readonly [type in Field['type']]: readonly string[] } = {
  string: ['eq', 'ne', 'like', 'notLike'],
  integer: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  long: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  double: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  boolean: ['eq', 'ne', 'isTrue', 'isFalse'],
  array: [],
};

/**
 * Reads the conditions of a search body, all of which must hold (guide, "Search"). Throws an `ApiError` with the code
 * `invalid_condition` that names the record at fault.
 */
export function readConditions(records: readonly unknown[], find: FindAttribute): Condition[] {
  if (records.length > maxConditions)
    throw new ApiError('invalid_condition', `A search has at most ${maxConditions} conditions`);
  return records.map((record, index) => readCondition(record, index, find));
}

function readCondition(record: unknown, index: number, find: FindAttribute): Condition {
  const refuse = (message: string, field: string): ApiError =>
    new ApiError('invalid_condition', `Condition ${index}: ${message}`, field);
  if (!isObject(record)) throw refuse('not an object', 'records');
  const { attribute: name } = record;
  const value = plainNumber(record.value);
  const operator = record.operator ?? 'eq';
  if (typeof name !== 'string') throw refuse('missing required field: attribute', 'attribute');
  const attribute = find(name);
  if (attribute === undefined) throw refuse(`unknown attribute '${name}'`, 'attribute');
  const { target, type, inverted } = attribute;
  if (typeof operator !== 'string' || !operatorsByType[type].includes(operator))
    throw refuse(`'${name}' takes the operators: ${operatorsByType[type].join(', ')}`, 'operator');
  if (operator === 'isTrue' || operator === 'isFalse')
    return { targets: [target], comparison: 'eq', value: (operator === 'isTrue') !== (inverted ?? false) };
  if (value === undefined) throw refuse('missing required field: value', 'value');
  const comparison = operator as Comparison;
  if (!fits(value, type) && !(value === null && (comparison === 'eq' || comparison === 'ne')))
    throw refuse(
      `'value' of '${name}' must be a ${type === 'string' || type === 'boolean' ? type : 'number'}`,
      'value',
    );
  return { targets: [target], comparison, value: comparable(value as Value, comparison, attribute) };
}

function comparable(value: Value, comparison: Comparison, { target, inverted }: Attribute): Value {
  if (typeof value === 'boolean') return value !== (inverted ?? false);
  const foldable = target.of === 'list' || comparison === 'like' || comparison === 'notLike';
  return typeof value === 'string' && foldable ? fold(value) : value;
}

function fits(value: unknown, type: Field['type']): boolean {
  if (type === 'string') return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
  if (type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'number' && Number.isFinite(value);
}

/** A condition on one column. The value is not folded here: text for `like` and `notLike` must be folded already. */
export const columnCondition = (column: string, comparison: Comparison, value: Value): Condition => ({
  targets: [{ column, of: 'value' }],
  comparison,
  value,
});

/** The condition that an account is not deleted. The stores recognise this very object and give it faster SQL. */
export const notDeleted: Condition = columnCondition('is_deleted', 'eq', false);

/** The condition that at least one of these columns contains a text, ignoring case. */
export const containsText = (columns: readonly string[], text: string): Condition => ({
  targets: columns.map((column) => ({ column, of: 'value' })),
  comparison: 'like',
  value: fold(text),
});
