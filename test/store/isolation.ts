import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Row } from '../../src/domain/row.ts';
import type { Database } from '../../src/store/database.ts';
import type { Store, Writer } from '../../src/store/store.ts';
import * as allTables from '../../src/store/tables.ts';
import { account, type Harness, newTenant, pageOf, ticket, user } from './harness.ts';

const { accounts, accountUsers, interactions, mrrMovements, supportTickets } = allTables;
const tables = Object.values(allTables).filter((one) => typeof one === 'object');
const said: Row = {
  ...Object.fromEntries(interactions.columns.map(({ name }) => [name, null])),
  id: 1,
  account_id: 'a',
  type: 'call',
  create_time: 5,
  is_html: false,
  modify_time: 0,
};
const movement: Row = {
  account_id: 'a',
  at: 1,
  rank: 0,
  class: 'new',
  amount: 1,
  mrr_before: 0,
  mrr_after: 1,
  causes: '[]',
};
const change = { account_id: 'a', at: 0, what: 'tier', from: '1', to: '2', source: 'key' };

/** The same keys for every tenant, with values of its own. */
const fill =
  (name: string) =>
  async (writer: Writer): Promise<void> => {
    await writer.upsert(accounts, [
      account({ account_id: 'a', name, parent_account_id: 'b', next_change_due: 5, open_tickets: 7 }),
      account({ account_id: 'b', name, is_deleted: true }),
    ]);
    await writer.upsert(accountUsers, [user({ account_id: 'a', user_id: 'u', first_name: name })]);
    await writer.upsert(supportTickets, [ticket({ account_id: 'a', ticket_id: 't', subject: name })]);
    await writer.upsert(interactions, [{ ...said, subject: name }]);
    await writer.replaceMovements(['a'], [{ ...movement, class: name }]);
    await writer.addChanges([{ ...change, source: name }]);
    await writer.putPoints([{ account_id: 'a', name: 'm', timestamp: 0, value: 1 }]);
  };

const dump = (store: Store): Promise<unknown> =>
  store.read(async (reader) => {
    const rows = [];
    for (const table of tables) {
      const query = { columns: table.columns.map(({ name }) => name), conditions: [], ownerConditions: [] };
      rows.push(await reader.rows({ table, ...query, order: table.key }));
    }
    return JSON.stringify([rows, await reader.points({ accountIds: ['a', 'b'] }), await reader.mrrBefore(9)]);
  });

/** Everything that a writer can do, to keys that the other tenant has too. */
const writes: { readonly [name: string]: (writer: Writer) => Promise<unknown> } = {
  upsert: fill('changed'),
  remove: (writer) => writer.remove(accounts, [account({ account_id: 'a' })]),
  replaceOf: (writer) => writer.replaceOf(mrrMovements, ['a'], []),
  replaceMovements: (writer) => writer.replaceMovements(['a'], []),
  addChanges: (writer) => writer.addChanges([change]),
  putPoints: (writer) => writer.putPoints([{ account_id: 'a', name: 'm', timestamp: 0, value: 9 }]),
  removeMetric: (writer) => writer.removeMetric('m'),
  'removeMetric of an account': (writer) => writer.removeMetric('m', 'a'),
  takeIds: (writer) => writer.takeIds(100),
  setRederivedTo: (writer) => writer.setRederivedTo('a'),
  removeClockChanges: (writer) => writer.removeClockChanges(['a'], 0),
  update: (writer) => writer.update(accounts, ['name'], [{ account_id: 'a', name: 'changed' }]),
};

