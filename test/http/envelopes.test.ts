/** Valid JSON in the wrong envelope: 200, status false, nothing applied. */
import { account, type Call, type Case, get, post, runCases, useServer } from '../support/cases.ts';

const server = useServer();

const envelopes: [string, unknown][] = [
  ['a list', []],
  ['text', '"records"'],
  ['a number', '5'],
  ['null', 'null'],
  ['true', 'true'],
  ['no records', {}],
  ['records that are null', { records: null }],
  ['records that are an object', { records: {} }],
  ['records that are text', { records: 'x' }],
  ['one record in data', { data: account('1') }],
  ['a bare record', account('1')],
  ['records in another spelling', { Records: [account('1')] }],
];
const wrongEnvelopes = envelopes.flatMap(([what, body]): Case[] => {
  const send = (path: string): Call => post(path, body);
  return [
    {
      name: `an upload of ${what} is a wrong envelope, of which nothing is applied`,
      request: send('/accounts'),
      expect: { status_is_ok: false, code: 'invalid_envelope', failed_results: [] },
      later: [{ request: get('/accounts'), expect: { results: [] } }],
    },
    {
      name: `a search with ${what} is a wrong envelope`,
      request: send('/search/accounts'),
      expect: { status_is_ok: false, code: 'invalid_envelope', results: [] },
    },
  ];
});

runCases(server, wrongEnvelopes);
