import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseBody } from '../../src/api/json.ts';
import { InexactNumber } from '../../src/domain/inexact.ts';
import { ApiError } from '../../src/domain/errors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const message = (body: Uint8Array): string => {
  try {
    parseBody(body);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'invalid_json');
    return error.message;
  }
  return 'it was parsed';
};
const tooDeep = 'The body is nested deeper than 64';

/** How deep brackets nest outside strings, found after parsing. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** A parsed value with every number as a plain one. */
function plain(value: unknown): unknown {
  if (value instanceof InexactNumber) return value.valueOf();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** Values that nest to either side of the limit, with brackets and escapes in their strings. */
const nested = fc
  .tuple(
    fc.array(fc.constantFrom('array', 'object'), { minLength: 55, maxLength: 70 }),
    fc.jsonValue({ maxDepth: 4 }),
    fc.array(fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'é', '😀') }), { maxLength: 4 }),
  )
  .map(([shells, core, texts]) =>
    shells.reduce<unknown>(
      (inner, shell, index) =>
        shell === 'array' ? [texts[index % 4] ?? '', inner] : { [texts[index % 4] ?? 'key']: inner },
      core,
    ),
  );

describe('a body', () => {
  test('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert.deepEqual(plain(parseBody(bytes(text))), JSON.parse(text));
      }),
    );
  });

  test('tells whole numbers that have more digits than a double holds', () => {
    const isTold = (text: string): boolean =>
      (parseBody(bytes(`{"a": [ ${text}]}`)) as { a: [unknown] }).a[0] instanceof InexactNumber;
    const told = [
      '9007199254740993',
      '-1234567890123450001',
      '12345678901234501',
      '1234567890123450001e-3',
      '9007199254740991.2',
    ];
    for (const text of told) assert.ok(isTold(text), text);
    for (const text of ['9007199254740991', '1234567890123450000', '1e300', '0.1', '"9007199254740993"', '[]'])
      assert.ok(!isTold(text), text);
  });

  test('is refused exactly where it nests deeper than 64, brackets in strings aside', () => {
    fc.assert(
      fc.property(nested, fc.constantFrom(undefined, 1), (value, indent) => {
        const body = bytes(JSON.stringify(value, null, indent));
        if (depthOf(value) > 64) assert.equal(message(body), tooDeep);
        else assert.deepEqual(plain(parseBody(body)), JSON.parse(JSON.stringify(value)));
      }),
    );
    assert.deepEqual(depthOf(parseBody(bytes('['.repeat(64) + ']'.repeat(64)))), 64);
    assert.equal(message(bytes('['.repeat(65) + ']'.repeat(65))), tooDeep);
  });

  test('of millions of brackets is refused before it is parsed, in whatever way they are unbalanced', () => {
    for (const start of ['[', '{"a":', '[],', ']', '"\\""'])
      assert.equal(message(bytes(start + '['.repeat(5_000_000))), tooDeep);
    assert.match(message(bytes(`"${'['.repeat(5_000_000)}`)), /^The body is not valid JSON/);
  });

  test('keeps the key __proto__ as a key of its own', () => {
    const parsed = parseBody(bytes('{"__proto__":{"polluted":1}}'));
    assert.deepEqual(Object.keys(parsed as object), ['__proto__']);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  test('may begin with a byte order mark', () => {
    assert.deepEqual(parseBody(bytes('\ufeff{"a":1}')), { a: 1 });
  });

  test('must be UTF-8', () => {
    for (const wrong of [
      [0xff],
      [0x22, 0xc3, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0xfe, 0xff, 0, 0x31],
    ])
      assert.equal(message(Uint8Array.from(wrong)), 'The body is not valid UTF-8');
  });
});

describe('what is said of a body that is not JSON', () => {
  const cases: readonly (readonly [body: string, message: string])[] = [
    ['', 'it ends too early'],
    ['{"a":', 'it ends too early'],
    ['[1, 2', 'at position 5'],
    ['{"a":1}}', 'at position 7'],
    ['{"a":x}', 'it holds a character out of place'],
    ['nonsense', 'it holds a character out of place'],
    ['{"in JSON at position 77 (line 1 column 78)": x}', 'it holds a character out of place'],
  ];
  for (const [body, why] of cases)
    test(`${body === '' ? 'nothing' : body} is not valid JSON: ${why}`, () => {
      assert.equal(message(bytes(body)), `The body is not valid JSON: ${why}`);
    });

  test('quotes nothing of it', () => {
    const marker = 'SECRET';
    const pieces = fc.array(fc.constantFrom(marker, `"${marker}"`, '[', ']', '{', '}', ':', ',', '"', '\\', '1', ' '), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        const said = message(bytes(parts.join('')));
        assert.ok(!said.includes('SEC'), said);
      }),
      { numRuns: 1000 },
    );
  });
});
