import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { deriveLastInteraction, deriveOpenTickets } from '../../src/derive/accounts.ts';
import type { Change } from '../../src/domain/account/changes.ts';
import { parseRows } from '../../src/domain/json-rows.ts';
import type { Row, Value } from '../../src/domain/row.ts';
import type { Database } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import {
  accountChanges,
  accounts,
  interactions,
  mrrMovements,
  supportTickets,
  type Table,
} from '../../src/store/tables.ts';
import { pathName, text } from '../support/arbitraries.ts';
import { account, type Harness, makers, newTenant, pageOf, ticket } from './harness.ts';

const id = fc.oneof(fc.constantFrom('a', 'A', 'b', '1', '01', '1.0'), pathName());

/** Any row of a table: values of its columns' kinds, null wherever a blank row has it. */
function anyRow(table: Table): fc.Arbitrary<Row> {
  const make = makers.get(table) as (row: Row) => Row;
  const blank = make({});
  const values = {
    text: text(),
    integer: fc.maxSafeInteger(),
    real: fc.double({ noNaN: true, noDefaultInfinity: true }),
    boolean: fc.boolean(),
    json: fc.constantFrom('[]', '{}', '["é"]', '{"é":"É"}', '{"k":null}'),
  };
  const columns = table.columns.map(({ name, kind }) => {
    const value: fc.Arbitrary<Value> = table.key.includes(name) ? id : values[kind];
    return [name, blank[name] === null ? fc.option(value) : value] as const;
  });
  return fc.record(Object.fromEntries(columns), { noNullPrototype: true });
}

const keyOf = (table: Table, row: Row): string => JSON.stringify(table.key.map((column) => row[column]));
const byKey = (table: Table, rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [keyOf(table, row), { ...row }]));

const everything = async (store: Store, table: Table): Promise<Map<string, Row>> => {
  const keys = await store.read((reader) => reader.page(pageOf(table)));
  const first = parseRows<{ [column: string]: string }>(keys.rows).map((row) => row[table.key[0] as string] as string);
  return byKey(table, await store.read((reader) => reader.load(table, table.key[0] as string, first)));
};

