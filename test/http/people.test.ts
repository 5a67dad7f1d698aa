/** Users and contacts of accounts, which differ in two fields only. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  account,
  type Call,
  type Case,
  del,
  exactly,
  get,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { childBatches } from '../support/child-batches.ts';
import { childLists } from '../support/child-lists.ts';
import { childModifications } from '../support/child-modifications.ts';
import type { Child } from '../support/child.ts';
import { accounts, each, load, loadWith, person } from '../support/records.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const many = Array.from({ length: 2_001 }, (_, index) => `of-many-${index}`);

const personal = {
  first_name: 'Abby',
  last_name: 'Russel',
  is_primary: true,
  phone: '748-504-0993x3721',
  mobile_phone: '369-295-9816',
  email: 'abby.russel@volkman.biz',
  salutation: 'Ms.',
  title: 'Radiographer, diagnostic',
  role: 'Buyer',
  department: 'Radiology',
  lead_source: 'Google',
  mailing_street: '924 Turcotte Creek',
  mailing_city: 'Traceestad',
  mailing_state: 'OR',
  mailing_postal_code: '77570',
  mailing_country: 'United States of America',
  source: 'crm',
  is_active: true,
};

const kinds = [
  { type: 'account_users', subList: 'users' },
  { type: 'account_contacts', subList: 'contacts' },
];
for (const { type, subList } of kinds) {
  const child: Child = {
    type,
    idField: 'user_id',
    make: person,
    path: (id) => `/${type}/${id}`,
    subList,
    onInsert: 'first_name',
    optional: 'lead_source',
    number:
      type === 'account_users'
        ? ['product_join_date', 'must be a Long']
        : ['custom_value_dimensions', 'must be an array'],
    idLength: 256,
    ownsId: false,
    defaultOrder: 'user_id',
  };
  runCases(server, [
    ...childBatches(child),
    ...childLists(child),
    ...childModifications(child),
    ...fields(type),
    ...dimensions(type),
    ...identity(type),
    ...deactivation(type),
    ...hiding(type, subList),
  ]);
}
runCases(server, joinDates());

function fields(type: string): Case[] {
  const given: Call[] = [accounts('a')];
  return [
    {
      name: `${type}: a new record takes its defaults`,
      given,
      request: load(type, person('a', '1')),
      later: [
        {
          request: get(`/${type}/1`),
          expect: {
            results: [
              {
                is_primary: false,
                is_active: true,
                phone: null,
                email: null,
                mailing_country: null,
                maling_country: undefined,
                custom_label_dimensions: exactly([]),
                custom_value_dimensions: exactly([]),
                custom_event_dimensions: exactly([]),
              },
            ],
          },
        },
      ],
    },
    {
      name: `${type}: every field that is sent is answered`,
      given,
      request: load(type, person('a', '1', personal)),
      later: [{ request: get(`/${type}/1`), expect: { results: [personal] } }],
    },
    {
      name: `${type}: the document's spelling maling_country is taken for mailing_country`,
      given,
      request: load(type, person('a', '1', { maling_country: 'Peru' })),
      later: [
        { request: get(`/${type}/1`), expect: { results: [{ mailing_country: 'Peru', maling_country: undefined }] } },
        { request: put(`/${type}/1`, { data: { mailing_country: 'Chile' } }) },
        { request: get(`/${type}/1`), expect: { results: [{ mailing_country: 'Chile' }] } },
        { request: put(`/${type}/1`, { data: { maling_country: null } }) },
        { request: get(`/${type}/1`), expect: { results: [{ mailing_country: null }] } },
        {
          request: load(type, person('a', '1', { maling_country: 'Peru', mailing_country: 'Chad' })),
        },
        { request: get(`/${type}/1`), expect: { results: [{ mailing_country: 'Chad' }] } },
        { request: load(type, person('a', '2', { maling_country: 'x'.repeat(81) })), expect: { status_is_ok: false } },
      ],
    },
    {
      name: `${type}: last_name is needed on insert like first_name, in field order`,
      given,
      request: load(type, { account_id: 'a', user_id: '1' }, { account_id: 'a', user_id: '2', first_name: 'A' }),
      expect: {
        status_is_ok: false,
        failed_results: [
          { message: "Missing required field for insert: 'first_name'" },
          { message: "Missing required field for insert: 'last_name'" },
        ],
      },
    },
    {
      name: `${type}: a boolean is true or false and nothing else`,
      given,
      request: load(type, ...['true', 1, 0, {}].map((is_primary, n) => person('a', `${n}`, { is_primary }))),
      expect: {
        status_is_ok: false,
        failed_results: [0, 1, 2, 3].map((record) => ({ record, message: "'is_primary' value must be a boolean" })),
      },
    },
    {
      name: `${type}: null in a field with a default is as if it were absent`,
      given,
      request: load(type, person('a', '1', { is_primary: null, is_active: null })),
      later: [
        { request: get(`/${type}/1`), expect: { results: [{ is_primary: false, is_active: true }] } },
        { request: put(`/${type}/1`, { data: { is_primary: true, is_active: false } }) },
        { request: put(`/${type}/1`, { data: { is_primary: null, is_active: null } }) },
        { request: get(`/${type}/1`), expect: { results: [{ is_primary: true, is_active: false }] } },
      ],
    },
    {
      name: `${type}: user_id is always required`,
      given,
      request: load(type, person('a', undefined), person('a', null)),
      expect: {
        status_is_ok: false,
        failed_results: [0, 1].map((record) => ({
          record,
          message: 'Invalid record, missing required field: user_id',
          account_id: 'a',
        })),
      },
    },
  ];
}

function labelled(...pairs: [string, unknown][]) {
  return { custom_label_dimensions: pairs.map(([key, value]) => ({ key, value })) };
}

function dimensions(type: string): Case[] {
  const given: Call[] = [accounts('a'), load(type, person('a', '1', labelled(['b', 'x'], ['a', 'y'])))];
  const answers = (dimensionsOf: object) => ({ request: get(`/${type}/1`), expect: { results: [dimensionsOf] } });
  return [
    {
      name: `${type}: dimensions are merged by key and answered as lists`,
      given,
      request: put(`/${type}/1`, { data: labelled(['a', 'z'], ['c', null]) }),
      later: [
        answers({
          custom_label_dimensions: exactly([
            { key: 'b', value: 'x' },
            { key: 'a', value: 'z' },
            { key: 'c', value: null },
          ]),
        }),
      ],
    },
    {
      name: `${type}: the last of a duplicate key wins, as in the document's example`,
      given: [accounts('a')],
      request: load(type, person('a', '1', labelled(['name', 'Manager'], ['name', 'Power User']))),
      later: [answers({ custom_label_dimensions: exactly([{ key: 'name', value: 'Power User' }]) })],
    },
    {
      name: `${type}: values and events are kept likewise`,
      given: [accounts('a')],
      request: load(
        type,
        person('a', '1', {
          custom_value_dimensions: [{ key: 'reports', value: 11.0 }, { key: 'rate', value: 0.1 }, { key: 'none' }],
          custom_event_dimensions: [
            { key: 'signed', value: 1_312_685_594_018.7 },
            { key: 'left', value: null },
          ],
        }),
      ),
      later: [
        answers({
          custom_value_dimensions: exactly([
            { key: 'reports', value: 11 },
            { key: 'rate', value: 0.1 },
            { key: 'none', value: null },
          ]),
          custom_event_dimensions: exactly([
            { key: 'signed', value: 1_312_685_594_018 },
            { key: 'left', value: null },
          ]),
        }),
      ],
    },
    {
      name: `${type}: an empty list or null leaves the dimensions as they were`,
      given,
      request: put(`/${type}/1`, { data: { custom_label_dimensions: [], custom_value_dimensions: null } }),
      later: [answers({ custom_label_dimensions: [{ key: 'b' }, { key: 'a' }], custom_value_dimensions: [] })],
    },
    {
      name: `${type}: keys that objects inherit are keys like others`,
      given: [accounts('a')],
      request: load(type, person('a', '1', labelled(['__proto__', 'x'], ['constructor', 'y'], ['7', 'z'], ['1', 'w']))),
      later: [
        answers({
          custom_label_dimensions: exactly([
            { key: '__proto__', value: 'x' },
            { key: 'constructor', value: 'y' },
            { key: '7', value: 'z' },
            { key: '1', value: 'w' },
          ]),
        }),
      ],
    },
    {
      name: `${type}: a faulty dimension is told with its path`,
      given: [accounts('a')],
      request: load(
        type,
        person('a', '1', { custom_label_dimensions: [{ value: 'x' }] }),
        person('a', '2', { custom_label_dimensions: [{ key: '' }] }),
        person('a', '3', { custom_value_dimensions: [{ key: 'k', value: '1' }] }),
        person('a', '4', { custom_event_dimensions: [{ key: 'k', value: 'soon' }] }),
        person('a', '5', { custom_label_dimensions: ['k'] }),
        person('a', '6', { custom_label_dimensions: { k: 'v' } }),
      ),
      expect: {
        status_is_ok: false,
        failed_results: [
          { message: 'Invalid record, missing required field: custom_label_dimensions.key' },
          { message: /^'custom_label_dimensions.key' value must not be empty/ },
          { message: "'custom_value_dimensions.value' value must be a number" },
          { message: "'custom_event_dimensions.value' value must be a Long" },
          { message: "'custom_label_dimensions' value must be an array of objects" },
          { message: "'custom_label_dimensions' value must be an array" },
        ],
      },
    },
  ];
}

function identity(type: string): Case[] {
  const given: Call[] = [
    accounts('a', 'b', 'c'),
    load(type, person('a', '1', { title: 'at a' }), person('b', '1', { title: 'at b' }), person('b', '2')),
  ];
  const ambiguous = {
    status_is_ok: false,
    message: /^Several accounts have a record of this id: name one (by account_id|in the path, as {id}\/{account_id})$/,
    code: 'ambiguous',
    field: 'account_id',
  };
  const titles = (atA: string, atB: string) => [
    { request: get(`/${type}/1/a`), expect: { results: [{ title: atA }] } },
    { request: get(`/${type}/1/b`), expect: { results: [{ title: atB }] } },
  ];
  return [
    {
      name: `${type}: GET by id alone answers every account's record of it`,
      given,
      request: get(`/${type}/1`),
      expect: {
        status_is_ok: true,
        results: (rows: { account_id: string }[]) =>
          exactly(['a', 'b'])(rows.map((row) => row.account_id).sort(), type),
      },
    },
    {
      name: `${type}: GET by id alone says nothing of pages where there is one, unless it is asked for one`,
      given,
      request: get(`/${type}/2`),
      expect: {
        status_is_ok: true,
        current_page: undefined,
        max_page_size: undefined,
        next_page: undefined,
        next_cursor: undefined,
        results: [{ user_id: '2' }],
      },
      later: [
        ...['page=0', 'page=x', 'order_by=user_id', 'direction=asc'].map((query) => ({
          request: get(`/${type}/2?${query}`),
          expect: { current_page: 0, max_page_size: 1000, next_page: null, next_cursor: null },
        })),
        { request: get(`/${type}/1?direction=asc`), expect: { results: [{ account_id: 'a' }, { account_id: 'b' }] } },
        { request: get(`/${type}/1?page=1`), expect: { status_is_ok: true, current_page: 1, results: [] } },
        { request: get(`/${type}/1?cursor=x`), expect: { status_is_ok: false, field: 'cursor', results: [] } },
        { request: get(`/${type}/3?page=0`), expect: { status_is_ok: false, message: 'Record not found' } },
      ],
    },
    {
      name: `${type}: GET with the account behind the id answers that one, with and without a slash`,
      given,
      request: get(`/${type}/1/b`),
      expect: { results: [{ account_id: 'b', user_id: '1' }] },
      later: [
        { request: get(`/${type}/1/b/`), expect: { results: [{ account_id: 'b' }] } },
        { request: get(`/${type}/1/c`), expect: { status_is_ok: false, message: 'Record not found', results: [] } },
        { request: get(`/${type}/1/nowhere`), expect: { status_is_ok: false, results: [] } },
        { request: get(`/${type}/1//`), expect: { status_is_ok: false, results: [] } },
        { request: get(`/${type}//b`), expect: { status_is_ok: false, results: [] } },
      ],
    },
    {
      name: `${type}: PUT that names no account is an error where several have the id, and changes none`,
      given,
      request: put(`/${type}/1`, { data: { title: 'new' } }),
      expect: ambiguous,
      later: titles('at a', 'at b'),
    },
    {
      name: `${type}: PUT that names the account changes its record alone`,
      given,
      request: put(`/${type}/1`, { data: { account_id: 'b', title: 'new' } }),
      expect: exactly({ status_is_ok: true }),
      later: titles('at a', 'new'),
    },
    {
      name: `${type}: PUT of an account that has no such record is not found and inserts none`,
      given,
      request: put(`/${type}/1`, { data: { account_id: 'c', title: 'new' } }),
      expect: { status_is_ok: false, message: 'Record not found' },
      later: [
        { request: put(`/${type}/1`, { data: { ...person('c', '1') } }), expect: { status_is_ok: false } },
        { request: get(`/accounts/c/${type.slice('account_'.length)}`), expect: { results: [] } },
      ],
    },
    {
      name: `${type}: PUT takes no account in its path`,
      given,
      request: put(`/${type}/1/b`, { data: { title: 'new' } }),
      status: 405,
      later: titles('at a', 'at b'),
    },
    {
      name: `${type}: DELETE that names no account is an error where several have the id, and changes none`,
      given,
      request: del(`/${type}/1`),
      expect: ambiguous,
      later: [
        { request: del(`/${type}/1?all_dimensions=true`), expect: ambiguous },
        { request: del(`/${type}/1/`), expect: ambiguous },
        { request: get(`/${type}/1`), expect: { results: [{ is_active: true }, { is_active: true }] } },
      ],
    },
    {
      name: `${type}: DELETE with the account behind the id deactivates that one`,
      given,
      request: del(`/${type}/1/b`),
      expect: exactly({ status_is_ok: true }),
      later: [
        { request: get(`/${type}/1/a`), expect: { results: [{ is_active: true }] } },
        { request: get(`/${type}/1/b`), expect: { results: [{ is_active: false }] } },
        { request: del(`/${type}/1/c`), expect: { status_is_ok: false, message: 'Record not found' } },
      ],
    },
    {
      name: `${type}: users and contacts of the same id have nothing to do with each other`,
      given,
      request: load(
        type === 'account_users' ? 'account_contacts' : 'account_users',
        person('a', '1', { title: 'other' }),
      ),
      later: titles('at a', 'at b'),
    },
  ];
}

function refused(path: string) {
  return { request: del(path), expect: { status_is_ok: false, code: 'invalid_parameter' } };
}

function deactivation(type: string): Case[] {
  const dimensioned = person('a', '1', {
    custom_label_dimensions: [
      { key: 'k', value: 'x' },
      { key: 'l', value: 'y' },
    ],
    custom_value_dimensions: [{ key: 'k', value: 1 }],
    custom_event_dimensions: [
      { key: 'k', value: 2 },
      { key: 'm', value: 3 },
    ],
  });
  const given: Call[] = [accounts('a'), load(type, dimensioned)];
  const keys = (labels: string[], values: string[], events: string[]) => ({
    request: get(`/${type}/1`),
    expect: {
      results: [
        {
          is_active: true,
          custom_label_dimensions: labels.map((key) => ({ key })),
          custom_value_dimensions: values.map((key) => ({ key })),
          custom_event_dimensions: events.map((key) => ({ key })),
        },
      ],
    },
  });
  const unchanged = keys(['k', 'l'], ['k'], ['k', 'm']);
  return [
    {
      name: `${type}: DELETE deactivates and keeps the record, once and again`,
      given,
      request: del(`/${type}/1`),
      expect: exactly({ status_is_ok: true }),
      later: [
        { request: get(`/${type}/1`), expect: { results: [{ is_active: false, custom_label_dimensions: [{}, {}] }] } },
        { request: del(`/${type}/1/`), expect: exactly({ status_is_ok: true }) },
        { request: load(type, { account_id: 'a', user_id: '1', is_active: true }) },
        unchanged,
      ],
    },
    {
      name: `${type}: DELETE of an unknown id is status false`,
      given,
      request: del(`/${type}/2`),
      expect: exactly({ status_is_ok: false, message: 'Record not found', code: 'not_found' }),
    },
    {
      name: `${type}: DELETE with a dimension removes that key of all three kinds and nothing else`,
      given,
      request: del(`/${type}/1?dimension=k`),
      expect: exactly({ status_is_ok: true }),
      later: [keys(['l'], [], ['m'])],
    },
    {
      name: `${type}: DELETE with the account behind the id takes a dimension too`,
      given,
      request: del(`/${type}/1/a?dimension=m`),
      expect: exactly({ status_is_ok: true }),
      later: [keys(['k', 'l'], ['k'], ['k'])],
    },
    {
      name: `${type}: DELETE of a dimension that is not there is status false`,
      given,
      request: del(`/${type}/1?dimension=K`),
      expect: { status_is_ok: false, message: 'Record not found' },
      later: [unchanged],
    },
    {
      name: `${type}: DELETE with all_dimensions removes them all and leaves the record active`,
      given,
      request: del(`/${type}/1?all_dimensions=True`),
      expect: exactly({ status_is_ok: true }),
      later: [
        keys([], [], []),
        { request: del(`/${type}/1?all_dimensions=1`), expect: exactly({ status_is_ok: true }) },
      ],
    },
    {
      name: `${type}: DELETE with both is an error, whatever their values`,
      given,
      request: del(`/${type}/1?dimension=k&all_dimensions=true`),
      expect: { status_is_ok: false, code: 'invalid_parameter' },
      later: [
        refused(`/${type}/1?dimension=k&all_dimensions=false`),
        refused(`/${type}/1?all_dimensions=&dimension=k`),
        refused(`/${type}/1?all_dimensions=0&dimension=`),
        unchanged,
      ],
    },
    {
      name: `${type}: DELETE with an empty, malformed or unknown narrowing part is an error and does not deactivate`,
      given,
      request: del(`/${type}/1?all_dimensions=maybe`),
      expect: { status_is_ok: false, code: 'invalid_parameter' },
      later: [
        refused(`/${type}/1?all_dimensions=`),
        refused(`/${type}/1?dimension=`),
        { request: del(`/${type}/1?dimension=%20`), expect: { status_is_ok: false, message: 'Record not found' } },
        unchanged,
      ],
    },
    {
      name: `${type}: DELETE with all_dimensions=False, as clients send it that send every parameter, deactivates`,
      given,
      request: del(`/${type}/1?all_dimensions=False`),
      expect: exactly({ status_is_ok: true }),
      later: [{ request: get(`/${type}/1`), expect: { results: [{ is_active: false }] } }],
    },
    {
      name: `${type}: DELETE takes a dimension away whose key is a space`,
      given: [accounts('a'), load(type, person('a', '1', { custom_label_dimensions: [{ key: ' ', value: 'v' }] }))],
      request: del(`/${type}/1?dimension=%20`),
      expect: exactly({ status_is_ok: true }),
      later: [{ request: get(`/${type}/1`), expect: { results: [{ is_active: true, custom_label_dimensions: [] }] } }],
    },
  ];
}

function hiding(type: string, subList: string): Case[] {
  const given: Call[] = [
    upload(account('live'), account('gone', { is_deleted: true }), account('lost', { is_churned: true })),
    load(
      type,
      person('live', '1'),
      person('live', '2', { is_active: false }),
      person('gone', '3'),
      person('lost', '4'),
    ),
  ];
  return [
    {
      name: `${type}: the list hides inactive records and those of deleted accounts, not those of churned ones`,
      given,
      request: get(`/${type}`),
      expect: { include_inactive: undefined, results: each('user_id', '4', '1') },
    },
    {
      name: `${type}: include_inactive shows them all and is answered as what it means`,
      given,
      request: get(`/${type}?include_inactive=true`),
      expect: { include_inactive: true, results: each('user_id', '4', '3', '2', '1') },
      later: [
        {
          request: get(`/${type}?include_inactive=7`),
          expect: { include_inactive: true, results: each('user_id', '4', '3', '2', '1') },
        },
        {
          request: get(`/${type}?include_inactive=False`),
          expect: { include_inactive: false, results: each('user_id', '4', '1') },
        },
        {
          request: get(`/${type}?include_inactive=`),
          expect: { include_inactive: false, results: each('user_id', '4', '1') },
        },
      ],
    },
    {
      name: `${type}: the list of one account hides likewise`,
      given,
      request: get(`/accounts/live/${subList}`),
      expect: { results: each('user_id', '1') },
      later: [
        {
          request: get(`/accounts/live/${subList}?include_inactive=1`),
          expect: { results: each('user_id', '2', '1') },
        },
        { request: get(`/accounts/gone/${subList}`), expect: { status_is_ok: true, results: [] } },
        { request: get(`/accounts/gone/${subList}?include_inactive=1`), expect: { results: each('user_id', '3') } },
        { request: get(`/accounts/lost/${subList}`), expect: { results: each('user_id', '4') } },
        { request: get(`/${type}?account_id=gone`), expect: { status_is_ok: true, results: [] } },
      ],
    },
    {
      name: `${type}: GET by id finds what lists hide`,
      given,
      request: get(`/${type}/2`),
      expect: { status_is_ok: true, results: [{ is_active: false }] },
      later: [{ request: get(`/${type}/3`), expect: { results: [{ account_id: 'gone', is_active: true }] } }],
    },
    {
      name: `${type}: a deleted account can be written to, and its records are back with it`,
      given,
      request: loadWith(type, { return: 'outcomes' }, person('gone', '5'), {
        account_id: 'gone',
        user_id: '3',
        title: 'x',
      }),
      expect: { status_is_ok: true, outcomes: exactly(['created', 'updated']) },
      later: [
        { request: get(`/${type}`), expect: { results: each('user_id', '4', '1') } },
        { request: put('/accounts/gone', { is_deleted: false }) },
        { request: get(`/${type}`), expect: { results: each('user_id', '5', '4', '3', '1') } },
      ],
    },
    {
      name: `${type}: deleting an account hides its records and touches none`,
      given,
      request: del('/accounts/live'),
      later: [
        { request: get(`/${type}`), expect: { results: each('user_id', '4') } },
        { request: get(`/${type}/1`), expect: { results: [{ is_active: true }] } },
        { request: del('/accounts/lost?churn=true') },
        { request: get(`/${type}`), expect: { results: each('user_id', '4') } },
      ],
    },
  ];
}

function joinDates(): Case[] {
  return [
    {
      name: 'account_users: product_join_date of a new user is now where none is given',
      given: [accounts('a')],
      request: load(
        'account_users',
        person('a', '1'),
        person('a', '2', { product_join_date: null }),
        person('a', '3', { product_join_date: 1559203200123 }),
      ),
      later: [
        {
          request: get('/account_users?direction=asc'),
          expect: { results: each('product_join_date', testNow, testNow, 1559203200123) },
        },
        { request: load('account_users', { account_id: 'a', user_id: '3', product_join_date: null }) },
        { request: get('/account_users/3'), expect: { results: [{ product_join_date: 1559203200123 }] } },
      ],
    },
    {
      name: 'account_contacts: product_join_date and contact_user_id are fields of users alone',
      given: [accounts('a')],
      request: load('account_contacts', person('a', '1', { product_join_date: 'ignored', contact_user_id: 'x' })),
      expect: { status_is_ok: true },
      later: [
        {
          request: get('/account_contacts/1'),
          expect: { results: [{ product_join_date: undefined, contact_user_id: undefined }] },
        },
        { request: load('account_users', person('a', '1', { contact_user_id: 'x' })) },
        { request: get('/account_users/1'), expect: { results: [{ contact_user_id: 'x' }] } },
      ],
    },
  ];
}

for (const type of ['account_users', 'account_contacts'])
  test(`${type}: GET by id alone answers pages where more have the id than a page holds`, async () => {
    const client = await server().tenant();
    await client.load(
      'accounts',
      many.map((id) => account(id)),
    );
    await client.load(
      type,
      many.map((account_id) => person(account_id, 'admin')),
    );
    const walk = async (next: (body: { next_page: number; next_cursor: string }) => string): Promise<string[]> => {
      const found: string[] = [];
      for (let query = ''; ; ) {
        const { body } = await client.get(`/${type}/admin${query}`);
        found.push(...body.results.map((row: { account_id: string }) => row.account_id));
        if (body.next_page === null) return found;
        query = next(body);
      }
    };
    const expected = many.toSorted().toReversed();
    assert.deepEqual(await walk(({ next_page }) => `?page=${next_page}`), expected);
    assert.deepEqual(await walk(({ next_cursor }) => `?cursor=${next_cursor}`), expected);
  });
