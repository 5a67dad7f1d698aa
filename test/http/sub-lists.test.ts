/** Custom dimensions, assigned managers and documents of accounts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, type Case, exactly, get, post, put, refused, runCases, upload, useServer } from '../support/cases.ts';

const server = useServer();
/** What the first account holds afterwards. */
const holds = (expected: object) => [{ request: get('/accounts/1'), expect: { results: [expected] } }];
const labels = (...pairs: [string, unknown][]) => ({
  custom_label_dimensions: pairs.map(([key, value]) => ({ key, value })),
});
const overwriting = (...records: object[]) =>
  post('/accounts', { options: { overwrite_csm_assignments: true }, records });

const dimensions: Case[] = [
  {
    name: 'dimensions come in as lists and go out as maps',
    request: upload(
      account('1', {
        ...labels(['fruit', 'mango'], ['flavour', 'hazelnut']),
        custom_value_dimensions: [{ key: 'offices', value: 20.5 }],
        custom_event_dimensions: [{ key: 'kick-off', value: 1_312_685_594_018 }],
      }),
    ),
    later: holds({
      custom_label_dimensions: exactly({ fruit: 'mango', flavour: 'hazelnut' }),
      custom_value_dimensions: exactly({ offices: 20.5 }),
      custom_event_dimensions: exactly({ 'kick-off': 1_312_685_594_018 }),
    }),
  },
  {
    name: 'an account without dimensions has empty maps of them',
    request: upload(account('1')),
    later: holds({
      custom_label_dimensions: exactly({}),
      custom_value_dimensions: exactly({}),
      custom_event_dimensions: exactly({}),
    }),
  },
  {
    name: 'dimensions are merged by key',
    given: [upload(account('1', labels(['a', '1'], ['b', '2'])))],
    request: upload(account('1', labels(['b', '3'], ['c', '4']))),
    later: holds({ custom_label_dimensions: exactly({ a: '1', b: '3', c: '4' }) }),
  },
  {
    name: 'of a dimension that comes twice in a record the last counts',
    request: upload(account('1', labels(['a', '1'], ['a', '2']))),
    later: holds({ custom_label_dimensions: exactly({ a: '2' }) }),
  },
  {
    name: 'a null value keeps the key with null, so does an absent one',
    given: [upload(account('1', labels(['a', '1'], ['b', '2'])))],
    request: upload(account('1', { custom_label_dimensions: [{ key: 'a', value: null }, { key: 'b' }] })),
    later: holds({ custom_label_dimensions: exactly({ a: null, b: null }) }),
  },
  {
    name: 'an empty list of dimensions changes nothing',
    given: [upload(account('1', labels(['a', '1'])))],
    request: upload(account('1', labels())),
    later: holds({ custom_label_dimensions: exactly({ a: '1' }) }),
  },
  {
    name: 'a numeric label is its text, a textual value is refused',
    request: upload(account('1', labels(['a', 5]))),
    later: [
      ...holds({ custom_label_dimensions: exactly({ a: '5' }) }),
      {
        request: upload(account('1', { custom_value_dimensions: [{ key: 'a', value: '5' }] })),
        expect: refused("'custom_value_dimensions.value' value must be a number"),
      },
    ],
  },
  {
    name: 'a dimension needs a key',
    request: upload(account('1', { custom_event_dimensions: [{ value: 5 }] })),
    expect: refused('Invalid record, missing required field: custom_event_dimensions.key'),
  },
  {
    name: 'the three kinds of dimensions do not meet in one key',
    request: upload(account('1', { ...labels(['a', 'x']), custom_value_dimensions: [{ key: 'a', value: 1 }] })),
    later: holds({
      custom_label_dimensions: { a: 'x' },
      custom_value_dimensions: { a: 1 },
      custom_event_dimensions: exactly({}),
    }),
  },
  {
    name: 'dimensions whose keys look like numbers are unchanged by the same once more',
    given: [upload(account('1', labels(['b', 'x'], ['10', 'x'], ['9', 'x'])))],
    request: post('/accounts', {
      options: { return: 'outcomes' },
      records: [account('1', labels(['b', 'x'], ['10', 'x']))],
    }),
    expect: { outcomes: ['unchanged'] },
  },
];

