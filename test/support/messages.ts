/** What interactions and notes have in common: two ids, filters by time, and a time of their last change. */
import assert from 'node:assert/strict';
import { type Call, type Case, at, del, exactly, get, put } from './cases.ts';
import type { Child } from './child.ts';
import { accounts, each, load, loadWith, made } from './records.ts';
import { testNow } from './server.ts';

/** Keeps the internal ids that a list tells, by external id, for the requests after it. */
function keepIds(type: string) {
  const known = new Map<string, number>();
  const keep = (rows: { id: number; external_id: string }[]): void => {
    for (const { id, external_id } of rows) {
      assert.ok(Number.isSafeInteger(id), `${external_id} has the id ${id}`);
      known.set(external_id, id);
    }
  };
  return {
    learn: { request: get(`/${type}`), expect: { results: keep } },
    of: (external_id: string): number => known.get(external_id) as number,
  };
}

export function messageCases(child: Child): Case[] {
  return [...ids(child), ...byInternalId(child), ...filters(child), ...times(child), ...html(child)];
}

const found = ({ path }: Child, external_id: string, fields: object) => ({
  request: get(path(external_id)),
  expect: { status_is_ok: true, results: [fields] },
});
const notFound = { status_is_ok: false, message: 'Record not found' };

function ids(child: Child): Case[] {
  const { type, make } = child;
  const given: Call[] = [
    accounts('a', 'b'),
    load(type, make('a', 'x', { source: 'old' }), make('a', 'y'), make('b', 'z')),
  ];
  const kept = keepIds(type);
  const byId = (id: () => number, fields: object) => ({
    request: () => get(`/${type}/${id()}`),
    expect: { status_is_ok: true, results: [fields] },
  });
  return [
    {
      name: `${type}: a record with neither id is at fault`,
      given,
      request: load(type, make('a', undefined), make('a', null), make('a', 'new')),
      expect: {
        status_is_ok: false,
        failed_results: [0, 1].map((record) => ({
          record,
          message: 'Invalid record, one of id and external_id is required',
          account_id: 'a',
        })),
      },
      later: [{ request: get(child.path('new')), expect: notFound }],
    },
    {
      name: `${type}: every record has an id of its own, and is found by it too`,
      given,
      ...kept.learn,
      later: [
        byId(() => kept.of('x'), { external_id: 'x', account_id: 'a' }),
        byId(() => kept.of('z'), { external_id: 'z', account_id: 'b' }),
        { request: () => get(`/${type}/${kept.of('y')}/`), expect: { results: [{ external_id: 'y' }] } },
        {
          request: get('/accounts'),
          expect: () => assert.equal(new Set(['x', 'y', 'z'].map(kept.of)).size, 3),
        },
      ],
    },
    {
      name: `${type}: an upload by id changes that record, whose external id stays`,
      given,
      ...kept.learn,
      later: [
        {
          request: () => loadWith(type, { return: 'outcomes' }, { account_id: 'a', id: kept.of('x'), source: 'new' }),
          expect: { status_is_ok: true, outcomes: exactly(['updated']) },
        },
        found(child, 'x', { source: 'new' }),
      ],
    },
    {
      name: `${type}: an unknown id fails its record and inserts nothing`,
      given,
      request: load(type, { ...make('a', undefined), id: 999_999 }, { ...make('a', 'w'), id: 999_998 }, make('a', 'v')),
      expect: {
        status_is_ok: true,
        failed_results: [
          { record: 0, message: 'Record not found', account_id: 'a', id: 999_999, external_id: undefined },
          { record: 1, message: 'Record not found', id: 999_998, external_id: 'w' },
        ],
      },
      later: [
        { request: get(`/${type}?order_by=external_id`), expect: { results: each('external_id', 'z', 'y', 'x', 'v') } },
      ],
    },
    {
      name: `${type}: with both ids the record with that id gets that external id`,
      given,
      ...kept.learn,
      later: [
        {
          request: () => load(type, { account_id: 'a', id: kept.of('x'), external_id: 'renamed' }),
          expect: { status_is_ok: true, failed_results: [] },
        },
        { request: get(child.path('x')), expect: notFound },
        found(child, 'renamed', { source: 'old' }),
      ],
    },
    {
      name: `${type}: an external id that another record has cannot be given`,
      given,
      ...kept.learn,
      later: [
        {
          request: () => load(type, { account_id: 'a', id: kept.of('x'), external_id: 'y' }),
          expect: {
            status_is_ok: false,
            failed_results: [{ record: 0, field: 'external_id', message: /belongs to another record/ }],
          },
        },
        found(child, 'x', { source: 'old' }),
        found(child, 'y', { source: null }),
      ],
    },
    {
      name: `${type}: an external id is free for another once it was taken away, in one batch too`,
      given,
      ...kept.learn,
      later: [
        {
          request: () =>
            load(
              type,
              { account_id: 'a', id: kept.of('x'), external_id: 'w' },
              { account_id: 'a', id: kept.of('y'), external_id: 'x' },
              make('a', 'y'),
            ),
          expect: { status_is_ok: true, failed_results: [] },
        },
        {
          request: get(`/${type}?account_id=a&order_by=external_id&direction=asc`),
          expect: {
            results: (rows: { id: number }[]) =>
              assert.deepEqual(rows.map(({ id }) => id).slice(0, 2), [kept.of('x'), kept.of('y')]),
          },
        },
        {
          request: get(`/${type}?account_id=a&order_by=external_id`),
          expect: { results: each('external_id', 'y', 'x', 'w') },
        },
      ],
    },
    {
      name: `${type}: an id of another account's record fails`,
      given,
      ...kept.learn,
      later: [
        {
          request: () => load(type, { account_id: 'a', id: kept.of('z'), source: 'stolen' }),
          expect: { status_is_ok: false, failed_results: [{ code: 'other_account', field: 'id' }] },
        },
        found(child, 'z', { account_id: 'b', source: null }),
      ],
    },
    {
      name: `${type}: an id in a record is a whole number, not its text`,
      given,
      request: load(type, { account_id: 'a', id: '1' }),
      expect: { status_is_ok: false, failed_results: [{ message: "'id' value must be a Long" }] },
    },
    {
      name: `${type}: null takes an external id away, and the record stands in the list of those without one`,
      given,
      ...kept.learn,
      later: [
        { request: get(`/${type}/external_id`), expect: { status_is_ok: true, results: [] } },
        {
          request: () => load(type, { account_id: 'a', id: kept.of('x'), external_id: null }),
          expect: { failed_results: [] },
        },
        { request: get(child.path('x')), expect: notFound },
        {
          request: get(`/${type}/external_id`),
          expect: { current_page: 0, max_page_size: 1000, results: [{ external_id: null, source: 'old' }] },
        },
        { request: get(`/${type}/external_id/`), expect: { results: [{ source: 'old' }] } },
        { request: get(`/${type}/external_id?account_id=b`), expect: { status_is_ok: true, results: [] } },
        { request: get(`/${type}/external_id?account_id=`), expect: { status_is_ok: false, results: [] } },
        byId(() => kept.of('x'), { external_id: null }),
      ],
    },
    {
      name: `${type}: /${type}/external_id is no external id: DELETE and PUT there are 405`,
      given,
      request: del(`/${type}/external_id`),
      status: 405,
      expect: { status_is_ok: false },
      later: [
        { request: del(`/${type}/external_id/`), status: 405 },
        { request: put(`/${type}/external_id/`, {}), status: 405 },
        { request: get(`/${type}`), expect: { results: (rows: unknown[]) => assert.equal(rows.length, 3) } },
      ],
    },
  ];
}

