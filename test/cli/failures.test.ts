/** What a database refuses a command is told in one line, without a stack. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { failureLine } from '../../src/cli/failure.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { lockTenants } from '../support/locks.ts';
import { sql } from '../support/postgres.ts';
import { runTenure, temporaryFolder } from '../support/process.ts';

test('a locked embedded database is told as such, and a defect is not told at all', (t) => {
  const file = join(temporaryFolder(t), 'a.db');
  const [holder, other] = [new DatabaseSync(file), new DatabaseSync(file)];
  holder.exec('BEGIN IMMEDIATE');
  try {
    other.exec('BEGIN IMMEDIATE');
    assert.fail('it is locked');
  } catch (error) {
    assert.equal(failureLine(error), 'The database refuses it: database is locked');
  }
  assert.equal(failureLine(new TypeError('undefined is not a function')), undefined);
});

test('what only looks finds no database where there is none, and makes none', async (t) => {
  const data = join(temporaryFolder(t), 'slip');
  for (const command of [
    'doctor',
    'keys list',
    'keys revoke 1',
    'tenants list',
    'tenants set default --currency EUR',
  ]) {
    const { code, stdout, stderr } = await runTenure([...command.split(' '), '--data', data]);
    assert.deepEqual([code, stdout, stderr], [1, '', `tenure: There is no database in ${data}\n`], command);
  }
  assert.ok(!existsSync(data));
});

test('what only looks leaves the schema of an older program as it is', async (t) => {
  const folder = temporaryFolder(t);
  const database = new DatabaseSync(join(folder, 'tenure.db'));
  database.exec('PRAGMA user_version = 1');
  database.close();
  const { code, stderr } = await runTenure(['doctor', '--data', folder]);
  assert.equal(code, 1);
  assert.match(stderr, /^tenure: The database has schema 1, this program \d+: tenure serve brings it up to date\n$/);
});

describe('a database server', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  let role: string;
  before(async () => {
    place = await freshPostgres();
    const { url } = place.database;
    role = new URL(url).pathname.slice(1).replace('tenure', 'role');
    // Enough for a command to find its way, and not to make a key.
    await sql(
      url,
      `CREATE ROLE ${role} LOGIN; ALTER ROLE ${role} SET lock_timeout = 100; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role};
       GRANT UPDATE ON installation, tenants TO ${role}`,
    );
  });
  after(async () => {
    await sql(place.database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await place.remove();
  });

  async function assertRefused(args: readonly string[], line: string): Promise<void> {
    const url = new URL(place.database.url);
    url.username = role;
    const { code, stdout, stderr } = await runTenure([...args, '--database', url.href]);
    assert.deepEqual([code, stdout, stderr], [1, '', `tenure: ${line}\n`]);
  }

  test('that holds another database, or one of an older program', async () => {
    const url = new URL(place.database.url);
    const empty = await freshPostgres({ bare: true });
    try {
      const { stderr } = await runTenure(['tenants', 'list', '--database', empty.database.url]);
      assert.match(stderr, /^tenure: There is no database of Tenure in 127\.0\.0\.1:\d+\/\w+\n$/);
    } finally {
      await empty.remove();
    }
    const version = async (change: string) =>
      (
        await sql(
          url.href,
          `UPDATE installation SET schema_version = schema_version ${change} RETURNING schema_version`,
        )
      ).rows;
    await version('- 1');
    try {
      const { stderr } = await runTenure(['doctor', '--database', url.href]);
      assert.match(
        stderr,
        /^tenure: The database has schema \d+, this program \d+: tenure serve brings it up to date\n$/,
      );
    } finally {
      await version('+ 1');
    }
  });

  test('that does not permit a command', () =>
    assertRefused(['keys', 'create'], 'The database refuses it: permission denied for table api_keys'));

  test('whose tenant another holds for too long', async () => {
    const free = await lockTenants(place.database.url, ['default']);
    await assertRefused(
      ['tenants', 'set', 'default', '--currency', 'EUR'],
      'The database took too long or is not ready: canceling statement due to lock timeout',
    );
    await free();
  });
});
