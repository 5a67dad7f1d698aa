/** The present of a write: fixed under the write lock, never before that of an earlier write of the tenant. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { passAccounts, passSlice } from '../../src/derive/time.ts';
import { SharedClock } from '../../src/store/clock.ts';
import type { Database } from '../../src/store/database.ts';
import type { Store, Writer } from '../../src/store/store.ts';
import { accountChanges, accounts } from '../../src/store/tables.ts';
import { account, type Harness, newTenant, pageOf } from './harness.ts';

const minute = 60_000;
const day = 1_440 * minute;
const t0 = Date.UTC(2026, 2, 10);

export function exercisePresents({ open }: Harness): void {
  const clock = new SharedClock();
  let database: Database;
  before(async () => {
    clock.now = t0;
    database = await open(clock);
  });
  after(() => database.close());

  const put = (store: Store, id: string, values = {}): Promise<number> =>
    store.write(async (writer) => {
      await writer.upsert(accounts, [account({ account_id: id, ...values })]);
      return writer.now;
    });
  const load = async (store: Store, id: string) =>
    (await store.read((reader) => reader.load(accounts, 'account_id', [id])))[0];
  /** An account whose stage changes at each of these instants, as it is before the first. */
  const staged = (id: string, instants: readonly number[]) => ({
    account_id: id,
    stage_history: JSON.stringify(
      instants.map((start_date, index) => ({ name: `s${index}`, start_date, end_date: instants[index + 1] ?? null })),
    ),
    current_stage: null,
    stage_due: instants[0] ?? null,
    next_change_due: instants[0] ?? null,
  });
  const changesOf = async (store: Store, id: string): Promise<unknown[][]> => {
    const query = pageOf(accountChanges, { where: { account_id: id }, order: 'id' });
    const output = ['at', 'from', 'to', 'source'].map((name) => ({ name, column: name }));
    const { rows } = await store.read((reader) => reader.pageRows({ ...query, output }));
    return rows.map(({ at, from, to, source }) => [at, from, to, source]);
  };
  const passAll = async (store: Store, limit?: number): Promise<number> => {
    let slices = 1;
    while (await store.write((writer) => passSlice(writer, limit))) slices++;
    return slices;
  };

  describe('the present of a write', () => {
    test('is read from the clock once the write lock is held, after every write before it', async () => {
      const { store } = await newTenant(database);
      clock.now = t0;
      const order: number[] = [];
      const first = store.write(async (writer) => {
        await writer.upsert(accounts, [account({ account_id: 'a' })]);
        clock.now = t0 + 5;
        order.push(writer.now);
      });
      const second = store.write(async (writer) => void order.push(writer.now));
      await Promise.all([first, second]);
      assert.deepEqual(order, [t0, t0 + 5]);
    });

    test('stands still while the clock is a little behind the last write, whichever server made that', async () => {
      const { store } = await newTenant(database);
      clock.now = t0 + 30_000;
      await put(store, 'a');
      clock.now = t0;
      assert.equal(await put(store, 'b'), t0 + 30_000);
      const { present } = await store.read((reader) => reader.timing(clock.now));
      assert.equal(present, t0 + 30_000);
      clock.now = t0 + 31_000;
      assert.equal(await put(store, 'c'), t0 + 31_000);
    });

    test('goes back with a clock that is set back by more than a minute, which is told', async () => {
      const { id, store } = await newTenant(database);
      clock.now = t0 + 40 * day;
      await put(store, 'a');
      clock.now = t0;
      const told: number[] = [];
      const noting = database.store(id, { onSetBack: (ms) => told.push(ms) });
      assert.equal(await put(noting, 'b'), t0);
      assert.equal(await put(noting, 'c'), t0);
      assert.deepEqual(told, [40 * day]);
    });

    test('of a made-up past is what the load says, but never before the last', async () => {
      const { id } = await newTenant(database);
      clock.now = t0;
      assert.equal(await put(database.store(id, { at: 1_000 }), 'a'), 1_000);
      assert.equal(await put(database.store(id, { at: 500 }), 'b'), 1_000);
    });
  });

  describe('an instant that is due', () => {
    test('is passed in slices, each account in one step whatever the number of its instants', async () => {
      const { store } = await newTenant(database);
      clock.now = t0;
      const instants = Array.from({ length: 50 }, (_, index) => t0 + index + 1);
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await store.write((writer) =>
        writer.upsert(
          accounts,
          ids.map((id) => account(staged(id, instants))),
        ),
      );
      clock.now = t0 + 1_000;
      let updates = 0;
      const counted = async (writer: Writer): Promise<boolean> => {
        const update = writer.update.bind(writer);
        writer.update = (table, columns, rows) => {
          updates += rows.length;
          return update(table, columns, rows);
        };
        return passSlice(writer, 2);
      };
      let slices = 1;
      while (await store.write(counted)) slices++;
      assert.deepEqual([slices, updates], [3, 5]);
      for (const id of ids) {
        const row = await load(store, id);
        assert.deepEqual([row?.current_stage, row?.next_change_due], ['s49', null]);
        const changes = await changesOf(store, id);
        assert.equal(changes.length, 50);
        assert.deepEqual(changes[0], [t0 + 1, 'null', '"s0"', 'clock']);
        assert.deepEqual(changes[49], [t0 + 50, '"s48"', '"s49"', 'clock']);
      }
    });

    test('is passed of the accounts that a write names, and of no other', async () => {
      const { store } = await newTenant(database);
      clock.now = t0;
      await put(store, 'a', staged('a', [t0 + 5]));
      await put(store, 'b', staged('b', [t0 + 5]));
      clock.now = t0 + 10;
      await store.write((writer) => passAccounts(writer, ['a', 'unknown']));
      assert.equal((await load(store, 'a'))?.current_stage, 's0');
      assert.equal((await load(store, 'b'))?.current_stage, null);
    });

    test('and all that derives from a clock that ran ahead is undone when the clock is set back', async () => {
      const { store } = await newTenant(database);
      clock.now = t0;
      const [soon, later] = [t0 + day, t0 + 10 * day];
      for (const id of ['a', 'b', 'c']) await put(store, id, staged(id, [t0 - 5, soon, later]));
      clock.now = t0 + 40 * day;
      await passAll(store);
      assert.equal((await load(store, 'b'))?.current_stage, 's2');
      assert.equal((await changesOf(store, 'b')).length, 3);
      clock.now = soon + 1;
      assert.equal(await passAll(store, 2), 3);
      for (const id of ['a', 'b', 'c']) {
        const row = await load(store, id);
        assert.deepEqual([row?.current_stage, row?.stage_due, row?.next_change_due], ['s1', later, later]);
        assert.deepEqual((await changesOf(store, id)).at(-1), [soon, '"s0"', '"s1"', 'clock']);
      }
      assert.equal((await store.read((reader) => reader.timing(clock.now))).rederivedTo, null);
    });
  });
}
