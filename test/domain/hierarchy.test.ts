import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkParent } from '../../src/domain/account/hierarchy.ts';

const id: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__');
/** Any parents at all, loops among them: what is stored may be wrong already. */
const parents = fc.array(fc.tuple(id, fc.option(id)), { maxLength: 8 }).map((pairs) => new Map(pairs));

test('a parent is refused exactly where the account is found on the way up from it, whatever loops there are', () => {
  fc.assert(
    fc.property(parents, id, id, (parentOf, account, parent) => {
      const above = new Set([parent]);
      for (let step = 0; step < 10; step++)
        for (const one of above) {
          const next = parentOf.get(one);
          if (next != null) above.add(next);
        }
      const fault = checkParent(account, parent, (one) => parentOf.get(one));
      assert.equal(fault !== undefined, above.has(account));
    }),
  );
});

const parentOf = (one: string): string | undefined => ({ child: 'account', grandchild: 'child' })[one];

test('the fault says whether it is the account itself or one below it', () => {
  assert.equal(
    checkParent('account', 'account', parentOf)?.message,
    "'parent_account_id' value must not be the account itself",
  );
  for (const one of ['child', 'grandchild'])
    assert.equal(
      checkParent('account', one, parentOf)?.message,
      "'parent_account_id' value must not be one of its descendants",
    );
  assert.equal(checkParent('account', 'unknown', parentOf), undefined);
  assert.equal(checkParent('grandchild', 'account', parentOf), undefined);
});
