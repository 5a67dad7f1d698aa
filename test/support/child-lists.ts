/** Lists and single records of any record type of an account. */
import { account, type Call, type Case, exactly, get, ids, upload } from './cases.ts';
import type { Child } from './child.ts';
import { accounts, each, load } from './records.ts';

export function childLists(child: Child): Case[] {
  return [
    ...single(child),
    ...filters(child),
    ...orders(child),
    ...pages(child),
    ...(child.subList ? ofAccount(child) : []),
  ];
}

const single = ({ type, make, path, idField }: Child): Case[] => [
  {
    name: `${type}: GET of one record finds it, with and without a slash behind it`,
    given: [accounts('a'), load(type, make('a', '1'), make('a', '2'))],
    request: get(path('1')),
    expect: {
      status_is_ok: true,
      current_page: undefined,
      next_page: undefined,
      results: [{ account_id: 'a', [idField]: '1' }],
    },
    later: [{ request: get(`${path('1')}/`), expect: { results: [{ [idField]: '1' }] } }],
  },
  {
    name: `${type}: GET of an unknown id is no 404 but status false without results`,
    given: [accounts('a')],
    request: get(path('1')),
    expect: exactly({ status_is_ok: false, message: 'Record not found', code: 'not_found', results: [] }),
  },
  {
    name: `${type}: GET of one record reads its id decoded once`,
    given: [accounts('a'), load(type, make('a', 'joe@x.com'), make('a', '100%'), make('a', 'a/b'))],
    request: get(path('joe@x.com')),
    expect: { results: [{ [idField]: 'joe@x.com' }] },
    later: [
      { request: get(path('joe%40x.com')), expect: { results: [{ [idField]: 'joe@x.com' }] } },
      { request: get(path('100%25')), expect: { results: [{ [idField]: '100%' }] } },
      { request: get(path('a%2Fb')), expect: { results: [{ [idField]: 'a/b' }] } },
      { request: get(path('a%252Fb')), expect: { status_is_ok: false, results: [] } },
      { request: get(path('100%')), status: 400, expect: { status_is_ok: false, code: 'invalid_url' } },
    ],
  },
];

const filters = ({ type, make, idField }: Child): Case[] => {
  const given: Call[] = [accounts('a', 'b'), load(type, make('a', '1'), make('b', '2'), make('a', '3'))];
  return [
    {
      name: `${type}: the list holds the records of all accounts, with and without a slash`,
      given,
      request: get(`/${type}?order_by=${idField}`),
      expect: { status_is_ok: true, current_page: 0, max_page_size: 1000, results: each(idField, '3', '2', '1') },
      later: [
        {
          request: get(`/${type}/?order_by=${idField}&direction=asc`),
          expect: { results: each(idField, '1', '2', '3') },
        },
      ],
    },
    {
      name: `${type}: account_id filters the list`,
      given,
      request: get(`/${type}?account_id=a&order_by=${idField}`),
      expect: { status_is_ok: true, account_id: undefined, results: each(idField, '3', '1') },
      later: [
        { request: get(`/${type}?account_id=A`), expect: { status_is_ok: true, results: [] } },
        { request: get(`/${type}?account_id=nowhere`), expect: { status_is_ok: true, results: [] } },
      ],
    },
    {
      name: `${type}: a blank account_id filter is an error and never the whole list`,
      given,
      request: get(`/${type}?account_id=`),
      expect: { status_is_ok: false, code: 'invalid_parameter', field: 'account_id', results: [] },
      later: [{ request: get(`/${type}?account_id=%20`), expect: { status_is_ok: false, results: [] } }],
    },
    {
      name: `${type}: parameters that nobody knows are ignored and not answered`,
      given,
      request: get(`/${type}?include=everything&foo=bar&order_by=${idField}`),
      expect: { status_is_ok: true, include: undefined, foo: undefined, results: each(idField, '3', '2', '1') },
    },
  ];
};

const orders = ({ type, make, idField, optional, defaultOrder }: Child): Case[] => {
  const given: Call[] = [
    accounts('a', 'b'),
    load(
      type,
      make('a', '1', { [optional]: 'b' }),
      make('a', '2'),
      make('b', '3', { [optional]: 'B' }),
      make('b', '4', { [optional]: 'ä' }),
      make('b', '5', { [optional]: '\u{1f600}' }),
      make('b', '6', { [optional]: '\uffee' }),
    ),
  ];
  return [
    {
      name: `${type}: strings sort by code point, nulls last in both directions`,
      given,
      request: get(`/${type}?order_by=${optional}&direction=asc`),
      expect: { order_by: optional, direction: 'asc', results: each(idField, '3', '1', '4', '6', '5', '2') },
      later: [
        {
          request: get(`/${type}?order_by=${optional}`),
          expect: { order_by: optional, direction: undefined, results: each(idField, '5', '6', '4', '1', '3', '2') },
        },
      ],
    },
    {
      name: `${type}: ties are broken by the key, in the direction of the sort`,
      given: [accounts('a', 'b'), load(type, make('b', '1'), make('a', '2'), make('b', '3'), make('a', '4'))],
      request: get(`/${type}?order_by=source&direction=asc`),
      expect: { results: each(idField, '2', '4', '1', '3') },
      later: [
        {
          request: get(`/${type}?order_by=source&direction=desc`),
          expect: { results: each(idField, '3', '1', '4', '2') },
        },
      ],
    },
    {
      name: `${type}: an unknown order is that of ${defaultOrder}, an unknown direction is desc`,
      given,
      request: get(`/${type}?order_by=shoe_size&direction=sideways`),
      expect: { order_by: defaultOrder, direction: 'desc' },
      later: [
        { request: get(`/${type}?order_by=`), expect: { order_by: defaultOrder, direction: undefined } },
        { request: get(`/${type}?direction=ASC`), expect: { order_by: undefined, direction: 'asc' } },
        { request: get(`/${type}`), expect: { order_by: undefined, direction: undefined } },
      ],
    },
  ];
};

