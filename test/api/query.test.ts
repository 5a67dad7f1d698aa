import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Query } from '../../src/api/query.ts';
import { ApiError } from '../../src/domain/errors.ts';

const query = (search: string): Query => new Query([...new URLSearchParams(search)]);
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

test('a boolean is true for any integer but 0 and for "true", false for the rest; a delete refuses the rest', () => {
  for (const [text, lenient, strict] of booleans) {
    const parameters = new Query([['flag', text]]);
    assert.equal(parameters.flag('flag'), lenient, text);
    if (strict === undefined)
      assert.equal(
        refusal(() => parameters.strictFlag('flag')),
        "'flag' value must be a boolean",
        text,
      );
    else assert.equal(parameters.strictFlag('flag'), strict, text);
  }
  assert.equal(query('').flag('flag'), undefined);
  assert.equal(query('').strictFlag('flag'), undefined);
});

test('a page that is blank or malformed is the first', () => {
  for (const text of ['', ' ', '-1', '1.5', '1e3', 'x', '0x1', 'NaN'])
    assert.equal(new Query([['page', text]]).page(), 0, text);
  assert.equal(query('').page(), 0);
  for (const page of [0, 1, 17, 1e9]) assert.equal(query(`page=${page}`).page(), page);
  assert.equal(query(`page=${'9'.repeat(30)}`).page(), Number.MAX_SAFE_INTEGER, 'which is past every end');
});

test('a time that narrows a delete is whole milliseconds or an error', () => {
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
      refusal(() => new Query([['at', text]]).strictTime('at')),
      "'at' value must be a Long",
      text,
    );
  for (const time of [0, -1, 1312685594018, 8.64e15, -8.64e15])
    assert.equal(new Query([['at', String(time)]]).strictTime('at'), time);
  assert.equal(query('').strictTime('at'), undefined);
});

test('a delete refuses a parameter that it does not know or that is given twice, the key aside', () => {
  query('api_key=a&api_key=b&churn=1').onlyKnows('churn');
  assert.equal(
    refusal(() => query('churm=true').onlyKnows('churn')),
    "Unknown parameter 'churm'",
  );
  assert.equal(
    refusal(() => query('Churn=true').onlyKnows('churn')),
    "Unknown parameter 'Churn'",
  );
  assert.equal(
    refusal(() => query('churn=true&churn=true').onlyKnows('churn')),
    "Parameter 'churn' is given twice",
  );
  assert.equal(
    refusal(() => query('__proto__=1').onlyKnows()),
    "Unknown parameter '__proto__'",
  );
});

test('of a parameter that is given twice the first counts', () => {
  assert.equal(query('a=1&a=2').get('a'), '1');
  assert.equal(query('a=1').get('constructor'), undefined);
});
