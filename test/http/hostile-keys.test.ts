/** Names that mean something to JavaScript are names like any other, and nothing reaches a prototype. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, runCases, useServer, type Case, get, ids, post, search, upload, del } from '../support/cases.ts';

const server = useServer();
const hostile = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'toJSON',
  'then',
  'length',
  '1',
  '0',
  '-1',
  '4294967295',
  'status_is_ok',
  'account_id',
  'null',
  'undefined',
  '$',
  '$.a',
  '"',
  '\\',
  "'",
  '[0]',
  '\u2028',
  ' ',
];

/** As JSON text, since an object literal would set the prototype. */
const property = (key: string, json: string): string => `{${JSON.stringify(key)}: ${json}}`;
const record = (more: string): string => `{"account_id": "1", "name": "x", "join_date": 5, ${more.slice(1)}`;
const own =
  (key: string, value: unknown) =>
  (map: object, where: string): void => {
    assert.deepEqual(Object.entries(map), [[key, value]], where);
    assert.ok(Object.hasOwn(map, key), where);
  };

const names = hostile.flatMap((key): Case[] => {
  const shown = JSON.stringify(key);
  const path = encodeURIComponent(key);
  return [
    {
      name: `${shown} is a key of a record that is ignored`,
      request: post(
        '/accounts',
        `{"records": [${record(property(key === 'account_id' ? 'Account_id' : key, '{"tier": "Gold", "is_deleted": true}'))}]}`,
      ),
      expect: { status_is_ok: true, failed_results: [] },
      later: [{ request: get('/accounts'), expect: { results: [{ account_id: '1', tier: null }] } }],
    },
    {
      name: `${shown} is a dimension like any other: kept, answered, searched, deleted`,
      request: upload(
        account('1', {
          custom_label_dimensions: [{ key, value: 'Ärger' }],
          custom_value_dimensions: [{ key, value: 0.5 }],
          custom_event_dimensions: [{ key, value: 5 }],
        }),
        account('2'),
      ),
      later: [
        {
          request: get('/accounts/1'),
          expect: {
            results: [
              {
                custom_label_dimensions: own(key, 'Ärger'),
                custom_value_dimensions: own(key, 0.5),
                custom_event_dimensions: own(key, 5),
              },
            ],
          },
        },
        {
          request: search([{ attribute: `label:${key}`, operator: 'like', value: 'ä' }]),
          expect: { results: ids('1') },
        },
        { request: search([{ attribute: `value:${key}`, value: 0.5 }]), expect: { results: ids('1') } },
        { request: del(`/accounts/1/dimension_labels/${path}`), expect: { status_is_ok: true } },
        {
          request: get('/accounts/1'),
          expect: { results: [{ custom_label_dimensions: noKeys, custom_value_dimensions: own(key, 0.5) }] },
        },
      ],
    },
    {
      name: `${shown} is a stage, a document and an account like any other`,
      request: upload(
        account(key, { stage: key, documents: [{ name: key, url: key }], parent_account_id: `of ${key}` }),
      ),
      later: [
        {
          request: get(`/accounts/${path}`),
          expect: { results: [{ account_id: key, current_stage: key, documents: [{ name: key }] }] },
        },
        { request: del(`/accounts/${path}/stage_history/${path}`), expect: { status_is_ok: true } },
        { request: del(`/accounts/${path}/documents/${path}`), expect: { status_is_ok: true } },
        { request: get('/accounts'), expect: { results: [{ account_id: key, current_stage: null }] } },
      ],
    },
  ];
});

function noKeys(map: object, where: string): void {
  assert.deepEqual(Object.keys(map), [], where);
}

const empty: Case[] = [
  {
    name: 'an empty key of a record is ignored',
    request: post('/accounts', `{"records": [${record(property('', '{"tier": "Gold"}'))}]}`),
    expect: { status_is_ok: true, failed_results: [] },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: null, '': undefined }] } }],
  },
  ...['custom_label_dimensions', 'custom_value_dimensions', 'custom_event_dimensions'].map((list) => ({
    name: `an empty key of ${list} is refused, as a path can not name it`,
    request: upload(account('1', { [list]: [{ key: '' }] })),
    expect: { status_is_ok: false, failed_results: [{ field: `${list}.key` }] },
  })),
];

const envelopes: Case[] = [
  {
    name: 'records behind __proto__ are no records',
    request: post('/accounts', '{"__proto__": {"records": []}}'),
    expect: { status_is_ok: false, code: 'invalid_envelope' },
  },
  {
    name: 'options behind __proto__ are no options',
    request: post('/accounts', '{"options": {"__proto__": {"dry_run": true, "return": "outcomes"}}, "records": []}'),
    expect: { status_is_ok: true, outcomes: undefined },
  },
  {
    name: 'fields behind __proto__ are no fields',
    request: post('/accounts', '{"records": [{"__proto__": {"account_id": "1", "name": "x", "join_date": 5}}]}'),
    expect: { status_is_ok: false, failed_results: [{ code: 'missing_field' }] },
  },
  {
    name: 'an id behind __proto__ is not echoed',
    request: post('/accounts', '{"records": [{"__proto__": {"account_id": "1"}, "tier": 5}]}'),
    expect: { failed_results: [{ account_id: undefined }] },
  },
  {
    name: 'a value behind __proto__ is no value of a dimension',
    request: post(
      '/accounts',
      `{"records": [${record(property('custom_value_dimensions', '[{"key": "k", "__proto__": {"value": 5}}]'))}]}`,
    ),
    later: [{ request: get('/accounts/1'), expect: { results: [{ custom_value_dimensions: own('k', null) }] } }],
  },
];

runCases(server, [...names, ...empty, ...envelopes]);

test('after all of this the prototypes are as they were, in every thread that answers', async () => {
  const client = await server().tenant();
  await client.load('accounts', [account('1')]);
  // This test and the server share a process; its threads show what they have in what they answer.
  assert.deepEqual(Object.keys(Object.prototype), []);
  assert.deepEqual(Object.keys(Array.prototype), []);
  for (const reply of [
    await client.get('/accounts/1'),
    await client.get('/accounts'),
    await client.post('/search/accounts', { records: [] }),
  ]) {
    assert.equal(reply.body.results[0].tier, null);
    assert.equal(reply.body.results[0].is_deleted, false);
  }
  const { body } = await client.post('/accounts', { records: [{ account_id: '2' }] });
  assert.equal(body.failed_results[0].code, 'missing_field_for_insert', 'no record inherits a field');
});
