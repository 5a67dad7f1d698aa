import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Field } from '../../src/resources/fields.ts';
import { resources } from '../../src/resources/index.ts';
import { subscriptions } from '../../src/resources/subscriptions.ts';
import { Connection } from '../../src/store/sqlite/connection.ts';
import * as allTables from '../../src/store/tables.ts';
import { newFile } from './sqlite-file.ts';

const { file, remove } = await newFile();
const connection = new Connection(file, 'reader');
after(() => {
  connection.close();
  remove();
});

test('a writer survives a power cut, and no function of the schema runs that is not SQLite’s own', () => {
  const writer = new Connection(file, 'writer');
  try {
    assert.deepEqual({ ...writer.get('PRAGMA journal_mode') }, { journal_mode: 'wal' });
    assert.deepEqual({ ...writer.get('PRAGMA synchronous') }, { synchronous: 2 });
    for (const each of [writer, connection])
      assert.deepEqual({ ...each.get('PRAGMA trusted_schema') }, { trusted_schema: 0 });
  } finally {
    writer.close();
  }
});

test('a reader can not write by any statement', () => {
  for (const sql of [
    "INSERT INTO metric_series VALUES (1, 'm', 'a')",
    'CREATE TABLE more (id)',
    'PRAGMA user_version = 7',
  ])
    assert.throws(() => connection.exec(sql), /readonly|query_only|read-only/i, sql);
});

const tables = Object.values(allTables).filter((one) => typeof one === 'object');
const types = { text: 'TEXT', json: 'TEXT', integer: 'INTEGER', boolean: 'INTEGER', real: 'REAL' } as const;
const stored = connection
  .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
  .map(({ name }) => name as string);

interface StoredColumn {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}
const columnsOf = (table: string): StoredColumn[] =>
  connection.all('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', table) as unknown as StoredColumn[];

/** Tables of no tenant's records: who may come in. */
const beside = ['tenants', 'api_keys'];

test('the database has the tables that the program knows, and no other', () => {
  assert.deepEqual(stored.toSorted(), [...tables.map((table) => table.name), ...beside].toSorted());
});

test('every table is strict', () => {
  const list = connection.all("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'");
  const loose = list.filter(({ name, strict }) => strict !== 1 && !(name as string).startsWith('sqlite_'));
  assert.deepEqual(
    loose.map(({ name }) => name),
    [],
  );
});

for (const table of tables)
  describe(`the table ${table.name}`, () => {
    const columns = columnsOf(table.name);

    test('has the columns that the program writes, of their types', () => {
      const wanted = [...table.columns.map(({ name, kind }) => [name, types[kind]]), ['tenant_id', 'INTEGER']];
      if (allTables.isFolded(table)) wanted.push(['folded', 'TEXT']);
      assert.deepEqual(new Map(columns.map(({ name, type }) => [name, type])), new Map(wanted as [string, string][]));
      assert.equal(wanted.length, columns.length);
    });

    test('is keyed by its tenant and then by its key, none of which can be null', () => {
      const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
      assert.deepEqual(
        key.map(({ name }) => name),
        ['tenant_id', ...table.key],
      );
      assert.deepEqual(
        key.filter(({ notnull }) => !notnull),
        [],
      );
    });

    test('has a value in every flag and list, which are answered as they are', () => {
      const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
      const nullable = columns.filter(
        ({ name, notnull }) => !notnull && ['boolean', 'json'].includes(kinds.get(name) ?? ''),
      );
      assert.deepEqual(
        nullable.map(({ name }) => name),
        [],
      );
    });

    test('allows null exactly where the declaration does', () => {
      // A subscription is stored as its entries, not by its fields.
      const resource = resources.find((one) => one.name === table.name && one !== subscriptions);
      const fields = (resource?.fields ?? []).filter((field) => !field.writeOnly && !table.key.includes(field.name));
      for (const field of fields)
        assert.equal(columns.find(({ name }) => name === field.name)?.notnull === 1, isAlwaysThere(field), field.name);
    });
  });

/** Flags without a default of their own begin as false. */
const isAlwaysThere = ({ required, default: value, type }: Field): boolean =>
  required !== undefined || value !== undefined || type === 'array' || type === 'boolean';

test('every index begins with the tenant', () => {
  const indexes = connection.all(
    "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite_%'",
  );
  assert.ok(indexes.length > 0);
  for (const { name } of indexes) {
    const [first] = connection.all('SELECT name FROM pragma_index_info(?) ORDER BY seqno', name as string);
    assert.equal(first?.name, 'tenant_id', String(name));
  }
});
