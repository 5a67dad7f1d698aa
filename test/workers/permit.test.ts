/** What was answered as timed out is never applied, and what is being committed is never answered so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Permit } from '../../src/operations/request.ts';

test('a permit that was withdrawn can not be claimed, by whoever shares it', () => {
  const permit = new Permit();
  assert.equal(permit.withdraw(), true);
  assert.equal(new Permit(permit.buffer).claim(), false);
  assert.equal(new Permit(permit.buffer).isWithdrawn, true);
});

test('a permit that was claimed can not be withdrawn', () => {
  const permit = new Permit();
  assert.equal(new Permit(permit.buffer).claim(), true);
  assert.equal(permit.withdraw(), false);
  assert.equal(permit.isWithdrawn, false);
});
