import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { findAccountAttribute } from '../../src/api/search.ts';
import { parseRows } from '../../src/domain/json-rows.ts';
import type { Row } from '../../src/domain/row.ts';
import { type Condition, containsText, readConditions } from '../../src/domain/search.ts';
import { writeMap } from '../../src/domain/dimensions.ts';
import type { Database } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { accounts, dueDates } from '../../src/store/tables.ts';
import { text } from '../support/arbitraries.ts';
import { account, type Harness, newTenant, pageOf } from './harness.ts';
import { meets } from './model.ts';

const whole = fc.oneof(fc.constantFrom(0, 1, -1), fc.maxSafeInteger());
const real = fc.oneof(
  whole,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 2 ** 53, max: 2 ** 64, noNaN: true }), // printed with fewer digits than they have
  fc.constantFrom(0.1, 1e18, 5e-324, 1e300),
);
const key = fc.oneof(fc.constantFrom('k', 'K', '__proto__', '"', '\\', '$.k', 'a.b', "'", 'é'), text(6));

const mapOf = (value: fc.Arbitrary<string | number | null>): fc.Arbitrary<string> =>
  fc
    .array(fc.record({ key, value }, { noNullPrototype: true }), { maxLength: 3 })
    .map((items) => writeMap(new Map(items.map((item) => [item.key, item.value]))));

/** Accounts with all manner of values in what can be searched. */
const searched: fc.Arbitrary<Row> = fc.record(
  {
    name: text(),
    tier: fc.option(text()),
    description: fc.option(text()),
    employees: fc.option(whole),
    join_date: whole,
    is_churned: fc.boolean(),
    assigned_csms: fc.uniqueArray(text(), { maxLength: 3 }).map((list) => JSON.stringify(list)),
    custom_label_dimensions: mapOf(fc.option(text())),
    custom_value_dimensions: mapOf(fc.option(real.map((value) => (value === 0 ? 0 : value)))),
    custom_event_dimensions: mapOf(fc.option(whole)),
  },
  { noNullPrototype: true },
);
const rows = fc
  .array(searched, { minLength: 1, maxLength: 8 })
  .map((list) => list.map((row, index) => account({ ...row, account_id: String(index) })));

const operators = {
  text: ['eq', 'ne', 'like', 'notLike'],
  number: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  boolean: ['eq', 'ne', 'isTrue', 'isFalse'],
};

/** A search for something that one of the rows holds, as it is, in part or in another case; or for anything. */
const wanted = (list: readonly Row[]): fc.Arbitrary<object> => {
  const texts = list.flatMap((row) => textsIn(row));
  const part = fc
    .tuple(fc.constantFrom(...texts, ''), fc.nat(4), fc.nat(6), fc.nat(2))
    .map(([from, start, length, form]) => {
      const cut = Array.from(from)
        .slice(start, start + length)
        .join('');
      return [from, cut.toUpperCase(), cut.toLowerCase()][form] as string;
    });
  const numbers = list.flatMap((row) => numbersIn(row));
  const keys = list.flatMap((row) => Object.keys(JSON.parse(row.custom_label_dimensions as string)));
  const labelKey = fc.oneof(fc.constantFrom('k', ...keys), key);
  const sent = (
    attribute: fc.Arbitrary<string>,
    kind: keyof typeof operators,
    value: fc.Arbitrary<unknown>,
  ): fc.Arbitrary<object> =>
    fc
      .tuple(attribute, fc.constantFrom(...operators[kind]), value, fc.boolean())
      .map(([name, operator, one, isNull]) => {
        const nullable = operator === 'eq' || operator === 'ne';
        return { attribute: name, operator, value: isNull && nullable ? null : one };
      });
  const aNumber = fc.oneof(fc.constantFrom(0, ...numbers), real);
  const dimension = (prefix: string) => labelKey.map((name) => `${prefix}:${name}`);
  return fc.oneof(
    sent(fc.constantFrom('name', 'tier', 'description', 'account_id', 'assigned_csm'), 'text', fc.oneof(part, text())),
    sent(dimension('label'), 'text', fc.oneof(part, text())),
    sent(fc.constantFrom('employees', 'join_date'), 'number', aNumber),
    sent(dimension('value'), 'number', aNumber),
    sent(dimension('event'), 'number', aNumber),
    sent(fc.constantFrom('is_churned', 'is_active', 'is_inactive'), 'boolean', fc.boolean()),
  );
};

const textsIn = (row: Row): string[] => [
  ...[row.name, row.tier, row.description].filter((value) => typeof value === 'string'),
  ...(JSON.parse(row.assigned_csms as string) as string[]),
  ...Object.values(JSON.parse(row.custom_label_dimensions as string) as object).filter((value) => value !== null),
];
const numbersIn = (row: Row): number[] =>
  [
    row.employees,
    row.join_date,
    ...Object.values(JSON.parse(row.custom_value_dimensions as string) as object),
    ...Object.values(JSON.parse(row.custom_event_dimensions as string) as object),
  ].filter((value) => typeof value === 'number');

async function found(store: Store, conditions: readonly Condition[]): Promise<string[]> {
  const page = await store.read((reader) => reader.page(pageOf(accounts, { conditions })));
  return parseRows<{ account_id: string }>(page.rows).map((row) => row.account_id);
}

