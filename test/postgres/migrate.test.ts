import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { prepareDatabase } from '../../src/store/postgres/prepare.ts';
import { SetupError } from '../../src/store/setup-error.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { freePort, sql } from '../support/postgres.ts';

const skip = await noPostgres();

/** Runs a test on a database without any schema. */
const onBare = (work: (place: PostgresPlace) => Promise<void>) => async (): Promise<void> => {
  const place = await freshPostgres({ bare: true });
  try {
    await work(place);
  } finally {
    await place.remove();
  }
};

const schemaOf = async (url: string): Promise<unknown> => {
  const columns = `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2`;
  return [
    (await sql(url, columns)).rows,
    (await sql(url, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")).rows,
  ];
};

const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof SetupError, String(error));
  assert.match(error.message, message);
  assert.ok(!error.message.includes('secret'), 'no password is told');
  return true;
};

describe('bringing a PostgreSQL database up to date', { skip }, () => {
  test(
    'again changes nothing',
    onBare(async ({ database: { url } }) => {
      await prepareDatabase(url, 0);
      const schema = await schemaOf(url);
      await prepareDatabase(url, 5);
      assert.deepEqual(await schemaOf(url), schema);
      const tenants = await sql(url, 'SELECT name, create_time FROM tenants');
      assert.deepEqual(tenants.rows, [{ name: 'default', create_time: '0' }]);
    }),
  );

  test('by several servers at once does all of them good', async () => {
    for (let round = 0; round < 4; round++)
      await onBare(async ({ database: { url } }) => {
        await Promise.all([1, 2, 3, 4].map((now) => prepareDatabase(url, now)));
        assert.deepEqual((await sql(url, 'SELECT name FROM tenants')).rows, [{ name: 'default' }]);
        assert.deepEqual((await sql(url, 'SELECT next_tenant_id > 1 AS counted FROM installation')).rows, [
          { counted: true },
        ]);
      })();
  });

  test(
    'is refused where the database is newer than the program, which says so and changes nothing',
    onBare(async ({ database: { url } }) => {
      await prepareDatabase(url, 0);
      await sql(url, 'UPDATE installation SET schema_version = 9999');
      const schema = await schemaOf(url);
      await assert.rejects(
        prepareDatabase(url, 0),
        refused(/^The database has schema 9999, this program knows \d+: start a newer Tenure$/),
      );
      assert.deepEqual(await schemaOf(url), schema);
    }),
  );

  test(
    'that fails half-way leaves the schema before it',
    onBare(async ({ database: { url } }) => {
      // A table of the first migration is there already, so that it fails after others were made.
      await sql(url, 'CREATE TABLE account_changes (x int)');
      await assert.rejects(prepareDatabase(url, 0), refused(/account_changes.* already exists/));
      const { rows } = await sql(url, "SELECT to_regclass('tenants') AS tenants, schema_version FROM installation");
      assert.deepEqual(rows, [{ tenants: null, schema_version: 0 }]);
    }),
  );
});

describe('a PostgreSQL database that cannot be used', { skip }, () => {
  test(
    'because it may lose what was answered is refused',
    onBare(async ({ database: { url } }) => {
      await sql(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
      await assert.rejects(prepareDatabase(url, 0), refused(/synchronous_commit = off/));
    }),
  );

  test(
    'because its text is no Unicode is refused',
    onBare(async ({ database: { url } }) => {
      const name = `${new URL(url).pathname.slice(1)}_ascii`;
      await sql(url, `CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`);
      try {
        await assert.rejects(prepareDatabase(`${url}_ascii`, 0), refused(/SQL_ASCII; UTF8 is needed/));
      } finally {
        await sql(url, `DROP DATABASE ${name} WITH (FORCE)`);
      }
    }),
  );

  test('because nothing listens there is told in one line', async () => {
    const url = `postgres://user:secret@127.0.0.1:${await freePort()}/tenure`;
    await assert.rejects(prepareDatabase(url, 0), refused(/^The database 127\.0\.0\.1:\d+\/tenure cannot be used: .+/));
  });
});
