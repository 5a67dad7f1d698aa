/** `modify_time` of every record type: which writes set it, and how lists filter and sort by it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, at, type Call, type Case, exactly, get, put, runCases, useServer } from '../support/cases.ts';
import {
  accounts,
  each,
  find,
  invoice,
  load,
  loadWith,
  made,
  person,
  subscription,
  ticket,
} from '../support/records.ts';
import { testNow } from '../support/server.ts';

const server = useServer();

interface Kind {
  readonly type: string;
  readonly idField: string;
  readonly make: (accountId: string, id: string, fields?: object) => object;
  readonly path: (id: string) => string;
  /** The nth of several states of a record, each of which changes it. */
  readonly state: (n: number) => object;
  /** What stands behind `/accounts/{id}/` for the records of one account. */
  readonly subList?: string;
}

const titles = (n: number): object => ({ title: `State ${n}` });
const kinds: readonly Kind[] = [
  {
    type: 'accounts',
    idField: 'account_id',
    make: (_, id, fields) => account(id, fields),
    path: (id) => `/accounts/${id}`,
    state: (n) => ({ description: `State ${n}` }),
  },
  {
    type: 'account_users',
    idField: 'user_id',
    make: person,
    path: (id) => `/account_users/${id}`,
    state: titles,
    subList: 'users',
  },
  {
    type: 'account_contacts',
    idField: 'user_id',
    make: person,
    path: (id) => `/account_contacts/${id}`,
    state: titles,
    subList: 'contacts',
  },
  {
    type: 'statements',
    idField: 'invoice_id',
    make: invoice,
    path: (id) => `/statements/${id}`,
    state: (n) => ({ line_items: [{ amount: n, is_recurring: true }] }),
    subList: 'statements',
  },
  {
    type: 'support_tickets',
    idField: 'ticket_id',
    make: ticket,
    path: (id) => `/support_tickets/${id}`,
    state: (n) => ({ state: `State ${n}` }),
    subList: 'support_tickets',
  },
  {
    type: 'subscriptions',
    idField: 'subscription_id',
    make: subscription,
    path: (id) => `/subscriptions/${id}`,
    state: (n) => ({ effective_start_date: made, total_revenue: 1000 + n }),
    subList: 'subscriptions',
  },
];

/** A moment after the insert. */
const later = (n: number): number => testNow + n * 1000;
const dated = (path: string, modify_time: number) => ({ request: get(path), expect: { results: [{ modify_time }] } });
const outcome = (...outcomes: string[]) => ({ status_is_ok: true, outcomes: exactly(outcomes) });
const asked = { return: 'outcomes' };

for (const kind of kinds) runCases(server, [...writes(kind), ...lists(kind)]);

function writes({ type, make, path, state }: Kind): Case[] {
  const upload = (n: number, options = {}): Call => loadWith(type, { ...asked, ...options }, make('a', '1', state(n)));
  const change = (n: number, options = {}): Call =>
    put(path('1'), { data: state(n), options: { ...asked, ...options } });
  const given = [accounts('a'), load(type, make('a', '1', state(0)))];
  return [
    {
      name: `${type}: modify_time is the time of the last write that changed the record`,
      given,
      ...dated(path('1'), testNow),
      later: [
        { request: at(later(1), upload(1)), expect: outcome('updated') },
        dated(path('1'), later(1)),
        { request: at(later(2), change(2)), expect: outcome('updated') },
        dated(path('1'), later(2)),
      ],
    },
    {
      name: `${type}: a write that changes nothing leaves modify_time, and so does a dry run`,
      given,
      request: at(later(1), upload(0)),
      expect: outcome('unchanged'),
      later: [
        dated(path('1'), testNow),
        { request: at(later(2), change(0)), expect: outcome('unchanged') },
        dated(path('1'), testNow),
        { request: at(later(3), upload(1, { dry_run: true })), expect: outcome('updated') },
        { request: at(later(4), change(1, { dry_run: true })), expect: outcome('updated') },
        dated(path('1'), testNow),
      ],
    },
    {
      name: `${type}: modify_time is not taken from a record`,
      given,
      request: at(later(1), loadWith(type, asked, { ...make('a', '1', state(0)), modify_time: 5 })),
      expect: outcome('unchanged'),
      later: [
        dated(path('1'), testNow),
        { request: load(type, make('a', '2', { modify_time: 5 })) },
        dated(path('2'), later(1)),
      ],
    },
    {
      name: `${type}: modify_time is not set back by a clock that is`,
      given,
      request: at(testNow - 1000, upload(1)),
      expect: outcome('updated'),
      later: [dated(path('1'), testNow)],
    },
    {
      name: `${type}: a record that changes twice in a batch is dated once, and the others are left`,
      given: [...given, load(type, make('a', '2'))],
      request: at(later(1), loadWith(type, asked, make('a', '1', state(1)), make('a', '1', state(2)), make('a', '2'))),
      expect: outcome('updated', 'updated', 'unchanged'),
      later: [dated(path('1'), later(1)), dated(path('2'), testNow)],
    },
  ];
}

