import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge, needsLevelTwo, readModification, readUpload } from '../../src/domain/batch.ts';
import { ApiError, Fault } from '../../src/domain/errors.ts';
import { batches, expectedOk, levelOneOf, optionSets, resultOf } from '../support/batches.ts';

describe('every batch of up to three records under every option', () => {
  test('stands or falls as its faults say, and lists each of them once in record order', () => {
    for (const batch of batches)
      for (const options of optionSets) {
        const results = batch.map(resultOf);
        const { ok, faults } = judge(levelOneOf(results, batch), results, options);
        const say = JSON.stringify([batch, options]);
        assert.equal(ok, expectedOk(batch, options), say);
        assert.deepEqual(
          [...faults.keys()],
          batch.flatMap((_, index) => (results[index] instanceof Fault ? [index] : [])),
          say,
        );
      }
  });

  test('is settled by level 1 alone only where no other record could add a fault that counts', () => {
    for (const batch of batches)
      for (const options of optionSets) {
        if (needsLevelTwo(levelOneOf(batch.map(resultOf), batch), options)) continue;
        assert.equal(expectedOk(batch, options), false);
        assert.ok(!options.atomic && options.ignoreMissingAccounts, 'there, faults of level 2 count too');
      }
  });
});

const refusal = (read: (body: unknown) => unknown, body: unknown): string => {
  try {
    read(body);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'invalid_envelope');
    return error.message;
  }
  return 'it was read';
};

describe('the envelope of a batch', () => {
  test('of an upload is an object with an array of records', () => {
    assert.deepEqual(readUpload({ records: [1, null] }).records, [1, null]);
    for (const body of [null, [], 'x', 1, {}, { records: null }, { records: {} }, { records: 'x' }, { record: [] }])
      assert.match(refusal(readUpload, body), /"records" array/);
  });

  test('of a PUT is a record under data, or the bare record', () => {
    assert.deepEqual(readModification({ data: { a: 1 }, a: 2 }).record, { a: 1 });
    assert.deepEqual(readModification({ a: 2 }).record, { a: 2 });
    assert.equal(refusal(readModification, []), 'The body must be an object');
    const many = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, n) => [`x${n}`, n]));
    assert.deepEqual(readModification({ data: many(10_000) }).record, many(10_000));
    for (const body of [many(10_001), { data: many(10_001) }])
      assert.equal(refusal(readModification, body), 'A record must not have more than 10000 properties');
    for (const data of [null, [], 'x', 1])
      assert.equal(refusal(readModification, { data }), '"data" must be an object');
  });

  test('holds options, beside a bare record too', () => {
    const options = {
      overwrite_csm_assignments: true,
      dry_run: true,
      atomic: true,
      return: 'outcomes',
      ignore_missing_accounts: false,
    };
    const read = { overwriteCsms: true, dryRun: true, atomic: true, outcomes: true, ignoreMissingAccounts: false };
    assert.deepEqual(readUpload({ records: [], options }).options, read);
    assert.deepEqual(readModification({ data: {}, options }).options, read);
    assert.deepEqual(readModification({ a: 1, options }).options, read);
  });

  test('has defaults for options that are absent, null or unknown', () => {
    const byDefault = {
      overwriteCsms: false,
      dryRun: false,
      atomic: false,
      outcomes: false,
      ignoreMissingAccounts: true,
    };
    for (const options of [undefined, null, {}, { atomic: null, dry_run: null, return: null }, { unknown: 1 }])
      assert.deepEqual(readUpload({ records: [], options }).options, byDefault);
  });

  test('is wrong where an option has the wrong type', () => {
    for (const options of ['x', 1, [], true])
      assert.equal(refusal(readUpload, { records: [], options }), '"options" must be an object');
    for (const name of ['ignore_missing_accounts', 'overwrite_csm_assignments', 'dry_run', 'atomic'])
      for (const value of ['true', 1, 0, {}, []])
        assert.equal(
          refusal(readUpload, { records: [], options: { [name]: value } }),
          `option '${name}' value must be a boolean`,
        );
    assert.equal(
      refusal(readUpload, { records: [], options: { return: 'all' } }),
      "option 'return' value must be one of: outcomes",
    );
  });
});