export function exerciseConditions({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('a search', () => {
    const cases = rows.chain((list) =>
      fc.tuple(fc.constant(list), fc.array(wanted(list), { minLength: 1, maxLength: 12 })),
    );

    test('finds what each condition means and nothing else, whatever is stored and asked', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ([list, searches]) => {
          const { store } = await newTenant(database);
          await store.write((writer) => writer.upsert(accounts, list));
          for (const one of searches) {
            const conditions = readConditions([one], findAccountAttribute);
            const expected = list.filter((row) => conditions.every((condition) => meets(row, condition)));
            assert.deepEqual(
              await found(store, conditions),
              expected.map((row) => row.account_id),
              JSON.stringify(one),
            );
          }
        }),
        { numRuns: 150 },
      );
    });

    test('finds what meets all of its conditions', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ([list, searches]) => {
          const { store } = await newTenant(database);
          await store.write((writer) => writer.upsert(accounts, list));
          const conditions = readConditions(searches.slice(0, 3), findAccountAttribute);
          const expected = list.filter((row) => conditions.every((condition) => meets(row, condition)));
          assert.deepEqual(
            await found(store, conditions),
            expected.map((row) => row.account_id),
          );
        }),
        { numRuns: 60 },
      );
    });

    test('finds the same with many conditions on a column as with one', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ([list, searches]) => {
          const { store } = await newTenant(database);
          await store.write((writer) => writer.upsert(accounts, list));
          const some = searches.slice(0, 3);
          for (const sent of [...searches.map((one) => [one]), some]) {
            const conditions = readConditions(sent, findAccountAttribute);
            const expected = list.filter((row) => conditions.every((condition) => meets(row, condition)));
            const repeated = Array.from({ length: 5 }, () => conditions).flat();
            assert.deepEqual(
              await found(store, repeated),
              expected.map((row) => row.account_id),
              JSON.stringify(sent),
            );
          }
        }),
        { numRuns: 150 },
      );
    });

    test('over several columns finds what any of them contains', async () => {
      await fc.assert(
        fc.asyncProperty(rows, text(3), async (list, part) => {
          const { store } = await newTenant(database);
          await store.write((writer) => writer.upsert(accounts, list));
          const condition = containsText(['name', 'account_id'], part);
          const expected = list.filter((row) => meets(row, condition));
          assert.deepEqual(
            await found(store, [condition]),
            expected.map((row) => row.account_id),
          );
        }),
        { numRuns: 60 },
      );
    });

    test('compares a number of many digits by its value, not by how it is written', async () => {
      const { store } = await newTenant(database);
      const value = 375032361772417536; // which JavaScript writes as 375032361772417540
      const custom_value_dimensions = writeMap(new Map([['k', value]]));
      await store.write((writer) => writer.upsert(accounts, [account({ account_id: 'a', custom_value_dimensions })]));
      for (const operator of ['eq', 'ge', 'le']) {
        const conditions = readConditions([{ attribute: 'value:k', operator, value }], findAccountAttribute);
        assert.deepEqual(await found(store, conditions), ['a'], operator);
      }
    });

    test('can have a hundred conditions', async () => {
      const { store } = await newTenant(database);
      await store.write((writer) => writer.upsert(accounts, [account({ account_id: 'a', tier: 'é' })]));
      const searches = ['tier', 'assigned_csm', 'label:k', 'name'].flatMap((attribute) =>
        Array.from({ length: 25 }, (_, index) => ({ attribute, operator: 'notLike', value: `x${index}` })),
      );
      assert.deepEqual(await found(store, readConditions(searches, findAccountAttribute)), ['a']);
    });
  });

  describe('all rows that fit', () => {
    const due = fc.record(
      {
        account_id: fc.constantFrom('a', 'b', 'c'),
        subscription_id: text(3),
        due_date: fc.integer({ min: 0, max: 3 }),
        state: fc.constantFrom('open', 'renewed'),
        value: fc.integer(),
        renewed_at: fc.option(fc.integer()),
        renewed_value: fc.constant(null),
        plan_code: fc.option(text()),
        last_end: fc.constant(null),
      },
      { noNullPrototype: true },
    );
    const keyOf = (row: Row): string => JSON.stringify([row.due_date, row.account_id, row.subscription_id]);

    test('come in the order of the columns named, by conditions of their own and of their accounts', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(due, { selector: keyOf, maxLength: 10 }), fc.nat(3), async (list, from) => {
          const { store } = await newTenant(database);
          const owners = [account({ account_id: 'a' }), account({ account_id: 'b', is_deleted: true })];
          const own: Condition = { targets: [{ column: 'due_date', of: 'value' }], comparison: 'ge', value: from };
          const ofOwner: Condition = {
            targets: [{ column: 'is_deleted', of: 'value' }],
            comparison: 'eq',
            value: false,
          };
          await store.write(async (writer) => {
            await writer.upsert(accounts, owners);
            await writer.upsert(dueDates, list);
          });
          for (const ownerConditions of [[], [ofOwner]]) {
            const query = { table: dueDates, columns: dueDates.columns.map(({ name }) => name), order: dueDates.key };
            const read = await store.read((reader) => reader.rows({ ...query, conditions: [own], ownerConditions }));
            const expected = list.filter(
              (row) => meets(row, own) && (ownerConditions.length === 0 || row.account_id === 'a'),
            );
            assert.deepEqual(
              read,
              inOrder(expected).map((row) => query.columns.map((name) => row[name])),
            );
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}

const inOrder = (list: readonly Row[]): Row[] =>
  list.toSorted(
    (a, b) =>
      (a.due_date as number) - (b.due_date as number) ||
      Buffer.compare(Buffer.from(a.account_id as string), Buffer.from(b.account_id as string)) ||
      Buffer.compare(Buffer.from(a.subscription_id as string), Buffer.from(b.subscription_id as string)),
  );
