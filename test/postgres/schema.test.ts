import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Connection } from '../../src/store/sqlite/connection.ts';
import * as allTables from '../../src/store/tables.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { sql } from '../support/postgres.ts';
import { newFile } from '../store/sqlite-file.ts';

const tables = Object.values(allTables).filter((one) => typeof one === 'object');
const types = { text: 'text', json: 'text', integer: 'bigint', boolean: 'boolean', real: 'double precision' } as const;
/** What only a database that several servers share has need of. */
const shared = ['installation', 'upload_slots'];
const ofIndex = /^(?!sqlite_|.*_pkey$)/;

describe('the schema on PostgreSQL', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  let file: Awaited<ReturnType<typeof newFile>>;
  let embedded: Connection;
  before(async () => {
    place = await freshPostgres();
    file = await newFile();
    embedded = new Connection(file.file, 'reader');
  });
  after(async () => {
    embedded.close();
    file.remove();
    await place.remove();
  });
  const rows = async (text: string) => (await sql(place.database.url, text)).rows;

  test('has the tables of the embedded one', async () => {
    const stored = await rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
    const wanted = embedded.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    assert.deepEqual(
      stored.map(({ name }) => name).toSorted(),
      [...wanted.map(({ name }) => name as string), ...shared].toSorted(),
    );
  });

  test('has their indexes, and for what sorts with nulls last in both directions a further one', async () => {
    const stored = await rows("SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'");
    const names = stored.map(({ name }) => name as string).filter((name) => ofIndex.test(name));
    const wanted = embedded
      .all("SELECT name FROM sqlite_schema WHERE type = 'index'")
      .map(({ name }) => name as string);
    assert.deepEqual(
      names.filter((name) => !name.endsWith('_down') && !name.endsWith('_key')).toSorted(),
      wanted.filter((name) => ofIndex.test(name)).toSorted(),
    );
  });

  for (const table of tables)
    test(`has ${table.name} with its columns, of their types, null where the embedded one allows it`, async () => {
      const stored = await rows(`SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable
        FROM information_schema.columns WHERE table_name = '${table.name}' ORDER BY ordinal_position`);
      const wanted = embedded.all('SELECT name, "notnull" FROM pragma_table_info(?)', table.name);
      assert.deepEqual(
        stored.map(({ name, nullable }) => [name, nullable]),
        wanted.map(({ name, notnull }) => [name, notnull === 0]),
      );
      const byName = new Map(stored.map(({ name, type }) => [name, type]));
      for (const { name, kind } of table.columns) assert.equal(byName.get(name), types[kind], name);
    });

  test('never has a null in a column that is taken to have none', async () => {
    for (const table of tables)
      for (const { name } of table.columns.filter(({ filled }) => filled)) {
        const [column] = await rows(`SELECT is_nullable FROM information_schema.columns
          WHERE table_name = '${table.name}' AND column_name = '${name}'`);
        assert.equal(column?.is_nullable, 'NO', `${table.name}.${name}`);
      }
  });

  test('sorts every text by code point', async () => {
    const others = await rows(`SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`);
    assert.deepEqual(
      others.filter(({ table_name }) => !shared.includes(table_name)),
      [],
    );
  });
});
