/** Accounts that are opened once for many records: nothing may show of it but the cost. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import fc from 'fast-check';
import {
  type AccountContext,
  applyToAccount,
  applyAccountRecord,
  checkAccount,
  closeAccount,
  openAccount,
} from '../../src/domain/account/account.ts';
import { Parents } from '../../src/domain/account/hierarchy.ts';
import { Fault } from '../../src/domain/errors.ts';
import { type Row, sameRow } from '../../src/domain/row.ts';
import type { Supplied } from '../../src/domain/validate.ts';
import { accounts } from '../../src/resources/accounts.ts';
import { recordOf } from '../support/arbitraries.ts';
import { runs } from '../support/runs.ts';

const now = Date.UTC(2026, 2, 10, 9);
const ids = ['a', 'b', 'c'];
/** One of few scores, so that the one in effect is met. */
const roundScore = (response: { nps_score: number }) => ({
  ...response,
  nps_score: Math.sign(response.nps_score) * 50,
});
/** Records of few accounts and few lists, so that they meet; most are enough for an insert. */
const record: fc.Arbitrary<Supplied> = fc
  .tuple(
    recordOf(accounts.fields, now),
    fc.constantFrom(...ids),
    fc.option(fc.constantFrom(...ids), { nil: undefined }),
    fc.constantFrom<object>({}, { name: 'n', join_date: 0 }, { name: 'n', join_date: 0 }),
  )
  .map(([fields, account_id, parent_account_id, more]) => {
    const { parent_account_id: _, current_nps_score, ...rest } = fields;
    if (Array.isArray(rest.nps_history)) rest.nps_history = rest.nps_history.map(roundScore);
    return checkAccount({
      ...rest,
      ...more,
      account_id,
      ...(parent_account_id && { parent_account_id }),
      ...(typeof current_nps_score === 'number' && { current_nps_score: Math.sign(current_nps_score) * 50 }),
    });
  })
  .filter((one): one is Supplied => !(one instanceof Fault));
const records = fc.array(record, { maxLength: 12 });

type Result = string | { message: string; field: string | undefined };
const shown = (result: string | Fault): Result =>
  result instanceof Fault ? { message: result.message, field: result.field } : result;

const parentsOf = (rows: ReadonlyMap<string, Row>): Parents =>
  new Parents(Array.from(rows, ([id, row]) => [id, row.parent_account_id as string | null]));

function together(rows: ReadonlyMap<string, Row>, sent: readonly Supplied[], overwriteCsms: boolean) {
  const context: AccountContext = { now, overwriteCsms, parents: parentsOf(rows) };
  const opened = new Map(ids.map((id) => [id, openAccount(rows.get(id))]));
  const results = sent.map((one) => {
    const account = opened.get(one.account_id as string);
    return account ? shown(applyAccountRecord(account, one, context)) : assert.fail();
  });
  const after = new Map(rows);
  for (const [id, account] of opened) if (account.changed) after.set(id, closeAccount(account, now));
  return { results, after };
}

function oneByOne(rows: ReadonlyMap<string, Row>, sent: readonly Supplied[], overwriteCsms: boolean) {
  const after = new Map(rows);
  const results = sent.map((one) => {
    const before = after.get(one.account_id as string);
    const row = applyToAccount(before, one, { now, overwriteCsms, parents: parentsOf(after) });
    if (row instanceof Fault) return shown(row);
    after.set(one.account_id as string, row);
    if (before === undefined) return 'created';
    return sameRow(before, row) ? 'unchanged' : 'updated';
  });
  return { results, after };
}

test('records of one batch leave the rows and have the outcomes that they have when each comes alone', () => {
  fc.assert(
    fc.property(records, records, fc.boolean(), (first, second, overwriteCsms) => {
      const stored = oneByOne(new Map(), first, overwriteCsms).after;
      const copy = structuredClone(stored);
      const batch = together(stored, second, overwriteCsms);
      const single = oneByOne(stored, second, overwriteCsms);
      assert.deepEqual(batch.results, single.results);
      assert.deepEqual(batch.after, single.after);
      assert.deepEqual(stored, copy, 'stored rows are not changed in place');
    }),
    { numRuns: runs(100) },
  );
});

test('a parent that is sent once more is not looked for', () => {
  const parents = new Parents([['a', 'b']]);
  const check = mock.method(parents, 'check');
  const context: AccountContext = { now, overwriteCsms: false, parents };
  const child = { account_id: 'a', name: 'n', join_date: 0, parent_account_id: 'b' };
  const row = applyToAccount(undefined, child, context) as Row;
  assert.deepEqual(applyToAccount(row, child, context), row);
  assert.equal(check.mock.callCount(), 1);
});
