import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { readMap } from '../../src/domain/dimensions.ts';
import { parseRows } from '../../src/domain/json-rows.ts';
import type { Row } from '../../src/domain/row.ts';
import type { Database } from '../../src/store/database.ts';
import type { OutputField, Page, PageQuery, Store } from '../../src/store/store.ts';
import { accounts, accountUsers, supportTickets, type Table } from '../../src/store/tables.ts';
import { pathName, text } from '../support/arbitraries.ts';
import { account, type Harness, makers, newTenant, pageOf, ticket, user } from './harness.ts';
import { meets, ordered } from './model.ts';

const few = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const whole = fc.oneof(few(0, -1, 1), fc.maxSafeInteger());

/** Columns of each kind, with and without nulls, with an index and without. */
const columns: readonly (readonly [table: Table, column: string, values: fc.Arbitrary<Row[string]>])[] = [
  [accounts, 'account_id', fc.constant(null)],
  [accounts, 'name', fc.oneof(few('a', 'b'), text())],
  [accounts, 'tier', fc.option(fc.oneof(few('a', 'b', 'A'), text()))],
  [accounts, 'join_date', whole],
  [accounts, 'current_mrr', fc.option(whole)],
  [accounts, 'employees', fc.option(whole)],
  [accounts, 'is_churned', fc.boolean()],
  [accountUsers, 'user_id', fc.constant(null)],
  [accountUsers, 'email', fc.option(text())],
  [supportTickets, 'create_time', few(0, 1, 2)],
  [supportTickets, 'close_time', fc.option(few(0, 1, 2))],
];
const keyParts = fc.oneof(few('a', 'b', 'B', '1', '10', '9', '\uffff', '\u{10000}'), pathName());

/** Rows of a table that have all manner of values in one column. */
const rowsWith = (table: Table, column: string, values: fc.Arbitrary<Row[string]>): fc.Arbitrary<Row[]> => {
  const keys = fc.tuple(...table.key.map(() => keyParts));
  const make = makers.get(table) as (row: Row) => Row;
  return fc
    .array(fc.tuple(keys, values, fc.boolean()), { maxLength: 14 })
    .map((list) =>
      list.map(([key, value, is_active]) =>
        make({
          ...(table.key.includes(column) ? {} : { [column]: value }),
          ...(table === supportTickets ? {} : { is_active }),
          ...Object.fromEntries(table.key.map((name, index) => [name, key[index] as string])),
        }),
      ),
    )
    .map((rows) => [...new Map(rows.map((row) => [JSON.stringify(table.key.map((name) => row[name])), row])).values()]);
};

async function walk(
  store: Store,
  query: PageQuery,
  next: (query: PageQuery, page: Page) => PageQuery,
): Promise<Page[]> {
  const pages: Page[] = [];
  let asked = query;
  for (;;) {
    const page = await store.read((reader) => reader.page(asked));
    pages.push(page);
    if (page.last === undefined) return pages;
    assert.equal(page.rows.count, query.limit);
    asked = next(asked, page);
  }
}

const byOffset = (query: PageQuery): PageQuery => ({ ...query, offset: query.offset + query.limit });
const byCursor = (query: PageQuery, page: Page): PageQuery => ({ ...query, offset: 0, after: page.last });

