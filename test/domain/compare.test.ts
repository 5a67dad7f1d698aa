import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareText } from '../../src/domain/compare.ts';
import { anyText } from '../support/arbitraries.ts';

/** Text of few letters, so that two share a beginning, among them those whose order differs between UTF-16 and Unicode. */
const few = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}') });
const text = fc.oneof(few, anyText);

function byCodePoints(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)].map((list) => list.map((c) => c.codePointAt(0) as number)) as [
    number[],
    number[],
  ];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return (x[i] ?? 0) - (y[i] ?? 0);
  return x.length - y.length;
}

test('text compares by code point', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(Math.sign(compareText(a, b)), Math.sign(byCodePoints(a, b)));
    }),
    { numRuns: 2000 },
  );
});

test('a code point beyond the basic plane comes after every one within it', () => {
  assert.ok(compareText('\uffff', '\u{10000}') < 0);
  assert.deepEqual(['\uffff', '\u{10000}'].sort(), ['\u{10000}', '\uffff'], 'which is not what JavaScript itself says');
});

test('sorting by it is the order of UTF-8 bytes, in which databases keep text', () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      assert.deepEqual(
        texts.toSorted(compareText),
        texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    }),
  );
});
