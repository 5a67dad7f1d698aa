import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerModification, answerUpload, batchOf, readBatch } from '../../src/api/batch.ts';
import type { BatchOptions } from '../../src/domain/batch.ts';
import { accountNotFound, Fault } from '../../src/domain/errors.ts';
import type { Supplied } from '../../src/domain/validate.ts';
import { batches, expectedOk, isApplied, type Kind, kinds, optionSets, resultOf } from '../support/batches.ts';

/** What an upload of such a batch answers, and how often it would write. */
function send(batch: readonly Kind[], options: BatchOptions) {
  const sent = {
    ignore_missing_accounts: options.ignoreMissingAccounts,
    atomic: options.atomic,
    dry_run: options.dryRun,
    return: options.outcomes ? 'outcomes' : null,
  };
  const records = batch.map((kind, index) => ({ account_id: index, kind }));
  const read = readBatch(bodyOf({ records, options: sent }), (record) =>
    kindOf(record) === 'level 1' ? (resultOf('level 1') as Fault) : (record as Supplied),
  );
  if (!read.isRefused) read.apply((supplied) => resultOf(kindOf(supplied)));
  return { answer: answerUpload(read, ['account_id']), isWritten: !read.isRefused && read.isWritten };
}
const kindOf = (record: unknown): Kind => (record as { kind: Kind }).kind;
const bodyOf = (body: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(body));

describe('every batch of up to three records under every option', () => {
  test('writes nothing where its answer is false or it is a dry run, and else is written', () => {
    for (const batch of batches)
      for (const options of optionSets) {
        const { answer, isWritten } = send(batch, options);
        const say = JSON.stringify([batch, options]);
        assert.equal(answer.ok, expectedOk(batch, options), say);
        assert.equal(isWritten, answer.ok && !options.dryRun, say);
        assert.equal(typeof answer.message, answer.ok ? 'undefined' : 'string', say);
        const expected = batch.map((kind) => (answer.ok && isApplied(kind) ? kind : 'failed'));
        assert.deepEqual(answer.fields?.outcomes, options.outcomes ? expected : undefined, say);
      }
  });

  test('lists every record at fault that made it fail, and each failed one of a batch that stands, in record order', () => {
    for (const batch of batches)
      for (const options of optionSets) {
        const { answer } = send(batch, options);
        const failed = (answer.fields as { failed_results: { record: number; account_id: number }[] }).failed_results;
        const settled = batch.includes('level 1') && !options.atomic && options.ignoreMissingAccounts;
        const listed = batch.flatMap((kind, index) =>
          (settled ? kind === 'level 1' : !isApplied(kind)) ? [index] : [],
        );
        assert.deepEqual(
          failed.map(({ record }) => record),
          listed,
          JSON.stringify([batch, options]),
        );
        for (const item of failed) assert.equal(item.account_id, item.record, 'a failed item names its record');
      }
  });

  test('of one record answers a PUT: a fault is a failure, but for an unknown account that may be missing', () => {
    for (const kind of kinds)
      for (const options of optionSets) {
        const result = resultOf(kind);
        const batch = batchOf({ record: { account_id: 7 }, options }, kind === 'level 1' ? (result as Fault) : {});
        batch.apply(() => result);
        const answer = answerModification(batch, ['account_id']);
        const mayBeMissing = kind === 'unknown account' && options.ignoreMissingAccounts && !options.atomic;
        assert.equal(answer.ok, isApplied(kind) || mayBeMissing);
        if (isApplied(kind)) assert.equal(batch.isWritten, !options.dryRun);
        if (result instanceof Fault && !answer.ok)
          assert.deepEqual([answer.message, answer.code, answer.field], [result.message, result.code, result.field]);
        const failed = (answer.fields as { failed_results?: { account_id: number }[] }).failed_results;
        assert.deepEqual(
          failed?.map((item) => item.account_id),
          kind === 'unknown account' ? [7] : undefined,
        );
        assert.deepEqual(answer.fields?.outcomes, options.outcomes ? [isApplied(kind) ? kind : 'failed'] : undefined);
      }
  });
});

describe('a failed record', () => {
  const failed = (sent: unknown): object => {
    const batch = readBatch(bodyOf({ records: [sent] }), () => ({}));
    batch.apply(accountNotFound);
    const { fields } = answerUpload(batch, ['account_id', 'user_id']);
    return (fields as { failed_results: object[] }).failed_results[0] as object;
  };
  const plain = {
    message: 'Account not found',
    status_is_ok: false,
    record: 0,
    code: 'account_not_found',
    field: 'account_id',
  };

  test('echoes the keys that it has, as it sent them', () => {
    assert.deepEqual(failed({ account_id: 77, user_id: 'u', name: 'n' }), {
      ...plain,
      account_id: 77,
      user_id: 'u',
    });
    assert.deepEqual(failed({ user_id: 'u' }), { ...plain, user_id: 'u' });
  });

  test('echoes nothing of what is no key', () => {
    for (const sent of [null, 'a', [], {}, { account_id: null }, { account_id: { a: 1 } }, { account_id: ['a'] }])
      assert.deepEqual(failed(sent), plain);
  });
});
