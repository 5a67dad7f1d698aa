import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type AccountContext, applyToAccount, checkAccount } from '../../src/domain/account/account.ts';
import { applyActivity } from '../../src/domain/account/activity.ts';
import { settleDerived } from '../../src/domain/account/derived.ts';
import { Parents } from '../../src/domain/account/hierarchy.ts';
import { type Stage, stageAt } from '../../src/domain/account/stages.ts';
import { derived } from '../../src/derive/accounts.ts';
import { nextChange, stage } from '../../src/derive/derivations.ts';
import { Fault } from '../../src/domain/errors.ts';
import { readList, type Row, sameRow } from '../../src/domain/row.ts';
import type { Supplied } from '../../src/domain/validate.ts';
import { accounts } from '../../src/resources/accounts.ts';
import { accounts as accountsTable } from '../../src/store/tables.ts';
import { insertOf, recordOf } from '../support/arbitraries.ts';
import { runs } from '../support/runs.ts';

const now = Date.UTC(2026, 2, 10, 9);
const context: AccountContext = { now, overwriteCsms: false, parents: new Parents() };

/** A row whose `stage_due` has come, as it is from that instant on. */
const passStageDue = (row: Row): Row => derived(row, [stage, nextChange], new Map(), row.stage_due as number);
function withMoney(row: Row, money: Row): Row {
  const next = { ...row, ...money };
  settleDerived(next);
  return next;
}

/** What level 1 makes of generated records, those that it refuses left out. */
const checked = (record: fc.Arbitrary<object>): fc.Arbitrary<Supplied> =>
  record.map(checkAccount).filter((one): one is Supplied => !(one instanceof Fault));
const inserted = checked(insertOf(accounts.fields, now));
const supplied = checked(recordOf(accounts.fields, now));

/** An account to which some records have been applied at instants before `now`. */
const stored: fc.Arbitrary<Row> = fc.tuple(inserted, fc.array(supplied, { maxLength: 3 })).chain(([first, more]) => {
  let row: Row | undefined;
  for (const [index, record] of [first, ...more].entries()) {
    const next = applyToAccount(row, record, { ...context, now: now - 10 + index });
    if (!(next instanceof Fault)) row = next;
  }
  return row === undefined ? fc.constant(blank) : fc.constant(row);
});
/** The account after a record that it accepts. */
const apply = (row: Row, record: Supplied, at = now): Row =>
  applyToAccount(row, { account_id: 'a', ...record }, { ...context, now: at }) as Row;
const blank = applyToAccount(undefined, { account_id: 'a', name: 'n', join_date: 0 }, context) as Row;

function assertSame(twice: Row | Fault, once: Row): void {
  // A record may describe a document and then delete it: the second time the description has nothing to go to.
  if (twice instanceof Fault) assert.equal(twice.field, 'documents.url');
  else assert.deepEqual(twice, once);
}

