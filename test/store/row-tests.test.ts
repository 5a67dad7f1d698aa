/** What many conditions on one column cost: counted in how often a row's JSON is parsed. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { findAccountAttribute } from '../../src/api/search.ts';
import { writeMap } from '../../src/domain/dimensions.ts';
import { readConditions } from '../../src/domain/search.ts';
import { openDatabase } from '../../src/store/database.ts';
import { accounts } from '../../src/store/tables.ts';
import { account, newTenant, pageOf } from './harness.ts';
import { newFile } from './sqlite-file.ts';

const rows = 50;

for (const attribute of ['label:k', 'assigned_csm'])
  test(`a hundred conditions on ${attribute} parse each row once`, async () => {
    const { file, remove } = await newFile();
    const database = openDatabase({ kind: 'sqlite', file }, 'writer');
    const { store } = await newTenant(database);
    const custom_label_dimensions = writeMap(new Map([['k', 'v']]));
    await store.write((writer) =>
      writer.upsert(
        accounts,
        Array.from({ length: rows }, (_, index) => account({ account_id: `${index}`, custom_label_dimensions })),
      ),
    );
    const searches = Array.from({ length: 100 }, (_, index) => ({
      attribute,
      operator: 'notLike',
      value: `x${index}`,
    }));
    const conditions = readConditions(searches, findAccountAttribute);
    const parse = mock.method(JSON, 'parse');
    const page = await store.read((reader) => reader.page(pageOf(accounts, { conditions })));
    parse.mock.restore();
    assert.equal(page.rows.count, rows);
    assert.equal(parse.mock.callCount(), rows);
    await database.close();
    remove();
  });
