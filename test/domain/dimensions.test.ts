import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeDimensions as merge, readMap, removeDimension, writeMap } from '../../src/domain/dimensions.ts';
import { pathName, text } from '../support/arbitraries.ts';

type Item = { key: string; value?: string | number | null };

const few = ['a', 'b', '1', '0', '10', '__proto__', 'constructor', '"', '\\', '\n'];
const key = fc.oneof(fc.constantFrom(...few), pathName());
const item: fc.Arbitrary<Item> = fc.record(
  { key, value: fc.oneof(text(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)) },
  { requiredKeys: ['key'], noNullPrototype: true },
);
const items = fc.array(item, { maxLength: 8 });

/** The text afterwards; of the change that is told it is asserted that it is one. */
function mergeDimensions(before: string, list: readonly Item[]): string {
  const dimensions = readMap(before);
  const changed = merge(dimensions, list);
  const after = writeMap(dimensions);
  assert.equal(changed, after !== before);
  return after;
}

/** The map of items, the last of a key winning, without a prototype. */
function mapOf(list: readonly Item[]): { [key: string]: unknown } {
  const map = Object.create(null);
  for (const one of list) map[one.key] = one.value ?? null;
  return map;
}
const stored = (list: readonly Item[]): string => mergeDimensions('{}', list);

test('merging puts every supplied key in place, the last of a duplicate one, and keeps all others', () => {
  fc.assert(
    fc.property(items, items, (first, second) => {
      assert.equal(mergeDimensions(stored(first), second), JSON.stringify(mapOf([...first, ...second])));
    }),
    { numRuns: 500 },
  );
});

test('a map is read as it was written, whatever keys have been read before', () => {
  fc.assert(
    fc.property(items, (list) => {
      const map = mapOf(list);
      assert.deepEqual(
        [...readMap(stored(list))],
        Object.keys(map).map((one) => [one, JSON.parse(JSON.stringify(map[one]))]),
      );
    }),
    { numRuns: 500 },
  );
  JSON.parse('{"x":1,"\\\\":2}');
  assert.deepEqual([...readMap('{"x":1,"\\n":2}').keys()], ['x', '\n']);
});

test('an item without a value, or with null, keeps its key with null', () => {
  assert.equal(mergeDimensions('{"a":1}', [{ key: 'a', value: null }]), '{"a":null}');
  assert.equal(mergeDimensions('{"a":1}', [{ key: 'a' }]), '{"a":null}');
});

test('merging the same items twice gives the same text as once', () => {
  fc.assert(
    fc.property(items, items, (first, second) => {
      const once = mergeDimensions(stored(first), second);
      assert.equal(mergeDimensions(once, second), once);
    }),
  );
});

test('keys that mean something to objects are keys like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString', '1', '-1', '4294967295', ' ', '"', '\\']) {
    const one = stored([{ key: name, value: 'x' }]);
    assert.equal(one, `{${JSON.stringify(name)}:"x"}`);
    assert.equal(removeDimension('{}', name), undefined);
    assert.equal(removeDimension(one, name), '{}');
  }
  assert.equal(({} as { x?: unknown }).x, undefined, 'no prototype was changed');
});

test('removing takes one key away and no other; a key that is not there is told', () => {
  fc.assert(
    fc.property(items, key, (held, name) => {
      const left = removeDimension(stored(held), name);
      const others = held.filter((one) => one.key !== name);
      assert.equal(left, others.length === held.length ? undefined : stored(others));
    }),
  );
});

test('removing without a key takes all away, also where there are none', () => {
  assert.equal(removeDimension('{"a":1,"b":2}'), '{}');
  assert.equal(removeDimension('{}'), '{}');
});
