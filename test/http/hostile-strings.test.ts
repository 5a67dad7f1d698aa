/** Hostile texts in every text field of every record type: answered to the letter and found, or refused by record. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fold } from '../../src/domain/fold.ts';
import type { Client } from '../support/client.ts';
import { type Dump, dumpTenant, type Row } from '../support/dump.ts';
import { hostileStrings, isUnstorable } from '../support/hostile-strings.ts';
import {
  answeredAt,
  isAnswered,
  type Place,
  placesOf,
  type RecordType,
  recordTypes,
  rowsOf,
  valueAt,
} from '../support/record-types.ts';
import { sample } from '../support/runs.ts';
import { shareTestServer, type TestServer } from '../support/server.ts';

/** Texts that are asked for one by one, each with its index. */
const asked = sample([...hostileStrings.entries()], 4);

let server: TestServer;
let client: Client;
let stored: Dump;
before(async () => {
  server = await shareTestServer();
  client = await server.tenant();
  for (const type of recordTypes) await load(type);
  stored = await dumpTenant(client);
});
after(() => server.close());

const isSearched = ({ list, name, field }: Place): boolean =>
  list === undefined && !field.writeOnly && name !== 'parent_account_id';
const textsOf = ({ resource }: RecordType): Place[] =>
  placesOf(resource).filter(({ field }) => field.type === 'string');

function isAllowed({ resource }: RecordType, { field, name }: Place, text: string): boolean {
  if (isUnstorable(text) || [...text].length > (field.maxLength as number)) return false;
  if (resource.name === 'metrics' && name === 'name' && text === 'account_id') return false;
  if (field.choices !== undefined) return field.choices.includes(text);
  return !(field.inPath && ['', '.', '..'].includes(text));
}

/** A text that is a key wherever it can be one. */
const keyOf = (type: RecordType, text: string, n: number): string =>
  textsOf(type)
    .filter(isKey(type))
    .every((place) => isAllowed(type, place, text))
    ? text
    : `fallback ${n}`;
const isKey =
  ({ idField }: RecordType) =>
  ({ name }: Place): boolean =>
    name === 'account_id' || name === idField;

/** No account is its own parent. */
const valueIn = ({ name }: Place, text: string): string => (name === 'parent_account_id' ? `p${text}` : text);

/** Uploads a record for each text, which holds it in every field that may hold it. */
async function load(type: RecordType): Promise<void> {
  const records = hostileStrings.map((text, n) => {
    const key = keyOf(type, text, n);
    const fields = placesIn(type, text).map((place) => [place, valueAt(place, valueIn(place, text))] as const);
    return Object.assign(
      { ...type.make(accountOf(text, n), key) },
      ...fields.map(([place, value]) => merged(fields, place, value)),
    );
  });
  await client.load(type.resource.name, records);
  if (type.resource.name !== 'accounts') return;
  // A record may hold a stage or a history of stages, so the history comes by itself.
  const place = textsOf(type).find(({ name }) => name === 'stage_history.name') as Place;
  const histories = hostileStrings.flatMap((text, n) =>
    isAllowed(type, place, text)
      ? [{ account_id: accountOf(text, n), stage_history: [{ name: text, start_date: 1, end_date: 2 }] }]
      : [],
  );
  await client.load('accounts', histories);
}

const accountOf = (text: string, n: number): string => keyOf(recordTypes[0] as RecordType, text, n);

const placesIn = (type: RecordType, text: string): Place[] =>
  textsOf(type).filter(
    (place) =>
      place.name !== 'stage_history.name' && !isKey(type)(place) && isAllowed(type, place, valueIn(place, text)),
  );

/** The fields of one list belong into one item of it. */
function merged(fields: readonly (readonly [Place, object])[], { list }: Place, value: object): object {
  if (list === undefined) return value;
  const items = fields.filter(([place]) => place.list === list).map(([place, other]) => ofItem(place, other));
  const [item] = (value as { [name: string]: object[] })[list.name] as object[];
  return { [list.name]: [Object.assign({}, item, ...items)] };
}

