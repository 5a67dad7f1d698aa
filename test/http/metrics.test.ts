/** Custom metrics: points by account, name and timestamp. */
import assert from 'node:assert/strict';
import {
  account,
  type Call,
  type Case,
  applied,
  del,
  exactly,
  get,
  post,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { accounts, each, load, loadWith, metric } from '../support/records.ts';

const server = useServer();
runCases(server, [
  ...uploads(),
  ...values(),
  ...options(),
  ...byName(),
  ...ofAccount(),
  ...modifications(),
  ...removals(),
]);

/** Points as they are answered. */
function points(...pairs: [number, number][]) {
  return pairs.map(([timestamp, value]) => ({ timestamp, value }));
}
/** All metrics of an account. */
function has(accountId: string, metrics: object) {
  return {
    request: get(`/accounts/${accountId}/metrics`),
    expect: { status_is_ok: true, results: exactly([metrics]) },
  };
}
function nothingFailed() {
  return exactly({ status_is_ok: true, failed_results: [] });
}
function failing(...failed: object[]) {
  return { status_is_ok: false, failed_results: failed };
}

function uploads(): Case[] {
  const given: Call[] = [accounts('2', '5')];
  return [
    {
      name: 'metrics: points that were sent are answered by account and by name, latest first',
      given,
      request: load('metrics', metric('2', 'bars', [100, 3], [300, 10], [200, 1]), metric('5', 'nuts', [100, 7])),
      expect: nothingFailed(),
      later: [
        has('2', { bars: points([300, 10], [200, 1], [100, 3]) }),
        has('5', { nuts: points([100, 7]) }),
        {
          request: get('/metrics/bars'),
          expect: { results: exactly([{ account_id: '2', bars: points([300, 10], [200, 1], [100, 3]) }]) },
        },
      ],
    },
    {
      name: 'metrics: points are added to those there are, one of the same timestamp replaces it',
      given: [...given, load('metrics', metric('2', 'bars', [100, 3], [200, 4]))],
      request: load('metrics', metric('2', 'bars', [200, 9], [300, 5])),
      expect: nothingFailed(),
      later: [has('2', { bars: points([300, 5], [200, 9], [100, 3]) })],
    },
    {
      name: 'metrics: the last of a duplicate timestamp wins, in one record and over several',
      given,
      request: load(
        'metrics',
        metric('2', 'bars', [100, 1], [100, 2]),
        metric('2', 'bars', [100, 3], [200, 4]),
        metric('2', 'bars', [200, 5]),
      ),
      expect: nothingFailed(),
      later: [has('2', { bars: points([200, 5], [100, 3]) })],
    },
    {
      name: 'metrics: names are exact text, and any character may stand in one',
      given,
      request: load(
        'metrics',
        ...['bars', 'Bars', 'b/é&#% +😀', '__proto__', 'constructor', ' bars'].map((name, n) =>
          metric('2', name, [1, n]),
        ),
      ),
      expect: nothingFailed(),
      later: [
        {
          request: get('/accounts/2/metrics'),
          expect: {
            results: ([row]: object[]) =>
              assert.deepEqual(
                Object.entries(row as object).sort(([a], [b]) => (a < b ? -1 : 1)),
                [
                  [' bars', points([1, 5])],
                  ['Bars', points([1, 1])],
                  ['__proto__', points([1, 3])],
                  ['b/é&#% +😀', points([1, 2])],
                  ['bars', points([1, 0])],
                  ['constructor', points([1, 4])],
                ],
              ),
          },
        },
        {
          request: get(`/metrics/${encodeURIComponent('b/é&#% +😀')}`),
          expect: { results: [{ 'b/é&#% +😀': points([1, 2]) }] },
        },
        { request: get('/metrics/__proto__'), expect: { results: [{ account_id: '2' }] } },
        { request: get('/metrics/BARS'), expect: { status_is_ok: false, results: [] } },
      ],
    },
    {
      name: 'metrics: a name that an answer or a path would lose is refused',
      given,
      request: load(
        'metrics',
        ...['account_id', '', '.', '..', 'n\0', 'x'.repeat(129)].map((name) => metric('2', name, [1, 1])),
      ),
      expect: failing(
        { message: "'name' value must not be 'account_id'", field: 'name', account_id: '2', name: 'account_id' },
        { field: 'name', code: 'invalid_value' },
        { field: 'name', code: 'invalid_value' },
        { field: 'name', code: 'invalid_value' },
        { field: 'name', code: 'invalid_value' },
        { message: "'name' value is longer than 128 characters" },
      ),
    },
    {
      name: 'metrics: account_id, name and metrics are always required, in this order',
      given,
      request: load(
        'metrics',
        {},
        { account_id: '2' },
        { account_id: '2', name: 'bars' },
        { account_id: '2', name: 'bars', metrics: null },
      ),
      expect: failing(
        { message: 'Invalid record, missing required field: account_id' },
        { message: 'Invalid record, missing required field: name', account_id: '2' },
        { message: 'Invalid record, missing required field: metrics', name: 'bars' },
        { message: 'Invalid record, missing required field: metrics' },
      ),
    },
    {
      name: 'metrics: an empty list of points is fine and makes no metric',
      given,
      request: load('metrics', { account_id: '2', name: 'bars', metrics: [] }),
      expect: nothingFailed(),
      later: [has('2', {}), { request: get('/metrics/bars'), expect: { status_is_ok: false } }],
    },
    {
      name: 'metrics: numbers are taken as the text of an account and of a name',
      given,
      request: load('metrics', metric(2, 7, [1, 1])),
      expect: nothingFailed(),
      later: [has('2', { 7: points([1, 1]) })],
    },
    {
      name: 'metrics: an empty batch is fine, a wrong envelope is not',
      request: post('/metrics', { records: [] }),
      expect: nothingFailed(),
      later: [
        {
          request: post('/metrics', { records: {} }),
          expect: { status_is_ok: false, code: 'invalid_envelope', failed_results: [] },
        },
        { request: post('/metrics', [metric('2', 'bars', [1, 1])]), expect: { code: 'invalid_envelope' } },
        { request: get('/metrics'), status: 405 },
        { request: get('/metrics/'), status: 405 },
      ],
    },
  ];
}

function values(): Case[] {
  const given: Call[] = [accounts('2')];
  return [
    {
      name: 'metrics: values are any finite numbers, answered as they were sent',
      given,
      request: post(
        '/metrics',
        '{"records":[{"account_id":"2","name":"x","metrics":[{"timestamp":1,"value":0.1},{"timestamp":2,"value":-0},{"timestamp":3,"value":1e300},{"timestamp":4,"value":-5e-324},{"timestamp":5,"value":9007199254740993},{"timestamp":6,"value":3.0},{"timestamp":7,"value":1e-400}]}]}',
      ),
      expect: nothingFailed(),
      later: [
        {
          request: get('/accounts/2/metrics?direction=asc'),
          expect: {
            results: exactly([
              { x: points([1, 0.1], [2, 0], [3, 1e300], [4, -5e-324], [5, 9007199254740992], [6, 3], [7, 0]) },
            ]),
          },
        },
      ],
    },
    {
      name: 'metrics: what is no finite number is refused with its path',
      given,
      request: post(
        '/metrics',
        '{"records":[{"account_id":"2","name":"x","metrics":[{"timestamp":1,"value":1e400}]},{"account_id":"2","name":"x","metrics":[{"timestamp":1,"value":"3"}]},{"account_id":"2","name":"x","metrics":[{"timestamp":1,"value":true}]},{"account_id":"2","name":"x","metrics":[{"timestamp":1,"value":null}]},{"account_id":"2","name":"x","metrics":[{"timestamp":1}]}]}',
      ),
      expect: failing(
        ...[0, 1, 2].map((record) => ({ record, message: "'metrics.value' value must be a number" })),
        ...[3, 4].map((record) => ({ record, message: 'Invalid record, missing required field: metrics.value' })),
      ),
      later: [has('2', {})],
    },
    {
      name: 'metrics: timestamps are whole milliseconds within the dates there are',
      given,
      request: load('metrics', metric('2', 'x', [1_312_685_594_018.9, 1], [-8.64e15, 2], [8.64e15, 3], [0, 4])),
      expect: nothingFailed(),
      later: [
        has('2', { x: points([8.64e15, 3], [1_312_685_594_018, 1], [0, 4], [-8.64e15, 2]) }),
        {
          request: load(
            'metrics',
            metric('2', 'x', [8.64e15 + 1, 1]),
            metric('2', 'x', ['1', 1]),
            metric('2', 'x', [null, 1]),
          ),
          expect: failing(
            { field: 'metrics.timestamp', code: 'out_of_range' },
            { message: "'metrics.timestamp' value must be a Long" },
            { message: 'Invalid record, missing required field: metrics.timestamp' },
          ),
        },
      ],
    },
    {
      name: 'metrics: the points must be a list of objects',
      given,
      request: load(
        'metrics',
        { account_id: '2', name: 'x', metrics: { timestamp: 1, value: 1 } },
        { account_id: '2', name: 'x', metrics: [5] },
      ),
      expect: failing(
        { message: "'metrics' value must be an array" },
        { message: "'metrics' value must be an array of objects" },
      ),
    },
  ];
}

function options(): Case[] {
  const given: Call[] = [accounts('2', '5'), load('metrics', metric('2', 'bars', [100, 3]))];
  const was = has('2', { bars: points([100, 3]) });
  return [
    {
      name: 'metrics: a record of an unknown account fails alone, with its keys',
      given,
      request: load('metrics', metric('nowhere', 'bars', [1, 1]), metric('2', 'nuts', [1, 1])),
      expect: exactly({
        status_is_ok: true,
        failed_results: [
          {
            message: 'Account not found',
            status_is_ok: false,
            record: 0,
            code: 'account_not_found',
            field: 'account_id',
            account_id: 'nowhere',
            name: 'bars',
          },
        ],
      }),
      later: [has('2', { bars: points([100, 3]), nuts: points([1, 1]) })],
    },
    {
      name: 'metrics: nothing but unknown accounts stays true',
      given,
      request: load('metrics', metric('nowhere', 'bars', [1, 1])),
      expect: { status_is_ok: true, failed_results: [{ record: 0 }] },
    },
    {
      name: 'metrics: ignore_missing_accounts: false makes an unknown account refuse the batch',
      given,
      request: loadWith(
        'metrics',
        { ignore_missing_accounts: false },
        metric('nowhere', 'bars', [1, 1]),
        metric('2', 'nuts', [1, 1]),
      ),
      expect: failing({ record: 0, message: 'Account not found' }),
      later: [was],
    },
    {
      name: 'metrics: a fault that needs no stored data refuses the batch and lists every such record',
      given,
      request: load('metrics', metric('2', 'a', [1, 1]), metric('2', 'b', [1, 'x']), metric('2', '', [1, 1])),
      expect: failing({ record: 1, account_id: '2', name: 'b' }, { record: 2, name: '' }),
      later: [was],
    },
    {
      name: 'metrics: dry_run reports and applies nothing',
      given,
      request: loadWith(
        'metrics',
        { dry_run: true, return: 'outcomes' },
        metric('2', 'bars', [100, 4]),
        metric('2', 'nuts', [1, 1]),
        metric('9', 'x', [1, 1]),
      ),
      expect: { status_is_ok: true, outcomes: exactly(['updated', 'created', 'failed']) },
      later: [was, { request: get('/metrics/nuts'), expect: { status_is_ok: false } }],
    },
    {
      name: 'metrics: atomic makes an unknown account refuse the batch',
      given,
      request: loadWith('metrics', { atomic: true }, metric('2', 'bars', [100, 4]), metric('nowhere', 'x', [1, 1])),
      expect: failing({ record: 1 }),
      later: [was],
    },
    {
      name: 'metrics: outcomes tell whether a series is new, has other points now or is as it was',
      given,
      request: loadWith(
        'metrics',
        { return: 'outcomes' },
        metric('2', 'bars', [100, 3]),
        metric('2', 'bars', [200, 1]),
        metric('2', 'bars', [200, 1]),
        metric('2', 'bars', [100, 5], [200, 1]),
        metric('5', 'bars', [100, 3]),
        metric('5', 'bars', [200, 3]),
        metric('nowhere', 'bars', [100, 3]),
      ),
      expect: { outcomes: exactly(['unchanged', 'updated', 'unchanged', 'updated', 'created', 'updated', 'failed']) },
      later: [has('2', { bars: points([200, 1], [100, 5]) })],
    },
  ];
}

function byName(): Case[] {
  const given: Call[] = [
    accounts('1', '2', '5'),
    load(
      'metrics',
      metric('2', 'bars', [100, 3], [200, 10]),
      metric('5', 'bars', [100, 7], [300, 22]),
      metric('1', 'nuts', [1, 1]),
    ),
  ];
  return [
    {
      name: 'metrics: GET by name answers a row for each account that has it, with all its points',
      given,
      request: get('/metrics/bars?direction=asc'),
      expect: exactly({
        status_is_ok: true,
        current_page: 0,
        max_page_size: 1000,
        direction: 'asc',
        next_page: null,
        next_cursor: null,
        results: [
          { account_id: '2', bars: points([100, 3], [200, 10]) },
          { account_id: '5', bars: points([100, 7], [300, 22]) },
        ],
      }),
      later: [
        {
          request: get('/metrics/bars/'),
          expect: {
            direction: undefined,
            results: (rows: { account_id: string; bars: unknown }[]) =>
              assert.deepEqual(rows.find((row) => row.account_id === '5')?.bars, points([300, 22], [100, 7])),
          },
        },
      ],
    },
    {
      name: 'metrics: account_id filters the rows',
      given,
      request: get('/metrics/bars?account_id=5'),
      expect: { results: exactly([{ account_id: '5', bars: points([300, 22], [100, 7]) }]) },
      later: [
        { request: get('/metrics/bars?account_id=1'), expect: { status_is_ok: true, results: [] } },
        { request: get('/metrics/bars?account_id=nowhere'), expect: { status_is_ok: true, results: [] } },
        {
          request: get('/metrics/bars?account_id='),
          expect: { status_is_ok: false, field: 'account_id', results: [] },
        },
        { request: get('/metrics/bars?account_id=%20%09'), expect: { status_is_ok: false, results: [] } },
      ],
    },
    {
      name: 'metrics: GET of a name that no account has is status false without results',
      given,
      request: get('/metrics/chips'),
      expect: exactly({ status_is_ok: false, message: 'Record not found', code: 'not_found', results: [] }),
      later: [
        { request: get('/metrics/chips?account_id=2'), expect: { status_is_ok: false, results: [] } },
        { request: get('/metrics/account_id'), expect: { status_is_ok: false, results: [] } },
      ],
    },
    {
      name: 'metrics: a page past the end is empty, a malformed page is 0',
      given,
      request: get('/metrics/bars?page=1'),
      expect: { status_is_ok: true, current_page: 1, results: [] },
      later: [{ request: get('/metrics/bars?page=x'), expect: { current_page: 0, results: [{}, {}] } }],
    },
    {
      name: 'metrics: 1000 accounts make a page',
      given: [
        upload(...Array.from({ length: 1001 }, (_, n) => account(String(n).padStart(4, '0')))),
        load(
          'metrics',
          ...Array.from({ length: 1001 }, (_, n) => metric(String(n).padStart(4, '0'), 'x', [1, n], [2, n])),
        ),
      ],
      request: get('/metrics/x?direction=asc'),
      expect: {
        next_page: 1,
        results: (rows: unknown[]) =>
          assert.deepEqual([rows.length, rows[999]], [1000, { account_id: '0999', x: points([1, 999], [2, 999]) }]),
      },
      later: [
        {
          request: get('/metrics/x?direction=asc&page=1'),
          expect: { next_page: null, results: exactly([{ account_id: '1000', x: points([1, 1000], [2, 1000]) }]) },
        },
      ],
    },
    {
      name: 'metrics: those of inactive accounts are answered too',
      given: [...given, del('/accounts/2'), del('/accounts/5?churn=true')],
      request: get('/metrics/bars'),
      expect: { results: [{}, {}] },
      later: [has('2', { bars: points([200, 10], [100, 3]) })],
    },
  ];
}

function ofAccount(): Case[] {
  const given: Call[] = [
    accounts('2', '5'),
    load(
      'metrics',
      metric('2', 'bars', [100, 3], [200, 10]),
      metric('2', 'nuts', [100, 1]),
      metric('5', 'bars', [1, 1]),
    ),
  ];
  return [
    {
      name: 'metrics: those of an account are one object, whose keys are their names',
      given,
      request: get('/accounts/2/metrics'),
      expect: exactly({
        status_is_ok: true,
        current_page: 0,
        max_page_size: 1000,
        next_page: null,
        next_cursor: null,
        results: [{ bars: points([200, 10], [100, 3]), nuts: points([100, 1]) }],
      }),
      later: [
        {
          request: get('/accounts/2/metrics/?direction=asc'),
          expect: { direction: 'asc', results: [{ bars: points([100, 3], [200, 10]) }] },
        },
        {
          request: get('/accounts/2/metrics?direction=up'),
          expect: { direction: 'desc', results: [{ bars: points([200, 10], [100, 3]) }] },
        },
      ],
    },
    {
      name: 'metrics: page 0 of an account holds all of them, later pages none',
      given,
      request: get('/accounts/2/metrics?page=1'),
      expect: { status_is_ok: true, current_page: 1, next_page: null, results: [] },
      later: [{ request: get('/accounts/2/metrics?page=0'), expect: { results: [{ bars: [{}, {}], nuts: [{}] }] } }],
    },
    {
      name: 'metrics: an account without any is one empty object',
      given: [accounts('2')],
      ...has('2', {}),
      later: [{ request: get('/accounts/2/metrics?page=1'), expect: { results: [] } }],
    },
    {
      name: 'metrics: those of an unknown account are status false without results',
      given,
      request: get('/accounts/nowhere/metrics'),
      expect: { status_is_ok: false, message: 'Account not found', results: [] },
    },
  ];
}

function modifications(): Case[] {
  const given: Call[] = [accounts('2', '5'), load('metrics', metric('2', 'bars', [100, 3]))];
  const was = has('2', { bars: points([100, 3]) });
  return [
    {
      name: 'metrics: PUT adds and changes points of a metric',
      given,
      request: put('/metrics/bars', { data: metric('2', 'bars', [100, 4], [200, 5]) }),
      expect: exactly(applied),
      later: [has('2', { bars: points([200, 5], [100, 4]) })],
    },
    {
      name: 'metrics: PUT takes a bare object, without the name, with a slash behind the path',
      given,
      request: put('/metrics/bars/', { account_id: '2', metrics: [{ timestamp: 7, value: 8 }] }),
      expect: exactly(applied),
      later: [has('2', { bars: points([100, 3], [7, 8]) })],
    },
    {
      name: 'metrics: PUT gives a metric that another account has to an account as well',
      given,
      request: put('/metrics/bars', { data: metric('5', 'bars', [1, 1]), options: { return: 'outcomes' } }),
      expect: exactly({ status_is_ok: true, outcomes: ['created'] }),
      later: [has('5', { bars: points([1, 1]) }), was],
    },
    {
      name: 'metrics: PUT of a name that no account has is status false and makes none',
      given,
      request: put('/metrics/nuts', { data: metric('2', 'nuts', [1, 1]) }),
      expect: { status_is_ok: false, message: 'Record not found' },
      later: [was],
    },
    {
      name: 'metrics: PUT of another name than that of the path is an error',
      given,
      request: put('/metrics/bars', { data: metric('2', 'nuts', [1, 1]) }),
      expect: { status_is_ok: false, message: "'name' value must be that of the path", field: 'name' },
      later: [
        was,
        {
          request: put('/metrics/account_id', { data: { account_id: '2', metrics: [] } }),
          expect: { status_is_ok: false },
        },
      ],
    },
    {
      name: 'metrics: PUT of an unknown account is answered as an upload’s first record',
      given,
      request: put('/metrics/bars', { data: metric('nowhere', 'bars', [1, 1]) }),
      expect: {
        status_is_ok: true,
        failed_results: [{ record: 0, message: 'Account not found', account_id: 'nowhere', name: 'bars' }],
      },
      later: [
        {
          request: put('/metrics/nuts', { data: metric('nowhere', 'nuts', [1, 1]) }),
          expect: { status_is_ok: true, failed_results: [{ record: 0 }] },
        },
        {
          request: put('/metrics/bars', {
            data: metric('nowhere', 'bars', [1, 1]),
            options: { ignore_missing_accounts: false },
          }),
          expect: { status_is_ok: false, message: 'Account not found' },
        },
        was,
      ],
    },
    {
      name: 'metrics: PUT may leave the account out where one alone has a metric of that name',
      given: [...given, load('metrics', metric('2', 'nuts', [1, 1]), metric('5', 'nuts', [1, 1]))],
      request: put('/metrics/bars', { data: { metrics: [{ timestamp: 7, value: 8 }] } }),
      expect: exactly(applied),
      later: [
        has('2', { bars: points([100, 3], [7, 8]), nuts: points([1, 1]) }),
        {
          request: put('/metrics/nuts', { data: { metrics: [{ timestamp: 7, value: 8 }] } }),
          expect: { status_is_ok: false, code: 'ambiguous', field: 'account_id' },
        },
        {
          request: put('/metrics/bolts', { data: { metrics: [{ timestamp: 7, value: 8 }] } }),
          expect: { status_is_ok: false, message: 'Record not found' },
        },
        has('5', { nuts: points([1, 1]) }),
      ],
    },
    {
      name: 'metrics: PUT needs points that are valid',
      given,
      request: put('/metrics/bars', { data: { account_id: '2', metrics: [{ timestamp: 1 }] } }),
      expect: { status_is_ok: false, message: 'Invalid record, missing required field: metrics.value' },
      later: [
        {
          request: put('/metrics/bars', { data: { account_id: '2' } }),
          expect: { message: 'Invalid record, missing required field: metrics' },
        },
        { request: put('/metrics/bars', { data: 'x' }), expect: { code: 'invalid_envelope' } },
        {
          request: put('/metrics/bars', { data: metric('2', 'bars', [1, 'x']) }),
          expect: { message: "'metrics.value' value must be a number" },
        },
        was,
      ],
    },
    {
      name: 'metrics: PUT with dry_run changes nothing',
      given,
      request: put('/metrics/bars', {
        data: metric('2', 'bars', [1, 1]),
        options: { dry_run: true, return: 'outcomes' },
      }),
      expect: exactly({ status_is_ok: true, outcomes: ['updated'] }),
      later: [
        was,
        {
          request: put('/metrics/bars', { data: metric('2', 'bars', [100, 3]), options: { return: 'outcomes' } }),
          expect: { outcomes: exactly(['unchanged']) },
        },
      ],
    },
  ];
}

function removals(): Case[] {
  const given: Call[] = [
    accounts('2', '5'),
    load('metrics', metric('2', 'bars', [100, 3]), metric('5', 'bars', [1, 1], [2, 2]), metric('5', 'nuts', [1, 1])),
  ];
  return [
    {
      name: 'metrics: DELETE removes a metric of all accounts and no other',
      given,
      request: del('/metrics/bars'),
      expect: exactly(applied),
      later: [
        has('2', {}),
        has('5', { nuts: points([1, 1]) }),
        { request: get('/metrics/bars'), expect: { status_is_ok: false } },
        { request: del('/metrics/bars/'), expect: { status_is_ok: false, message: 'Record not found' } },
        { request: put('/metrics/bars', { data: metric('2', 'bars', [1, 1]) }), expect: { status_is_ok: false } },
      ],
    },
    {
      name: 'metrics: DELETE with account_id removes it of that account alone',
      given,
      request: del('/metrics/bars/?account_id=5'),
      expect: exactly(applied),
      later: [
        has('2', { bars: points([100, 3]) }),
        has('5', { nuts: points([1, 1]) }),
        { request: get('/metrics/bars'), expect: { results: each('account_id', '2') } },
        { request: del('/metrics/bars?account_id=5'), expect: { status_is_ok: false, message: 'Record not found' } },
      ],
    },
    {
      name: 'metrics: DELETE with a blank, unknown or repeated account_id removes nothing',
      given,
      request: del('/metrics/bars?account_id='),
      expect: { status_is_ok: false, code: 'invalid_parameter' },
      later: [
        { request: del('/metrics/bars?account_id=%20'), expect: { status_is_ok: false } },
        { request: del('/metrics/bars?account_id=nowhere'), expect: { status_is_ok: false } },
        { request: del('/metrics/bars?account_id=2&account_id=5'), expect: { status_is_ok: false } },
        { request: del('/metrics/bars?accountid=2'), expect: { status_is_ok: false } },
        has('2', { bars: points([100, 3]) }),
        has('5', { bars: points([2, 2], [1, 1]), nuts: points([1, 1]) }),
      ],
    },
    {
      name: 'metrics: a metric that was deleted can be sent anew, with none of its former points',
      given,
      request: del('/metrics/bars'),
      later: [
        { request: load('metrics', metric('5', 'bars', [9, 9])), expect: nothingFailed() },
        has('5', { bars: points([9, 9]), nuts: points([1, 1]) }),
      ],
    },
  ];
}
