import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import fc from 'fast-check';
import { parseBody } from '../../src/api/json.ts';
import { NotJson, parseJson } from '../../src/api/json-text.ts';
import { InexactNumber } from '../../src/domain/inexact.ts';
import { ApiError } from '../../src/domain/errors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function refusal(body: Uint8Array): ApiError {
  try {
    parseBody(body);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'invalid_json');
    return error;
  }
  return assert.fail('it was parsed');
}
const message = (body: Uint8Array): string => refusal(body).message;
const tooDeep = /^The body is nested deeper than 64 /;

/** How often a call of `work` parses JSON, and whether with a reviver. */
function parses(work: () => void): { count: number; revived: boolean } {
  const spy = mock.method(JSON, 'parse');
  try {
    work();
  } finally {
    spy.mock.restore();
  }
  return { count: spy.mock.callCount(), revived: spy.mock.calls.some((call) => call.arguments.length > 1) };
}

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
        if (depthOf(value) > 64) assert.match(message(body), tooDeep);
        else assert.deepEqual(plain(parseBody(body)), JSON.parse(JSON.stringify(value)));
      }),
    );
    assert.deepEqual(depthOf(parseBody(bytes('['.repeat(64) + ']'.repeat(64)))), 64);
    assert.match(message(bytes('['.repeat(65) + ']'.repeat(65))), tooDeep);
  });

  test('of millions of brackets is refused before it is parsed, in whatever way they are unbalanced', () => {
    for (const start of ['[', '{"a":', '[],', ']', '"\\""'])
      assert.match(message(bytes(start + '['.repeat(5_000_000))), tooDeep);
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
      assert.match(message(Uint8Array.from(wrong)), /^The body is not valid UTF-8 /);
  });
});

/** Texts of JSON, and texts that a few changes made of them, mostly no JSON any more. */
const almostJson = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.constantFrom(undefined, 1),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'{}[]:,"\\u0e-+.1 \n\ttrueé😀\u2028\0'), fc.boolean()), {
      maxLength: 2,
    }),
  )
  .map(([text, indent, changes]) =>
    changes.reduce(
      (changed, [at, unit, isInsertion]) => {
        const index = at % (changed.length + 1);
        return changed.slice(0, index) + unit + changed.slice(isInsertion ? index : index + 1);
      },
      JSON.stringify(JSON.parse(text), null, indent),
    ),
  );

describe('the parser that keeps digits', () => {
  const parsed = (parse: () => unknown): unknown => {
    try {
      return { value: parse() };
    } catch (error) {
      return error instanceof NotJson || error instanceof SyntaxError ? 'not JSON' : error;
    }
  };

  test('accepts what JSON.parse accepts, with the same values', () => {
    fc.assert(
      fc.property(almostJson, (text) => {
        assert.deepEqual(
          parsed(() => plain(parseJson(text))),
          parsed(() => JSON.parse(text)),
        );
      }),
      { numRuns: 5000 },
    );
  });

  for (const text of [
    '{"a":1,"b":2,"a":3}',
    '{"__proto__":{"a":1},"b":[]}',
    '"\\u00e9\\ud800\\n\\/"',
    '-0',
    '1e400',
    ' [ ] ',
  ])
    test(`reads ${text} as JSON.parse does`, () => assert.deepEqual(parseJson(text), JSON.parse(text)));
  for (const text of [
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '-',
    'nul',
    '"\\x"',
    '"\\u12g4"',
    '"\t"',
    '{a:1}',
    "{'a':1}",
    '[1,]',
    '{"a":1,}',
    '1 2',
  ])
    test(`refuses ${text}`, () => assert.throws(() => parseJson(text), NotJson));

  test('is used without a reviver, whatever the number of values', () => {
    const body = bytes(`{"a":12345678901234567890,"b":[${'0,'.repeat(10_000)}0]}`);
    assert.deepEqual(
      parses(() => parseBody(body)),
      { count: 0, revived: false },
    );
  });
});

describe('a body with too many records', () => {
  const refused = new ApiError('too_many_records', 'Too many');
  const limit = {
    max: 2,
    refusal: (count: number) => Object.assign(refused, { message: `${count}` }),
  };
  const isRefused = (text: string): boolean => {
    try {
      parseBody(bytes(text), limit);
      return false;
    } catch (error) {
      assert.equal(error, refused);
      return true;
    }
  };

  test('is refused before it is parsed', () => {
    const count = parses(() => assert.ok(isRefused(`{"options":{},"records":[${'{},'.repeat(9_999)}{}]}`)));
    assert.deepEqual(count, { count: 0, revived: false });
    assert.equal(refused.message, '10000');
  });

  const value = fc.jsonValue({ maxDepth: 2 });
  const key = fc.constantFrom('records', 'options', 'a', '"records');
  const object = fc
    .array(fc.tuple(key, fc.oneof(value, fc.array(value, { maxLength: 4 }))), { maxLength: 3 })
    .map((pairs): object => Object.fromEntries(pairs));
  const envelope = fc.oneof(object, fc.array(fc.oneof(object, value), { maxLength: 4 }));
  test('is found by the elements of "records" in the outermost object, and by nothing else', () => {
    fc.assert(
      fc.property(envelope, fc.constantFrom(undefined, 1), (body, indent) => {
        const { records } = body as { records?: unknown };
        const isTooMany = Array.isArray(records) && records.length > 2;
        assert.equal(isRefused(JSON.stringify(body, null, indent)), isTooMany);
      }),
      { numRuns: 1000 },
    );
  });

  const cases: [text: string, isTooMany: boolean][] = [
    ['{"records":[1,2,3]}', true],
    ['{"records" : [ [1,2], {"a":[1,2,3]} , "," ]}', true],
    ['{"records":[[1,2],"1,2,3"]}', false],
    ['{"records":[],"records":[1,2,3]}', true],
    ['{"\\u0072ecords":[1,2,3]}', true],
    ['{"options":{"records":[1,2,3]},"records":[1]}', false],
    ['{"records":{"a":1,"b":2,"c":3}}', false],
    ['["records",[1,2,3]]', false],
    ['{"a":"records","b":[1,2,3]}', false],
  ];
  for (const [text, isTooMany] of cases)
    test(`${text} holds ${isTooMany ? 'too many' : 'few enough'}`, () => assert.equal(isRefused(text), isTooMany));
});

