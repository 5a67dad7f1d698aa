/** Deleted and churned accounts, and parents of accounts. */
import {
  account,
  at,
  type Case,
  day,
  del,
  get,
  ids,
  post,
  put,
  refused,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const later = testNow + day;
const holds = (expected: object) => [{ request: get('/accounts/1'), expect: { results: [expected] } }];
const active = { is_active: true, is_deleted: false, is_churned: false, inactive_time: null, inactive_reason: null };
const one = upload(account('1'));
const change = (fields: object) => upload({ account_id: '1', ...fields });

const flags: Case[] = [
  { name: 'a new account is active', request: one, later: holds(active) },
  {
    name: 'deleted and churned are two flags',
    given: [one],
    request: change({ is_deleted: true, is_churned: true }),
    later: holds({
      is_active: false,
      is_deleted: true,
      is_churned: true,
      inactive_time: testNow,
      inactive_reason: null,
    }),
  },
  {
    name: 'an account with one of the two flags is inactive',
    given: [one, change({ is_deleted: true, is_churned: true })],
    request: change({ is_deleted: false }),
    later: holds({ is_active: false, is_deleted: false, is_churned: true }),
  },
  {
    name: 'an account from which both flags are taken is active, without time and reason',
    given: [one, change({ is_deleted: true, is_churned: true, inactive_time: 5, inactive_reason: 'moved' })],
    request: change({ is_deleted: false, is_churned: false, inactive_time: 6, inactive_reason: 'x' }),
    later: holds(active),
  },
  {
    name: 'an account is inserted deleted, at the present',
    request: upload(account('1', { is_deleted: true, inactive_reason: 'a test' })),
    later: holds({ is_active: false, inactive_time: testNow, inactive_reason: 'a test' }),
  },
  {
    name: 'inactive_time is the given one when it is given',
    request: upload(account('1', { is_churned: true, inactive_time: 5 })),
    later: holds({ inactive_time: 5 }),
  },
  {
    name: 'time and reason of inactivity are ignored while an account is active',
    request: upload(account('1', { inactive_time: 5, inactive_reason: 'x' })),
    later: holds(active),
  },
  {
    name: 'an inactive account can be written to and keeps its state',
    given: [upload(account('1', { is_churned: true, inactive_reason: 'moved' }))],
    request: at(later, change({ tier: 'Gold' })),
    later: holds({ tier: 'Gold', is_churned: true, inactive_time: testNow, inactive_reason: 'moved' }),
  },
  {
    name: 'time and reason of an inactive account can be corrected',
    given: [upload(account('1', { is_churned: true, inactive_reason: 'moved' }))],
    request: at(later, change({ inactive_time: 7, inactive_reason: 'merged' })),
    later: holds({ is_churned: true, inactive_time: 7, inactive_reason: 'merged' }),
  },
  {
    name: 'a flag that is set again keeps the time at which it was set first',
    given: [upload(account('1', { is_churned: true }))],
    request: at(later, change({ is_churned: true })),
    later: holds({ inactive_time: testNow }),
  },
  {
    name: 'an account that comes back and goes again gets a new time and no old reason',
    given: [upload(account('1', { is_churned: true, inactive_reason: 'moved' })), change({ is_churned: false })],
    request: at(later, change({ is_churned: true })),
    later: holds({ inactive_time: later, inactive_reason: null }),
  },
  {
    name: 'a flag set to false where it is not set is no change',
    given: [upload(account('1', { is_churned: true }))],
    request: post('/accounts', { options: { return: 'outcomes' }, records: [{ account_id: '1', is_deleted: false }] }),
    expect: { outcomes: ['unchanged'] },
    later: holds({ is_active: false, is_churned: true, inactive_time: testNow }),
  },
  {
    name: 'a modification churns an account as an upload does',
    given: [one],
    request: put('/accounts/1', { is_churned: true, inactive_reason: 'moved' }),
    later: holds({ is_active: false, is_churned: true, inactive_time: testNow, inactive_reason: 'moved' }),
  },
];

const deletes: Case[] = [
  {
    name: 'a delete is soft',
    given: [one],
    request: del('/accounts/1'),
    later: holds({ is_active: false, is_deleted: true, is_churned: false, inactive_time: testNow }),
  },
  {
    name: 'a delete with an inactive_time sets it',
    given: [one],
    request: del('/accounts/1?inactive_time=5'),
    later: holds({ is_deleted: true, inactive_time: 5 }),
  },
  ...['true', 'TRUE', '1', '2', '-1'].map((churn) => ({
    name: `a delete with churn=${churn} churns`,
    given: [one],
    request: del(`/accounts/1?churn=${churn}&inactive_time=-5`),
    later: holds({ is_active: false, is_deleted: false, is_churned: true, inactive_time: -5 }),
  })),
  ...['false', 'False', '0', '-0'].map((churn) => ({
    name: `a delete with churn=${churn} deletes`,
    given: [one],
    request: del(`/accounts/1?churn=${churn}`),
    later: holds({ is_deleted: true, is_churned: false }),
  })),
  {
    name: 'a delete of a deleted account is true and keeps its time',
    given: [one, del('/accounts/1?inactive_time=5')],
    request: at(later, del('/accounts/1')),
    expect: { status_is_ok: true },
    later: holds({ is_deleted: true, inactive_time: 5 }),
  },
  {
    name: 'a delete of an inactive account sets a given time',
    given: [one, del('/accounts/1?churn=true')],
    request: del('/accounts/1?inactive_time=7'),
    expect: { status_is_ok: true },
    later: holds({ is_deleted: true, is_churned: true, inactive_time: 7 }),
  },
  {
    name: 'an unknown account cannot be deleted',
    request: del('/accounts/1'),
    expect: { status_is_ok: false, message: 'Account not found', results: undefined },
  },
  {
    name: 'a deleted account comes back by is_deleted: false',
    given: [one, del('/accounts/1')],
    request: put('/accounts/1', { is_deleted: false }),
    later: [...holds(active), { request: get('/accounts'), expect: { results: ids('1') } }],
  },
];

const parent = (account_id: string, parent_account_id: string | null) => account(account_id, { parent_account_id });
const loop = (whose: string) => refused(`'parent_account_id' value must not be ${whose}`, { code: 'invalid_value' });
const chain = [upload(parent('1', '2'), parent('2', '3'), account('3'))];
const parents: Case[] = [
  {
    name: 'a parent may be an account that is not known',
    request: upload(parent('1', 'unknown')),
    later: holds({ parent_account_id: 'unknown' }),
  },
  {
    name: 'an account is not its own parent',
    request: upload(parent('1', '1')),
    expect: loop('the account itself'),
  },
  {
    name: 'two accounts are not each other’s parents',
    given: [upload(parent('1', '2'), account('2'))],
    request: upload(parent('2', '1')),
    expect: loop('one of its descendants'),
  },
  {
    name: 'no account is its own ancestor',
    given: chain,
    request: upload(parent('3', '1')),
    expect: loop('one of its descendants'),
  },
  {
    name: 'a loop is a fault of its record, the others are applied',
    given: chain,
    request: upload(parent('3', '1'), account('4')),
    expect: { status_is_ok: true, failed_results: [{ record: 0, field: 'parent_account_id' }] },
    later: [{ request: get('/accounts/3'), expect: { results: [{ parent_account_id: null }] } }],
  },
  {
    name: 'a loop that its own batch would make is found',
    request: upload(parent('1', '2'), parent('2', '3'), parent('3', '1')),
    expect: { status_is_ok: true, failed_results: [{ record: 2 }] },
  },
  {
    name: 'a loop that an unknown parent would make when it arrives is found',
    given: [upload(parent('1', '2'))],
    request: upload(parent('2', '1')),
    expect: loop('one of its descendants'),
  },
  {
    name: 'a batch may turn a line of parents round, in the right order',
    given: chain,
    request: upload(parent('1', null), parent('2', '1'), parent('3', '2')),
    expect: { status_is_ok: true, failed_results: [] },
  },
  {
    name: 'a modification makes no loop',
    given: chain,
    request: put('/accounts/3', { parent_account_id: '1' }),
    expect: { status_is_ok: false, message: /descendants/ },
  },
  {
    name: 'parents differ by case',
    request: upload(parent('a', 'A'), parent('A', 'b')),
    expect: { status_is_ok: true, failed_results: [] },
  },
  {
    name: 'a null takes the parent away',
    given: chain,
    request: upload({ account_id: '1', parent_account_id: null }),
    later: holds({ parent_account_id: null }),
  },
  {
    name: 'a line of 2,000 parents is walked',
    given: [upload(...Array.from({ length: 2_000 }, (_, n) => parent(String(n), String(n + 1))))],
    request: upload(parent('2000', '0')),
    expect: loop('one of its descendants'),
  },
];

runCases(server, [...flags, ...deletes, ...parents]);
