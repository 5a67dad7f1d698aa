/** Timelines against a plain sorted list, and how many entries a change moves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Timeline } from '../../src/domain/account/timeline.ts';

interface Entry {
  readonly key: string;
  readonly time: number;
  readonly value: number;
}
const timeline = (entries: readonly Entry[]): Timeline<Entry> =>
  new Timeline(
    entries,
    ({ time }) => time,
    ({ key }) => key,
  );

/** The rules in the plainest words. */
class PlainList {
  entries: Entry[];
  constructor(entries: readonly Entry[]) {
    this.entries = [...entries];
  }
  add(entry: Entry): void {
    this.entries = [...this.entries, entry].sort((a, b) => a.time - b.time);
  }
  replace(entry: Entry): void {
    this.entries = this.entries.map((one) => (one.key === entry.key ? entry : one));
  }
  remove(key: string): void {
    this.entries = this.entries.filter((one) => one.key !== key);
  }
}

type Step = readonly ['add' | 'replace' | 'remove' | 'from' | 'backFrom', key: number, time: number];
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('add', 'add', 'add', 'replace', 'remove', 'from', 'backFrom'),
  fc.nat({ max: 40 }),
  fc.integer({ min: -2, max: 7 }),
);
/** Lengths on both sides of a block's, and of several. */
const length = fc.constantFrom(0, 1, 5, 510, 512, 513, 1_200);

test('a timeline is a list sorted by time, with those of one time in order of arrival', () => {
  fc.assert(
    fc.property(length, fc.array(step, { maxLength: 40 }), (stored, steps) => {
      const first = Array.from({ length: stored }, (_, n) => ({ key: `s${n}`, time: Math.floor(n / 250), value: 0 }));
      const [actual, plain] = [timeline(first), new PlainList(first)];
      steps.forEach(([what, number, time], value) => {
        const key = number < 20 ? `s${number * 13}` : `n${number}`;
        const known = plain.entries.find((entry) => entry.key === key);
        if (what === 'from')
          assert.deepEqual(
            [...actual.from(time)],
            plain.entries.filter((one) => one.time >= time),
          );
        else if (what === 'backFrom')
          assert.deepEqual([...actual.backFrom(time)], plain.entries.filter((one) => one.time <= time).toReversed());
        else if (what === 'remove') for (const list of [actual, plain]) list.remove(key);
        else if (what === 'replace' && known) for (const list of [actual, plain]) list.replace({ ...known, value });
        else if (what === 'add' && !known) for (const list of [actual, plain]) list.add({ key, time, value });
        assert.deepEqual(
          actual.get(key),
          plain.entries.find((entry) => entry.key === key),
        );
      });
      assert.deepEqual(actual.entries, plain.entries);
      assert.equal(actual.size, plain.entries.length);
      assert.deepEqual(actual.last, plain.entries.at(-1));
    }),
    { numRuns: 300 },
  );
});

/** The total length of the arrays on which `work` calls what moves, searches or copies items. */
function moves(work: () => void): number {
  const methods = ['splice', 'indexOf', 'slice', 'flatMap'] as const;
  const prototype = Array.prototype as unknown as { [name: string]: (...values: unknown[]) => unknown };
  const originals = methods.map((name) => [name, prototype[name] ?? assert.fail()] as const);
  let count = 0;
  for (const [name, original] of originals)
    prototype[name] = function (this: unknown[], ...values) {
      count += this.length;
      return original.apply(this, values);
    };
  try {
    work();
  } finally {
    for (const [name, original] of originals) prototype[name] = original;
  }
  return count;
}

const orders: { readonly [order: string]: (n: number) => Entry } = {
  descending: (n) => ({ key: `${n}`, time: -n, value: 0 }),
  'of one time': (n) => ({ key: `${n}`, time: 0, value: 0 }),
};
for (const [order, entry] of Object.entries(orders)) {
  test(`20,000 entries ${order} are added, replaced and removed one by one without moving many others`, () => {
    const list = timeline([]);
    const entries = Array.from({ length: 20_000 }, (_, n) => entry(n));
    const moved = moves(() => {
      for (const one of entries) list.add(one);
      for (const one of entries.toReversed()) list.replace({ ...one, value: 1 });
      for (const one of entries.toReversed().slice(0, 10_000)) list.remove(one.key);
      for (const one of entries.slice(0, 5_000)) list.remove(one.key);
    });
    assert.equal(list.size, 5_000);
    assert.ok(moved < 35_000 * 1_000, `${moved} moved`);
  });
}