const managers: Case[] = [
  {
    name: 'managers are answered as emails in the order of their assignment',
    given: [upload(account('1', { assigned_csms: [{ email: 'zoe@company.com' }, { email: 'amy@company.com' }] }))],
    request: upload(account('1', { assigned_csms: [{ email: 'joe@company.com' }] })),
    later: holds({ assigned_csms: exactly(['zoe@company.com', 'amy@company.com', 'joe@company.com']) }),
  },
  {
    name: 'a bare email stands for its object',
    request: upload(account('1', { assigned_csms: ['joe@company.com', { email: 'fred@company.com' }] })),
    later: holds({ assigned_csms: exactly(['joe@company.com', 'fred@company.com']) }),
  },
  {
    name: 'a manager assigned again in another case stays as he was',
    given: [upload(account('1', { assigned_csms: ['Joe@Company.com', 'STRAẞE@company.com'] }))],
    request: upload(account('1', { assigned_csms: ['joe@company.COM', 'straße@company.com'] })),
    later: holds({ assigned_csms: exactly(['Joe@Company.com', 'STRAẞE@company.com']) }),
  },
  {
    name: 'an empty list of managers alone changes nothing',
    given: [upload(account('1', { assigned_csms: ['joe@company.com'] }))],
    request: upload(account('1', { assigned_csms: [] })),
    later: holds({ assigned_csms: exactly(['joe@company.com']) }),
  },
  {
    name: 'with overwrite_csm_assignments a list replaces those before',
    given: [upload(account('1', { assigned_csms: ['joe@company.com', 'fred@company.com'] }))],
    request: overwriting(account('1', { assigned_csms: ['amy@company.com', 'FRED@company.com'] })),
    later: holds({ assigned_csms: exactly(['amy@company.com', 'fred@company.com']) }),
  },
  {
    name: 'with overwrite_csm_assignments an empty list takes all away',
    given: [upload(account('1', { assigned_csms: ['joe@company.com'] }))],
    request: overwriting(account('1', { assigned_csms: [] })),
    later: holds({ assigned_csms: exactly([]) }),
  },
  {
    name: 'with overwrite_csm_assignments an account that names no managers keeps those it has',
    given: [upload(account('1', { assigned_csms: ['joe@company.com'] }))],
    request: overwriting(account('1', { tier: 'Gold' }), account('2', { assigned_csms: null })),
    later: holds({ tier: 'Gold', assigned_csms: exactly(['joe@company.com']) }),
  },
  {
    name: 'a modification replaces managers with overwrite_csm_assignments too',
    given: [upload(account('1', { assigned_csms: ['joe@company.com'] }))],
    request: put('/accounts/1', {
      data: { assigned_csms: ['amy@company.com'] },
      options: { overwrite_csm_assignments: true },
    }),
    later: holds({ assigned_csms: exactly(['amy@company.com']) }),
  },
  {
    name: 'a manager needs an email',
    request: upload(account('1', { assigned_csms: [{ name: 'Joe' }] })),
    expect: refused('Invalid record, missing required field: assigned_csms.email'),
  },
];

const documents = (...list: object[]) => upload(account('1', { documents: list }));
const plan = { name: 'plan', url: 'http://test.url', description: 'the plan' };
const documentCases: Case[] = [
  {
    name: 'documents come in the order of their names by code point',
    given: [documents(...['b', '🍫', 'a', 'ﬀ', 'Z', 'é'].map((name) => ({ name, url: 'u' })))],
    request: get('/accounts/1/documents'),
    expect: {
      current_page: 0,
      max_page_size: 1000,
      next_page: null,
      results: ['Z', 'a', 'b', 'é', 'ﬀ', '🍫'].map((name) => ({ account_id: '1', name, url: 'u', description: null })),
    },
  },
  {
    name: 'a document is merged by name: what is left out stays',
    given: [documents(plan, { name: 'offer', url: 'u' })],
    request: documents({ name: 'plan', url: 'http://other.url' }, { name: 'offer', description: 'an offer' }),
    later: holds({
      documents: exactly([
        { name: 'offer', url: 'u', description: 'an offer' },
        { name: 'plan', url: 'http://other.url', description: 'the plan' },
      ]),
    }),
  },
  {
    name: 'a null url deletes the document',
    given: [documents(plan)],
    request: documents({ name: 'plan', url: null, description: 'x' }),
    later: holds({ documents: exactly([]) }),
  },
  {
    name: 'a null url of a document that is not there is no fault',
    given: [documents(plan)],
    request: documents({ name: 'other', url: null }),
    later: holds({ documents: [plan] }),
  },
  {
    name: 'a null description clears it',
    given: [documents(plan)],
    request: documents({ name: 'plan', description: null }),
    later: holds({ documents: [{ url: 'http://test.url', description: null }] }),
  },
  {
    name: 'a document deleted earlier in a record needs a url again',
    given: [documents(plan)],
    request: documents({ name: 'plan', url: null }, { name: 'plan' }),
    expect: refused("Missing required field for insert: 'documents.url'"),
    later: holds({ documents: [plan] }),
  },
  {
    name: 'the second page of few documents is empty',
    given: [documents(plan)],
    request: get('/accounts/1/documents?page=1'),
    expect: { current_page: 1, next_page: null, results: [] },
  },
  ...['', 'x', 'bnVsbA', 'WzEsMl0'].map((cursor) => ({
    name: `the cursor "${cursor}" of documents is malformed`,
    given: [documents(plan)],
    request: get(`/accounts/1/documents?cursor=${cursor}`),
    expect: { status_is_ok: false, message: "'cursor' is malformed", results: [] },
  })),
];

runCases(server, [...dimensions, ...managers, ...documentCases]);

test('documents come a thousand a page, by number and by cursor', async () => {
  const client = await server().tenant();
  const names = Array.from({ length: 2_500 }, (_, index) => `document ${String(index).padStart(5, '0')}`);
  await client.load('accounts', [account('1', { documents: names.map((name) => ({ name, url: 'u' })) })]);
  for (const walk of ['page', 'cursor']) {
    const met: string[] = [];
    let query = '';
    for (let page = 0; page < 3; page++) {
      const { body } = await client.get(`/accounts/1/documents${query}`);
      assert.equal(body.current_page, page);
      assert.equal(body.next_page, page === 2 ? null : page + 1);
      met.push(...body.results.map(({ name }: { name: string }) => name));
      query = walk === 'page' ? `?page=${body.next_page}` : `?page=9&cursor=${body.next_cursor}`;
    }
    assert.deepEqual(met, names);
  }
});