describe('what is said of a body that is not JSON', () => {
  const early = 'is not valid JSON: it ends too early';
  const wrong = 'is not valid JSON: a character is out of place';
  const deep = 'is nested deeper than 64';
  const cases: readonly (readonly [body: string, what: string, offset: number, line?: number, record?: number])[] = [
    ['', early, 0],
    ['{"a":', early, 5],
    ['[1, 2', early, 5],
    ['"\\', early, 2],
    ['{"a":1}}', wrong, 7],
    ['{"a":x}', wrong, 5],
    ['{"a":01}', wrong, 6],
    ['"a\u0001"', wrong, 2],
    ['"\\u12x4"', wrong, 3],
    ['nonsense', wrong, 0],
    ['{"é😀":\n\n x}', wrong, 13, 3],
    ['\ufeff{"a":x}', wrong, 8],
    ['{"in JSON at position 77 (line 1 column 78)": x}', wrong, 46],
    ['{"records":[{},\n{},\n{"a" 1}]}', wrong, 25, 3, 2],
    ['{"records":[{},{"a":{"records":[1,x]}}]}', wrong, 34, 1, 1],
    ['{"records":[{}', early, 14, 1, 0],
    ['{"records":[{},', early, 15, 1, 1],
    ['{"records":[{}],x', wrong, 16],
    ['{"options":{"records":[1,2 3]}}', wrong, 27],
    ['[{"records":[1 2]}]', wrong, 15],
    ['{"records":[1,', early, 14, 1, 1],
    [`{"records":[1,${'['.repeat(70)}`, deep, 76, 1, 1],
    ['['.repeat(70), deep, 64],
  ];
  for (const [body, what, offset, line = 1, record] of cases)
    test(`${JSON.stringify(body).slice(0, 60)} ${what}, at ${offset}`, () => {
      const { message: said, details } = refusal(bytes(body));
      const place = `byte offset ${offset}, line ${line}${record === undefined ? '' : `, record ${record}`}`;
      assert.equal(said, `The body ${what} (${place})`);
      assert.deepEqual(details, { offset, line, ...(record !== undefined && { record }) });
    });

  const notText: readonly (readonly [start: string, wrong: readonly number[], offset: number, record?: number])[] = [
    ['', [0xff], 0],
    ['{"records":[{},\n"é', [0xc3, 0x22], 20, 1],
    ['{"records":["', [0xe2, 0x82], 15, 0],
    ['{"records":["', [0xf5], 13, 0],
  ];
  for (const [start, last, offset, record] of notText)
    test(`${JSON.stringify(start)} and the bytes ${last} are not UTF-8 at ${offset}`, () => {
      const { message: said, details } = refusal(Uint8Array.from([...bytes(start), ...last]));
      assert.match(said, /^The body is not valid UTF-8 \(byte offset /);
      assert.deepEqual(details, {
        offset,
        line: start.includes('\n') ? 2 : 1,
        ...(record !== undefined && { record }),
      });
    });

  test('names the record in which a text was cut off', () => {
    const records = fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(records, fc.nat(), (list, position) => {
        const starts: number[] = [];
        let text = '{"records":[';
        for (const record of list) {
          starts.push(text.length);
          text += `${JSON.stringify(record)},`;
        }
        const last = (starts.at(-1) ?? 0) + 1;
        const end = (starts[0] ?? 0) + (position % (last - (starts[0] ?? 0)));
        const cut = text.slice(0, end);
        const expected = starts.findLastIndex((start) => start <= end);
        if (!/[\ud800-\udbff]$/.test(cut)) assert.equal(refusal(bytes(cut)).details?.record, expected);
      }),
    );
  });

  test('quotes nothing of it', () => {
    const marker = 'SECRET';
    const pieces = fc.array(fc.constantFrom(marker, `"${marker}"`, '[', ']', '{', '}', ':', ',', '"', '\\', '1', ' '), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        let said: string;
        try {
          parseBody(bytes(parts.join('')));
          return;
        } catch (error) {
          said = JSON.stringify([(error as ApiError).message, (error as ApiError).details]);
        }
        assert.ok(!said.includes('SEC'), said);
      }),
      { numRuns: 1000 },
    );
  });
});
