import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Row } from '../../src/domain/row.ts';
import { columnCondition, notDeleted } from '../../src/domain/search.ts';
import type { Database } from '../../src/store/database.ts';
import { accounts, mrrMovements } from '../../src/store/tables.ts';
import { account, type Harness, newTenant } from './harness.ts';

const day = 86_400_000;
/** Instants at and around the ends of days, before 1970 too. */
const instant = fc
  .tuple(fc.integer({ min: -2, max: 2 }), fc.constantFrom(-1, 0, 1, day / 2))
  .map(([days, rest]) => days * day + rest);

/** The MRR of one account as it changes from instant to instant. */
const steps = fc.uniqueArray(fc.tuple(instant, fc.constantFrom(0, 0, 100, 250)), {
  selector: ([at]) => at,
  maxLength: 5,
});
/** What becomes of three accounts, of which `c` is deleted: their steps, and again after they are derived anew. */
const histories = fc.record({ a: steps, b: steps, c: steps }, { noNullPrototype: true });
type History = { readonly [accountId: string]: readonly (readonly [at: number, mrr: number])[] };

const movementsOf = (history: History): Row[] =>
  Object.entries(history).flatMap(([account_id, list]) => {
    let mrr_before = 0;
    const inOrder = list.toSorted(([x], [y]) => x - y);
    return inOrder.flatMap(([at, mrr_after]): Row[] => {
      const change = mrr_after - mrr_before;
      if (change === 0) return [];
      const [rank, name] = change > 0 ? [1, 'expansion'] : [4, 'contraction'];
      const row = { account_id, at, rank, class: name, amount: Math.abs(change), mrr_before, mrr_after, causes: '[]' };
      mrr_before = mrr_after;
      return [row];
    });
  });

/** The total of the accounts that are not deleted, each as its last step before the instant has it. */
function totalBefore({ a = [], b = [] }: History, at: number) {
  const current = [a, b].map(
    (list) =>
      list
        .filter(([time]) => time < at)
        .toSorted(([x], [y]) => x - y)
        .at(-1)?.[1] ?? 0,
  );
  return { mrr: current.reduce((sum, mrr) => sum + mrr, 0), accounts: current.filter((mrr) => mrr > 0).length };
}

export function exerciseMoney({ open }: Harness): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  after(() => database.close());

  describe('the MRR of all accounts together', () => {
    test('is known just before any instant, also after movements were replaced', async () => {
      await fc.assert(
        fc.asyncProperty(histories, histories, instant, async (first, second, at) => {
          const { store } = await newTenant(database);
          await store.write(async (writer) => {
            const owners = ['a', 'b', 'c'].map((account_id) => {
              const gone = account_id === 'c';
              return account({ account_id, is_deleted: gone, is_active: !gone });
            });
            await writer.upsert(accounts, owners);
            await writer.replaceMovements(['a', 'b', 'c'], movementsOf(first));
          });
          assert.deepEqual({ ...(await store.read((reader) => reader.mrrBefore(at))) }, totalBefore(first, at));
          const { a, c } = second;
          await store.write((writer) => writer.replaceMovements(['a', 'c', 'unknown'], movementsOf({ a, c })));
          const now = { ...first, a, c };
          assert.deepEqual({ ...(await store.read((reader) => reader.mrrBefore(at))) }, totalBefore(now, at));
          const chosen = async (id: string) =>
            store.read((reader) => reader.mrrBefore(at, [notDeleted, columnCondition('account_id', 'ge', id)]));
          assert.deepEqual({ ...(await chosen('a')) }, totalBefore(now, at));
          assert.deepEqual({ ...(await chosen('b')) }, totalBefore({ b: now.b }, at));
          assert.deepEqual({ ...(await chosen('c')) }, { mrr: 0, accounts: 0 });
          const kept = { columns: ['account_id', 'at', 'mrr_after'], conditions: [], ownerConditions: [] };
          const rows = await store.read((reader) =>
            reader.rows({ table: mrrMovements, ...kept, order: ['account_id', 'at'] }),
          );
          assert.deepEqual(
            rows,
            movementsOf(now).map((row) => [row.account_id, row.at, row.mrr_after]),
          );
        }),
        { numRuns: 100 },
      );
    });

    test('is nothing where there are no accounts', async () => {
      const { store } = await newTenant(database);
      assert.deepEqual({ ...(await store.read((reader) => reader.mrrBefore(0))) }, { mrr: 0, accounts: 0 });
    });
  });
}
