/** The options of uploads and modifications. */
import { account, type Case, exactly, get, ids, post, put, runCases, upload, useServer } from '../support/cases.ts';

const server = useServer();
const withOptions = (options: unknown, ...records: unknown[]) => post('/accounts', { options, records });
const outcomes = (...records: unknown[]) => withOptions({ return: 'outcomes' }, ...records);
const list = (...expected: string[]) => [
  { request: get('/accounts?direction=asc'), expect: { results: ids(...expected) } },
];

const outcomeCases: Case[] = [
  {
    name: 'outcomes tell of each record in order what became of it',
    given: [upload(account('1'), account('2'))],
    request: outcomes({ account_id: '1', tier: 'Gold' }, { account_id: '9' }, account('3'), account('2')),
    expect: {
      status_is_ok: true,
      failed_results: [{ record: 1 }],
      outcomes: ['updated', 'failed', 'created', 'unchanged'],
    },
  },
  {
    name: 'outcomes of a key that comes twice are told one by one',
    request: outcomes(account('1'), account('1'), { account_id: '1', tier: 'Gold' }, { account_id: '1', tier: 'Gold' }),
    expect: { outcomes: ['created', 'unchanged', 'updated', 'unchanged'] },
  },
  {
    name: 'outcomes of a batch that a fault refuses are all failed',
    request: outcomes(account('1'), {}, { account_id: '9' }),
    expect: { status_is_ok: false, outcomes: ['failed', 'failed', 'failed'] },
  },
  { name: 'outcomes of no records are none', request: outcomes(), expect: { outcomes: [], failed_results: [] } },
  {
    name: 'outcomes are not told unasked',
    request: withOptions({ return: null }, account('1')),
    expect: exactly({ status_is_ok: true, failed_results: [] }),
  },
  {
    name: 'the same stages, scores, documents, managers and dimensions once more are no change',
    given: [
      upload(
        account('1', {
          assigned_csms: ['joe@company.com'],
          custom_label_dimensions: [{ key: 'fruit', value: 'mango' }],
          custom_value_dimensions: [{ key: 'offices', value: 0.5 }],
          documents: [{ name: 'plan', url: 'u' }],
          stage_history: [{ name: 'trial', start_date: 5 }],
          nps_history: [{ nps_score: 5, date: 5, username: 'joe' }],
        }),
      ),
    ],
    request: outcomes(
      account('1', { assigned_csms: ['JOE@company.com', 'joe@company.com'] }),
      account('1', { custom_label_dimensions: [{ key: 'fruit', value: 'mango' }] }),
      account('1', { custom_value_dimensions: [{ key: 'offices', value: 0.5 }] }),
      account('1', { documents: [{ name: 'plan' }] }),
      account('1', { stage_history: [{ name: 'trial', start_date: 5, end_date: null }] }),
      account('1', { stage: 'trial' }),
      account('1', { nps_history: [{ nps_score: 5, date: 5, username: 'joe' }] }),
      account('1', { current_nps_score: 5 }),
      account('1', { is_deleted: false, is_churned: false, inactive_reason: 'none', inactive_time: 5 }),
    ),
    expect: { outcomes: Array(9).fill('unchanged') },
  },
  {
    name: 'the outcome of a modification is told',
    given: [upload(account('1'))],
    request: put('/accounts/1', { data: { tier: 'Gold' }, options: { return: 'outcomes' } }),
    expect: exactly({ status_is_ok: true, outcomes: ['updated'] }),
    later: [
      {
        request: put('/accounts/1', { tier: 'Gold', options: { return: 'outcomes' } }),
        expect: exactly({ status_is_ok: true, outcomes: ['unchanged'] }),
      },
      {
        request: put('/accounts/1', { tier: true, options: { return: 'outcomes' } }),
        expect: { status_is_ok: false, outcomes: ['failed'] },
      },
      {
        request: put('/accounts/9', { tier: 'Gold', options: { return: 'outcomes' } }),
        expect: { status_is_ok: false, message: 'Account not found', outcomes: ['failed'] },
      },
    ],
  },
];

