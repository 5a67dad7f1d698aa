/** Batches of subscriptions under kill -9: each is whole or absent, and what is derived follows from what is there. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { account } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { randomEvent } from '../support/load.ts';
import { runTenure, startProcess, temporaryFolder } from '../support/process.ts';
import { seed, seededRandom } from '../support/random.ts';
import { monthly, of, revenue } from '../support/subscriptions.ts';

const kills = 8;
const accounts = 20;
const ownPerBatch = 40;
const key = 'key-of-the-money-test';

test('kill -9 during batches of subscriptions tears none and leaves all that is derived right', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const data = join(temporaryFolder(t), 'data');
  const env = { TENURE_API_KEY: key };
  const started = Date.now();
  const answered = new Set<number>();
  let count = 0;
  let unanswered = 0;

  /** Random events, and subscriptions of the batch's own by which it is known again. */
  const batch = (n: number): object => ({
    records: [
      ...Array.from({ length: 60 }, () => randomEvent(random, started, accounts * 2, accounts)),
      ...Array.from({ length: ownPerBatch }, (_, i) =>
        revenue(started - 1000 + i, monthly(n), of(`batch-${n}-${i}`, `a${i % accounts}`)),
      ),
      ...Array.from({ length: 60 }, () => randomEvent(random, started, accounts * 2, accounts)),
    ],
  });

  /** Sends batch after batch until the server dies. */
  async function send(client: Client): Promise<void> {
    for (;;) {
      const n = ++count;
      const reply = await client.post('/subscriptions', batch(n)).catch(() => undefined);
      if (reply === undefined) return void unanswered++;
      assert.equal(reply.status, 200);
      assert.equal(reply.body.status_is_ok, true);
      answered.add(n);
    }
  }

  for (let kill = 0; kill <= kills; kill++) {
    const server = await startProcess(t, data, { env });
    const client = server.client(key);
    if (kill === 0)
      await client.load(
        'accounts',
        Array.from({ length: accounts }, (_, n) => account(`a${n}`)),
      );
    await assertWhole(client, answered);
    const sending = send(client);
    await delay(50 + random() * 400);
    await server.kill('SIGKILL');
    await sending;
    const { code, stdout } = await runTenure(['doctor', '--data', data], {});
    assert.deepEqual([code, stdout], [0, `${accounts} accounts of 1 tenant: 0 differences\n`]);
  }
  t.diagnostic(`${count} batches, ${unanswered} not answered`);
  assert.ok(unanswered >= kills / 2, 'the kills met batches under way');
});

/** Asserts that a batch is wholly there or wholly absent, and there if it was answered. */
async function assertWhole(client: Client, answered: ReadonlySet<number>): Promise<void> {
  const found = new Map<number, number>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await client.get(`/subscriptions${cursor === '' ? '' : `?cursor=${cursor}`}`);
    for (const { subscription_id } of body.results) {
      const [, n] = /^batch-(\d+)-/.exec(subscription_id) ?? [];
      if (n !== undefined) found.set(Number(n), (found.get(Number(n)) ?? 0) + 1);
    }
    cursor = body.next_cursor;
  }
  for (const [n, records] of found) assert.equal(records, ownPerBatch, `batch ${n} is torn`);
  for (const n of answered) assert.ok(found.has(n), `batch ${n} was answered and is lost`);
}
