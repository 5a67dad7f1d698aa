/** Locks that others hold for long, such as those who look after the database: what waits for them ends, and leaves nothing. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { account } from '../support/cases.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { noPooler, type Pooler, startPooler } from '../support/pooler.ts';
import { sql } from '../support/postgres.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const skip = await noPostgres();

let place: PostgresPlace;
let holder: pg.Client;
const rows = async (text: string) => (await sql(place.database.url, text)).rows;
/** How many statements wait for a lock. */
const waiting = async (): Promise<number> =>
  (await rows(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).length;

if (!skip) {
  before(async () => {
    place = await freshPostgres();
    holder = new pg.Client({ connectionString: place.database.url });
    await holder.connect();
  });
  after(async () => {
    await holder.end();
    await place.remove();
  });
}

test('loads go on while a table is vacuumed, and have it analysed afterwards', { skip, timeout: 120_000 }, async () => {
  const server = await startTestServer({ place });
  const [client, other] = [await server.tenant(), await server.tenant()];
  await holder.query('BEGIN; LOCK TABLE accounts IN SHARE UPDATE EXCLUSIVE MODE');
  const load = (round: number): Promise<void> =>
    client.load(
      'accounts',
      Array.from({ length: 1_100 }, (_, i) => account(`${round}-${i}`)),
    );
  for (let round = 0; round < 6; round++) {
    await load(round);
    assert.ok((await waiting()) <= 1);
  }
  await other.load('accounts', [account('1')]);
  await holder.query('ROLLBACK');
  await load(6);
  await until(async () => {
    const [table] = await rows("SELECT reltuples FROM pg_class WHERE oid = to_regclass('accounts')");
    return table?.reltuples > 6_000;
  });
  await server.close();
});

/** What is true of statements outside of any transaction of the program. */
function describeSingleStatements(name: string, skipped: string | false, urlOf: (url: string) => string): void {
  describe(name, { skip: skipped }, () => {
    test('end in the database where they are given up', { timeout: 60_000 }, async () => {
      const database = { url: urlOf(place.database.url), readUrls: [] };
      const server = await startTestServer({ place: { ...place, database }, statementMs: 500 });
      const client = await server.tenant();
      await holder.query('BEGIN; LOCK TABLE api_keys');
      const replies = await Promise.all(Array.from({ length: 10 }, () => client.get('/accounts')));
      for (const { status } of replies) assert.equal(status, 503);
      assert.equal(await waiting(), 0);
      await holder.query('ROLLBACK');
      await until(async () => (await client.get('/accounts')).status === 200);
      await server.close();
    });

    test('change nothing after they were refused', { timeout: 60_000 }, async () => {
      const spec = { ...place.spec, url: urlOf(place.database.url), statementMs: 500 };
      const { directory, close } = openDatabase(spec, 'writer');
      await holder.query('BEGIN; SELECT FROM tenants FOR UPDATE');
      await assert.rejects(directory.changeTenant('default', { currency: 'EUR' }), { code: 'database_unavailable' });
      await holder.query('ROLLBACK');
      await until(async () => (await waiting()) === 0);
      assert.equal((await directory.tenant('default'))?.currency, 'USD');
      await close();
    });
  });
}

describeSingleStatements('single statements', skip, (url) => url);

describe('behind PgBouncer', { skip: skip || noPooler() }, () => {
  let pooler: Pooler;
  before(async () => {
    pooler = await startPooler(place.database.url);
  });
  after(() => pooler.stop());
  describeSingleStatements('single statements', false, (url) => pooler.urlOf(url));
});
