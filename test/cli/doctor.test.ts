/** `tenure doctor`: it finds nothing where all is well, and finds and mends each kind of damage. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { examineTenant } from '../../src/doctor/examine.ts';
import type { Difference } from '../../src/doctor/findings.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { Client } from '../support/client.ts';
import { loadAtRandom } from '../support/load.ts';
import { runTenure, temporaryFolder } from '../support/process.ts';
import { seed, seededRandom } from '../support/random.ts';
import { startTestServer, type TestServer, testNow } from '../support/server.ts';
import { monthly, of, revenue, until } from '../support/subscriptions.ts';

const day = 86_400_000;
/** More than are examined at once. */
const accounts = 230;

let server: TestServer;
let client: Client;
let database: Database;
/** The same file, for what no request can do. */
let file: DatabaseSync;
let tenantId: number;

before(async () => {
  server = await startTestServer();
  client = await server.tenant();
  const path = join(server.place.data, 'tenure.db');
  database = openDatabase({ kind: 'sqlite', file: path, clock: server.time.buffer }, 'writer');
  file = new DatabaseSync(path, { timeout: 5000 });
  tenantId = (await database.directory.tenant(client.tenant))?.tenant_id as number;
  await loadAtRandom(client, seededRandom(seed), testNow, accounts);
});
after(async () => {
  file.close();
  await database.close();
  await server.close();
});

async function examine(rebuild = false): Promise<Difference[]> {
  const differences: Difference[] = [];
  const options = { clock: () => server.time.now, rebuild };
  const count = await examineTenant(database.store(tenantId), options, (difference) => differences.push(difference));
  assert.equal(count, accounts);
  return differences;
}

/** All that is stored of the tenant, but for days whose sums are nothing, and columns that are `left out`. */
function dump(...leftOut: readonly string[]): object {
  const tables = file
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('api_keys', 'sqlite_stat1')")
    .all();
  const rowsOf = (name: unknown): string[] =>
    file
      .prepare(`SELECT * FROM ${name} WHERE tenant_id = ?`)
      .all(tenantId)
      .filter((row) => name !== 'mrr_days' || row.mrr !== 0 || row.accounts !== 0)
      .map((row) => JSON.stringify(row, (column, value) => (leftOut.includes(column) ? undefined : value)))
      .toSorted();
  return Object.fromEntries(tables.map(({ name }) => [name, rowsOf(name)]));
}

describe('after a random load', () => {
  test('there is no difference, while it is now and when much has become due without being read', async (t) => {
    t.diagnostic(`seed ${seed}`);
    for (const days of [0, 3, 40, 250]) {
      server.time.now = testNow + days * day;
      assert.deepEqual(await examine(), [], `${days} days later`);
    }
  });

  test('there is no difference once all that was due has been read', async () => {
    for (const days of [40, 250]) {
      server.time.now = testNow + days * day;
      await client.get('/accounts');
      assert.deepEqual(await examine(), []);
    }
  });

  test('a rebuild of what is right changes nothing', async () => {
    const whole = dump();
    assert.deepEqual(await examine(true), []);
    assert.deepEqual(dump(), whole);
  });
});

interface Damage {
  readonly name: string;
  readonly sql: string;
  /** What is found, at least, as table and column. */
  readonly finds: readonly string[];
}
const ofAccounts = (column: string, value: string, ...more: string[]): Damage => ({
  name: `accounts.${column}`,
  sql: `UPDATE accounts SET ${column} = ${value} WHERE account_id = (SELECT min(account_id) FROM accounts AS other
    WHERE tenant_id = $tenant AND other.${column} IS NOT (${value})) AND tenant_id = $tenant`,
  finds: [column, ...more].map((each) => `accounts.${each}`),
});