const key = (n: number): string => String(n).padStart(4, '0');

const pages = ({ type, make, idField }: Child): Case[] => {
  const many = Array.from({ length: 1003 }, (_, n) => make('a', key(n)));
  const firstIs = (id: string, length: number) => (results: unknown, where: string) => {
    const rows = results as { [field: string]: unknown }[];
    exactly([id, length])([rows[0]?.[idField], rows.length], where);
  };
  let cursor = '';
  const keepCursor = (value: unknown): void => {
    cursor = String(value);
  };
  const walk = `/${type}?order_by=${idField}&direction=asc`;
  return [
    {
      name: `${type}: pages hold 1000 records, counted from 0, and a cursor goes on from one to the next`,
      given: [accounts('a'), load(type, ...many)],
      request: get(walk),
      expect: { current_page: 0, next_page: 1, next_cursor: keepCursor, results: firstIs('0000', 1000) },
      later: [
        {
          request: get(`${walk}&page=1`),
          expect: { current_page: 1, next_page: null, next_cursor: null, results: firstIs('1000', 3) },
        },
        { request: get(`${walk}&page=2`), expect: { status_is_ok: true, current_page: 2, results: [] } },
        { request: load(type, make('a', '0000a'), make('a', '1000a')), expect: { failed_results: [] } },
        { request: () => get(`/${type}?cursor=${cursor}`), expect: { current_page: 1, results: firstIs('1000', 4) } },
        {
          request: () => get(`${walk}&page=7&cursor=${cursor}`),
          expect: { current_page: 1, results: firstIs('1000', 4) },
        },
        {
          request: () => get(`/${type}?direction=desc&cursor=${cursor}`),
          expect: { status_is_ok: false, field: 'cursor', results: [] },
        },
      ],
    },
    {
      name: `${type}: a blank or malformed page is page 0, one past the end is empty`,
      given: [accounts('a'), load(type, make('a', '1'))],
      request: get(`/${type}?page=`),
      expect: { current_page: 0, results: each(idField, '1') },
      later: [
        ...['x', '-1', '1.5', '1e0'].map((page) => ({
          request: get(`/${type}?page=${page}`),
          expect: { current_page: 0, results: each(idField, '1') },
        })),
        {
          request: get(`/${type}?page=999999999999999`),
          expect: { status_is_ok: true, current_page: 999999999999999, results: [] },
        },
        {
          request: get(`/${type}?page=99999999999999999999`),
          expect: { status_is_ok: true, current_page: Number.MAX_SAFE_INTEGER, results: [] },
        },
        { request: get(`/${type}?cursor=x`), expect: { status_is_ok: false, field: 'cursor', results: [] } },
      ],
    },
  ];
};

const ofAccount = ({ type, subList, make, idField, optional, defaultOrder }: Child): Case[] => {
  const given: Call[] = [
    accounts('a', 'b'),
    load(type, make('a', '1', { [optional]: 'z' }), make('b', '2'), make('a', '3', { [optional]: 'y' })),
  ];
  const list = `/accounts/a/${subList}`;
  return [
    {
      name: `${type}: the list of an account holds its own alone`,
      given,
      request: get(`${list}?order_by=${idField}`),
      expect: {
        status_is_ok: true,
        current_page: 0,
        max_page_size: 1000,
        next_page: null,
        results: each(idField, '3', '1'),
      },
      later: [
        { request: get(`/accounts/b/${subList}/`), expect: { results: each(idField, '2') } },
        { request: get(`${list}?account_id=b&order_by=${idField}`), expect: { results: each(idField, '3', '1') } },
      ],
    },
    {
      name: `${type}: the list of an account is ordered and paged like the whole one`,
      given,
      request: get(`${list}?order_by=${optional}&direction=asc&page=0`),
      expect: { order_by: optional, direction: 'asc', current_page: 0, results: each(idField, '3', '1') },
      later: [
        {
          request: get(`${list}?order_by=id&direction=desc`),
          expect: {
            order_by: (name: unknown) => exactly(true)(name === idField || name === 'id', list),
            results: (rows: unknown) => exactly(2)((rows as unknown[]).length, list),
          },
        },
        { request: get(`${list}?order_by=nothing`), expect: { order_by: defaultOrder } },
        { request: get(`${list}?page=1`), expect: { current_page: 1, results: [] } },
      ],
    },
    {
      name: `${type}: the list of an unknown account is status false without results`,
      given,
      request: get(`/accounts/nowhere/${subList}`),
      expect: { status_is_ok: false, message: 'Account not found', results: [] },
    },
    {
      name: `${type}: the list of a churned account is answered, by its id`,
      given: [upload(account('a', { is_churned: true })), load(type, make('a', '1'))],
      request: get(list),
      expect: { status_is_ok: true, results: ids('a') },
      later: [{ request: get(`/${type}`), expect: { results: ids('a') } }],
    },
  ];
};
