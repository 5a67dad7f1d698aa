/** Uploads of every record type under kill -9: each is wholly there or wholly absent, with all that follows from it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { account, day } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { runTenure, startProcess, temporaryFolder } from '../support/process.ts';
import { seed, seededRandom } from '../support/random.ts';
import { interaction, invoice, made, metric, note, person, subscription, ticket } from '../support/records.ts';

const kills = 20;
const owners = Array.from({ length: 20 }, (_, n) => account(`a${n}`));
const recordsPerUpload = 100;
const key = 'key-of-the-killed-records';
const env = { TENURE_API_KEY: key };

interface Type {
  readonly path: string;
  readonly make: (accountId: string, id: string, n: number) => object;
  /** Where its records are, and the column that holds their ids. */
  readonly stored: readonly [table: string, column: string];
}
const line_items = [
  { amount: 700, is_recurring: true, description: 'seats' },
  { amount: 300, is_recurring: false, description: 'setup' },
];
/** Later uploads are of later instants, so that each moves what is derived from the latest or from a count. */
const types: readonly Type[] = [
  { path: 'account_users', make: (owner, id) => person(owner, id), stored: ['account_users', 'user_id'] },
  { path: 'account_contacts', make: (owner, id) => person(owner, id), stored: ['account_contacts', 'user_id'] },
  { path: 'metrics', make: (owner, id, n) => metric(owner, id, [made + n, n]), stored: ['metric_points', 'name'] },
  { path: 'statements', make: (owner, id) => invoice(owner, id, { line_items }), stored: ['statements', 'invoice_id'] },
  {
    path: 'support_tickets',
    make: (owner, id, n) => ticket(owner, id, n % 3 === 0 ? { close_time: made + day } : {}),
    stored: ['support_tickets', 'ticket_id'],
  },
  {
    path: 'interactions',
    make: (owner, id, n) => interaction(owner, id, { create_time: made + n }),
    stored: ['interactions', 'external_id'],
  },
  { path: 'notes', make: (owner, id) => note(owner, id), stored: ['notes', 'external_id'] },
  {
    path: 'subscriptions',
    make: (owner, id, n) => subscription(owner, id, { total_revenue: 100 + n, next_renewal_date: made + n * day }),
    stored: ['subscriptions', 'subscription_id'],
  },
];

/** What the client knows: how many uploads of each type it sent, and which of them were answered. */
interface Sent {
  count: number;
  readonly answered: Set<string>;
}

test('kill -9 during uploads of every record type tears none, loses no answered one and leaves all that is derived right', {
  timeout: 300_000,
}, async (t) => {
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const data = join(temporaryFolder(t), 'data');
  const sent: Sent = { count: 0, answered: new Set() };
  const broken: string[] = [];

  /** Sends upload after upload, of one type after the other, until the server dies. */
  async function send(client: Client): Promise<void> {
    for (;;) {
      const { path, make } = types[sent.count % types.length] as Type;
      const n = ++sent.count;
      const records = Array.from({ length: recordsPerUpload }, (_, i) =>
        make(`a${i % owners.length}`, `u${n}-${i}`, n),
      );
      const reply = await client.post(`/${path}`, { records }).catch(() => undefined);
      if (reply === undefined) return void broken.push(path);
      assert.deepEqual(reply.body, { status_is_ok: true, failed_results: [] });
      sent.answered.add(`${path} u${n}`);
    }
  }

  for (let kill = 0; kill < kills; kill++) {
    const server = await startProcess(t, data, { env });
    const client = server.client(key);
    if (kill === 0) await client.load('accounts', owners);
    const sending = send(client);
    await delay(random() * 400);
    await server.kill('SIGKILL');
    await sending;
    const { code, stdout } = await runTenure(['doctor', '--data', data], {});
    assert.deepEqual([code, stdout], [0, `${owners.length} accounts of 1 tenant: 0 differences\n`]);
    assertWhole(join(data, 'tenure.db'), sent);
  }
  t.diagnostic(`${sent.count} uploads, not answered: ${broken.join(', ')}`);
  assert.ok(broken.length >= kills / 2, 'the kills met uploads under way');
});

/** Asserts in the database itself that every upload is whole or absent, and that accounts tell what their records say. */
function assertWhole(file: string, { count, answered }: Sent): void {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const present = new Set<string>();
    for (const { path, stored } of types) {
      const [table, column] = stored;
      const rows = database
        .prepare(
          `SELECT substr(${column}, 1, instr(${column}, '-') - 1) AS upload, count(*) AS n FROM ${table} GROUP BY 1`,
        )
        .all();
      for (const { upload, n } of rows) {
        assert.equal(n, recordsPerUpload, `${path} ${upload} is torn`);
        present.add(`${path} ${upload}`);
      }
    }
    for (const upload of answered) assert.ok(present.has(upload), `${upload} was answered and is lost`);
    assert.ok(present.size <= count, 'nothing is there that was not sent');
    for (const [derived, from] of Object.entries(derivedColumns)) {
      const sql = `SELECT account_id, ${derived} AS told, (SELECT ${from} AND account_id = accounts.account_id) AS found FROM accounts`;
      for (const { account_id, told, found } of database.prepare(sql).all())
        assert.equal(told, found, `${derived} of ${account_id}`);
    }
  } finally {
    database.close();
  }
}

/** What accounts tell of their records, said once more; the doctor above finds it in the same way as the program. */
const derivedColumns = {
  open_tickets: 'count(*) FROM support_tickets WHERE close_time IS NULL',
  last_interaction_time: 'max(create_time) FROM interactions WHERE true',
};
