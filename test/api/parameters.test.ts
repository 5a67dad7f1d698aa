/** How query parameters are read, by what their operation declares. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/domain/errors.ts';
import { readParameters } from '../../src/operations/parameters.ts';
import { type Parameter, type Parameters, remove, search, paging } from '../../src/resources/operations/operation.ts';

const flag: Parameter = { type: 'boolean', doc: '' };
const list = (parameters: Parameters) => search('accounts', '', parameters);
const readOne = (parameter: Parameter, text: string) => readParameters(list({ one: parameter }), [['one', text]]).one;
const query = (text: string): [string, string][] => [...new URLSearchParams(text)];
const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'invalid_parameter');
    return error.message;
  }
  return 'it was read';
};

const booleans: readonly (readonly [text: string, lenient: boolean, strict: boolean | undefined])[] = [
  ['true', true, true],
  ['True', true, true],
  ['TRUE', true, true],
  ['1', true, true],
  ['2', true, true],
  ['-1', true, true],
  ['0001', true, true],
  ['false', false, false],
  ['False', false, false],
  ['0', false, false],
  ['000', false, false],
  ['-0', false, false],
  ['', false, undefined],
  ['yes', false, undefined],
  ['1.5', false, undefined],
  ['1e3', false, undefined],
  [' true', false, undefined],
  ['null', false, undefined],
  ['undefined', false, undefined],
];

test('a boolean is true for any integer but 0 and for "true", false for the rest, which may be refused', () => {
  for (const [text, lenient, strict] of booleans) {
    assert.equal(readOne({ ...flag, malformed: false }, text), lenient, text);
    if (strict === undefined)
      assert.equal(
        refusal(() => readOne(flag, text)),
        "'one' value must be a boolean",
        text,
      );
    else assert.equal(readOne(flag, text), strict, text);
  }
  assert.equal(readParameters(list({ one: flag }), []).one, undefined);
});

test('a page that is blank or malformed is the first', () => {
  for (const text of ['', ' ', '-1', '1.5', '1e3', 'x', '0x1', 'NaN'])
    assert.equal(readParameters(list({}), [['page', text]]).page, 0, text);
  assert.equal(readParameters(list({}), []).page, 0);
  for (const page of [0, 1, 17, 1e9]) assert.equal(readParameters(list({}), [['page', `${page}`]]).page, page);
  const beyond = readParameters(list({}), [['page', '9'.repeat(30)]]).page;
  assert.equal(beyond, Number.MAX_SAFE_INTEGER, 'which is past every end');
});

test('a direction is asc or else desc, and undefined where it is not given', () => {
  const { direction } = paging;
  for (const [text, expected] of [
    ['asc', 'asc'],
    ['ASC', 'asc'],
    ['desc', 'desc'],
    ['', 'desc'],
    ['up', 'desc'],
  ] as const)
    assert.equal(readOne(direction, text), expected, text);
  assert.equal(readParameters(list({}), []).direction, undefined);
});

test('a time is whole milliseconds or an error', () => {
  const time: Parameter = { type: 'time', doc: '' };
  for (const text of [
    '',
    ' ',
    'abc',
    '1.5',
    '1e3',
    '0x1',
    '2027-01-31',
    '8640000000000001',
    '-8640000000000001',
    '9'.repeat(17),
    '1 ',
    '+1',
  ])
    assert.equal(
      refusal(() => readOne(time, text)),
      "'one' value must be a Long",
      text,
    );
  for (const instant of [0, -1, 1312685594018, 8.64e15, -8.64e15])
    assert.equal(readOne(time, String(instant)), instant);
  assert.equal(
    refusal(() => readParameters(list({ at: { ...time, required: true } }), [])),
    'Missing required parameter: at',
  );
});

test('a text may be refused where it is empty or blank, and be one of some choices', () => {
  const text: Parameter = { type: 'string', doc: '' };
  for (const value of ['', ' ', 'x']) assert.equal(readOne(text, value), value);
  assert.equal(readOne({ ...text, refuses: 'empty' }, ' '), ' ');
  assert.equal(
    refusal(() => readOne({ ...text, refuses: 'empty' }, '')),
    "'one' value must not be empty",
  );
  for (const value of ['', ' \t'])
    assert.equal(
      refusal(() => readOne({ ...text, refuses: 'blank' }, value)),
      "'one' value must not be blank",
    );
  const choice: Parameter = { ...text, choices: ['a', 'b'], default: 'b' };
  assert.deepEqual([readOne(choice, 'a'), readParameters(list({ one: choice }), []).one], ['a', 'b']);
  for (const value of ['', 'A', 'c'])
    assert.equal(
      refusal(() => readOne(choice, value)),
      "'one' value must be one of: a, b",
    );
});

test('a delete refuses a parameter that it does not declare or that is given twice, the key aside', () => {
  const deletion = remove('', { churn: flag });
  readParameters(deletion, query('api_key=a&api_key=b&churn=1'));
  for (const [text, message] of [
    ['churm=true', "Unknown parameter 'churm'"],
    ['Churn=true', "Unknown parameter 'Churn'"],
    ['churn=true&churn=true', "Parameter 'churn' is given twice"],
    ['__proto__=1', "Unknown parameter '__proto__'"],
  ] as const)
    assert.equal(
      refusal(() => readParameters(deletion, query(text))),
      message,
    );
});

test('of a parameter that is given twice the first counts; what is not declared is not read', () => {
  const values = readParameters(list({ a: { type: 'string', doc: '' } }), query('a=1&a=2&b=3'));
  assert.equal(values.a, '1');
  assert.ok(!('b' in values));
});
