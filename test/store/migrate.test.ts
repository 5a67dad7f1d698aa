import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { readMigrations } from '../../src/store/migrations.ts';
import { SetupError } from '../../src/store/setup-error.ts';
import { Connection } from '../../src/store/sqlite/connection.ts';
import { prepareDatabase } from '../../src/store/sqlite/data-folder.ts';
import { newFolder, removeFolder } from './sqlite-file.ts';

const runFile = promisify(execFile);

/** Runs a test in a folder of its own. */
const inFolder = (work: (folder: string) => Promise<void>) => async (): Promise<void> => {
  const folder = newFolder();
  try {
    await work(folder);
  } finally {
    removeFolder(folder);
  }
};

function look<T>(file: string, work: (connection: Connection) => T): T {
  const connection = new Connection(file, 'writer');
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
const schemaOf = (file: string): unknown =>
  look(file, (connection) => [
    connection.all('SELECT type, name, sql FROM sqlite_schema ORDER BY name'),
    connection.get('PRAGMA user_version')?.user_version,
  ]);

/** Prepares a folder in a process of its own, as soon as `at` has come (epoch ms). */
const prepareAt = (folder: string, at: number): Promise<unknown> => {
  const module = new URL('../../src/store/sqlite/data-folder.ts', import.meta.url);
  const code = `import { prepareDatabase } from ${JSON.stringify(module)};
    while (Date.now() < ${at});
    await prepareDatabase(${JSON.stringify(folder)}, 0);`;
  return runFile(process.execPath, ['--input-type=module', '-e', code]);
};

describe('bringing a database up to date', () => {
  test(
    'again changes nothing',
    inFolder(async (folder) => {
      const file = await prepareDatabase(folder, 0);
      const schema = schemaOf(file);
      look(file, (connection) =>
        connection.run(
          "INSERT INTO tenants (tenant_id, name, time_zone, currency, create_time, next_id) VALUES (9, 'kept', 'UTC', 'USD', 0, 1)",
        ),
      );
      await prepareDatabase(folder, 5);
      assert.deepEqual(schemaOf(file), schema);
      const names = look(file, (connection) => connection.all('SELECT name FROM tenants ORDER BY name'));
      assert.deepEqual(
        names.map(({ name }) => name),
        ['default', 'kept'],
      );
    }),
  );

  test(
    'waits for no writer where nothing is to be done',
    inFolder(async (folder) => {
      const writer = new Connection(await prepareDatabase(folder, 0), 'writer');
      writer.exec('BEGIN IMMEDIATE');
      await prepareDatabase(folder, 0);
      writer.close();
    }),
  );

  test(
    'by several processes at once does all of them good',
    inFolder(async (parent) => {
      for (let round = 0; round < 3; round++) {
        const folder = join(parent, String(round));
        const start = Date.now() + 1_500;
        await Promise.all([prepareAt(folder, start), prepareAt(folder, start), prepareAt(folder, start)]);
        const tenants = look(join(folder, 'tenure.db'), (connection) => connection.all('SELECT name FROM tenants'));
        assert.deepEqual(
          tenants.map(({ name }) => name),
          ['default'],
        );
      }
    }),
  );

  test(
    'is refused where the database is newer than the program, which says so and changes nothing',
    inFolder(async (folder) => {
      const file = await prepareDatabase(folder, 0);
      const newer = readMigrations('sqlite').length + 1;
      look(file, (connection) => connection.exec(`PRAGMA user_version = ${newer}`));
      const schema = schemaOf(file);
      await assert.rejects(prepareDatabase(folder, 0), (error) => {
        assert.ok(error instanceof SetupError);
        assert.equal(
          error.message,
          `The database has schema ${newer}, this program knows ${newer - 1}: start a newer Tenure`,
        );
        return true;
      });
      assert.deepEqual(schemaOf(file), schema);
    }),
  );

  test(
    'that fails half-way leaves the schema before it',
    inFolder(async (folder) => {
      const file = join(folder, 'tenure.db');
      // A table of the first migration is there already, so that it fails after others were made.
      look(file, (connection) => connection.exec('CREATE TABLE account_changes (x)'));
      const before = schemaOf(file);
      await assert.rejects(prepareDatabase(folder, 0), /already exists/);
      assert.deepEqual(schemaOf(file), before);
    }),
  );
});
