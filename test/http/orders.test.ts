/** Orders of lists and the walk through them by page and by cursor. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts } from '../../src/resources/accounts.ts';
import type { Field } from '../../src/resources/fields.ts';
import { account, ids, useServer } from '../support/cases.ts';
import type { Client } from '../support/client.ts';

type Value = string | number | boolean | null;
interface Row {
  readonly account_id: string;
  readonly [field: string]: Value;
}

const count = 1_150;
const fields = accounts.fields.filter(({ type, writeOnly }) => type !== 'array' && !writeOnly);
const orders = [...fields, ...accounts.derived].map(({ name }) => name);
/** In order by code point, which is not the order of UTF-16 units for the last two. */
const texts = ['', '0', '10', '9', 'B', '_', 'a', 'aa', 'b', 'é', 'ﬀ', '\ufffd', '🍫'];

/** One of a few values, so that most are tied, or null. */
function sample(field: Field, n: number): Value {
  if (field.name === 'account_id') return `${texts[n % texts.length] || 'x'}${(n * 7919) % count}`;
  if (field.name === 'parent_account_id') return n % 5 === 0 ? null : `unknown ${texts[n % 7]}`;
  if (n % 4 === 0 && field.required === undefined) return null;
  if (field.type === 'string') return texts[(n * 5 + field.name.length) % texts.length] as string;
  if (field.type === 'boolean') return n % 9 === 1;
  return (field.minimum ?? -3) + ((n * 3 + field.name.length) % 7);
}

/** Ids are compared as text; nulls come last in both directions; a tie goes by id in the direction of the sort. */
function sorted(rows: readonly Row[], order: string, direction: 'asc' | 'desc'): string[] {
  const sign = direction === 'asc' ? 1 : -1;
  const compare = (a: Value = null, b: Value = null): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'string') return sign * Buffer.compare(Buffer.from(a), Buffer.from(b as string));
    return sign * (Number(a) - Number(b));
  };
  return rows
    .toSorted((a, b) => compare(a[order], b[order]) || compare(a.account_id, b.account_id))
    .map((row) => row.account_id);
}

let client: Client;
let rows: Row[];
const server = useServer(undefined, async (started) => {
  client = await started.tenant();
  await client.load(
    'accounts',
    Array.from({ length: count }, (_, n) => ({
      ...Object.fromEntries(fields.map((field) => [field.name, sample(field, n)])),
      ...(n % 4 === 3 && { stage: texts[1 + (n % 9)] }),
    })),
  );
  rows = [];
  for (let page = 0; page < 2; page++)
    rows.push(...(await client.get(`/accounts?include_inactive=true&page=${page}`)).body.results);
  assert.equal(new Set(rows.map((row) => row.account_id)).size, count);
});

/** The ids of a whole list, asked for page by page. */
async function walk(query: string, by: 'page' | 'cursor'): Promise<string[]> {
  const met: string[] = [];
  let place = '';
  for (let page = 0; ; page++) {
    const { body } = await client.get(`/accounts?include_inactive=true&${query}${place}`);
    assert.equal(body.current_page, page);
    met.push(...body.results.map((row: Row) => row.account_id));
    if (body.next_page === null) return met;
    assert.equal(body.results.length, 1000, 'only the last page is not full');
    place = by === 'page' ? `&page=${body.next_page}` : `&cursor=${body.next_cursor}`;
  }
}

for (const order of orders) {
  for (const direction of ['asc', 'desc'] as const) {
    test(`accounts by ${order} ${direction}: the same by page and by cursor, nulls last, ties by id`, async () => {
      const expected = sorted(rows, order, direction);
      assert.deepEqual(await walk(`order_by=${order}&direction=${direction}`, 'page'), expected);
      assert.deepEqual(await walk(`order_by=${order}&direction=${direction}`, 'cursor'), expected);
    });
  }
}

test('accounts come by account_id downwards unless another order is asked for', async () => {
  assert.deepEqual(await walk('', 'cursor'), sorted(rows, 'account_id', 'desc'));
  assert.deepEqual(await walk('order_by=assigned_csms', 'page'), sorted(rows, 'account_id', 'desc'));
  assert.deepEqual(await walk('order_by=create_time', 'page'), sorted(rows, 'account_id', 'desc'));
  assert.deepEqual(await walk('order_by=id&direction=asc', 'page'), sorted(rows, 'account_id', 'asc'));
});

test('notes by a text that no header could carry are walked like others, each met once', async () => {
  const other = await server().tenant();
  await other.load('accounts', [account('a')]);
  const text = (n: number): string =>
    n > 3 ? `z${String(n).padStart(4, '0')}` : `${'\u{10000}'.repeat(9_000)}${n % 2}`;
  const notes = Array.from({ length: 1_002 }, (_, n) => ({
    account_id: 'a',
    external_id: `${n}`,
    create_time: n,
    note: text(1_002 - n),
  }));
  await other.load('notes', notes);
  const first = (await other.get('/notes?order_by=note&direction=asc')).body;
  const second = (await other.get(`/notes?order_by=note&direction=asc&cursor=${first.next_cursor}`)).body;
  const met: { external_id: string }[] = [...first.results, ...second.results];
  const [short, long] = [notes.slice(0, -3).toReversed(), notes.slice(-3)];
  assert.deepEqual(
    met.map((note) => note.external_id),
    [...short, ...long].map((note) => note.external_id),
  );
  assert.equal(second.next_cursor, null);
});

