import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Database } from '../../src/store/database.ts';
import type { Reader, Store, Writer } from '../../src/store/store.ts';
import { accountChanges, accounts } from '../../src/store/tables.ts';
import { account, type Harness, newTenant } from './harness.ts';

const change = { account_id: 'a', at: 0, what: 'tier', from: '1', to: '2', source: 'key' };
const writeAll = async (writer: Writer): Promise<void> => {
  await writer.upsert(accounts, [account({ account_id: 'a' })]);
  await writer.addChanges([change]);
  await writer.putPoints([{ account_id: 'a', name: 'm', timestamp: 0, value: 1 }]);
};
const isEmpty = async (store: Store): Promise<boolean> =>
  store.read(async (reader) => {
    const rows = await reader.load(accounts, 'account_id', ['a']);
    const changes = await reader.load(accountChanges, 'account_id', ['a']);
    const points = await reader.points({ accountIds: ['a'] });
    return rows.length + changes.length + points.length === 0;
  });
const ids = async (reader: Reader): Promise<unknown[]> =>
  (await reader.load(accounts, 'account_id', ['a', 'b'])).map((row) => row.account_id);

export function exerciseTransactions({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('a write', () => {
    test('that throws leaves nothing, gives back what it threw, and hinders no later one', async () => {
      const { store } = await newTenant(database);
      const reason = new Error('no');
      const failing = store.write(async (writer) => {
        await writeAll(writer);
        throw reason;
      });
      await assert.rejects(failing, (error) => error === reason);
      assert.ok(await isEmpty(store));
      await store.write(writeAll);
      assert.ok(!(await isEmpty(store)));
    });

    test('that is refused at the moment of its commit leaves nothing, and hinders no later one', async () => {
      const { id, store } = await newTenant(database);
      const reason = new Error('given up');
      let asked = 0;
      const beforeCommit = (): void => {
        asked++;
        throw reason;
      };
      const refused = database.store(id, { beforeCommit });
      await assert.rejects(refused.write(writeAll), (error) => error === reason);
      assert.equal(asked, 1);
      assert.ok(await isEmpty(store));
      await store.write(writeAll);
      assert.ok(!(await isEmpty(store)));
    });

    test('is asked before its commit whether it may, a read never', async () => {
      const { id } = await newTenant(database);
      const order: string[] = [];
      const store = database.store(id, { beforeCommit: () => void order.push('asked') });
      await store.write(async (writer) => {
        await writeAll(writer);
        order.push('written');
      });
      await store.read((reader) => reader.timing(0));
      assert.deepEqual(order, ['written', 'asked']);
    });

    test('reads what it has written itself', async () => {
      const { store } = await newTenant(database);
      await store.write(async (writer) => {
        await writeAll(writer);
        assert.deepEqual(await ids(writer), ['a']);
      });
    });

    test('gives its ids back where it fails, so that none is lost or given twice', async () => {
      const { store } = await newTenant(database);
      const first = await store.write((writer) => writer.takeIds(1));
      const failing = store.write(async (writer) => {
        await writer.takeIds(5);
        throw new Error('no');
      });
      await assert.rejects(failing);
      assert.equal(await store.write((writer) => writer.takeIds(1)), first + 1);
    });

    test('waits for those before it: of many at once each sees the one before it whole', async () => {
      const { store } = await newTenant(database);
      await store.write((writer) => writer.upsert(accounts, [account({ account_id: 'a', employees: 0 })]));
      const add = (): Promise<void> =>
        store.write(async (writer) => {
          const [row] = await writer.load(accounts, 'account_id', ['a']);
          await Promise.resolve();
          await writer.upsert(accounts, [account({ account_id: 'a', employees: (row?.employees as number) + 1 })]);
        });
      await Promise.all(Array.from({ length: 20 }, add));
      const [row] = await store.read((reader) => reader.load(accounts, 'account_id', ['a']));
      assert.equal(row?.employees, 20);
    });
  });

  describe('a read', () => {
    test('sees one state of the database, whatever is written meanwhile', async () => {
      const { id, store } = await newTenant(database);
      await store.write((writer) => writer.upsert(accounts, [account({ account_id: 'a' })]));
      const other = await open();
      try {
        await other.store(id).read(async (reader) => {
          assert.deepEqual(await ids(reader), ['a']);
          await store.write((writer) => writer.upsert(accounts, [account({ account_id: 'b' })]));
          assert.deepEqual(await ids(reader), ['a']);
        });
        assert.deepEqual((await other.store(id).read(ids)).toSorted(), ['a', 'b']);
      } finally {
        await other.close();
      }
    });

    test('sees nothing of a write that is under way', async () => {
      const { id, store } = await newTenant(database);
      const other = await open();
      try {
        await store.write(async (writer) => {
          await writeAll(writer);
          assert.deepEqual(await other.store(id).read(ids), []);
        });
        assert.deepEqual(await other.store(id).read(ids), ['a']);
      } finally {
        await other.close();
      }
    });

    test('that throws hinders no later one', async () => {
      const { store } = await newTenant(database);
      const failing = store.read(async () => {
        throw new Error('no');
      });
      await assert.rejects(failing, /no/);
      assert.ok(await isEmpty(store));
    });
  });
}
