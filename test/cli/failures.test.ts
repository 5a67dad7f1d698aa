/** What a database refuses a command is told in one line, without a stack. */
import assert from 'node:assert/strict';
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