function byInternalId(child: Child): Case[] {
  const { type, make } = child;
  const given: Call[] = [accounts('a', 'b'), load(type, make('a', 'x', { source: 'old' }), make('a', 'y'))];
  const kept = keepIds(type);
  return [
    {
      name: `${type}: PUT by id changes that record`,
      given,
      ...kept.learn,
      later: [
        {
          request: () => put(`/${type}/${kept.of('x')}`, { data: { source: 'new' } }),
          expect: exactly({ status_is_ok: true }),
        },
        {
          request: () => put(`/${type}/${kept.of('x')}/`, { account_id: 'a', subject: 's' }),
          expect: exactly({ status_is_ok: true }),
        },
        found(child, 'x', { source: 'new', subject: 's' }),
        found(child, 'y', { source: null }),
      ],
    },
    {
      name: `${type}: PUT by id can give an external id`,
      given,
      ...kept.learn,
      later: [
        {
          request: () => put(`/${type}/${kept.of('x')}`, { data: { external_id: 'crm-1' } }),
          expect: exactly({ status_is_ok: true }),
        },
        found(child, 'crm-1', { source: 'old' }),
        {
          request: () => put(`/${type}/${kept.of('x')}`, { data: { external_id: 'y' } }),
          expect: { status_is_ok: false, field: 'external_id' },
        },
        found(child, 'crm-1', { source: 'old' }),
      ],
    },
    {
      name: `${type}: PUT by id of another id or another account is an error`,
      given,
      ...kept.learn,
      later: [
        {
          request: () => put(`/${type}/${kept.of('x')}`, { data: { id: kept.of('y'), source: 'new' } }),
          expect: { status_is_ok: false, message: "'id' value must be that of the path" },
        },
        {
          request: () => put(`/${type}/${kept.of('x')}`, { data: { account_id: 'b', source: 'new' } }),
          expect: { status_is_ok: false, code: 'other_account' },
        },
        found(child, 'x', { account_id: 'a', source: 'old' }),
      ],
    },
    {
      name: `${type}: PUT by an id that is not there never inserts`,
      given,
      request: put(`/${type}/999999`, { data: make('a', 'new') }),
      expect: notFound,
      later: [
        { request: put(`/${type}/abc`, { data: make('a', 'new') }), expect: notFound },
        { request: put(`/${type}/999999`, { data: { source: 'x' } }), expect: notFound },
        { request: get(child.path('new')), expect: notFound },
      ],
    },
    {
      name: `${type}: an id in a path that is no whole number is the id of nothing`,
      given,
      ...kept.learn,
      later: ['abc', '-1', '1.0', '1e0', '0x1', '%20', '1%20', '99999999999999999999', 'x', '1,2'].map((id) => ({
        request: get(`/${type}/${id}`),
        expect: { status_is_ok: false, results: [] },
      })),
    },
    {
      name: `${type}: DELETE by either id removes that record`,
      given,
      ...kept.learn,
      later: [
        { request: () => del(`/${type}/${kept.of('x')}`), expect: exactly({ status_is_ok: true }) },
        { request: () => del(`/${type}/${kept.of('x')}`), expect: notFound },
        { request: get(`/${type}`), expect: { results: each('external_id', 'y') } },
        { request: del(child.path('y')), expect: exactly({ status_is_ok: true }) },
        { request: get(`/${type}`), expect: { results: [] } },
      ],
    },
    {
      name: `${type}: an id is never given again`,
      given,
      ...kept.learn,
      later: [
        { request: () => del(`/${type}/${kept.of('x')}`) },
        { request: () => del(`/${type}/${kept.of('y')}`) },
        { request: load(type, make('a', 'new')) },
        {
          request: get(child.path('new')),
          expect: {
            results: (rows: { id: number }[]) =>
              assert.ok(rows.every(({ id }) => id !== kept.of('x') && id !== kept.of('y'))),
          },
        },
      ],
    },
  ];
}

