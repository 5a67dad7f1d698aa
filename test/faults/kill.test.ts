/** Uploads under kill -9: what was answered is there, and no batch is ever there in part. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import type { Client } from '../support/client.ts';
import { type ServerProcess, start, startProcess, temporaryFolder } from '../support/process.ts';
import { seed, seededRandom } from '../support/random.ts';

const batches = 200;
const kills = 20;
const recordsPerBatch = 100;
const hotIds = ['hot-0', 'hot-1', 'hot-2', 'hot-3', 'hot-4'];
const start2026 = Date.UTC(2026, 0, 1);
const key = 'key-of-the-kill-test';

/** What the client knows: every batch that it sent, and whether that was answered. */
interface Sent {
  readonly count: number;
  readonly acknowledged: ReadonlySet<number>;
}

const stageOf = (n: number): string => `stage ${n % 7}`;
const scoreOf = (n: number): number => n % 101;
const npsOf = (n: number): number => (n * 37) % 101;

function batch(n: number): object {
  const own = Array.from({ length: recordsPerBatch }, (_, i) => ({
    account_id: `b${n}-r${i}`,
    name: `batch ${n}`,
    join_date: start2026 + n,
  }));
  const hot = hotIds.map((account_id) => ({
    account_id,
    name: 'hot',
    join_date: start2026,
    csm_score: scoreOf(n),
    description: `v${n}`,
    stage: stageOf(n),
    nps_history: [{ nps_score: npsOf(n), date: start2026 + n, username: `b${n}` }],
  }));
  // Hot accounts first and last, so that a torn batch shows in them whichever part of it is there.
  return { records: [...hot.slice(0, 2), ...own, ...hot.slice(2)] };
}

test('kill -9 at random instants of 200 uploads loses no answered batch and tears none', {
  timeout: 600_000,
}, async (t) => {
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const data = join(temporaryFolder(t), 'data');
  const env = { TENURE_API_KEY: key };
  const acknowledged = new Set<number>();
  let count = 0;
  let unanswered = 0;

  /** Sends batch after batch until the server dies. */
  async function upload(client: Client, until: number): Promise<void> {
    while (count < until) {
      const n = ++count;
      const reply = await client.post('/accounts', batch(n)).catch(() => undefined);
      if (reply === undefined) {
        unanswered++;
        return;
      }
      assert.deepEqual([reply.status, reply.body], [200, { status_is_ok: true, failed_results: [] }], `batch ${n}`);
      acknowledged.add(n);
    }
  }

  let present: readonly number[] = [];
  for (let kill = 1; kill <= kills; kill++) {
    const server = await startProcess(t, data, { env });
    present = await assertWhole(server, { count, acknowledged });
    const uploads = upload(server.client(key), Infinity);
    await delay(5 + random() * 200);
    await server.kill('SIGKILL');
    await uploads;
    // A restart can be killed too, in its recovery or just behind it.
    if (kill % 4 === 0) {
      const restarted = start(['serve', '--port', '0', '--data', data], { env });
      await delay(random() * 400);
      await restarted.kill('SIGKILL');
    }
  }
  const server = await startProcess(t, data, { env });
  await upload(server.client(key), Math.max(batches, count + 1));
  present = await assertWhole(server, { count, acknowledged });
  await assertServed(server.client(key), present);
  await server.kill('SIGTERM');
  t.diagnostic(`${count} batches, ${unanswered} not answered, ${count - present.length} of them absent`);
  assert.ok(unanswered >= kills / 2, 'the kills met uploads under way');
});

/** Asserts in the database itself that every batch is whole or absent; gives those that are there. */
async function assertWhole(server: ServerProcess, { count, acknowledged }: Sent): Promise<number[]> {
  const database = new DatabaseSync(join(dataOf(server), 'tenure.db'), { readOnly: true });
  try {
    assert.deepEqual(plain(database.prepare('PRAGMA integrity_check').all()), [{ integrity_check: 'ok' }]);
    assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
    const present = presentBatches(database);
    for (const n of acknowledged) assert.ok(present.includes(n), `batch ${n} was answered and is lost`);
    assert.ok((present.at(-1) ?? 0) <= count, 'nothing is there that was not sent');
    if (present.length > 0) for (const id of hotIds) assertHot(database, id, present);
    else assert.equal(database.prepare("SELECT count(*) AS n FROM accounts WHERE name = 'hot'").get()?.n, 0);
    return present;
  } finally {
    database.close();
  }
}

