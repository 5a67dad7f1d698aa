/** Uploads: the two levels of a batch, what is answered of each record. */
import {
  account,
  applied,
  type Case,
  exactly,
  get,
  ids,
  post,
  refused,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';

const server = useServer();
const list = (...expected: string[]) => [
  { request: get('/accounts?direction=asc'), expect: { results: ids(...expected) } },
];
const missing = { message: 'Invalid record, missing required field: account_id' };
const forInsert = (field: string) => ({
  message: `Missing required field for insert: '${field}'`,
  code: 'missing_field_for_insert',
  field,
});

const levelOne: Case[] = [
  {
    name: 'a record without account_id is answered in the shape of the document, and nothing is applied',
    request: upload(account('1'), { name: 'Cocoa Ltd' }),
    expect: exactly({
      status_is_ok: false,
      message: 'Nothing was applied: 1 record is at fault',
      failed_results: [{ ...missing, status_is_ok: false, record: 1, code: 'missing_field', field: 'account_id' }],
    }),
    later: list(),
  },
  {
    name: 'a wrong type is answered with the account_id by which the client finds its record',
    request: upload(account('1'), account('2', { employees: 'many' })),
    expect: exactly({
      status_is_ok: false,
      message: 'Nothing was applied: 1 record is at fault',
      failed_results: [
        {
          message: "'employees' value must be a number",
          status_is_ok: false,
          record: 1,
          code: 'invalid_type',
          field: 'employees',
          account_id: '2',
        },
      ],
    }),
    later: list(),
  },
  {
    name: 'every record at fault is listed, in order, and none of the others is applied',
    request: upload(account('1', { tier: true }), account('2'), { name: 'x' }, account('4', { csm_score: 101 })),
    expect: {
      status_is_ok: false,
      failed_results: [
        { record: 0 },
        { record: 2 },
        { record: 3, message: "'csm_score' value must be between 0 and 100" },
      ],
    },
    later: list(),
  },
  {
    name: 'of several faults of a record the first in the order of the field table is told',
    request: upload({ stage_history: 5, employees: 'x', tier: 1, name: true, join_date: 'x', account_id: '1' }),
    expect: refused("'name' value must be a string"),
  },
  {
    name: 'a missing account_id comes before all else',
    request: upload({ name: true }),
    expect: refused(missing.message, { account_id: undefined }),
  },
  {
    name: 'a fault inside an item comes in the place of its list',
    request: upload(account('1', { nps_history: [{ date: 'x' }], documents: [{ url: 1 }] })),
    expect: refused('Invalid record, missing required field: documents.name'),
  },
  {
    name: 'a fault of fields as seen together comes in their place too',
    request: upload(
      account('1', { stage: 's', stage_history: [{ name: 's', start_date: 1 }], documents: [{}] }),
      account('2', {
        stage_history: [
          { name: 's', start_date: 1 },
          { name: 't', start_date: 2 },
        ],
        nps_history: [{}],
      }),
      account('3', { tier: true, documents: [{}], stage: 's', stage_history: [{ name: 's', start_date: 'x' }] }),
      account('4', { description: true, stage: 's', stage_history: [{}] }),
    ),
    expect: {
      failed_results: [
        { field: 'stage', code: 'conflicting_fields' },
        { field: 'stage_history', code: 'invalid_value' },
        { field: 'tier', code: 'invalid_type' },
        { field: 'stage', code: 'conflicting_fields' },
      ],
    },
  },
  ...[null, 'x', 5, true, [], [[]]].map((record) => ({
    name: `the record ${JSON.stringify(record)} is a fault`,
    request: upload(account('1'), record),
    expect: { status_is_ok: false, failed_results: [{ record: 1, code: 'invalid_type', account_id: undefined }] },
    later: list(),
  })),
  ...['1234567890123450001', '12345678901234501', '9007199254740993', '-10000000000000001', '9007199254740991.2'].map(
    (number) => ({
      name: `the number ${number}, whose digits no double holds, is the id of nothing`,
      request: post('/accounts', `{"records": [{"account_id": ${number}, "name": "n", "join_date": 1}]}`),
      expect: refused("'account_id' value must be a string", { account_id: undefined }),
    }),
  ),
  {
    name: 'the number 1.00000000000000000001 is the id 1, whatever stands beside it',
    request: post(
      '/accounts',
      `{"records": [{"account_id": 1.00000000000000000001, "name": "n", "join_date": 1},
        {"account_id": "2", "name": "n", "join_date": 1, "custom_value_dimensions": [{"key": "k", "value": 1234567890123456}]}]}`,
    ),
    expect: { status_is_ok: true, failed_results: [] },
    later: list('1', '2'),
  },
  ...Object.entries({
    '9007199254740991': '9007199254740991',
    '1234567890123450000': '1234567890123450000',
    '1e20': '100000000000000000000',
    '0.5e1': '5',
  }).map(([number, id]) => ({
    name: `the number ${number} is the id ${id}`,
    request: post('/accounts', `{"records": [{"account_id": ${number}, "name": "n", "join_date": 1}]}`),
    expect: { status_is_ok: true },
    later: [{ request: get('/accounts'), expect: { results: [{ account_id: id }] } }],
  })),
  {
    name: 'a number of many digits is taken as near as a double comes to it where a number is wanted',
    given: [upload(account('1'))],
    request: post(
      '/accounts',
      '{"records": [{"account_id": "1", "custom_value_dimensions": [{"key": "k", "value": 1234567890123456789}]}]}',
    ),
    expect: { status_is_ok: true },
    later: [
      {
        request: get('/accounts/1'),
        expect: { results: [{ custom_value_dimensions: exactly({ k: 1234567890123456800 }) }] },
      },
      {
        request: post(
          '/search/accounts',
          '{"records": [{"attribute": "value:k", "operator": "eq", "value": 1234567890123456789}]}',
        ),
        expect: { results: [{ account_id: '1' }] },
      },
      {
        request: post('/accounts', '{"records": [{"account_id": "1", "employees": 12345678901234567}]}'),
        expect: { status_is_ok: false, failed_results: [{ code: 'out_of_range', field: 'employees' }] },
      },
    ],
  },
  {
    name: 'a numeric account_id is echoed as it was sent',
    request: upload({ ...account('1'), account_id: 77, tier: true }),
    expect: refused("'tier' value must be a string", { account_id: 77 }),
  },
  {
    name: 'an account_id that is no text or number is not echoed',
    request: upload({ ...account('1'), account_id: { a: 1 } }),
    expect: refused("'account_id' value must be a string", { account_id: undefined }),
  },
];

const levelTwo: Case[] = [
  {
    name: 'a new account without a required field fails by itself',
    request: upload(account('1'), { account_id: '2', tier: 'Gold' }, account('3')),
    expect: exactly({
      status_is_ok: true,
      failed_results: [{ ...forInsert('name'), status_is_ok: false, record: 1, account_id: '2' }],
    }),
    later: list('1', '3'),
  },
  {
    name: 'the second required field is told when the first is there',
    request: upload(account('1'), { account_id: '2', name: 'x' }),
    expect: { status_is_ok: true, failed_results: [forInsert('join_date')] },
  },
  {
    name: 'a known account needs no more than its id',
    given: [upload(account('1', { tier: 'Gold' }))],
    request: upload({ account_id: '1' }, { account_id: '1', phone: '5' }),
    expect: { status_is_ok: true, failed_results: [] },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: 'Gold', phone: '5', name: 'Account 1' }] } }],
  },
  {
    name: 'when faults of records leave nothing to apply the status is false',
    request: upload({ account_id: '1' }, { account_id: '2' }),
    expect: { status_is_ok: false, failed_results: [forInsert('name'), forInsert('name')] },
  },
  {
    name: 'an unchanged record beside a failed one has been applied',
    given: [upload(account('1'))],
    request: upload({ account_id: '1' }, { account_id: '2' }),
    expect: { status_is_ok: true, failed_results: [{ record: 1 }] },
  },
  {
    name: 'a document that is new needs a url',
    given: [upload(account('1'))],
    request: upload(account('1', { tier: 'Gold', documents: [{ name: 'plan' }] }), account('2')),
    expect: { status_is_ok: true, failed_results: [{ ...forInsert('documents.url'), record: 0, account_id: '1' }] },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: null, documents: [] }] } }],
  },
];