function filters(child: Child): Case[] {
  const { type, make } = child;
  const given: Call[] = [
    accounts('a', 'b'),
    at(testNow, load(type, make('a', '1', { create_time: 100 }), make('b', '2', { create_time: 200 }))),
    at(testNow + 1000, load(type, make('a', '3', { create_time: 300 }))),
  ];
  const list = (query: string, ...externalIds: string[]) => ({
    request: get(`/${type}?direction=asc&${query}`),
    expect: { status_is_ok: true, results: each('external_id', ...externalIds) },
  });
  return [
    {
      name: `${type}: create_time filters those made then or later`,
      given,
      ...list('create_time=200', '2', '3'),
      later: [
        list('create_time=201', '3'),
        list('create_time=-5', '1', '2', '3'),
        list('create_time=301'),
        list('create_time=100&account_id=a', '1', '3'),
      ],
    },
    {
      name: `${type}: modify_time filters those changed then or later`,
      given,
      ...list(`modify_time=${testNow}`, '1', '2', '3'),
      later: [
        list(`modify_time=${testNow + 1}`, '3'),
        list(`modify_time=${testNow + 1001}`),
        list(`modify_time=${testNow}&create_time=200&account_id=b`, '2'),
      ],
    },
    {
      name: `${type}: a blank or malformed time filter is an error and never the whole list`,
      given,
      request: get(`/${type}?create_time=`),
      expect: { status_is_ok: false, code: 'invalid_parameter', field: 'create_time', results: [] },
      later: [
        'create_time=abc',
        'create_time=%20',
        'modify_time=',
        'modify_time=1.5',
        'modify_time=1e3',
        'create_time=2026-01-01',
        'create_time=99999999999999999',
      ].map((query) => ({
        request: get(`/${type}?${query}`),
        expect: { status_is_ok: false, message: /value must be a Long$/, results: [] },
      })),
    },
    {
      name: `${type}: the list is ordered by create_time, latest first, when nothing is asked`,
      given,
      request: get(`/${type}`),
      expect: { results: each('external_id', '3', '2', '1') },
      later: [
        {
          request: get(`/${type}?order_by=modify_time&direction=asc`),
          expect: { order_by: 'modify_time', results: each('external_id', '1', '2', '3') },
        },
        {
          request: get(`/${type}?order_by=id`),
          expect: { order_by: 'id', results: each('external_id', '3', '2', '1') },
        },
      ],
    },
    {
      name: `${type}: the lists of those without external id take the filters too`,
      given,
      request: get(`/${type}/external_id?create_time=abc`),
      expect: { status_is_ok: false, field: 'create_time', results: [] },
      later: [
        {
          request: get(`/${type}/external_id?create_time=100&modify_time=1`),
          expect: { status_is_ok: true, results: [] },
        },
      ],
    },
    {
      name: `${type}: the filters narrow what a path names too`,
      given,
      request: get(`${child.path('1')}?account_id=a&create_time=100&modify_time=${testNow}`),
      expect: { status_is_ok: true, results: each('external_id', '1') },
      later: [
        ...['account_id=b', 'create_time=101', `modify_time=${testNow + 1}`].map((query) => ({
          request: get(`${child.path('1')}?${query}`),
          expect: { ...notFound, results: [] },
        })),
        ...['account_id=', 'create_time=abc', 'modify_time='].map((query) => ({
          request: get(`${child.path('1')}?${query}`),
          expect: { status_is_ok: false, code: 'invalid_parameter', results: [] },
        })),
      ],
    },
    {
      name: `${type}: those of a deleted account stay in the list`,
      given: [...given, del('/accounts/a')],
      ...list('', '1', '2', '3'),
    },
  ];
}

