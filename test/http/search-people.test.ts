/** Search over users and contacts. */
import { account, type Call, type Case, exactly, get, post, runCases, upload, useServer } from '../support/cases.ts';
import { each, find, load, person } from '../support/records.ts';

const condition = (attribute: string, operator: string | undefined, value?: unknown) => ({
  attribute,
  operator,
  value,
});

const server = useServer();
for (const type of ['account_users', 'account_contacts']) runCases(server, searches(type));

function searches(type: string): Case[] {
  const given: Call[] = [
    upload(account('a'), account('gone', { is_deleted: true })),
    load(
      type,
      person('a', '1', { first_name: 'Abby', email: 'abby@Natero.com', title: 'CEO', is_primary: true }),
      person('a', '2', { first_name: 'Ünal', email: 'unal@x.org', title: '100%_sure', is_active: false }),
      person('gone', '3', { first_name: 'ΣΊΣΥΦΟΣ', email: null, title: 'ceo' }),
      person('a', '4', { first_name: 'Ab_y', title: '' }),
    ),
  ];
  /** Finds the people of these ids, latest id first. */
  const finds = (name: string, records: unknown[], ...ids: string[]): Case => ({
    name: `search of ${type}: ${name}`,
    given,
    request: find(type, records),
    expect: { status_is_ok: true, current_page: 0, results: each('user_id', ...ids) },
  });
  const refuses = (name: string, records: unknown, field: string | undefined, message: RegExp = /./): Case => ({
    name: `search of ${type}: ${name}`,
    given,
    request: find(type, records),
    expect: { status_is_ok: false, message, field, results: [] },
  });
  return [
    finds('no conditions find everyone, inactive ones and those of deleted accounts too', [], '4', '3', '2', '1'),
    finds('like finds a part of a text without case', [condition('email', 'like', '@natero.com')], '1'),
    finds('eq is the default and minds case', [condition('title', undefined, 'CEO')], '1'),
    finds('eq of null finds those without', [condition('email', 'eq', null)], '4', '3'),
    finds('ne finds all others, those without too', [condition('email', 'ne', 'unal@x.org')], '4', '3', '1'),
    finds('ne of null finds those with one', [condition('email', 'ne', null)], '2', '1'),
    finds('notLike finds those without too', [condition('email', 'notLike', 'NATERO')], '4', '3', '2'),
    finds('like never finds a null, though it contains everything', [condition('email', 'like', '')], '2', '1'),
    finds('an empty text is no null', [condition('title', 'eq', '')], '4'),
    finds('like folds all of Unicode', [condition('first_name', 'like', 'ünAL')], '2'),
    finds('like folds a final sigma', [condition('first_name', 'like', 'σίσυφοσ')], '3'),
    finds('eq does not fold', [condition('first_name', 'eq', 'ünal')]),
    finds('% and _ stand for themselves', [condition('title', 'like', '%_')], '2'),
    finds('_ is no wildcard', [condition('first_name', 'like', 'b_y')], '4'),
    finds('conditions must all hold', [condition('title', 'like', 'ceo'), condition('account_id', 'eq', 'a')], '1'),
    finds('isTrue and isFalse ask a boolean', [condition('is_primary', 'isTrue')], '1'),
    finds('isFalse takes a value and ignores it', [condition('is_active', 'isFalse', 'whatever')], '2'),
    finds('a boolean is compared with one', [condition('is_active', 'eq', false)], '2'),
    finds('a boolean is compared by ne', [condition('is_primary', 'ne', true)], '4', '3', '2'),
    finds(
      'the key fields are searchable',
      [condition('user_id', 'eq', '3'), condition('account_id', 'like', 'GON')],
      '3',
    ),
    finds('properties that nobody knows are ignored', [{ ...condition('user_id', 'eq', '3'), note: 1 }], '3'),
    refuses(
      'an unknown attribute is an error',
      [condition('shoe_size', 'eq', 1)],
      'attribute',
      /^Condition 0: unknown attribute 'shoe_size'$/,
    ),
    refuses('names that objects inherit are no attributes', [condition('constructor', 'eq', 1)], 'attribute'),
    refuses('dimensions are no attributes', [condition('custom_label_dimensions', 'like', 'x')], 'attribute'),
    refuses('keys of dimensions are attributes of accounts alone', [condition('label:k', 'eq', 'x')], 'attribute'),
    refuses('the misspelt maling_country is no attribute', [condition('maling_country', 'eq', 'x')], 'attribute'),
    refuses(
      'an attribute must be named',
      [condition('user_id', 'eq', '1'), { value: 'x' }],
      'attribute',
      /^Condition 1: missing/,
    ),
    refuses('an operator must fit the type', [condition('title', 'lt', 'x')], 'operator'),
    refuses('like does not fit a boolean', [condition('is_active', 'like', 'tr')], 'operator'),
    refuses('isTrue does not fit a text', [condition('title', 'isTrue')], 'operator'),
    refuses('an unknown operator is an error', [condition('title', 'contains', 'x')], 'operator'),
    refuses('operators are written exactly so', [condition('title', 'EQ', 'x')], 'operator'),
    refuses('a value is needed', [condition('title', 'eq')], 'value'),
    refuses('a value of another type is an error', [condition('title', 'eq', 5)], 'value'),
    refuses('text is no boolean', [condition('is_active', 'eq', 'true')], 'value'),
    refuses('like of null is an error', [condition('title', 'like', null)], 'value'),
    refuses('a condition is an object', ['title'], 'records'),
    refuses('the conditions are a list', { attribute: 'title' }, 'records'),
    refuses(
      'more than 100 conditions are too many',
      Array(101).fill(condition('title', 'ne', 'x')),
      undefined,
      /at most 100/,
    ),
    finds('100 conditions are not', Array(100).fill(condition('title', 'ne', 'CEO')), '4', '3', '2'),
    {
      name: `search of ${type}: results are ordered, echoed and paged as in lists`,
      given,
      request: find(type, [], '?order_by=first_name&direction=asc&page=0'),
      expect: {
        order_by: 'first_name',
        direction: 'asc',
        current_page: 0,
        max_page_size: 1000,
        results: each('user_id', '4', '1', '2', '3'),
      },
      later: [
        {
          request: find(type, [], '/?order_by=email'),
          expect: { order_by: 'email', results: each('user_id', '2', '1', '3', '4') },
        },
        { request: find(type, [], '?page=1'), expect: { current_page: 1, results: [] } },
        {
          request: find(type, [], '?order_by=id&direction=asc'),
          expect: { order_by: 'user_id', results: each('user_id', '1', '2', '3', '4') },
        },
      ],
    },
    {
      name: `search of ${type}: a result holds what the list holds`,
      given,
      request: find(type, [condition('user_id', 'eq', '1')]),
      expect: { results: [{ custom_label_dimensions: exactly([]), is_active: true, mailing_country: null }] },
      later: [
        {
          request: post(`/search/${type}`, { conditions: [] }),
          expect: { status_is_ok: false, code: 'invalid_envelope', results: [] },
        },
        { request: get(`/search/${type}`), status: 405 },
        { request: post('/search/statements', { records: [] }), status: 404 },
        { request: post('/search', { records: [] }), status: 404 },
      ],
    },
    {
      name: `search of ${type}: dates and numbers compare as numbers`,
      given: [
        upload(account('a')),
        load('account_users', ...[5, 50, 500].map((time) => person('a', `u${time}`, { product_join_date: time }))),
      ],
      request: find('account_users', [
        condition('product_join_date', 'ge', 50),
        condition('product_join_date', 'lt', 500),
      ]),
      expect: { results: each('user_id', 'u50') },
      later: [
        {
          request: find('account_users', [condition('product_join_date', 'le', 5.5)]),
          expect: { results: each('user_id', 'u5') },
        },
        {
          request: find('account_users', [condition('product_join_date', 'gt', '5')]),
          expect: { status_is_ok: false, field: 'value' },
        },
        {
          request: find('account_contacts', [condition('product_join_date', 'gt', 5)]),
          expect: { status_is_ok: false, field: 'attribute' },
        },
      ],
    },
  ];
}