const sameKey: Case[] = [
  {
    name: 'a key that comes twice is applied in order, the later on the earlier',
    request: upload(account('1', { tier: 'Gold', phone: '1' }), { account_id: '1', tier: 'Silver' }),
    expect: { status_is_ok: true, failed_results: [] },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: 'Silver', phone: '1' }] } }],
  },
  {
    name: 'a key that fails at first is inserted by its second record',
    request: upload({ account_id: '1', tier: 'Gold' }, account('1')),
    expect: { status_is_ok: true, failed_results: [{ record: 0 }] },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: null }] } }],
  },
  {
    name: 'the number and the text of an id are one key, case and spaces make another',
    request: upload({ ...account('77'), account_id: 77 }, account('77 '), account('a'), account('A'), account('77.0')),
    later: list('77', '77 ', '77.0', 'A', 'a'),
  },
];

const ignored = {
  is_active: false,
  current_mrr: 5,
  current_health_score: 5,
  current_stage: 'x',
  open_tickets: 5,
  last_interaction_time: 5,
  create_time: 5,
  tenant_id: 1,
  next_change_due: 5,
  folded: 'x',
  unknown: { deep: [1] },
};
const others: Case[] = [
  { name: 'an upload of no records is fine', request: upload(), expect: exactly({ ...applied, failed_results: [] }) },
  {
    name: 'properties that are unknown or only answered are ignored',
    request: upload(account('1', ignored)),
    expect: exactly({ ...applied, failed_results: [] }),
    later: [
      {
        request: get('/accounts/1'),
        expect: {
          results: [
            {
              is_active: true,
              current_mrr: null,
              current_health_score: null,
              current_stage: null,
              open_tickets: 0,
              last_interaction_time: null,
              create_time: undefined,
              tenant_id: undefined,
              unknown: undefined,
            },
          ],
        },
      },
    ],
  },
  {
    name: 'unknown properties of items are ignored',
    request: upload(account('1', { documents: [{ name: 'plan', url: 'u', size: { kb: 3 } }] })),
    later: [
      {
        request: get('/accounts/1'),
        expect: { results: [{ documents: exactly([{ name: 'plan', url: 'u', description: null }]) }] },
      },
    ],
  },
  {
    name: 'a fault at the end of 5,000 records leaves all others away',
    request: upload(...Array.from({ length: 5_000 }, (_, index) => account(String(index))), {}),
    expect: { status_is_ok: false, failed_results: [{ record: 5_000 }] },
    later: list(),
  },
];

runCases(server, [...levelOne, ...levelTwo, ...sameKey, ...others]);
