import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../../src/domain/errors.ts';
import { codePoints, compileRecordCheck, numberAsText } from '../../src/domain/validate.ts';
import { array, boolean, cents, date, double, type Field, integer, long, string } from '../../src/resources/fields.ts';
import { anyText, recordOf } from '../support/arbitraries.ts';
import { runs } from '../support/runs.ts';

const aText = { doc: 'A text.', example: 'a' };
const aNumber = { doc: 'A number.', example: 1 };
const aFlag = { doc: 'A flag.', example: true };
const aList = { doc: 'A list.' };

const fields: readonly Field[] = [
  string('id', 5, { ...aText, required: 'always', inPath: true }),
  string('name', 5, { ...aText, required: 'insert' }),
  string('colour', 5, { ...aText, choices: ['red', 'blue'] }),
  integer('count', aNumber),
  integer('score', { ...aNumber, minimum: 0, maximum: 100 }),
  long('size', aNumber),
  date('at', aNumber),
  cents('price', aNumber),
  double('ratio', aNumber),
  boolean('is_set', aFlag),
  boolean('is_primary', { ...aFlag, default: false }),
  string('stage', 5, { ...aText, nullIsAbsent: true }),
  array('emails', { ...aList, items: [string('email', 5, { ...aText, required: 'always', inPath: true })] }),
  array('links', {
    ...aList,
    items: [
      string('name', 5, { ...aText, required: 'always', inPath: true }),
      string('url', 5, { ...aText, required: 'insert' }),
      integer('rank', { ...aNumber, minimum: 1, maximum: 3 }),
    ],
  }),
];
const check = compileRecordCheck(fields);

