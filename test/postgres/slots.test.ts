import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresSlots } from '../../src/store/postgres/slots.ts';
import { freshPostgres, noPostgres } from '../support/databases.ts';

test('a lease is renewed by one statement at a time, however long that takes', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const renewals: (() => void)[] = [];
  const run = (sql: string): Promise<number> =>
    sql.startsWith('UPDATE') ? new Promise((resolve) => renewals.push(() => resolve(1))) : Promise.resolve(1);
  const slots = new PostgresSlots({ run, close: async () => {} } as unknown as Connections);
  await slots.take(1);
  mock.timers.tick(60_000);
  assert.equal(renewals.length, 1);
  renewals[0]?.();
  await new Promise(setImmediate);
  mock.timers.tick(1_000);
  assert.equal(renewals.length, 2);
  await slots.close();
});

test('a slot whose taking had no answer is free to its own server alone', { skip: await noPostgres() }, async (t) => {
  const place = await freshPostgres();
  const limits = { connections: 2, beginMs: 5_000, statementMs: 60_000 };
  const [own, others] = [new Connections(place.database.url, limits), new Connections(place.database.url, limits)];
  const [slots, otherSlots] = [new PostgresSlots(own), new PostgresSlots(others)];
  t.after(async () => {
    await Promise.all([slots.close(), otherSlots.close()]);
    await place.remove();
  });
  const run = own.run.bind(own);
  const { mock: running } = t.mock.method(own, 'run', async (sql: string, ...values: number[]) => {
    await run(sql, ...values);
    throw new Error('lost');
  });
  await assert.rejects(slots.take(1), /lost/);
  running.restore();
  assert.equal(await otherSlots.take(1), undefined);
  const free = await slots.take(1);
  assert.ok(free);
  await free();
  assert.ok(await otherSlots.take(1));
});
