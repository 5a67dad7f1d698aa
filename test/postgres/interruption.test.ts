/** Reads that are interrupted on PostgreSQL: the database is told to cancel them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { Permit } from '../../src/operations/request.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { Interrupted } from '../../src/store/interruption.ts';
import { accounts } from '../../src/store/tables.ts';
import { account, newTenant, pageOf, type TestTenant } from '../store/harness.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { waitingForLocks } from '../support/locks.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

describe('a read on PostgreSQL', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  let database: Database;
  let tenant: TestTenant;
  let holder: pg.Client;
  before(async () => {
    place = await freshPostgres();
    database = openDatabase(place.spec, 'writer');
    tenant = await newTenant(database);
    await tenant.store.write((writer) => writer.upsert(accounts, [account({ account_id: 'a' })]));
    holder = new pg.Client({ connectionString: place.database.url });
    await holder.connect();
  });
  after(async () => {
    await holder.end();
    await database.close();
    await place.remove();
  });

  const read = (permit: Permit): Promise<unknown> =>
    database.store(tenant.id, { interruption: permit }).read((reader) => reader.page(pageOf(accounts)));

  for (const [why, interrupt] of [
    ['is withdrawn', (permit: Permit) => permit.withdraw()],
    ['has to make way', (permit: Permit) => permit.interrupt()],
  ] as const)
    test(`that ${why} is cancelled in the database, and the next read works`, async () => {
      await holder.query('BEGIN; LOCK TABLE accounts');
      const permit = new Permit();
      const ended = assert.rejects(read(permit), Interrupted);
      await until(async () => (await waitingForLocks(place.database.url)) === 1);
      interrupt(permit);
      await ended;
      await until(async () => (await waitingForLocks(place.database.url)) === 0);
      await holder.query('ROLLBACK');
      await read(new Permit());
    });

  test('that is interrupted before it begins ends', async () => {
    await holder.query('BEGIN; LOCK TABLE accounts');
    const permit = new Permit();
    permit.interrupt();
    await assert.rejects(read(permit), Interrupted);
    await holder.query('ROLLBACK');
  });

  test('that is interrupted after it has ended harms no other', async () => {
    const permit = new Permit();
    await read(permit);
    permit.interrupt();
    await read(new Permit());
  });

  test('whose client goes is cancelled, from the reader that is at it', async (t) => {
    const server = await startTestServer({ place });
    t.after(() => server.close());
    const { key } = await server.tenant();
    await holder.query('BEGIN; LOCK TABLE account_users');
    t.after(() => holder.query('ROLLBACK'));
    const connection = await RawConnection.open(server.url);
    await connection.write(requestText('GET /api/v2/account_users', [`X-API-Key: ${key}`]));
    await until(async () => (await waitingForLocks(place.database.url)) === 1);
    connection.destroy();
    await until(async () => (await waitingForLocks(place.database.url)) === 0);
    await until(async () => server.log.some((line) => line.includes('"client_gone":true')));
    assert.match(server.log.at(-1) as string, /"status":499.*"code":"client_gone"/);
  });
});
