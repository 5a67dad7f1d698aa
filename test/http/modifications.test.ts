/** PUT of one account: whose id governs, what its body may be, what it answers. */
import { account, type Case, exactly, get, ids, put, runCases, upload, useServer } from '../support/cases.ts';

const server = useServer();
const one = upload(account('1', { tier: 'Silver', phone: '5' }));
const holds = (expected: object) => [{ request: get('/accounts/1'), expect: { results: [expected] } }];
const unchanged = holds({ account_id: '1', name: 'Account 1', tier: 'Silver', phone: '5' });
const done = exactly({ status_is_ok: true });
const gold = { tier: 'Gold' };

const bodies: [string, unknown][] = [
  ['data', { data: gold }],
  ['data with the id of the path', { data: { account_id: '1', ...gold } }],
  ['data with the id of the path as a number', { data: { account_id: 1, ...gold } }],
  ['a bare record', gold],
  ['a bare record with its id', { account_id: '1', ...gold }],
  ['a bare record with a null id', { account_id: null, ...gold }],
  ['a bare record beside options', { ...gold, options: {} }],
  ['data beside other properties, which do not count', { data: gold, tier: 'Platinum', phone: '6' }],
];
const taken = bodies.map(
  ([what, body]): Case => ({
    name: `a modification by ${what} changes what it names and nothing else`,
    given: [one],
    request: put('/accounts/1', body),
    expect: done,
    later: holds({ tier: 'Gold', phone: '5', name: 'Account 1' }),
  }),
);

const wrong: [string, unknown][] = [
  ['a list', [gold]],
  ['text', '"Gold"'],
  ['a number', '5'],
  ['null', 'null'],
  ['data that is null', { data: null }],
  ['data that is a list', { data: [gold] }],
  ['data that is text', { data: 'Gold' }],
  ['data that is no object beside a bare record', { data: 5, ...gold }],
];
const envelopes = wrong.map(
  ([what, body]): Case => ({
    name: `a modification by ${what} is a wrong envelope`,
    given: [one],
    request: put('/accounts/1', body),
    expect: { status_is_ok: false, code: 'invalid_envelope', failed_results: undefined, results: undefined },
    later: unchanged,
  }),
);

const otherId = {
  status_is_ok: false,
  message: "'account_id' value must be that of the path",
  code: 'invalid_value',
  field: 'account_id',
};
const cases: Case[] = [
  ...['2', '01', '1 ', '9'].map(
    (account_id): Case => ({
      name: `a modification whose body names the account "${account_id}" is refused`,
      given: [one, upload(account('2'))],
      request: put('/accounts/1', { account_id, ...gold }),
      expect: exactly(otherId),
      later: [...unchanged, { request: get('/accounts/2'), expect: { results: [{ tier: null }] } }],
    }),
  ),
  {
    name: 'a modification never inserts',
    given: [one],
    request: put('/accounts/9', { data: account('9') }),
    expect: exactly({
      status_is_ok: false,
      message: 'Account not found',
      code: 'not_found',
    }),
    later: [{ request: get('/accounts'), expect: { results: ids('1') } }],
  },
  {
    name: 'an unknown account is told with ignore_missing_accounts too',
    request: put('/accounts/9', { data: gold, options: { ignore_missing_accounts: true } }),
    expect: { status_is_ok: false, message: 'Account not found' },
  },
  {
    name: 'a fault of the record is the message of the answer',
    given: [one],
    request: put('/accounts/1', { tier: 'Gold', employees: 'many' }),
    expect: exactly({
      status_is_ok: false,
      message: "'employees' value must be a number",
      code: 'invalid_type',
      field: 'employees',
    }),
    later: unchanged,
  },
  {
    name: 'a required field can not be taken away',
    given: [one],
    request: put('/accounts/1', { name: null }),
    expect: { status_is_ok: false, field: 'name' },
    later: unchanged,
  },
  {
    name: 'an id that is no text or number is a fault',
    given: [one],
    request: put('/accounts/1', { account_id: ['1'], ...gold }),
    expect: { status_is_ok: false, message: "'account_id' value must be a string" },
    later: unchanged,
  },
  {
    name: 'a modification of nothing is fine',
    given: [one],
    request: put('/accounts/1', {}),
    expect: done,
    later: unchanged,
  },
  {
    name: 'a record named data in a bare body is the envelope',
    given: [one],
    request: put('/accounts/1', { data: { data: gold } }),
    expect: done,
    later: unchanged,
  },
  {
    name: 'the id of the path is decoded like any other',
    given: [upload(account('a/b %'))],
    request: put('/accounts/a%2Fb%20%25', { account_id: 'a/b %', ...gold }),
    expect: done,
    later: [{ request: get('/accounts'), expect: { results: [{ account_id: 'a/b %', tier: 'Gold' }] } }],
  },
  {
    name: 'ids differ by case',
    given: [upload(account('a'))],
    request: put('/accounts/A', gold),
    expect: { status_is_ok: false, message: 'Account not found' },
  },
  {
    name: 'a modification without a body is unreadable',
    given: [one],
    request: put('/accounts/1', ''),
    status: 400,
    expect: { code: 'invalid_json', results: undefined },
    later: unchanged,
  },
  {
    name: 'parameters of the query change nothing of a modification',
    given: [one],
    request: put('/accounts/1?account_id=2&tier=Platinum&dry_run=true', gold),
    expect: done,
    later: holds({ tier: 'Gold' }),
  },
];

runCases(server, [...taken, ...envelopes, ...cases]);
