import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import fc from 'fast-check';
import { Parents } from '../../src/domain/account/hierarchy.ts';

const id: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__');
/** Any parents at all, loops among them: what is stored may be wrong already. */
const someParents = fc.array(fc.tuple(id, fc.option(id)), { maxLength: 8 }).map((pairs) => new Map(pairs));

test('a parent is refused exactly where the account is found on the way up from it, whatever loops there are', () => {
  fc.assert(
    fc.property(someParents, id, id, (parentOf, account, parent) => {
      const above = new Set([parent]);
      for (let step = 0; step < 10; step++)
        for (const one of above) {
          const next = parentOf.get(one);
          if (next != null) above.add(next);
        }
      const fault = new Parents(parentOf).check(account, parent);
      assert.equal(fault !== undefined, above.has(account));
    }),
  );
});

test('a parent is refused as before after others have been set', () => {
  const step = fc.tuple(id, fc.option(id));
  fc.assert(
    fc.property(someParents, fc.array(step, { maxLength: 12 }), (stored, steps) => {
      const parents = new Parents(stored);
      const plain = new Map(stored);
      for (const [account, parent] of steps) {
        const isRefused = parent !== null && parents.check(account, parent) !== undefined;
        assert.equal(isRefused, parent !== null && new Parents(plain).check(account, parent) !== undefined);
        if (isRefused) continue;
        parents.set(account, parent);
        plain.set(account, parent);
      }
    }),
  );
});

test('a long chain is not walked for every account that is hung on it', () => {
  const length = 2_000;
  const chain = Array.from({ length }, (_, n): [string, string | null] => [`${n}`, n === 0 ? null : `${n - 1}`]);
  const pairs = Array.from({ length }, (_, n): [string, string | null] => [`child ${n}`, `parent ${n}`]);
  const parents = new Parents([...chain, ...pairs]);
  const looks = mock.method(Map.prototype, 'get');
  for (let n = 0; n < length; n++) {
    assert.equal(parents.check(`parent ${n}`, `${length - 1}`), undefined);
    parents.set(`parent ${n}`, `${length - 1}`);
    assert.ok(parents.check('0', `child ${n}`));
  }
  looks.mock.restore();
  assert.ok(looks.mock.callCount() < 30 * length, `${looks.mock.callCount()} looks`);
});

const parents = new Parents([
  ['child', 'account'],
  ['grandchild', 'child'],
]);

test('the fault says whether it is the account itself or one below it', () => {
  assert.equal(
    parents.check('account', 'account')?.message,
    "'parent_account_id' value must not be the account itself",
  );
  for (const one of ['child', 'grandchild'])
    assert.equal(
      parents.check('account', one)?.message,
      "'parent_account_id' value must not be one of its descendants",
    );
  assert.equal(parents.check('account', 'unknown'), undefined);
  assert.equal(parents.check('grandchild', 'account'), undefined);
});

test('what grows by one account at a time is not walked for each: nobody has the new one as a parent', () => {
  const chain = new Parents();
  const looks = mock.method(Map.prototype, 'get');
  for (let n = 1; n < 1_000; n++) {
    assert.equal(chain.check(`${n}`, `${n - 1}`), undefined);
    chain.set(`${n}`, `${n - 1}`);
  }
  looks.mock.restore();
  assert.equal(looks.mock.callCount(), 0);
  assert.ok(chain.check('1', '999'));
});
