import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresSlots } from '../../src/store/postgres/slots.ts';
import { LocalSlots, type UploadSlots } from '../../src/store/slots.ts';

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
