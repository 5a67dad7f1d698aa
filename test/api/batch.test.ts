import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Context } from '../../src/api/context.ts';
import { Query } from '../../src/api/query.ts';
import { carryOutOne, failingPlan, type Plan, type Planner, upload } from '../../src/api/records.ts';
import type { BatchOptions } from '../../src/domain/batch.ts';
import { accountNotFound, Fault } from '../../src/domain/errors.ts';
import type { Supplied } from '../../src/domain/validate.ts';
import type { Store, Writer } from '../../src/store/store.ts';
import { batches, expectedOk, isApplied, type Kind, kinds, optionSets, resultOf } from '../support/batches.ts';

/** What an upload of such a batch answers, and how often it wrote. */
async function send(batch: readonly Kind[], options: BatchOptions) {
  const sent = {
    ignore_missing_accounts: options.ignoreMissingAccounts,
    atomic: options.atomic,
    dry_run: options.dryRun,
    return: options.outcomes ? 'outcomes' : null,
  };
  const records = batch.map((kind, index) => ({ account_id: index, kind }));
  let written = 0;
  const answer = await upload(
    contextOf({ records, options: sent }),
    (record) => (kindOf(record) === 'level 1' ? (resultOf('level 1') as Fault) : (record as Supplied)),
    async (_writer, checked) => ({
      results: checked.map((one) => (one instanceof Fault ? one : resultOf(kindOf(one)))),
      write: async () => void written++,
    }),
    ['account_id'],
  );
  return { answer, written };
}
const kindOf = (record: unknown): Kind => (record as { kind: Kind }).kind;

function contextOf(body: unknown): Context {
  const write = (work: (writer: Writer) => Promise<unknown>): Promise<unknown> => work({} as Writer);
  return {
    store: { write } as Store,
    tenant: { tenant_id: 1, name: 'default', time_zone: 'UTC', currency: 'USD' },
    params: {},
    query: new Query([]),
    body: new TextEncoder().encode(JSON.stringify(body)),
    now: 0,
    source: 'test',
  };
}

describe('every batch of up to three records under every option', () => {
  test('writes nothing where its answer is false or it is a dry run, and else writes once', async () => {
    for (const batch of batches)
      for (const options of optionSets) {
        const { answer, written } = await send(batch, options);
        const say = JSON.stringify([batch, options]);
        assert.equal(answer.ok, expectedOk(batch, options), say);
        assert.equal(written, answer.ok && !options.dryRun ? 1 : 0, say);
        assert.equal(typeof answer.message, answer.ok ? 'undefined' : 'string', say);
        const expected = batch.map((kind) => (answer.ok && isApplied(kind) ? kind : 'failed'));
        assert.deepEqual(answer.fields?.outcomes, options.outcomes ? expected : undefined, say);
      }
  });

  test('lists every record at fault that made it fail, and each failed one of a batch that stands, in record order', async () => {
    for (const batch of batches)
      for (const options of optionSets) {
        const { answer } = await send(batch, options);
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

  test('of one record answers a PUT: a fault is a failure, but for an unknown account that may be missing', async () => {
    for (const kind of kinds)
      for (const options of optionSets) {
        const result = resultOf(kind);
        let written = 0;
        const plan: Plan = { results: [result], write: async () => void written++ };
        const checked = kind === 'level 1' ? (result as Fault) : {};
        const answer = await carryOutOne({ account_id: 7 }, checked, plan, options, ['account_id']);
        const mayBeMissing = kind === 'unknown account' && options.ignoreMissingAccounts && !options.atomic;
        assert.equal(answer.ok, isApplied(kind) || mayBeMissing);
        if (isApplied(kind)) assert.equal(written, options.dryRun ? 0 : 1);
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
  const failed = async (sent: unknown): Promise<object> => {
    const fail: Planner = async () => failingPlan(accountNotFound());
    const { fields } = await upload(contextOf({ records: [sent] }), () => ({}), fail, ['account_id', 'user_id']);
    return (fields as { failed_results: object[] }).failed_results[0] as object;
  };
  const plain = {
    message: 'Account not found',
    status_is_ok: false,
    record: 0,
    code: 'account_not_found',
    field: 'account_id',
  };

  test('echoes the keys that it has, as it sent them', async () => {
    assert.deepEqual(await failed({ account_id: 77, user_id: 'u', name: 'n' }), {
      ...plain,
      account_id: 77,
      user_id: 'u',
    });
    assert.deepEqual(await failed({ user_id: 'u' }), { ...plain, user_id: 'u' });
  });

  test('echoes nothing of what is no key', async () => {
    for (const sent of [null, 'a', [], {}, { account_id: null }, { account_id: { a: 1 } }, { account_id: ['a'] }])
      assert.deepEqual(await failed(sent), plain);
  });
});