function ofItem({ list, field }: Place, value: object): object {
  const [item] = (value as { [name: string]: { [name: string]: unknown }[] })[list?.name as string] as [
    { [name: string]: unknown },
  ];
  return { [field.name]: item[field.name] };
}

for (const type of recordTypes) {
  const { resource, idField } = type;
  describe(`hostile texts in ${resource.name}`, () => {
    test('are answered to the letter in every field that may hold them', () => {
      const rows = new Map(rowsOf(type, stored).map((row) => [row[idField], row]));
      assert.equal(rows.size, hostileStrings.length);
      hostileStrings.forEach((text, n) => {
        const row = rows.get(keyOf(type, text, n)) ?? assert.fail(`${JSON.stringify(text)} is not there`);
        assert.equal(row.account_id, accountOf(text, n));
        const places = [
          ...placesIn(type, text).filter(isAnswered),
          ...textsOf(type).filter(({ name }) => name === 'stage_history.name'),
        ];
        for (const place of places) if (isAllowed(type, place, text)) assertAnswered(row, place, text);
      });
    });

    for (const place of textsOf(type)) {
      test(`are refused by record in ${place.name} where it may not hold them`, async () => {
        const refused = hostileStrings.filter((text) => !isAllowed(type, place, text));
        assert.ok(refused.length > 0);
        const records = refused.map((text) => ({ ...type.make('x', 'new'), ...valueAt(place, text) }));
        const { body } = await client.post(`/${resource.name}`, { records });
        assert.equal(body.status_is_ok, false);
        assert.deepEqual(
          body.failed_results.map(({ record, field }: Row) => [record, field]),
          refused.map((_, record) => [record, place.name]),
        );
      });
    }
  });
}

// One of each kind of path: by id, by name, by external id.
for (const type of recordTypes.filter(({ resource }) =>
  ['accounts', 'metrics', 'interactions'].includes(resource.name),
)) {
  const { resource, idField } = type;
  test(`hostile texts in ${resource.name} are found by a path that names them, and by no other`, async () => {
    for (const [n, text] of asked) {
      if (keyOf(type, text, n) !== text) continue;
      const { body } = await client.get(pathOf(type, text));
      assert.equal(body.status_is_ok, true, JSON.stringify(text));
      assert.equal(body.results.length, 1);
      if (resource.name !== 'metrics') assert.equal(body.results[0][idField], text);
      else assert.deepEqual(body.results[0], { account_id: text, [text]: [{ timestamp: 1, value: 1 }] });
    }
  });
}

function assertAnswered(row: Row, place: Place, text: string): void {
  const answered = answeredAt(row, place);
  assert.ok(
    answered === valueIn(place, text),
    `${place.name}: ${JSON.stringify(text)} is answered ${JSON.stringify(answered)}`,
  );
}

function pathOf({ resource: { name }, idField }: RecordType, id: string): string {
  return `/${name}${idField === 'external_id' ? '/external_id' : ''}/${encodeURIComponent(id)}`;
}