export function exerciseIsolation({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('a tenant', () => {
    test('of these cases has every writing call that a writer has', async () => {
      const { store } = await newTenant(database);
      await store.write(async (writer) => {
        const calls = new Set<string>();
        for (let type = writer; type !== Object.prototype; type = Object.getPrototypeOf(type))
          for (const name of Object.getOwnPropertyNames(type)) calls.add(name);
        for (const name of Object.keys(writes)) assert.ok(calls.has(name.split(' ')[0] as string), name);
      });
    });

    for (const [name, work] of Object.entries(writes))
      test(`changes nothing of another by ${name}`, async () => {
        const [mine, other] = [await newTenant(database), await newTenant(database)];
        await mine.store.write(fill('mine'));
        await other.store.write(fill('other'));
        const state = await dump(other.store);
        await mine.store.write(work);
        assert.equal(await dump(other.store), state);
      });

    test('takes ids from a counter of its own', async () => {
      const [mine, other] = [await newTenant(database), await newTenant(database)];
      const first = await mine.store.write((writer) => writer.takeIds(5));
      assert.equal(await other.store.write((writer) => writer.takeIds(5)), first);
    });

    test('sees nothing of another by any way of reading', async () => {
      const [mine, other] = [await newTenant(database), await newTenant(database)];
      const nothing = await dump(mine.store);
      await other.store.write(fill('other'));
      assert.equal(await dump(mine.store), nothing);
      await mine.store.read(async (reader) => {
        for (const table of tables) {
          assert.equal((await reader.page(pageOf(table))).rows.count, 0, table.name);
          assert.deepEqual((await reader.pageRows(pageOf(table))).rows, [], table.name);
          if (table.key.includes('account_id'))
            assert.deepEqual(await reader.load(table, 'account_id', ['a', 'b']), [], table.name);
        }
        assert.deepEqual(await reader.series(undefined, ['m']), []);
        assert.deepEqual(await reader.series(['a'], ['m']), []);
        assert.deepEqual(await reader.points({ accountIds: ['a'] }), []);
        assert.deepEqual(await reader.ancestors(['a']), []);
        assert.deepEqual([...(await reader.knownAccounts(['a']))], []);
        assert.deepEqual(await reader.loadKeys(accountUsers, [{ account_id: 'a', user_id: 'u' }]), []);
        assert.deepEqual([...(await reader.openTickets(['a']))], []);
        assert.deepEqual([...(await reader.lastInteractions(['a']))], []);
        assert.deepEqual({ ...(await reader.mrrBefore(9)) }, { mrr: 0, accounts: 0 });
        assert.deepEqual(
          [
            (await reader.timing(9)).isDue,
            (await reader.timing(9, 'a')).isDue,
            await reader.loadDue(9, ['account_id'], { limit: 9 }),
            await reader.loadDue(9, ['account_id'], { accountIds: ['a'] }),
          ],
          [false, false, [], []],
        );
      });
    });

    test('is judged by its own accounts alone where a list asks for those of its records', async () => {
      const [mine, other] = [await newTenant(database), await newTenant(database)];
      await mine.store.write((writer) => writer.upsert(accountUsers, [user({ account_id: 'a', user_id: 'u' })]));
      await mine.store.write((writer) => writer.upsert(mrrMovements, [movement]));
      await other.store.write(fill('other'));
      const ownerConditions = [
        { targets: [{ column: 'is_deleted', of: 'value' }], comparison: 'eq', value: false },
      ] as const;
      await mine.store.read(async (reader) => {
        assert.equal((await reader.page(pageOf(accountUsers, { ownerConditions }))).rows.count, 0);
        const query = { table: mrrMovements, columns: ['at'], conditions: [], ownerConditions, order: ['at'] };
        assert.deepEqual(await reader.rows(query), []);
      });
    });

    test('goes up through its own accounts alone', async () => {
      const [mine, other] = [await newTenant(database), await newTenant(database)];
      await mine.store.write((writer) =>
        writer.upsert(accounts, [account({ account_id: 'a', parent_account_id: 'b' })]),
      );
      await other.store.write((writer) =>
        writer.upsert(accounts, [account({ account_id: 'b', parent_account_id: 'c' })]),
      );
      assert.deepEqual(await mine.store.read((reader) => reader.ancestors(['a'])), [['a', 'b']]);
    });
  });
}