describe('applying a record', () => {
  test('twice gives what once gives', () => {
    fc.assert(
      fc.property(stored, supplied, fc.boolean(), (before, record, overwriteCsms) => {
        const once = applyToAccount(before, record, { ...context, overwriteCsms });
        fc.pre(!(once instanceof Fault));
        assertSame(applyToAccount(once as Row, record, { ...context, overwriteCsms }), once as Row);
      }),
      { numRuns: runs(200) },
    );
  });

  test('to no account twice gives what once gives', () => {
    fc.assert(
      fc.property(inserted, (record) => {
        const once = applyToAccount(undefined, record, context);
        fc.pre(!(once instanceof Fault));
        assertSame(applyToAccount(once as Row, record, context), once as Row);
      }),
      { numRuns: runs(100) },
    );
  });

  /** Columns that a field may change beside its own. */
  const together = [
    ['is_deleted', 'is_churned', 'is_active', 'inactive_time', 'inactive_reason'],
    ['stage', 'stage_history', 'current_stage', 'stage_due', 'next_change_due'],
    ['renewal_date', 'manual_renewal_date'],
    ['nps_history', 'current_nps_score'],
  ];

  test('changes the columns that it names, with what follows from them, and no other', () => {
    fc.assert(
      fc.property(stored, supplied, (before, record) => {
        const after = applyToAccount(before, record, context);
        fc.pre(!(after instanceof Fault));
        const named = new Set(Object.keys(record).filter((field) => record[field] !== undefined));
        const mayChange = new Set([
          ...named,
          ...together.filter((group) => group.some((one) => named.has(one))).flat(),
        ]);
        for (const column of Object.keys(before))
          if (!mayChange.has(column)) assert.equal((after as Row)[column], before[column], column);
      }),
      { numRuns: runs(150) },
    );
  });

  test('puts every plain value in its column', () => {
    const ruled = new Set(together.flat());
    fc.assert(
      fc.property(stored, supplied, (before, record) => {
        const after = applyToAccount(before, record, context);
        fc.pre(!(after instanceof Fault));
        for (const [field, value] of Object.entries(record))
          if (!Array.isArray(value) && !ruled.has(field)) assert.equal((after as Row)[field], value, field);
      }),
    );
  });

  test('changes none of what it was given', () => {
    fc.assert(
      fc.property(stored, supplied, (before, record) => {
        const copies = structuredClone([before, record]);
        applyToAccount(before, record, context);
        assert.deepEqual([before, record], copies);
      }),
    );
  });

  test('gives a row of exactly the columns of its table', () => {
    const columns = accountsTable.columns.map(({ name }) => name).toSorted();
    fc.assert(
      fc.property(inserted, (record) => {
        const row = applyToAccount(undefined, record, context);
        fc.pre(!(row instanceof Fault));
        assert.deepEqual(Object.keys(row).toSorted(), columns);
        assert.ok(Object.values(row).every((value) => value !== undefined));
      }),
    );
  });

  test('for a new id needs what an insert needs, the first in field order told', () => {
    const message = (record: Supplied): unknown => (applyToAccount(undefined, record, context) as Fault).message;
    assert.equal(message({ account_id: 'a' }), "Missing required field for insert: 'name'");
    assert.equal(message({ account_id: 'a', name: 'n' }), "Missing required field for insert: 'join_date'");
    assert.equal(
      message({ account_id: 'a', name: 'n', join_date: 1, documents: [{ name: 'd' }] }),
      "Missing required field for insert: 'documents.url'",
    );
    assert.ok(!(applyToAccount(blank, { account_id: 'a' }, context) instanceof Fault));
  });
});

describe('deleted and churned', () => {
  const absent = undefined;
  const flags = [absent, true, false];
  const times = [absent, 5];
  const reasons = [absent, null, 'why'];
  const states = [true, false].flatMap((is_deleted) =>
    [true, false].map((is_churned): Row => {
      const is_active = !is_deleted && !is_churned;
      return {
        is_deleted,
        is_churned,
        is_active,
        inactive_time: is_active ? null : 3,
        inactive_reason: is_active ? null : 'old',
      };
    }),
  );

  test('in every combination of a state and a record: what is set stays set until it is unset', () => {
    for (const before of states)
      for (const is_deleted of flags)
        for (const is_churned of flags)
          for (const inactive_time of times)
            for (const inactive_reason of reasons) {
              const row = { ...before };
              const record = { is_deleted, is_churned, inactive_time, inactive_reason };
              applyActivity(row, record, now);
              const deleted = is_deleted ?? before.is_deleted;
              const churned = is_churned ?? before.is_churned;
              const inactive = deleted || churned;
              assert.deepEqual(
                row,
                {
                  is_deleted: deleted,
                  is_churned: churned,
                  is_active: !inactive,
                  inactive_time: inactive ? (inactive_time ?? before.inactive_time ?? now) : null,
                  inactive_reason: inactive
                    ? inactive_reason === undefined
                      ? before.inactive_reason
                      : inactive_reason
                    : null,
                },
                JSON.stringify([before, record]),
              );
            }
  });

  test('a null time is as an absent one, since it has a default', () => {
    const record = checkAccount({ account_id: 'a', is_churned: true, inactive_time: null }) as Supplied;
    const churned = applyToAccount(blank, record, context) as Row;
    assert.equal(churned.inactive_time, now);
    assert.equal((applyToAccount(churned, record, { ...context, now: now + 1 }) as Row).inactive_time, now);
  });
});

const message = (record: object): unknown => (checkAccount({ account_id: 'a', ...record }) as Fault).message;