const damages: Damage[] = [
  ofAccounts('current_mrr', '12345'),
  ofAccounts('current_mrr', 'NULL'),
  ofAccounts('subscription_renewal_date', '1'),
  ofAccounts('renewal_date', '1'),
  ofAccounts('money_due', '9000000000000000'),
  ofAccounts('money_due', 'NULL'),
  ofAccounts('stage_due', '9000000000000000'),
  ofAccounts('next_change_due', 'NULL'),
  ofAccounts('next_change_due', '5'),
  ofAccounts('current_stage', "'nowhere'"),
  ofAccounts('current_nps_score', '-100'),
  ofAccounts('is_active', '0'),
  ofAccounts('is_active', '1'),
  ofAccounts('open_tickets', '77'),
  ofAccounts('last_interaction_time', '1'),
  ofAccounts('last_interaction_time', 'NULL'),
  ofAccounts('folded', "'{}'"),
  ofAccounts('folded', 'NULL'),
  {
    name: 'a folded user',
    sql: 'UPDATE account_users SET folded = NULL WHERE tenant_id = $tenant',
    finds: ['account_users.folded'],
  },
  {
    name: 'a folded contact',
    sql: `UPDATE account_contacts SET folded = '{"first_name":"x"}' WHERE tenant_id = $tenant AND user_id = 'p1'`,
    finds: ['account_contacts.folded'],
  },
  {
    name: 'the first start of subscriptions',
    sql: 'UPDATE subscriptions SET start_date = start_date + 1 WHERE tenant_id = $tenant',
    finds: ['subscriptions.start_date'],
  },
  {
    name: 'a movement',
    sql: "UPDATE mrr_movements SET amount = amount + 1 WHERE tenant_id = $tenant AND class = 'new'",
    finds: ['mrr_movements.amount'],
  },
  {
    name: 'the causes of movements',
    sql: "UPDATE mrr_movements SET causes = '[]' WHERE tenant_id = $tenant",
    finds: ['mrr_movements.causes'],
  },
  {
    name: 'movements that are missing',
    sql: 'DELETE FROM mrr_movements WHERE tenant_id = $tenant AND at % 3 = 0',
    finds: ['mrr_movements missing'],
  },
  {
    name: 'a movement of nobody',
    sql: "INSERT INTO mrr_movements VALUES ($tenant, 'zzz', 5, 0, 'new', 1, 0, 1, '[]')",
    finds: ['mrr_movements extra'],
  },
  {
    name: 'a movement of somebody who sorts before everybody',
    sql: "INSERT INTO mrr_movements VALUES ($tenant, '!', 5, 0, 'new', 1, 0, 1, '[]')",
    finds: ['mrr_movements extra'],
  },
  {
    name: 'the state of due dates',
    sql: "UPDATE due_dates SET state = 'lost', value = value + 1 WHERE tenant_id = $tenant AND state = 'upcoming'",
    finds: ['due_dates.state', 'due_dates.value'],
  },
  {
    name: 'due dates that are missing',
    sql: "DELETE FROM due_dates WHERE tenant_id = $tenant AND state = 'renewed'",
    finds: ['due_dates missing'],
  },
  {
    name: 'a due date too many',
    sql: "INSERT INTO due_dates VALUES ($tenant, 'a5', 'sx', 9, 'lost', 1, NULL, NULL, NULL, NULL)",
    finds: ['due_dates extra'],
  },
  {
    name: 'the sums of days',
    sql: 'UPDATE mrr_days SET mrr = mrr + 1, accounts = accounts - 1 WHERE tenant_id = $tenant',
    finds: ['mrr_days.mrr', 'mrr_days.accounts'],
  },
  {
    name: 'days that are missing',
    sql: 'DELETE FROM mrr_days WHERE tenant_id = $tenant AND day % 2 = 0',
    finds: ['mrr_days missing'],
  },
  {
    name: 'a day on which nothing moved',
    sql: 'INSERT INTO mrr_days VALUES ($tenant, -86400000, 1, 1)',
    finds: ['mrr_days.mrr', 'mrr_days.accounts'],
  },
  {
    name: 'metric series that are missing',
    sql: "DELETE FROM metric_series WHERE tenant_id = $tenant AND name = 'm3'",
    finds: ['metric_series missing'],
  },
  {
    name: 'metric series without points',
    sql: "INSERT INTO metric_series VALUES ($tenant, 'm0', 'nobody'), ($tenant, 'none', 'a7')",
    finds: ['metric_series extra'],
  },
];

describe('damage is found and mended:', () => {
  let sound: object;
  before(async () => {
    server.time.now = testNow + 250 * day;
    await client.get('/accounts');
    sound = dump('modify_time');
  });
  for (const { name, sql, finds } of damages)
    test(`${name} (${finds.join(', ')})`, async () => {
      const damaged = file.prepare(sql).run({ $tenant: tenantId }).changes;
      assert.ok(Number(damaged) > 0, 'something was damaged');
      const found = await examine();
      const kinds = new Set(
        found.map(({ table, column, stored }) =>
          column === undefined ? `${table} ${stored === undefined ? 'missing' : 'extra'}` : `${table}.${column}`,
        ),
      );
      for (const kind of finds) assert.ok(kinds.has(kind), `${kind} among ${[...kinds]}`);
      if (!finds.some((kind) => kind.startsWith('accounts.'))) assert.deepEqual([...kinds].sort(), [...finds].sort());
      assert.deepEqual(await examine(true), found, 'a rebuild tells the same');
      assert.equal((await client.get('/accounts')).body.status_is_ok, true);
      assert.deepEqual(dump('modify_time'), sound);
    });
});