function presentBatches(database: DatabaseSync): number[] {
  const rows = database
    .prepare("SELECT name, count(*) AS records FROM accounts WHERE account_id LIKE 'b%' GROUP BY name")
    .all() as { name: string; records: number }[];
  for (const { name, records } of rows) assert.equal(records, recordsPerBatch, `${name} is torn`);
  return rows.map(({ name }) => Number(name.slice('batch '.length))).toSorted((a, b) => a - b);
}

/** An account that every batch writes shows the latest batch whole, and in its histories each batch that is there. */
function assertHot(database: DatabaseSync, id: string, present: readonly number[]): void {
  const row = database.prepare('SELECT * FROM accounts WHERE account_id = ?').get(id);
  assert.ok(row, `${id} is lost`);
  const latest = present.at(-1) as number;
  const { csm_score, description, current_stage, current_nps_score } = row;
  assert.deepEqual(
    { csm_score, description, current_stage, current_nps_score },
    {
      csm_score: scoreOf(latest),
      description: `v${latest}`,
      current_stage: stageOf(latest),
      current_nps_score: roundedMean(present.map(npsOf)),
    },
    `${id} shows batch ${latest}`,
  );

  const responses = JSON.parse(row.nps_history as string) as { username: string; nps_score: number }[];
  assert.deepEqual(
    responses.map(({ username, nps_score }) => [username, nps_score]),
    present.map((n) => [`b${n}`, npsOf(n)]),
    `the NPS history of ${id}`,
  );

  const stages = JSON.parse(row.stage_history as string) as { name: string; start_date: number; end_date: number }[];
  const entered = withoutRepeats(present.map(stageOf));
  assert.deepEqual(
    stages.map(({ name }) => name),
    entered,
    `the stages of ${id}`,
  );
  for (const [i, { end_date }] of stages.entries()) assert.equal(end_date, stages[i + 1]?.start_date ?? null);

  const changes = database
    .prepare('SELECT what, "from", "to" FROM account_changes WHERE account_id = ? ORDER BY id')
    .all(id) as { what: string; from: string; to: string }[];
  assert.deepEqual(changesOf(changes, 'csm_score'), steps(present.map(scoreOf)), `the score's changes of ${id}`);
  assert.deepEqual(changesOf(changes, 'stage'), steps(entered), `the stage's changes of ${id}`);
}

const changesOf = (changes: readonly { what: string; from: string; to: string }[], what: string): unknown[] =>
  changes.filter((change) => change.what === what).map(({ from, to }) => [JSON.parse(from), JSON.parse(to)]);

const withoutRepeats = <T>(values: readonly T[]): T[] => values.filter((value, i) => value !== values[i - 1]);

function steps<T>(values: readonly T[]): [T, T][] {
  const distinct = withoutRepeats(values);
  return distinct.slice(1).map((to, i) => [distinct[i] as T, to]);
}

const roundedMean = (scores: readonly number[]): number =>
  Math.floor(scores.reduce((sum, score) => sum + score, 0) / scores.length + 0.5);

/** Asserts that the API answers what the database holds. */
async function assertServed(client: Client, present: readonly number[]): Promise<void> {
  const ids = new Set<string>();
  let cursor = '';
  do {
    const { body } = await client.get(`/accounts?cursor=${cursor}`.replace(/\?cursor=$/, ''));
    for (const { account_id } of body.results) ids.add(account_id);
    cursor = body.next_cursor ?? '';
  } while (cursor !== '');
  assert.equal(ids.size, present.length * recordsPerBatch + hotIds.length);
  for (const n of present) assert.ok(ids.has(`b${n}-r0`) && ids.has(`b${n}-r${recordsPerBatch - 1}`));
}

const dataOf = (server: ServerProcess): string =>
  server
    .stdout()
    .split('\n')
    .filter((line) => line.includes('"listening"'))
    .map((line) => JSON.parse(line).data)[0];

const plain = (rows: readonly object[]): object[] => rows.map((row) => ({ ...row }));
