import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Context } from '../../src/api/context.ts';
import { Query } from '../../src/api/query.ts';
import { carryOutOne, failingPlan, type Plan, type Planner, upload } from '../../src/api/records.ts';
import {
  type BatchOptions,
  judge,
  needsLevelTwo,
  type Outcome,
  readModification,
  readUpload,
} from '../../src/domain/batch.ts';
import { accountNotFound, ApiError, Fault } from '../../src/domain/errors.ts';
import type { Supplied } from '../../src/domain/validate.ts';
import type { Store, Writer } from '../../src/store/store.ts';

const flags = [false, true];
/** What can become of a record: a fault of level 1, two of level 2, two ways to be applied. */
const kinds = ['level 1', 'unknown account', 'level 2', 'created', 'unchanged'] as const;
type Kind = (typeof kinds)[number];

/** Every batch of up to three records. */
const batches: Kind[][] = [[]];
for (let length = 0; length < 3; length++)
  batches.push(
    ...batches.filter((batch) => batch.length === length).flatMap((batch) => kinds.map((kind) => [...batch, kind])),
  );

const optionSets: BatchOptions[] = flags.flatMap((ignoreMissingAccounts) =>
  flags.flatMap((atomic) =>
    flags.flatMap((dryRun) =>
      flags.map((outcomes) => ({ ignoreMissingAccounts, atomic, dryRun, outcomes, overwriteCsms: false })),
    ),
  ),
);

function resultOf(kind: Kind): Outcome | Fault {
  if (kind === 'level 1') return new Fault('invalid_type', "'name' value must be a string", 'name');
  if (kind === 'unknown account') return accountNotFound();
  return kind === 'level 2' ? new Fault('missing_field_for_insert', 'missing', 'name') : kind;
}

const levelOneOf = (results: readonly (Outcome | Fault)[], batch: readonly Kind[]): unknown[] =>
  results.map((result, index) => (batch[index] === 'level 1' ? result : {}));

/** The two levels, as they are told to clients. */
function expectedOk(batch: readonly Kind[], { atomic, ignoreMissingAccounts }: BatchOptions): boolean {
  const faults = batch.filter((kind) => kind !== 'created' && kind !== 'unchanged');
  if (faults.includes('level 1')) return false;
  if (atomic && faults.length > 0) return false;
  if (!ignoreMissingAccounts && faults.includes('unknown account')) return false;
  const nothingLeft = faults.length === batch.length;
  return !(nothingLeft && faults.includes('level 2'));
}

const isApplied = (kind: Kind): boolean => kind === 'created' || kind === 'unchanged';

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

  test('is settled by level 1 alone only where no other record could add a fault that counts', () => {
    for (const batch of batches)
      for (const options of optionSets) {
        if (needsLevelTwo(levelOneOf(batch.map(resultOf), batch), options)) continue;
        assert.equal(expectedOk(batch, options), false);
        assert.ok(!options.atomic && options.ignoreMissingAccounts, 'there, faults of level 2 count too');
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