test('a search is walked like a list', async () => {
  const body = { records: [{ attribute: 'tier', operator: 'ne', value: null }] };
  const expected = sorted(
    rows.filter(({ tier }) => tier !== null),
    'name',
    'asc',
  );
  const met: string[] = [];
  let query = '?order_by=name&direction=asc';
  for (;;) {
    const { next_cursor, results } = (await client.post(`/search/accounts${query}`, body)).body;
    met.push(...results.map((row: Row) => row.account_id));
    if (next_cursor === null) break;
    query = `?cursor=${next_cursor}`;
  }
  assert.deepEqual(met, expected);
});

const cursorOf = async (query: string): Promise<string> =>
  (await client.get(`/accounts?include_inactive=true&${query}`)).body.next_cursor;

test('a cursor carries its order and direction, and counts the pages of its walk', async () => {
  const cursor = await cursorOf('order_by=name&direction=asc');
  const expected = sorted(rows, 'name', 'asc').slice(1_000);
  for (const query of ['', '&order_by=name', '&direction=asc', '&order_by=name&direction=asc&page=5', '&page=x']) {
    const { body } = await client.get(`/accounts?include_inactive=true&cursor=${cursor}${query}`);
    assert.equal(body.current_page, 1);
    ids(...expected)(body.results, query);
  }
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const malformed = [
  '',
  'x',
  '%00',
  encode(null),
  encode({}),
  encode([]),
  encode(['name', 'asc', 1]),
  encode(['name', 'asc', 1, ['a']]),
  encode(['name', 'asc', 1, ['a', null]]),
  encode(['name', 'asc', 1, ['a', {}]]),
  encode(['name', 'asc', 1, [5, 'b']]),
  encode(['name', 'asc', 1, ['a\0', 'b']]),
  encode(['name', 'asc', 1, ['\ud800', 'b']]),
  encode(['join_date', 'asc', 1, ['a', 'b']]),
  encode(['join_date', 'asc', 1, [0.5, 'b']]),
  encode(['is_churned', 'asc', 1, ['true', 'b']]),
  encode(['name', 'asc', 'x', ['a', 'b']]),
  encode(['name', 'up', 1, ['a', 'b']]),
  encode([5, 'asc', 1, ['a', 'b']]),
  encode(['__proto__', 'asc', 1, ['a', 'b']]),
  encode(['assigned_csms', 'asc', 1, ['a', 'b']]),
  encode(['name"; DROP TABLE accounts; --', 'asc', 1, ['a', 'b']]),
];
for (const cursor of malformed) {
  test(`the cursor ${Buffer.from(cursor, 'base64url').toString() || '(blank)'} is refused`, async () => {
    for (const reply of [
      await client.get(`/accounts?page=0&cursor=${cursor}`),
      await client.post(`/search/accounts?cursor=${cursor}`, { records: [] }),
    ]) {
      assert.equal(reply.status, 200);
      const { status_is_ok, code, field, results } = reply.body;
      assert.deepEqual(
        { status_is_ok, code, field, results },
        {
          status_is_ok: false,
          code: 'invalid_parameter',
          field: 'cursor',
          results: [],
        },
      );
    }
  });
}

test('a cursor of another order or direction is refused', async () => {
  const cursor = await cursorOf('order_by=name&direction=asc');
  for (const query of ['order_by=tier', 'direction=desc', 'order_by=unknown', 'order_by=name&direction=up']) {
    const { body } = await client.get(`/accounts?${query}&cursor=${cursor}`);
    assert.equal(body.status_is_ok, false, query);
    assert.match(body.message, /order/);
  }
  const { account_id } = rows[0] as Row;
  assert.equal(
    (await client.get(`/accounts/${encodeURIComponent(account_id)}/changes?cursor=${cursor}`)).body.status_is_ok,
    false,
  );
});

/** A third of the accounts has neither, the others share a few values. */
const fill = (n: number): object => (n % 3 === 0 ? {} : { tier: texts[n % texts.length], csm_score: n % 10 });

for (const [order, direction] of [
  ['account_id', 'desc'],
  ['tier', 'asc'],
  ['tier', 'desc'],
  ['csm_score', 'asc'],
]) {
  test(`a walk by ${order} ${direction} meets what lives through it once, while others come and go`, async () => {
    const walker = await server().tenant();
    const load = (prefix: string, amount: number) =>
      walker.load(
        'accounts',
        Array.from({ length: amount }, (_, n) => account(`${prefix}${n}`, fill(n))),
      );
    await load('lives ', 2_500);
    await load('goes ', 500);
    const met: string[] = [];
    let place = '';
    for (let round = 0; ; round++) {
      const { body } = await walker.get(`/accounts?order_by=${order}&direction=${direction}${place}`);
      met.push(...body.results.map((row: Row) => row.account_id));
      if (body.next_cursor === null) break;
      place = `&cursor=${body.next_cursor}`;
      await load(`a comes ${round} `, 100);
      await load(`z comes ${round} `, 100);
      const gone = Array.from({ length: 150 }, (_, n) => ({ account_id: `goes ${round * 150 + n}`, is_deleted: true }));
      await walker.load('accounts', gone);
    }
    const lived = met.filter((id) => id.startsWith('lives'));
    assert.equal(lived.length, 2_500);
    assert.equal(new Set(met).size, met.length, 'nothing is met twice');
  });
}