test('a difference names the row, the column, what is stored and what should be', async () => {
  const id = 'a2';
  const { current_mrr } = file
    .prepare('SELECT current_mrr FROM accounts WHERE tenant_id = ? AND account_id = ?')
    .get(tenantId, id) as { current_mrr: number | null };
  file.prepare('UPDATE accounts SET current_mrr = 7 WHERE tenant_id = ? AND account_id = ?').run(tenantId, id);
  assert.deepEqual(await examine(true), [
    { table: 'accounts', key: [id], column: 'current_mrr', stored: 7, computed: current_mrr },
  ]);
});

test('an account whose answer is mended is dated, and no other is', async () => {
  const times = () =>
    file.prepare('SELECT account_id, modify_time FROM accounts WHERE tenant_id = ? ORDER BY 1').all(tenantId);
  const former = times();
  server.time.now += day;
  file.prepare('UPDATE accounts SET current_mrr = 7 WHERE tenant_id = ? AND account_id = ?').run(tenantId, 'a2');
  file.prepare('UPDATE accounts SET stage_due = 7 WHERE tenant_id = ? AND account_id = ?').run(tenantId, 'a3');
  assert.deepEqual(
    (await examine(true)).map(({ column }) => column).filter((column) => column === 'modify_time'),
    [],
  );
  const dated = former.map((row) => (row.account_id === 'a2' ? { ...row, modify_time: server.time.now } : { ...row }));
  assert.deepEqual(
    times().map((row) => ({ ...row })),
    dated,
  );
});

test('nothing of another tenant is examined or mended', async () => {
  const other = await server.tenant();
  await other.load('accounts', [{ account_id: 'a2', name: 'x', join_date: 0 }]);
  file
    .prepare('UPDATE accounts SET current_mrr = 5 WHERE tenant_id = (SELECT tenant_id FROM tenants WHERE name = ?)')
    .run(other.tenant);
  assert.deepEqual(await examine(true), []);
  assert.equal((await other.get('/accounts/a2')).body.results[0].current_mrr, 5);
});

test('the command tells what it finds, ends with 1, mends beside a running server, and then ends with 0', async () => {
  const folder = server.place.data;
  const now = Date.now();
  server.time.now = now;
  const own = await server.tenant();
  await own.load('accounts', [{ account_id: 'a b', name: 'x', join_date: 0 }]);
  await own.load('subscriptions', [revenue(now - 30 * day, monthly(700), of('s', 'a b'), until(now + 365 * day))]);
  const command = (...args: string[]) => runTenure(['doctor', '--data', folder, ...args]);
  await command('--rebuild');
  const tenants = (await database.directory.tenants()).length;
  const total = file.prepare('SELECT count(*) AS n FROM accounts').get()?.n;

  assert.deepEqual(await command(), {
    code: 0,
    signal: null,
    stdout: `${total} accounts of ${tenants} tenants: 0 differences\n`,
    stderr: '',
  });
  file.exec(
    "UPDATE accounts SET current_mrr = 5 WHERE account_id = 'a b'; DELETE FROM mrr_movements WHERE account_id = 'a b' AND class = 'churn'",
  );
  const found = [
    new RegExp(`^${own.tenant}: accounts \\["a b"\\] current_mrr is 5 and should be 700$`),
    new RegExp(`^${own.tenant}: mrr_movements \\[\\d+,"a b",4\\] is missing: \\{.*"amount":700,.*\\}$`),
  ];
  for (const [args, tally, patterns, code] of [
    [[], '2 differences', found, 1],
    [['--rebuild'], '2 differences, mended', found, 0],
    [[], '0 differences', [], 0],
  ] as const) {
    const { stdout, code: ended } = await command(...args);
    const told = stdout.trimEnd().split('\n');
    assert.equal(told.pop(), `${total} accounts of ${tenants} tenants: ${tally}`);
    assert.equal(told.length, patterns.length);
    for (const [index, line] of told.entries()) assert.match(line, patterns[index] as RegExp);
    assert.equal(ended, code);
  }
  assert.equal((await own.get('/accounts/a%20b')).body.results[0].current_mrr, 700);
});

test('a damaged file is told, and is not mended', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'tenure.db');
  file.prepare('VACUUM INTO ?').run(path);
  const copy = new DatabaseSync(path, { defensive: false });
  const [one, other] = ['accounts_by_name', 'accounts_by_join_date'];
  const { a, b } = copy
    .prepare(
      'SELECT max(rootpage) FILTER (WHERE name = $one) AS a, max(rootpage) FILTER (WHERE name = $other) AS b FROM sqlite_schema',
    )
    .get({ $one: one, $other: other }) as { a: number; b: number };
  copy.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET rootpage = ${a} + ${b} - rootpage WHERE name IN ('${one}', '${other}')`);
  copy.close();
  for (const args of [[], ['--rebuild']]) {
    const { code, stdout } = await runTenure(['doctor', '--data', folder, ...args]);
    assert.equal(code, 1);
    assert.match(stdout, /^The database itself: .*accounts_by_join_date/m);
  }
});
