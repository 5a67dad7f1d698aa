/** The forest of accounts against a plain walk from parent to parent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Forest } from '../../src/domain/account/forest.ts';

function isBelow(parents: ReadonlyMap<string, string | null>, id: string, above: string): boolean {
  const seen = new Set<string>();
  for (let at: string | null | undefined = id; at != null && !seen.has(at); at = parents.get(at)) {
    if (at === above) return true;
    seen.add(at);
  }
  return false;
}

const id = fc.nat({ max: 11 }).map(String);
const move = fc.tuple(id, fc.option(id, { freq: 6 }));

test('tells of any two nodes, after any moves, whether one is below the other, also where parents form loops', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), fc.array(fc.tuple(id, id), { maxLength: 8 }), (moves, pairs) => {
      const forest = new Forest();
      const parents = new Map<string, string | null>();
      for (const [node, parent] of moves) {
        forest.setParent(node, parent);
        parents.set(node, parent);
        for (const [one, other] of pairs)
          assert.equal(forest.isBelow(one, other), isBelow(parents, one, other), `${one} below ${other}`);
      }
    }),
    { numRuns: 3_000 },
  );
});