export function exercisePages({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('a list', () => {
    for (const [table, column, values] of columns)
      test(`of ${table.name} by ${column} has every row once and in order, by pages and by cursors, in both directions`, async () => {
        await fc.assert(
          fc.asyncProperty(
            rowsWith(table, column, values),
            few('asc', 'desc') as fc.Arbitrary<'asc' | 'desc'>,
            fc.integer({ min: 1, max: 5 }),
            few({}, table === supportTickets ? {} : { is_active: true }),
            async (rows, direction, limit, where) => {
              const { store } = await newTenant(database);
              await store.write((writer) => writer.upsert(table, rows));
              const shown = rows.filter((row) => Object.entries(where).every(([name, value]) => row[name] === value));
              const expected = ordered(shown, column, direction, table.key);
              const query = pageOf(table, { order: column, direction, limit, where });
              const keysOf = (row: Row): unknown => Object.fromEntries(table.key.map((name) => [name, row[name]]));
              for (const step of [byOffset, byCursor]) {
                const pages = await walk(store, query, step);
                assert.deepEqual(
                  pages.flatMap((page) => parseRows(page.rows)),
                  expected.map(keysOf),
                );
              }
            },
          ),
          { numRuns: 60 },
        );
      });

    test('goes on behind a row that is there no more, and meets no row twice that lives through the walk', async () => {
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const order of ['account_id', 'tier', 'current_mrr', 'name'])
        for (const direction of ['asc', 'desc'] as const) {
          const { store } = await newTenant(database);
          const rows = ids.map((account_id, index) =>
            account({
              account_id,
              tier: index % 3 === 0 ? null : 'x',
              current_mrr: index % 2 === 0 ? null : 1,
              name: 'n',
            }),
          );
          await store.write((writer) => writer.upsert(accounts, rows));
          const query = pageOf(accounts, { order, direction, limit: 2 });
          const first = await store.read((reader) => reader.page(query));
          const seen = parseRows<Row>(first.rows).map((row) => row.account_id);
          await store.write((writer) =>
            writer.remove(
              accounts,
              rows.filter((row) => seen.includes(row.account_id)),
            ),
          );
          const rest = await walk(store, { ...query, after: first.last }, byCursor);
          seen.push(...rest.flatMap((page) => parseRows<Row>(page.rows).map((row) => row.account_id)));
          assert.deepEqual(
            seen,
            ordered(rows, order, direction, ['account_id']).map((row) => row.account_id),
            `${order} ${direction}`,
          );
        }
    });

    test('that is empty, or asked for beyond its end, has no rows and none behind them', async () => {
      const { store } = await newTenant(database);
      await store.write((writer) => writer.upsert(accounts, [account({ account_id: 'a' })]));
      for (const changes of [{ where: { is_active: false } }, { offset: 1 }, { offset: 1e12 }, { after: ['b', 'b'] }]) {
        const page = await store.read((reader) => reader.page(pageOf(accounts, changes)));
        assert.deepEqual([parseRows(page.rows), page.rows.count, page.last], [[], 0, undefined]);
      }
    });

    test('gives every value of a row as JSON has it', async () => {
      await fc.assert(
        fc.asyncProperty(text(), fc.option(whole), fc.boolean(), pathName(), async (label, number, flag, key) => {
          const { store } = await newTenant(database);
          const row = account({
            account_id: key,
            name: label,
            tier: null,
            current_mrr: number,
            is_churned: flag,
            assigned_csms: JSON.stringify([label, key]),
            custom_label_dimensions: JSON.stringify({ [`${key}!`]: label, other: null }),
          });
          await store.write((writer) => writer.upsert(accounts, [row]));
          const output = ['account_id', 'name', 'tier', 'current_mrr', 'is_churned', 'assigned_csms'].map(asItself);
          const page = await store.read((reader) => reader.page(pageOf(accounts, { output })));
          const { account_id, name, tier, current_mrr, is_churned } = row;
          const expected = { account_id, name, tier, current_mrr, is_churned, assigned_csms: [label, key] };
          assert.deepEqual(parseRows(page.rows), [expected]);
          const maps = pageOf(accounts, { output: [asItself('custom_label_dimensions')] });
          const map = Buffer.from((await store.read((reader) => reader.page(maps))).rows.bytes).toString();
          const inner = map.slice('{"custom_label_dimensions":'.length, -1);
          assert.deepEqual(readMap(inner), readMap(row.custom_label_dimensions as string));
        }),
      );
    });

    test('names fields as it is told and leaves out an optional one that is null', async () => {
      const { store } = await newTenant(database);
      const rows = [account({ account_id: 'a', tier: 'gold' }), account({ account_id: 'b', tier: null })];
      await store.write((writer) => writer.upsert(accounts, rows));
      const output: OutputField[] = [
        { name: 'id', column: 'account_id' },
        { name: 'level', column: 'tier', optional: true },
      ];
      const page = await store.read((reader) => reader.page(pageOf(accounts, { output })));
      assert.deepEqual(parseRows(page.rows), [{ id: 'a', level: 'gold' }, { id: 'b' }]);
    });

    test('can be narrowed to the records of one account, or to those without a value', async () => {
      const { store } = await newTenant(database);
      const rows = ['a', 'b'].flatMap((account_id) =>
        ['1', '2'].map((ticket_id) => ticket({ account_id, ticket_id, close_time: ticket_id === '1' ? null : 5 })),
      );
      await store.write((writer) => writer.upsert(supportTickets, rows));
      const idsWhere = async (where: PageQuery['where']): Promise<string[]> => {
        const page = await store.read((reader) => reader.page(pageOf(supportTickets, { where })));
        return parseRows<Row>(page.rows).map((row) => Object.values(row).join(''));
      };
      assert.deepEqual(await idsWhere({ account_id: 'a' }), ['a1', 'a2']);
      assert.deepEqual(await idsWhere({ close_time: null }), ['a1', 'b1']);
      assert.deepEqual(await idsWhere({ account_id: 'b', close_time: null }), ['b1']);
      assert.deepEqual(await idsWhere({ account_id: 'A' }), []);
    });

    test('can be narrowed by conditions on the accounts that its records belong to', async () => {
      const { store } = await newTenant(database);
      const owners = ['a', 'b', 'c'].map((account_id) =>
        account({ account_id, is_deleted: account_id === 'b', tier: account_id === 'a' ? 'gold' : null }),
      );
      // One record has no account: it belongs to none that could meet a condition.
      const people = ['a', 'b', 'c', 'd'].map((account_id) => user({ account_id, user_id: 'u' }));
      await store.write(async (writer) => {
        await writer.upsert(accounts, owners);
        await writer.upsert(accountUsers, people);
      });
      const conditions = [
        { targets: [{ column: 'is_deleted', of: 'value' }], comparison: 'eq', value: false },
        { targets: [{ column: 'tier', of: 'value' }], comparison: 'ne', value: 'gold' },
      ] as const;
      for (const ownerConditions of [conditions.slice(0, 1), conditions.slice(1), conditions]) {
        const page = await store.read((reader) => reader.page(pageOf(accountUsers, { ownerConditions })));
        const expected = owners.filter((owner) => ownerConditions.every((condition) => meets(owner, condition)));
        assert.deepEqual(
          parseRows<Row>(page.rows).map((row) => row.account_id),
          expected.map((owner) => owner.account_id),
        );
      }
    });
  });
}

const asItself = (name: string): OutputField => ({ name, column: name });