function times(child: Child): Case[] {
  const { type, make } = child;
  const given: Call[] = [accounts('a'), at(testNow, load(type, make('a', 'x')))];
  const modified = (time: number) => found(child, 'x', { modify_time: time, create_time: made });
  return [
    {
      name: `${type}: modify_time is that of the last write, whether it changed anything else or not`,
      given,
      request: at(testNow + 10, put(child.path('x'), { data: { source: 'new' } })),
      expect: exactly({ status_is_ok: true }),
      later: [
        modified(testNow + 10),
        { request: at(testNow + 20, load(type, { account_id: 'a', external_id: 'x', source: 'newer' })) },
        modified(testNow + 20),
        { request: at(testNow + 30, put(child.path('x'), { data: { source: 'z' }, options: { dry_run: true } })) },
        modified(testNow + 20),
        {
          request: at(
            testNow + 40,
            put(child.path('x'), { data: { source: 'newer' }, options: { return: 'outcomes' } }),
          ),
          expect: exactly({ status_is_ok: true, outcomes: ['unchanged'] }),
        },
        modified(testNow + 40),
      ],
    },
    {
      name: `${type}: modify_time is not taken from a record, and is no change`,
      given,
      request: at(testNow + 10, loadWith(type, { return: 'outcomes' }, make('a', 'x', { modify_time: 5 }))),
      expect: { outcomes: exactly(['unchanged']) },
      later: [modified(testNow + 10)],
    },
  ];
}

function html(child: Child): Case[] {
  const { type, make } = child;
  const body = type === 'notes' ? 'note' : 'details';
  const text = '<p onclick="alert(1)">Hi</p><script>alert(2)</script>\r\n\t& &amp; \u2028';
  return [
    {
      name: `${type}: HTML is answered as it was sent`,
      given: [accounts('a')],
      request: load(type, make('a', 'x', { is_html: true, [body]: text, subject: '<b>' })),
      later: [found(child, 'x', { is_html: true, [body]: text, subject: '<b>' })],
    },
    {
      name: `${type}: is_html is false where it is not given, and null in it is as if absent`,
      given: [accounts('a')],
      request: load(type, make('a', 'x'), make('a', 'y', { is_html: true }), make('a', 'z', { is_html: null })),
      later: [
        found(child, 'x', { is_html: false }),
        found(child, 'z', { is_html: false }),
        { request: put(child.path('y'), { data: { is_html: null } }) },
        found(child, 'y', { is_html: true }),
      ],
    },
  ];
}
