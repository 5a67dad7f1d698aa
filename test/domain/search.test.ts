import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from '../../src/domain/errors.ts';
import { fold } from '../../src/domain/fold.ts';
import { type Attribute, type Condition, containsText, readConditions } from '../../src/domain/search.ts';
import { text } from '../support/arbitraries.ts';

const attributes: { readonly [name: string]: Attribute } = {
  name: { target: { column: 'name', of: 'value' }, type: 'string' },
  employees: { target: { column: 'employees', of: 'value' }, type: 'integer' },
  join_date: { target: { column: 'join_date', of: 'value' }, type: 'long' },
  'value:k': { target: { column: 'custom_value_dimensions', of: 'map', key: 'k' }, type: 'double' },
  is_active: { target: { column: 'is_active', of: 'value' }, type: 'boolean' },
  is_inactive: { target: { column: 'is_active', of: 'value' }, type: 'boolean', inverted: true },
  assigned_csm: { target: { column: 'assigned_csms', of: 'list' }, type: 'string' },
};
const find = (name: string): Attribute | undefined => (Object.hasOwn(attributes, name) ? attributes[name] : undefined);

function read(...records: unknown[]): Condition[] | string {
  try {
    return readConditions(records, find);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'invalid_condition');
    return error.message;
  }
}
const readOne = (attribute: unknown, operator: unknown, ...value: unknown[]): unknown => {
  const conditions = read(value.length === 0 ? { attribute, operator } : { attribute, operator, value: value[0] });
  return typeof conditions === 'string' ? conditions : [conditions[0]?.comparison, conditions[0]?.value];
};

describe('the operators', () => {
  const operators = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'like', 'notLike', 'isTrue', 'isFalse'];
  const fitting = {
    string: ['eq', 'ne', 'like', 'notLike'],
    number: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
    boolean: ['eq', 'ne', 'isTrue', 'isFalse'],
  };
  const sample = { string: 'x', number: 1, boolean: true };
  const kinds = {
    name: 'string',
    assigned_csm: 'string',
    employees: 'number',
    join_date: 'number',
    'value:k': 'number',
    is_active: 'boolean',
    is_inactive: 'boolean',
  } as const;

  test('fit the type of the attribute or are refused with those that do', () => {
    for (const [attribute, kind] of Object.entries(kinds))
      for (const operator of [...operators, 'EQ', 'in', '', '__proto__', 1, {}]) {
        const found = readOne(attribute, operator, sample[kind]);
        if (fitting[kind].includes(operator as string))
          assert.equal(typeof found, 'object', `${attribute} ${operator}: ${found}`);
        else assert.equal(found, `Condition 0: '${attribute}' takes the operators: ${fitting[kind].join(', ')}`);
      }
  });

  test('take a value of the type of the attribute, null only to be equal to or not', () => {
    const values = ['x', '1', '', 1, 0, 1.5, true, false, null, [], {}, ['x']];
    for (const [attribute, kind] of Object.entries(kinds))
      for (const operator of fitting[kind].filter((one) => !one.startsWith('is')))
        for (const value of values) {
          const accepted = typeof value === kind || (value === null && (operator === 'eq' || operator === 'ne'));
          const found = readOne(attribute, operator, value);
          if (accepted) assert.equal(typeof found, 'object', `${attribute} ${operator} ${value}: ${found}`);
          else assert.equal(found, `Condition 0: 'value' of '${attribute}' must be a ${kind}`);
        }
  });

  test('are eq where none is given', () => {
    assert.deepEqual(readOne('name', undefined, 'x'), ['eq', 'x']);
    assert.deepEqual(readOne('name', null, 'x'), ['eq', 'x']);
  });

  test('need a value, isTrue and isFalse aside', () => {
    for (const operator of ['eq', 'ne', 'like', 'notLike'])
      assert.equal(readOne('name', operator), 'Condition 0: missing required field: value');
    assert.deepEqual(readOne('is_active', 'isTrue'), ['eq', true]);
    assert.deepEqual(readOne('is_active', 'isFalse', 'ignored'), ['eq', false]);
  });

  test('of an inverted boolean are those of its column turned round', () => {
    assert.deepEqual(readOne('is_inactive', 'isTrue'), ['eq', false]);
    assert.deepEqual(readOne('is_inactive', 'isFalse'), ['eq', true]);
    assert.deepEqual(readOne('is_inactive', 'eq', true), ['eq', false]);
    assert.deepEqual(readOne('is_inactive', 'ne', true), ['ne', false]);
    assert.deepEqual(readOne('is_inactive', 'eq', null), ['eq', null]);
  });
});

test('text is folded where case does not count: in like, notLike and the members of a list', () => {
  fc.assert(
    fc.property(text(), (value) => {
      for (const operator of ['like', 'notLike'])
        assert.deepEqual(readOne('name', operator, value), [operator, fold(value)]);
      for (const operator of ['eq', 'ne', 'like', 'notLike'])
        assert.deepEqual(readOne('assigned_csm', operator, value), [operator, fold(value)]);
      for (const operator of ['eq', 'ne']) assert.deepEqual(readOne('name', operator, value), [operator, value]);
      assert.deepEqual(containsText(['name', 'account_id'], value), {
        targets: [
          { column: 'name', of: 'value' },
          { column: 'account_id', of: 'value' },
        ],
        comparison: 'like',
        value: fold(value),
      });
    }),
  );
});

test('what no database can hold is refused', () => {
  for (const value of ['a\0b', '\ud800', '\udc00\ud800'])
    assert.equal(readOne('name', 'eq', value), "Condition 0: 'value' of 'name' must be a string");
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(readOne('employees', 'eq', value), "Condition 0: 'value' of 'employees' must be a number");
});

test('an unknown attribute is refused, also one that objects have', () => {
  for (const attribute of ['stage', '__proto__', 'constructor', 'Name', ''])
    assert.equal(readOne(attribute, 'eq', 'x'), `Condition 0: unknown attribute '${attribute}'`);
  for (const attribute of [undefined, null, 1, {}, ['name']])
    assert.equal(readOne(attribute, 'eq', 'x'), 'Condition 0: missing required field: attribute');
});

test('a fault names the condition in which it is', () => {
  const good = { attribute: 'name', value: 'x' };
  assert.equal(read(good, good, { attribute: 'nothing' }), "Condition 2: unknown attribute 'nothing'");
  for (const record of [null, 'x', [], 1]) assert.equal(read(good, record), 'Condition 1: not an object');
});

const many = (count: number): unknown[] => Array.from({ length: count }, () => ({ attribute: 'name', value: 'x' }));

test('a search has at most 100 conditions, and none is fine', () => {
  assert.deepEqual(read(), []);
  assert.equal(read(...many(100)).length, 100);
  assert.equal(read(...many(101)), 'A search has at most 100 conditions');
});