const dryRuns: Case[] = [
  {
    name: 'a dry run tells what would become of each record and applies nothing',
    given: [upload(account('1'))],
    request: withOptions(
      { dry_run: true, return: 'outcomes' },
      { account_id: '1', tier: 'Gold' },
      account('2'),
      { account_id: '2', tier: 'Gold' },
      { account_id: '3' },
    ),
    expect: {
      status_is_ok: true,
      outcomes: ['updated', 'created', 'updated', 'failed'],
      failed_results: [{ record: 3, account_id: '3' }],
    },
    later: [
      { request: get('/accounts'), expect: { results: [{ account_id: '1', tier: null }] } },
      { request: get('/accounts/1/changes'), expect: { results: [] } },
    ],
  },
  {
    name: 'a dry run lists the faults that would refuse the batch',
    request: withOptions({ dry_run: true }, account('1'), {}),
    expect: { status_is_ok: false, failed_results: [{ record: 1 }] },
  },
  {
    name: 'a dry run of a modification applies nothing',
    given: [upload(account('1'))],
    request: put('/accounts/1', { tier: 'Gold', options: { dry_run: true, return: 'outcomes' } }),
    expect: { status_is_ok: true, outcomes: ['updated'] },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: null }] } }],
  },
];

const atomic: Case[] = [
  {
    name: 'an atomic batch is refused by a fault of one record',
    request: withOptions({ atomic: true, return: 'outcomes' }, account('1'), { account_id: '2' }),
    expect: { status_is_ok: false, failed_results: [{ record: 1 }], outcomes: ['failed', 'failed'] },
    later: list(),
  },
  {
    name: 'an atomic batch lists faults of both levels',
    request: withOptions({ atomic: true }, { account_id: '1' }, account('2'), {}),
    expect: { status_is_ok: false, failed_results: [{ record: 0 }, { record: 2 }] },
    later: list(),
  },
  {
    name: 'an atomic batch without faults is applied',
    request: withOptions({ atomic: true }, account('1'), account('2')),
    later: list('1', '2'),
  },
  {
    name: 'ignore_missing_accounts makes no difference to accounts, which an upload inserts',
    request: withOptions({ ignore_missing_accounts: false }, account('1')),
    later: list('1'),
  },
];

const names = ['ignore_missing_accounts', 'overwrite_csm_assignments', 'dry_run', 'atomic'];
const wrong: unknown[] = [
  'x',
  5,
  true,
  [],
  ...names.flatMap((name) => ['true', 1, 0, [], {}].map((value) => ({ [name]: value }))),
];
const wrongReturns = ['Outcomes', '', true, 1, ['outcomes']].map((value) => ({ return: value }));
const wrongOptions = [...wrong, ...wrongReturns].flatMap((options): Case[] => [
  {
    name: `options of ${JSON.stringify(options)} are a wrong envelope of an upload`,
    request: withOptions(options, account('1')),
    expect: { status_is_ok: false, code: 'invalid_envelope', message: /option/, failed_results: [] },
    later: list(),
  },
  {
    name: `options of ${JSON.stringify(options)} are a wrong envelope of a modification`,
    given: [upload(account('1'))],
    request: put('/accounts/1', { data: { tier: 'Gold' }, options }),
    expect: { status_is_ok: false, code: 'invalid_envelope', failed_results: undefined },
    later: [{ request: get('/accounts/1'), expect: { results: [{ tier: null }] } }],
  },
]);

const accepted: Case[] = [
  null,
  {},
  { unknown: 5 },
  Object.fromEntries([...names, 'return'].map((name) => [name, null])),
].map((options) => ({
  name: `options of ${JSON.stringify(options)} are as none`,
  request: withOptions(options, account('1')),
  expect: exactly({ status_is_ok: true, failed_results: [] }),
  later: list('1'),
}));

runCases(server, [...outcomeCases, ...dryRuns, ...atomic, ...wrongOptions, ...accepted]);