for (const type of recordTypes.filter(({ resource }) =>
  ['accounts', 'account_users', 'account_contacts'].includes(resource.name),
)) {
  const { resource, idField } = type;
  const texts = textsOf(type).filter((place) => isSearched(place) && !isKey(type)(place));

  describe(`search of ${resource.name} for hostile texts`, () => {
    test('eq finds the record that holds one in all its fields, and no other', async () => {
      await forEachText(async (text, n) => {
        const held = texts.filter((place) => isAllowed(type, place, text));
        if (held.length === 0) return;
        const found = await search(
          type,
          held.map(({ name }) => ({ attribute: name, operator: 'eq', value: text })),
        );
        assert.deepEqual(found, [keyOf(type, text, n)], JSON.stringify(text));
      });
    });

    test('like finds those whose fields all contain it, without case', async () => {
      await forEachText(async (text) => {
        const held = texts.filter((place) => isAllowed(type, place, text));
        if (held.length === 0) return;
        const found = await search(
          type,
          held.map(({ name }) => ({ attribute: name, operator: 'like', value: text })),
        );
        const expected = rowsOf(type, stored)
          .filter((row) =>
            held.every(({ name }) => typeof row[name] === 'string' && fold(row[name]).includes(fold(text))),
          )
          .map((row) => row[idField] as string);
        assert.deepEqual(found, expected.sort(), JSON.stringify(text));
      });
    });

    test('a text that cannot be stored is refused', async () => {
      for (const value of hostileStrings.filter(isUnstorable)) {
        for (const operator of ['eq', 'ne', 'like', 'notLike']) {
          const { body } = await client.post(`/search/${resource.name}`, {
            records: [{ attribute: idField, operator, value }],
          });
          assert.equal(body.code, 'invalid_condition', JSON.stringify(value));
        }
      }
    });
  });
}

describe('search of accounts for hostile texts in lists', () => {
  const [accounts] = recordTypes as [RecordType];
  const place = (name: string): Place => textsOf(accounts).find((one) => one.name === name) as Place;

  test('a label is found by its key and value', async () => {
    await forEachText(async (text, n) => {
      if (!isAllowed(accounts, place('custom_label_dimensions.key'), text)) return;
      const attribute = `label:${text}`;
      const conditions = ['eq', 'like'].map((operator) => ({ attribute, operator, value: text }));
      assert.deepEqual(await search(accounts, conditions), [accountOf(text, n)], JSON.stringify(text));
    });
  });

  test('an assigned CSM is found without case', async () => {
    await forEachText(async (text) => {
      if (!isAllowed(accounts, place('assigned_csms.email'), text)) return;
      const found = await search(accounts, [{ attribute: 'assigned_csm', operator: 'eq', value: text }]);
      const holds = (row: Row): boolean => row.assigned_csms.some((email: string) => fold(email) === fold(text));
      const expected = (stored.accounts as Row[]).filter(holds).map((row) => row.account_id as string);
      assert.deepEqual(found, expected.sort(), JSON.stringify(text));
    });
  });
});

test('a hostile text as the attribute or the operator of a search is refused', async () => {
  const refuse = async (condition: object): Promise<void> => {
    const { status, body } = await client.post('/search/accounts', { records: [condition] });
    assert.deepEqual([status, body.code, body.results], [200, 'invalid_condition', []], JSON.stringify(condition));
  };
  await forEachText(async (text) => {
    if (text !== 'account_id') await refuse({ attribute: text, value: 'x' });
    await refuse({ attribute: 'name', operator: text, value: 'x' });
  });
});

test('texts that differ only in how a letter is composed are different ids', async () => {
  const ids = ['\u00e9', 'e\u0301'];
  for (const id of ids) {
    const { body } = await client.get(`/accounts/${encodeURIComponent(id)}`);
    assert.deepEqual(
      body.results.map((row: Row) => row.account_id),
      [id],
    );
    const accounts = recordTypes[0] as RecordType;
    assert.deepEqual(await search(accounts, [{ attribute: 'account_id', operator: 'eq', value: id }]), [id]);
  }
});

/** The ids that a search finds, in order. */
async function search({ resource, idField }: RecordType, records: object[]): Promise<string[]> {
  const { body } = await client.post(`/search/${resource.name}`, { records });
  assert.equal(body.status_is_ok, true, body.message);
  return body.results.map((row: Row) => row[idField] as string).sort();
}

/** Does its work for every text that is asked for, a few at a time. */
async function forEachText(work: (text: string, n: number) => Promise<void>): Promise<void> {
  const waiting = asked.values();
  const worker = async (): Promise<void> => {
    for (const [n, text] of waiting) await work(text, n);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}