describe('stage', () => {
  test('opens that stage now and closes the open one now', () => {
    const row = apply(apply(blank, { stage: 'trial' }, now), { stage: 'live' }, now + 5);
    assert.deepEqual(readList(row, 'stage_history'), [
      { name: 'trial', start_date: now, end_date: now + 5 },
      { name: 'live', start_date: now + 5, end_date: null },
    ]);
    assert.equal(row.current_stage, 'live');
  });

  test('that is the current one is no change', () => {
    const row = apply(blank, { stage: 'trial' }, now);
    assert.deepEqual(apply(row, { stage: 'trial' }, now + 5), row);
  });

  test('gives way at its time to one that is to start later', () => {
    const later: Stage = { name: 'live', start_date: now + 100, end_date: null };
    const row = apply(apply(blank, { stage_history: [{ ...later }] }, now), { stage: 'trial' }, now + 5);
    assert.deepEqual(readList(row, 'stage_history'), [
      { name: 'trial', start_date: now + 5, end_date: now + 100 },
      later,
    ]);
    assert.deepEqual([row.current_stage, row.stage_due, row.next_change_due], ['trial', now + 100, now + 100]);
    const passed = passStageDue(row);
    assert.deepEqual([passed.current_stage, passed.stage_due, passed.next_change_due], ['live', null, null]);
  });

  test('may not be given beside stage_history, nor two open ones in one record', () => {
    const entry = { name: 'trial', start_date: 1 };
    assert.equal(
      message({ stage: 'live', stage_history: [entry] }),
      "Only one of 'stage' and 'stage_history' may be given",
    );
    for (const end_date of [undefined, null])
      assert.equal(
        message({ stage_history: [entry, { name: 'live', start_date: 2, end_date }] }),
        "'stage_history' must hold at most one stage without end_date",
      );
    for (const stage_history of [null, []])
      assert.ok(!(checkAccount({ account_id: 'a', stage: 'live', stage_history }) instanceof Fault));
  });

  test('the row says by itself which stage is in effect and when that changes, also past each such instant', () => {
    fc.assert(
      fc.property(stored, supplied, (before, record) => {
        const after = applyToAccount(before, record, context);
        fc.pre(!(after instanceof Fault));
        let row = record.stage === undefined && record.stage_history === undefined ? before : (after as Row);
        for (let steps = 0; row.stage_due !== null; steps++) {
          const due = row.stage_due as number;
          row = passStageDue(row);
          assert.equal(row.current_stage, stageAt(readList(row, 'stage_history'), due));
          assert.ok(row.stage_due === null || (row.stage_due as number) > due);
          assert.equal(row.next_change_due, row.stage_due);
          assert.ok(steps < 50);
        }
      }),
    );
  });
});

describe('current_nps_score', () => {
  test('that is in effect already is no change; another is entered at the current time', () => {
    const row = apply(blank, { nps_history: [{ nps_score: 40, date: now - 5 }] });
    assert.deepEqual(apply(row, { current_nps_score: 40 }), row);
    const direct = apply(row, { current_nps_score: 70 });
    assert.equal(direct.current_nps_score, 70);
    assert.deepEqual(readList(direct, 'nps_history'), [
      { nps_score: 40, date: now - 5, username: null, comments: null },
      { nps_score: 70, date: now, username: null, comments: null, direct: true },
    ]);
  });

  test('is judged after the history of the same record', () => {
    const row = apply(blank, { nps_history: [{ nps_score: 40, date: now - 5 }], current_nps_score: 40 });
    assert.equal(readList(row, 'nps_history').length, 1);
  });
});

describe('what subscriptions amount to', () => {
  const money = { current_mrr: 100, subscription_renewal_date: now + 50, money_due: now + 7 };

  test('gives the renewal date before one set by hand, and the instant at which it changes', () => {
    const row = apply(blank, { renewal_date: now + 9, stage_history: [{ name: 'live', start_date: now + 8 }] });
    const subscribed = withMoney(row, money);
    assert.deepEqual([row.renewal_date, row.next_change_due], [now + 9, now + 8]);
    assert.deepEqual([subscribed.renewal_date, subscribed.next_change_due], [now + 50, now + 7]);
    const ended = withMoney(subscribed, { current_mrr: null, subscription_renewal_date: null, money_due: null });
    assert.deepEqual(ended, { ...row, current_mrr: null });
  });

  test('outlives a renewal date that is sent meanwhile, which holds again after it', () => {
    const sent = apply(withMoney(blank, money), { renewal_date: now + 1 });
    assert.equal(sent.renewal_date, now + 50);
    assert.equal(withMoney(sent, { subscription_renewal_date: null }).renewal_date, now + 1);
  });
});

describe('two rows', () => {
  test('are the same where every column is, those excepted aside', () => {
    fc.assert(
      fc.property(stored, fc.constantFrom(...accountsTable.columns.map(({ name }) => name)), (row, column) => {
        const other = { ...row, [column]: 'something else' };
        assert.ok(sameRow(row, { ...row }));
        assert.ok(!sameRow(row, other));
        assert.ok(sameRow(row, other, [column]));
      }),
    );
  });
});