export function exerciseRows({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('rows', () => {
    for (const table of makers.keys())
      test(`of ${table.name} are read as they were written, and replaced by their key`, async () => {
        const rows = fc.uniqueArray(anyRow(table), { selector: (row) => keyOf(table, row), maxLength: 5 });
        await fc.assert(
          fc.asyncProperty(rows, rows, async (first, second) => {
            const { store } = await newTenant(database);
            await store.write((writer) => writer.upsert(table, first));
            assert.deepEqual(await everything(store, table), byKey(table, first));
            const asked = [...first.slice(1), ...second];
            assert.deepEqual(
              byKey(table, await store.read((reader) => reader.loadKeys(table, asked))),
              byKey(
                table,
                first.filter((row) => asked.some((one) => keyOf(table, one) === keyOf(table, row))),
              ),
            );
            await store.write((writer) => writer.upsert(table, second));
            assert.deepEqual(await everything(store, table), byKey(table, [...first, ...second]));
          }),
          { numRuns: 60 },
        );
      });

    test('are loaded by any of many values of a key column, each row once', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(id, { maxLength: 8 }), fc.array(id, { maxLength: 12 }), async (held, asked) => {
          const { store } = await newTenant(database);
          await store.write((writer) =>
            writer.upsert(
              accounts,
              held.map((account_id) => account({ account_id })),
            ),
          );
          const loaded = await store.read((reader) => reader.load(accounts, 'account_id', asked));
          assert.deepEqual(
            loaded.map((row) => row.account_id).toSorted(),
            held.filter((one) => asked.includes(one)).toSorted(),
          );
          const known = await store.read((reader) => reader.knownAccounts(asked));
          assert.deepEqual([...known].toSorted(), loaded.map((row) => row.account_id).toSorted());
        }),
      );
    });

    test('are loaded by numbers too, and by nothing not at all', async () => {
      const { store } = await newTenant(database);
      const said = [1, 2, 2 ** 53 - 1].map(
        (number): Row => ({
          ...Object.fromEntries(interactions.columns.map(({ name }) => [name, null])),
          id: number,
          account_id: 'a',
          type: 'call',
          create_time: 0,
          is_html: false,
          modify_time: 0,
        }),
      );
      await store.write((writer) => writer.upsert(interactions, said));
      const loaded = await store.read((reader) => reader.load(interactions, 'id', [2, 2 ** 53 - 1, 5]));
      assert.deepEqual(loaded.map((row) => row.id).toSorted(), [2, 2 ** 53 - 1]);
      assert.deepEqual(await store.read((reader) => reader.load(interactions, 'id', [])), []);
    });

    test('are removed by their full key', async () => {
      const { store } = await newTenant(database);
      const rows = ['a', 'b'].flatMap((account_id) => ['1', '2'].map((ticket_id) => ticket({ account_id, ticket_id })));
      await store.write((writer) => writer.upsert(supportTickets, rows));
      await store.write((writer) =>
        writer.remove(supportTickets, [rows[0] as Row, ticket({ account_id: 'a', ticket_id: '9' })]),
      );
      assert.deepEqual(await everything(store, supportTickets), byKey(supportTickets, rows.slice(1)));
    });

    test('of some accounts are replaced together, those of others left', async () => {
      const { store } = await newTenant(database);
      const movement = (account_id: string, at: number): Row => ({
        account_id,
        at,
        rank: 0,
        class: 'new',
        amount: 1,
        mrr_before: 0,
        mrr_after: 1,
        causes: '[]',
      });
      const read = async (): Promise<string[]> => {
        const query = {
          columns: ['account_id', 'at'],
          conditions: [],
          ownerConditions: [],
          order: ['account_id', 'at'],
        };
        const rows = await store.read((reader) => reader.rows({ table: mrrMovements, ...query }));
        return rows.map(([account_id, at]) => `${account_id}${at}`);
      };
      await store.write((writer) =>
        writer.upsert(mrrMovements, [movement('a', 1), movement('a', 2), movement('b', 1), movement('c', 1)]),
      );
      await store.write((writer) => writer.replaceOf(mrrMovements, ['a', 'c'], [movement('a', 2), movement('a', 3)]));
      assert.deepEqual(await read(), ['a2', 'a3', 'b1']);
      await store.write((writer) => writer.replaceOf(mrrMovements, [], []));
      assert.deepEqual(await read(), ['a2', 'a3', 'b1']);
    });

    test('in thousands are written and loaded by one call', async () => {
      const { store } = await newTenant(database);
      const ids = Array.from({ length: 5000 }, (_, index) => `account ${index}`);
      await store.write((writer) =>
        writer.upsert(
          accounts,
          ids.map((account_id) => account({ account_id })),
        ),
      );
      const loaded = await store.read((reader) => reader.load(accounts, 'account_id', ids));
      assert.equal(new Set(loaded.map((row) => row.account_id)).size, ids.length);
    });
  });

  describe('the history of accounts', () => {
    test('has every change under an id of its own that rises', async () => {
      const { store } = await newTenant(database);
      const change = (account_id: string, at: number): Change => ({
        account_id,
        at,
        what: 'tier',
        from: '"é"',
        to: 'null',
        source: 'key',
      });
      await store.write((writer) => writer.addChanges([change('a', 5), change('b', 5), change('a', 5)]));
      await store.write((writer) => writer.addChanges([]));
      await store.write((writer) => writer.addChanges([change('a', 4)]));
      const rows = await store.read((reader) => reader.load(accountChanges, 'account_id', ['a']));
      const ids = rows.map((row) => row.id as number).toSorted((a, b) => a - b);
      assert.equal(new Set(ids).size, 3);
      const last = rows.find((row) => row.id === ids.at(-1));
      assert.deepEqual({ ...last }, { ...change('a', 4), id: ids.at(-1) });
    });

    test('takes its ids from the counter from which records take theirs', async () => {
      const { store } = await newTenant(database);
      const first = await store.write((writer) => writer.takeIds(3));
      assert.equal(await store.write((writer) => writer.takeIds(1)), first + 3);
      assert.equal(await store.write((writer) => writer.takeIds(0)), 0);
      await store.write((writer) =>
        writer.addChanges([{ account_id: 'a', at: 0, what: 'tier', from: '1', to: '2', source: 'k' }]),
      );
      assert.equal(await store.write((writer) => writer.takeIds(1)), first + 5);
    });
  });

  describe('the way up from accounts', () => {
    const parents = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x')),
      { noNullPrototype: true },
    );

    test('names the parent of each account on it once, whatever loops are stored', async () => {
      await fc.assert(
        fc.asyncProperty(parents, fc.array(fc.constantFrom<string>('a', 'b', 'x')), async (parentOf, from) => {
          const { store } = await newTenant(database);
          const rows = Object.entries(parentOf).map(([account_id, parent_account_id]) =>
            account({ account_id, parent_account_id }),
          );
          await store.write((writer) => writer.upsert(accounts, rows));
          const expected = new Map<string, string | null>();
          const waiting = [...from];
          for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
            const parent = parentOf[one];
            if (parent === undefined || expected.has(one)) continue;
            expected.set(one, parent);
            if (parent !== null) waiting.push(parent);
          }
          const found = await store.read((reader) => reader.ancestors(from));
          assert.deepEqual(found.toSorted(), [...expected].toSorted());
        }),
        { numRuns: 60 },
      );
    });
  });

  describe('instants that are due', () => {
    test('are those that have come, the present one included', async () => {
      const columns = accounts.columns.map(({ name }) => name);
      const due = fc.array(fc.option(fc.integer({ min: 0, max: 6 })), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(due, fc.integer({ min: 0, max: 6 }), async (instants, now) => {
          const tenant = await newTenant(database);
          // The present of its writes is before all instants.
          const store = database.store(tenant.id, { at: -1 });
          const rows = instants.map((next_change_due, index) =>
            account({ account_id: String(9 - index), next_change_due }),
          );
          await store.write((writer) => writer.upsert(accounts, rows));
          const expected = rows.filter(
            ({ next_change_due }) => next_change_due !== null && (next_change_due as number) <= now,
          );
          const found = await store.read((reader) => reader.loadDue(now, columns, { limit: 9 }));
          assert.deepEqual(byKey(accounts, found), byKey(accounts, expected));
          const ids = found.map(({ account_id }) => account_id);
          assert.deepEqual(ids, ids.toSorted(), 'in order of their ids');
          assert.equal((await store.read((reader) => reader.timing(now))).isDue, expected.length > 0);
          const [some, first] = await store.read((reader) =>
            Promise.all([
              reader.loadDue(now, columns, { accountIds: ['9', '7', 'unknown'] }),
              reader.loadDue(now, columns, { limit: 1 }),
            ]),
          );
          assert.deepEqual(
            some.map((row) => row.account_id).sort(),
            expected
              .map((row) => row.account_id)
              .filter((accountId) => accountId === '9' || accountId === '7')
              .sort(),
          );
          const earliest = Math.min(...expected.map((row) => row.next_change_due as number));
          assert.deepEqual(
            first.map((row) => row.next_change_due),
            expected.length === 0 ? [] : [earliest],
          );
        }),
        { numRuns: 60 },
      );
    });
  });

  describe('what accounts keep of their records', () => {
    test('is counted anew for the accounts named and for no other', async () => {
      const { store } = await newTenant(database);
      const { store: another } = await newTenant(database);
      const stale = ['a', 'b', 'c'].map((account_id) =>
        account({ account_id, open_tickets: 9, last_interaction_time: 9 }),
      );
      const tickets = [
        ticket({ account_id: 'a', ticket_id: '1' }),
        ticket({ account_id: 'a', ticket_id: '2' }),
        ticket({ account_id: 'a', ticket_id: '3', close_time: 1 }),
        ticket({ account_id: 'b', ticket_id: '4', close_time: 1 }),
      ];
      const saidAt = (times: readonly number[]): Row[] =>
        times.map((create_time) => ({
          ...Object.fromEntries(interactions.columns.map(({ name }) => [name, null])),
          id: create_time,
          account_id: 'a',
          type: 'call',
          create_time,
          is_html: false,
          modify_time: 0,
        }));
      await another.write(async (writer) => {
        await writer.upsert(supportTickets, [ticket({ account_id: 'a', ticket_id: '5' })]);
        await writer.upsert(interactions, saidAt([99]));
      });
      await store.write(async (writer) => {
        await writer.upsert(accounts, stale);
        await writer.upsert(supportTickets, tickets);
        await writer.upsert(interactions, saidAt([5, 7, 6]));
        await deriveOpenTickets(writer, ['a', 'b', 'unknown']);
        await deriveLastInteraction(writer, ['a', 'b', 'unknown']);
      });
      const rows = await everything(store, accounts);
      const kept = [...rows.values()].map((row) => [row.account_id, row.open_tickets, row.last_interaction_time]);
      assert.deepEqual(kept.toSorted(), [
        ['a', 2, 7],
        ['b', 0, null],
        ['c', 9, 9],
      ]);
    });
  });
}
