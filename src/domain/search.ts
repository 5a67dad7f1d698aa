/**
 * Search conditions: from the records of a request to exact comparisons that a store can carry out (guide, "Search").
 */
import type { Field } from '../resources/fields.ts';
import { ApiError } from './errors.ts';
import { fold } from './fold.ts';
import { plainNumber } from './inexact.ts';
import type { Value } from './row.ts';
import { isObject } from './validate.ts';

/** What a condition looks at: a column, one key of a map, or the members of a list. */
export interface Target {
  readonly column: string;
  readonly of: 'value' | 'list' | 'map';
  readonly key?: string;
}
export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'like' | 'notLike';
/** Text of `like` and `notLike`, and all text of a list, is folded. Several targets: any of them. */
export interface Condition {
  readonly targets: readonly Target[];
  readonly comparison: Comparison;
  readonly value: Value;
}

export interface Attribute {
  readonly target: Target;
  readonly type: Field['type'];
  /** A boolean that is answered by the opposite of its column. */
  readonly inverted?: true;
}
/** Finds a searchable attribute by its name. */
export type FindAttribute = (name: string) => Attribute | undefined;

const maxConditions = 100;
const fitting: { readonly [type in Field['type']]: readonly string[] } = {
  string: ['eq', 'ne', 'like', 'notLike'],
  integer: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  long: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  double: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  boolean: ['eq', 'ne', 'isTrue', 'isFalse'],
  array: [],
};

/** The conditions of a search body, all of which must hold; throws `invalid_condition` naming the record at fault. */
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
  if (typeof operator !== 'string' || !fitting[type].includes(operator))
    throw refuse(`'${name}' takes the operators: ${fitting[type].join(', ')}`, 'operator');
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

/** A column compared with a value; text is compared as it is, so that of `like` and `notLike` must be folded. */
export const columnCondition = (column: string, comparison: Comparison, value: Value): Condition => ({
  targets: [{ column, of: 'value' }],
  comparison,
  value,
});

/** An account that is not deleted. */
export const notDeleted: Condition = columnCondition('is_deleted', 'eq', false);

/** One of these columns contains the text, without case. */
export const containsText = (columns: readonly string[], text: string): Condition => ({
  targets: columns.map((column) => ({ column, of: 'value' })),
  comparison: 'like',
  value: fold(text),
});
