/** How often a batch reads and writes JSON, which must not go by the number of its records of one key. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { execute } from '../../src/operations/execute.ts';
import { Permit } from '../../src/operations/request.ts';
import { account } from '../support/cases.ts';
import { invoice, person, subscription } from '../support/records.ts';
import { newFile } from './sqlite-file.ts';

const now = Date.UTC(2026, 2, 10, 9);

async function send(database: Database, type: string, records: readonly object[]): Promise<void> {
  const { body } = await execute(database, {
    operation: `POST /${type}`,
    tenant: (await database.directory.tenant('default')) ?? assert.fail(),
    params: {},
    query: [],
    body: new TextEncoder().encode(JSON.stringify({ records })),
    now,
    source: 'test',
    permit: new Permit().buffer,
  });
  assert.deepEqual(JSON.parse(new TextDecoder().decode(body)), { status_is_ok: true, failed_results: [] });
}

type Lists = (index: number) => object;
type Kind = readonly [type: string, name: string, make: (lists: object) => object, lists: Lists];
const ofAccounts = Object.entries<Lists>({
  assigned_csms: (n) => ({ assigned_csms: [`joe${n}@company.com`] }),
  custom_label_dimensions: (n) => ({ custom_label_dimensions: [{ key: `k${n}`, value: 'v' }] }),
  custom_value_dimensions: (n) => ({ custom_value_dimensions: [{ key: `k${n}`, value: n }] }),
  custom_event_dimensions: (n) => ({ custom_event_dimensions: [{ key: `k${n}`, value: n }] }),
  documents: (n) => ({ documents: [{ name: `d${n}`, url: 'u' }] }),
  stage_history: (n) => ({ stage_history: [{ name: 's', start_date: n, end_date: n + 1 }] }),
  stage: (n) => ({ stage: `s${n}` }),
  nps_history: (n) => ({ nps_history: [{ nps_score: 5, date: n }] }),
  current_nps_score: (n) => ({ nps_history: [{ nps_score: 5, date: now + n }], current_nps_score: n % 50 }),
}).map(([name, lists]): Kind => ['accounts', name, (more) => account('1', more), lists]);
const kinds: readonly Kind[] = [
  ...ofAccounts,
  [
    'account_users',
    'custom_label_dimensions',
    (lists) => person('1', 'u', lists),
    (n) => ({ custom_label_dimensions: [{ key: `k${n}`, value: 'v' }] }),
  ],
  [
    'statements',
    'transactions',
    (lists) => invoice('1', 'i', lists),
    (n) => ({ transactions: [{ tx_id: `t${n}`, paid_amount: n, paid_date: 1 }] }),
  ],
  [
    'subscriptions',
    'custom_dimensions',
    (lists) => subscription('1', 's', lists),
    (n) => ({ custom_dimensions: [{ key: `k${n}`, value: 'v' }] }),
  ],
];

for (const [type, name, make, lists] of kinds) {
  test(`${name} of ${type}: many records of one key read and write their list as often as two do`, async () => {
    const { file, remove } = await newFile();
    const database = openDatabase({ kind: 'sqlite', file }, 'writer');
    await send(database, 'accounts', [account('1')]);
    await send(database, type, [make(lists(0))]);
    const calls = async (from: number, count: number): Promise<number> => {
      const spies = [mock.method(JSON, 'parse'), mock.method(JSON, 'stringify')];
      await send(
        database,
        type,
        Array.from({ length: count }, (_, index) => make(lists(from + index))),
      );
      for (const spy of spies) spy.mock.restore();
      return spies.reduce((sum, spy) => sum + spy.mock.callCount(), 0);
    };
    assert.equal(await calls(100, 200), await calls(1, 2));
    await database.close();
    remove();
  });
}
