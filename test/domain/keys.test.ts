import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { allows, hashKey, makeKey, sameHash, shownPart } from '../../src/domain/keys.ts';
import { scopes } from '../../src/resources/operations/operation.ts';

test('a key is 256 random bits behind a prefix by which it is recognised', () => {
  const keys = Array.from({ length: 1000 }, makeKey);
  for (const key of keys) assert.match(key, /^tenure_[0-9a-f]{64}$/);
  assert.equal(new Set(keys).size, keys.length);
});

test('what is shown of a key leaves all but 24 of its bits unknown', () => {
  const key = makeKey();
  assert.ok(key.startsWith(shownPart(key)));
  assert.equal(shownPart(key).length, 'tenure_'.length + 6);
});

test('a key is known by its SHA-256 alone', () => {
  const key = makeKey();
  assert.deepEqual(hashKey(key), createHash('sha256').update(key).digest());
  assert.ok(sameHash(hashKey(key), hashKey(key)));
  assert.ok(!sameHash(hashKey(key), hashKey(`${key} `)));
});

test('a scope includes those before it', () => {
  const allowed = scopes.map((held) => scopes.filter((needed) => allows(held, needed)));
  assert.deepEqual(allowed, [['read'], ['read', 'write'], ['read', 'write', 'admin']]);
});
