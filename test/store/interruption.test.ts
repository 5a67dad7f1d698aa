/** Reads that are interrupted on SQLite: counted in how often they look whether they shall end. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { execute } from '../../src/operations/execute.ts';
import { Permit } from '../../src/operations/request.ts';
import { containsText, notDeleted } from '../../src/domain/search.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { Interrupted, type Interruption } from '../../src/store/interruption.ts';
import type { Reader } from '../../src/store/store.ts';
import { accounts, accountUsers, mrrMovements } from '../../src/store/tables.ts';
import { account, newTenant, pageOf, type TestTenant, user } from './harness.ts';
import { newFile } from './sqlite-file.ts';

const rows = 6_000;
/** At most this many rows are read between two looks, on average. */
const between = 61;

/** Wants to interrupt from a look on; counts looks. */
class Counted implements Interruption {
  looks = 0;
  readonly #from: number;
  constructor(from: number) {
    this.#from = from;
  }
  get isInterrupted(): boolean {
    return ++this.looks >= this.#from;
  }
  watch(): () => void {
    return () => {};
  }
}

describe('a read on SQLite', () => {
  let database: Database;
  let tenant: TestTenant;
  let remove: () => void;
  before(async () => {
    const file = await newFile();
    remove = file.remove;
    database = openDatabase({ kind: 'sqlite', file: file.file }, 'writer');
    tenant = await newTenant(database);
    const ids = Array.from({ length: rows }, (_, index) => String(index));
    const movement = { rank: 0, class: 'new', amount: 1, mrr_before: 0, mrr_after: 1, causes: '[]' };
    await tenant.store.write(async (writer) => {
      await writer.upsert(
        accounts,
        ids.map((account_id) => account({ account_id, name: 'n' })),
      );
      await writer.upsert(
        accountUsers,
        ids.map((account_id) => user({ account_id, user_id: 'u' })),
      );
      await writer.replaceMovements(
        ids,
        ids.map((account_id) => ({ ...movement, account_id, at: 0 })),
      );
    });
  });
  after(async () => {
    await database.close();
    remove();
  });

  const nothing = containsText(['name'], 'x');
  const movements = {
    table: mrrMovements,
    columns: ['account_id'],
    conditions: [],
    ownerConditions: [],
    order: ['at'],
  };
  const reads: { readonly [what: string]: (reader: Reader) => Promise<unknown> } = {
    'a search that finds nothing': (reader) => reader.page(pageOf(accounts, { conditions: [nothing] })),
    'a page in an order without an index': (reader) => reader.page(pageOf(accounts, { order: 'tier' })),
    'a deep page': (reader) => reader.page(pageOf(accounts, { offset: 10 * rows })),
    'a list of people of accounts that are not deleted': (reader) =>
      reader.page(pageOf(accountUsers, { ownerConditions: [notDeleted], offset: 10 * rows })),
    'the rows of a report': (reader) => reader.rows(movements),
    'the total of a selection': (reader) => reader.mrrBefore(1, [nothing]),
  };
  for (const [what, read] of Object.entries(reads)) {
    const run = (interruption: Interruption): Promise<unknown> =>
      database.store(tenant.id, undefined, undefined, interruption).read(read);

    test(`looks often enough: ${what}`, async () => {
      const never = new Counted(Number.POSITIVE_INFINITY);
      await run(never);
      assert.ok(never.looks >= rows / between / 2, `${never.looks} looks at ${rows} rows`);
    });

    test(`ends at the look that says so: ${what}`, async () => {
      const third = new Counted(3);
      await assert.rejects(run(third), Interrupted);
      assert.equal(third.looks, 3);
      assert.equal((await tenant.store.read((reader) => reader.knownAccounts(['1']))).size, 1, 'the next read works');
    });
  }

  test('is told from a refusal in what a thread gives back, and can be run again', async () => {
    const permit = new Permit();
    const search = () =>
      execute(database, {
        operation: 'POST /search/accounts',
        tenant: { tenant_id: tenant.id, name: tenant.name, time_zone: 'UTC', currency: 'USD' },
        params: {},
        query: [],
        body: new TextEncoder().encode('{"records":[]}'),
        now: 0,
        source: 'test',
        permit: permit.buffer,
      });
    permit.interrupt();
    const { interrupted, code } = await search();
    assert.deepEqual([interrupted, code], [true, 'timeout']);
    permit.resume();
    assert.equal((await search()).records, 1000);
  });
});
