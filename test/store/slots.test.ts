import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresSlots } from '../../src/store/postgres/slots.ts';
import { LocalSlots, type UploadSlots } from '../../src/store/slots.ts';
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

const kinds: { readonly [name: string]: () => UploadSlots } = {
  memory: () => new LocalSlots(),
  PostgreSQL: () => new PostgresSlots({ run: async () => 1, close: async () => {} } as unknown as Connections),
};
for (const [name, make] of Object.entries(kinds))
  test(`a former holder does not release the slot of another upload, in ${name}`, async () => {
    const slots = make();
    const former = await slots.take(1);
    assert.ok(former);
    assert.equal(await slots.take(1), undefined);
    await former.endLease();
    assert.equal(await slots.take(1), undefined, 'until it is released');
    await former.release();
    const other = await slots.take(1);
    assert.ok(other);
    await former.release();
    await former.endLease();
    assert.equal(await slots.take(1), undefined, 'the other upload has it');
    await other.release();
    assert.ok(await slots.take(1));
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
  const slot = await slots.take(1);
  assert.ok(slot);
  await slot.release();
  assert.ok(await otherSlots.take(1));
});