function lists({ type, idField, make, state, subList }: Kind): Case[] {
  const given: Call[] = [
    at(testNow - 1000, load('accounts', ...(type === 'accounts' ? [] : [account('a'), account('b')]))),
    at(testNow, load(type, make('a', '1'), make('b', '2'))),
    at(later(1), load(type, make('a', '3'))),
    at(later(2), load(type, make('a', '1', state(1)))),
  ];
  const shows = (path: string, ...ids: string[]) => ({
    request: get(path),
    expect: { status_is_ok: true, results: each(idField, ...ids) },
  });
  return [
    {
      name: `${type}: order_by=modify_time sorts by the last change`,
      given,
      ...shows(`/${type}?order_by=modify_time&direction=asc`, '2', '3', '1'),
      later: [shows(`/${type}?order_by=modify_time`, '1', '3', '2')],
    },
    {
      name: `${type}: modify_time filters those changed then or later`,
      given,
      ...shows(`/${type}?modify_time=${testNow}&order_by=modify_time`, '1', '3', '2'),
      later: [
        shows(`/${type}?modify_time=${later(1)}&order_by=${idField}`, '3', '1'),
        shows(`/${type}?modify_time=${later(1) + 1}`, '1'),
        shows(`/${type}?modify_time=${later(2) + 1}`),
        shows(`/${type}?modify_time=-5&order_by=${idField}&direction=asc`, '1', '2', '3'),
      ],
    },
    {
      name: `${type}: a blank or malformed modify_time is an error and never the whole list`,
      given,
      request: get(`/${type}?modify_time=`),
      expect: { status_is_ok: false, code: 'invalid_parameter', field: 'modify_time', results: [] },
      later: ['abc', '%20', '1.5', '1e3', '2026-01-01', '99999999999999999'].map((text) => ({
        request: get(`/${type}?modify_time=${text}`),
        expect: { status_is_ok: false, message: "'modify_time' value must be a Long", results: [] },
      })),
    },
    ...(subList === undefined
      ? []
      : [
          {
            name: `${type}: the list of an account takes the filter too`,
            given,
            ...shows(`/accounts/a/${subList}?modify_time=${later(1)}&order_by=${idField}`, '3', '1'),
            later: [
              shows(`/accounts/a/${subList}?modify_time=${later(2)}`, '1'),
              shows(`/accounts/b/${subList}?modify_time=${later(1)}`),
              shows(`/${type}?account_id=a&modify_time=${later(1) + 1}`, '1'),
              {
                request: get(`/accounts/a/${subList}?modify_time=x`),
                expect: { status_is_ok: false, code: 'invalid_parameter', results: [] },
              },
            ],
          },
        ]),
    ...(['accounts', 'account_users', 'account_contacts'].includes(type)
      ? [
          {
            name: `${type}: a search finds those changed then or later`,
            given,
            request: find(type, [{ attribute: 'modify_time', operator: 'ge', value: later(1) }], '?order_by=id'),
            expect: { results: each(idField, '3', '1') },
            later: [
              {
                request: find(type, [{ attribute: 'modify_time', operator: 'lt', value: later(1) }]),
                expect: { results: each(idField, '2') },
              },
            ],
          },
        ]
      : []),
  ];
}

type Row = { readonly modify_time: number; readonly [field: string]: unknown };

for (const { type, idField, make, state } of kinds)
  test(`${type}: a walk by modify_time meets each change, also what changes while it is under way`, async () => {
    server().time.now = testNow;
    const client = await server().tenant();
    const id = (n: number): string => String(n).padStart(4, '0');
    if (type !== 'accounts') await client.load('accounts', [account('a')]);
    for (const n of [1, 2, 3]) {
      server().time.now = later(n);
      await client.load(
        type,
        Array.from({ length: 700 }, (_, index) => make('a', id(n * 1000 + index))),
      );
    }
    const walk = async function* (since: number): AsyncGenerator<Row[]> {
      let cursor: string | null = '';
      while (cursor !== null) {
        const list = `/${type}?order_by=modify_time&direction=asc&modify_time=${since}`;
        const { body } = await client.get(cursor === '' ? list : `${list}&cursor=${cursor}`);
        yield body.results;
        cursor = body.next_cursor;
      }
    };
    const met: string[] = [];
    let bookmark = later(2);
    for await (const rows of walk(bookmark)) {
      met.push(...rows.map((row) => `${row[idField]} ${row.modify_time}`));
      bookmark = Math.max(bookmark, ...rows.map(({ modify_time }) => modify_time));
      if (met.length > 1000) continue;
      // One that was met, one that is to come, and one from before the bookmark.
      server().time.now = later(4);
      await client.load(
        type,
        [2000, 3699, 1000].map((n) => make('a', id(n), state(1))),
      );
    }
    const expected = [2, 3].flatMap((n) =>
      Array.from({ length: 700 }, (_, index) => `${id(n * 1000 + index)} ${later(n)}`),
    );
    assert.deepEqual(met, [
      ...expected.filter((one) => one !== `3699 ${later(3)}`),
      ...[1000, 2000, 3699].map((n) => `${n} ${later(4)}`),
    ]);
    assert.equal(bookmark, later(4));
    const again: Row[] = [];
    for await (const rows of walk(bookmark)) again.push(...rows);
    assert.deepEqual(
      again.map((row) => row[idField]),
      ['1000', '2000', '3699'],
    );
  });
