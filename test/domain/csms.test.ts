import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assignCsms as assign, openCsms, unassignCsm } from '../../src/domain/account/csms.ts';
import { fold } from '../../src/domain/fold.ts';

/** Those assigned afterwards; of the change that is told it is asserted that it is one. */
function assignCsms(before: readonly string[], emails: readonly string[], overwrite: boolean): string[] {
  const csms = openCsms(before);
  const changed = assign(csms, emails, overwrite);
  const after = [...csms.values()];
  assert.equal(changed, JSON.stringify(after) !== JSON.stringify(before));
  return after;
}

const email = fc.constantFrom('joe@x.com', 'JOE@x.com', 'ann@x.com', 'ÉVE@x.com', 'éve@x.com', '__proto__', 'a', 'A');
const emails = fc.array(email, { maxLength: 6 });
const assigned = emails.map((list) => assignCsms([], list, false));
const folds = (list: readonly string[]): string[] => list.map(fold);

test('emails are added behind those assigned, each once whatever its case', () => {
  fc.assert(
    fc.property(assigned, emails, (before, added) => {
      const after = assignCsms(before, added, false);
      assert.deepEqual(after.slice(0, before.length), before);
      assert.deepEqual(folds(after), [...new Set(folds([...before, ...added]))]);
    }),
  );
});

test('with overwrite the emails take the place of those assigned, in their own order', () => {
  fc.assert(
    fc.property(assigned, emails, (before, added) => {
      assert.deepEqual(folds(assignCsms(before, added, true)), [...new Set(folds(added))]);
    }),
  );
  assert.deepEqual(assignCsms(['joe@x.com'], [], true), []);
});

test('an empty list alone changes nothing', () => {
  assert.deepEqual(assignCsms(['joe@x.com'], [], false), ['joe@x.com']);
});

test('a known email keeps the spelling with which it was assigned first', () => {
  for (const overwrite of [false, true])
    assert.deepEqual(assignCsms(['Joe@x.com'], ['joe@X.com', 'JOE@X.COM'], overwrite), ['Joe@x.com']);
});

test('assigning twice is assigning once', () => {
  fc.assert(
    fc.property(assigned, emails, fc.boolean(), (before, added, overwrite) => {
      const once = assignCsms(before, added, overwrite);
      assert.deepEqual(assignCsms(once, added, overwrite), once);
    }),
  );
});

test('one email is taken away whatever its case; one that is not assigned is told', () => {
  fc.assert(
    fc.property(assigned, email, (before, gone) => {
      const left = unassignCsm(before, gone);
      if (folds(before).includes(fold(gone)))
        assert.deepEqual(
          left,
          before.filter((other) => fold(other) !== fold(gone)),
        );
      else assert.equal(left, undefined);
    }),
  );
  assert.deepEqual(unassignCsm(['joe@x.com']), []);
  assert.deepEqual(unassignCsm([]), []);
});