/** What becomes of one value beside a valid id. */
function checkOne(field: string, value: unknown): unknown {
  const checked = check(JSON.parse(JSON.stringify({ id: 'a' }).replace('}', `,"${field}":${raw(value)}}`)));
  return checked instanceof Fault ? checked.message : checked[field];
}
const raw = (value: unknown): string => (value instanceof Raw ? value.text : JSON.stringify(value));
/** JSON that JavaScript's own values cannot express. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const maxLong = 2 ** 53 - 1;
const long5 = `'name' value is longer than 5 characters`;
const badText = `'name' value must not contain NUL or unpaired surrogates`;
const badPath = `must not be empty, '.' or '..'`;

describe('a value', () => {
  const cases: readonly (readonly [field: string, sent: unknown, becomes: unknown])[] = [
    ['name', 'abcde', 'abcde'],
    ['name', 'abcdef', long5],
    ['name', '😀😀😀😀😀', '😀😀😀😀😀'],
    ['name', '😀😀😀😀😀😀', long5],
    ['name', 'e\u0301e\u0301e\u0301', long5],
    ['name', '', ''],
    ['name', '..', '..'],
    ['name', 'a\0b', badText],
    ['name', new Raw('"\\ud800"'), badText],
    ['name', new Raw('"\\udc00\\ud800"'), badText],
    ['name', '\uffff\ufeff', '\uffff\ufeff'],
    ['name', 12345, '12345'],
    ['name', 123456, long5],
    ['name', new Raw('12345.0'), '12345'],
    ['name', 0.25, '0.25'],
    ['name', new Raw('-0'), '0'],
    ['name', null, `'name' value must be a string`],
    ['name', true, `'name' value must be a string`],
    ['name', [], `'name' value must be a string`],
    ['name', {}, `'name' value must be a string`],
    ['name', new Raw('1e400'), `'name' value must be a string`],
    ['colour', 'red', 'red'],
    ['colour', null, null],
    ['colour', 'Red', `'colour' value must be one of: red, blue`],
    ['colour', '', `'colour' value must be one of: red, blue`],
    ['count', 3, 3],
    ['count', 3.99, 3],
    ['count', -3.99, -3],
    ['count', new Raw('-0'), 0],
    ['count', -0.5, 0],
    ['count', 1e3, 1000],
    ['count', maxLong, maxLong],
    ['count', -maxLong, -maxLong],
    ['count', 2 ** 53, `'count' value must be between -${maxLong} and ${maxLong}`],
    ['count', new Raw('1e400'), `'count' value must be between -${maxLong} and ${maxLong}`],
    ['count', null, null],
    ['count', '3', `'count' value must be a number`],
    ['count', true, `'count' value must be a number`],
    ['count', [3], `'count' value must be a number`],
    ['score', 0, 0],
    ['score', 100.9, 100],
    ['score', -0.9, 0],
    ['score', 101, `'score' value must be between 0 and 100`],
    ['score', -1, `'score' value must be between 0 and 100`],
    ['size', 1.5, 1],
    ['size', '1', `'size' value must be a Long`],
    ['at', 1559203200000.75, 1559203200000],
    ['at', 8.64e15, 8.64e15],
    ['at', -8.64e15, -8.64e15],
    ['at', 8.64e15 + 1, `'at' value must be between -8640000000000000 and 8640000000000000`],
    ['at', '2027-01-31', `'at' value must be a Long`],
    ['price', 1e12, 1e12],
    ['price', -1e12 - 1, `'price' value must be between -1000000000000 and 1000000000000`],
    ['ratio', 0.1, 0.1],
    ['ratio', 5e-324, 5e-324],
    ['ratio', new Raw('-0'), 0],
    ['ratio', new Raw('1e-400'), 0],
    ['ratio', new Raw('1e400'), `'ratio' value must be a number`],
    ['ratio', '1', `'ratio' value must be a number`],
    ['ratio', null, null],
    ['is_set', false, false],
    ['is_set', null, null],
    ['is_set', 0, `'is_set' value must be a boolean`],
    ['is_set', 'true', `'is_set' value must be a boolean`],
    ['is_primary', null, undefined],
    ['stage', null, undefined],
    ['stage', '', ''],
    ['emails', null, undefined],
    ['emails', [], []],
    ['emails', [{ email: 'a@b' }], [{ email: 'a@b' }]],
    ['emails', ['a@b', 5], [{ email: 'a@b' }, { email: '5' }]],
    ['emails', [{}], 'Invalid record, missing required field: emails.email'],
    ['emails', [null], 'Invalid record, missing required field: emails.email'],
    ['emails', [''], `'emails.email' value ${badPath}`],
    ['emails', [['a']], `'emails.email' value must be a string`],
    ['emails', 'a@b', `'emails' value must be an array`],
    ['emails', { email: 'a' }, `'emails' value must be an array`],
    ['links', [{ name: 'n', url: null, rank: 1.5, more: 1 }], [{ name: 'n', url: null, rank: 1 }]],
    ['links', [{ name: 'n' }], [{ name: 'n' }]],
    ['links', [{ url: 'u' }], 'Invalid record, missing required field: links.name'],
    ['links', [{ name: null }], 'Invalid record, missing required field: links.name'],
    ['links', [{ name: '..' }], `'links.name' value ${badPath}`],
    ['links', [{ name: 'n', rank: 4 }], `'links.rank' value must be between 1 and 3`],
    ['links', [{ name: 'n' }, { name: 'm', url: 'toolong' }], `'links.url' value is longer than 5 characters`],
    ['links', ['n'], `'links' value must be an array of objects`],
    ['links', [null], `'links' value must be an array of objects`],
    ['links', [[]], `'links' value must be an array of objects`],
    ['unknown', { any: ['thing'] }, undefined],
    ['__proto__', { count: 'x' }, Object.prototype],
    ['constructor', 'x', Object],
  ];
  for (const [field, sent, becomes] of cases)
    test(`${field}: ${raw(sent)} gives ${typeof becomes === 'function' ? 'nothing' : (JSON.stringify(becomes) ?? 'nothing')}`, () => {
      const is = checkOne(field, sent);
      if (typeof becomes === 'number') assert.ok(Object.is(is, becomes), `it gives ${is}`);
      else assert.deepEqual(is, becomes);
    });
});

describe('a record', () => {
  const messages: readonly (readonly [record: unknown, message: string, field: string | undefined])[] = [
    [null, 'Invalid record, not an object', undefined],
    ['a', 'Invalid record, not an object', undefined],
    [[], 'Invalid record, not an object', undefined],
    [{}, 'Invalid record, missing required field: id', 'id'],
    [{ id: null }, 'Invalid record, missing required field: id', 'id'],
    [{ id: '' }, `'id' value ${badPath}`, 'id'],
    [{ id: '.' }, `'id' value ${badPath}`, 'id'],
    [{ id: '..' }, `'id' value ${badPath}`, 'id'],
    [{ id: true, count: 'x' }, "'id' value must be a string", 'id'],
    [{ count: 'x' }, 'Invalid record, missing required field: id', 'id'],
    [{ links: 1, count: 'x', id: 'a' }, "'count' value must be a number", 'count'],
  ];
  for (const [record, message, field] of messages)
    test(`${JSON.stringify(record)} is refused: ${message}`, () => {
      const fault = check(record);
      assert.ok(fault instanceof Fault);
      assert.deepEqual([fault.message, fault.field], [message, field]);
    });

  test('of several faults answers the first in field order, whatever the order of its keys', () => {
    const order = fields.map((field) => field.name);
    const wrong = fc.constantFrom({}, true).map((value) => value as unknown);
    const faulty = fc.subarray(
      order.filter((name) => name !== 'is_set' && name !== 'is_primary'),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(
        faulty.chain((names) => fc.shuffledSubarray(names, { minLength: names.length })),
        wrong,
        (names, value) => {
          const record = Object.fromEntries(names.map((name) => [name, value]));
          const fault = check(names.includes('id') ? record : { ...record, id: 'a' });
          assert.ok(fault instanceof Fault);
          assert.equal(
            fault.field,
            order.find((name) => names.includes(name)),
          );
        },
      ),
    );
  });

  test('that is valid comes through with nothing lost but nulls that count as absent, and nothing added', () => {
    const nullIsAbsent = new Set(['is_primary', 'stage', 'emails', 'links']);
    fc.assert(
      fc.property(recordOf(fields, 0), (record) => {
        const kept = Object.entries(record).filter(([name, value]) => value !== null || !nullIsAbsent.has(name));
        assert.equal(JSON.stringify(sorted(check(record))), JSON.stringify(sorted(Object.fromEntries(kept))));
      }),
    );
  });

  test('of any content is checked without an exception, into declared fields with storable values only', () => {
    const name = fc.constantFrom(...fields.map((field) => field.name), '__proto__', 'unknown');
    const value = fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(name, fc.jsonValue())), fc.double(), anyText);
    fc.assert(
      fc.property(fc.dictionary(name, value), (record) => {
        const checked = check({ id: 'a', ...record });
        if (checked instanceof Fault) return assert.ok(checked.message.length > 0);
        for (const field of Object.keys(checked)) assert.ok(fields.some((declared) => declared.name === field));
        JSON.stringify(checked, (_key, inner) => {
          if (typeof inner === 'string') assert.ok(inner.isWellFormed() && !inner.includes('\0'));
          if (typeof inner === 'number') assert.ok(Number.isFinite(inner) && !Object.is(inner, -0));
          return inner;
        });
      }),
      { numRuns: runs(200) },
    );
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});

const unknowns = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, n) => [`x${n}`, n]));

describe('very many unknown properties', () => {
  test('change nothing of what is found', () => {
    const name = fc.constantFrom(...fields.map((field) => field.name));
    const value = fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(name, fc.jsonValue())));
    fc.assert(
      fc.property(fc.oneof(recordOf(fields, 0), fc.dictionary(name, value)), (record) => {
        const checked = check({ ...unknowns(300), ...record });
        const expected = check(record);
        assert.deepEqual(
          checked instanceof Fault ? checked : sorted(checked),
          expected instanceof Fault ? expected : sorted(expected),
        );
      }),
    );
  });

  test('are not all looked at', () => {
    let reads = 0;
    const record = new Proxy(
      { ...unknowns(10_000), id: 'a' },
      { get: (target, name) => (++reads, Reflect.get(target, name)) },
    );
    assert.deepEqual(check(record), { id: 'a' });
    assert.ok(reads < 200, `${reads} reads`);
  });
});

const sorted = (record: object): object =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('a number sent for a text', () => {
  test('is taken as the digits it was sent with, or refused where they may have been lost', () => {
    const digits = fc.tuple(
      fc.constantFrom('', '-'),
      fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }),
      fc.integer({ min: 0, max: 8 }),
    );
    fc.assert(
      fc.property(digits, ([sign, whole, decimals]) => {
        const padded = String(whole).padStart(decimals + 1, '0');
        const at = padded.length - decimals;
        const sent =
          sign + (decimals === 0 ? padded : `${padded.slice(0, at)}.${padded.slice(at)}`.replace(/\.?0+$/, ''));
        assert.equal(Number(numberAsText(Number(sent))), Number(sent));
        if (!/e/.test(String(Number(sent)))) assert.equal(numberAsText(Number(sent)), sent);
      }),
    );
  });

  test('beyond the safe integers needs at most 15 digits of its own', () => {
    assert.equal(numberAsText(2 ** 53 - 1), '9007199254740991');
    assert.equal(numberAsText(2 ** 53 + 2), undefined);
    assert.equal(numberAsText(0.1 + 0.2), undefined);
    assert.equal(numberAsText(1e15 + 0.5), undefined);
    assert.equal(numberAsText(Number.POSITIVE_INFINITY), undefined);
    assert.equal(numberAsText(Number.NaN), undefined);
  });
});

test('whole numbers are cut off towards zero before their range is checked', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const whole = BigInt(Math.trunc(value));
      const expected = whole >= 0n && whole <= 100n ? Number(whole) : `'score' value must be between 0 and 100`;
      assert.deepEqual(checkOne('score', value), expected);
    }),
  );
});

test('length is counted in code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀'), maxLength: 8 }), (text) => {
      assert.equal(codePoints(text), Array.from(text).length);
      assert.equal(checkOne('name', text), Array.from(text).length <= 5 ? text : long5);
    }),
  );
});
