/** Stages of an account over time, also those that begin and end by the clock alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  account,
  at,
  type Case,
  day,
  exactly,
  get,
  ids,
  put,
  refused,
  runCases,
  search,
  upload,
  useServer,
} from '../support/cases.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const t = testNow;
type Entry = [name: string, start_date: number, end_date?: number | null];
const history = (...entries: Entry[]) =>
  entries.map(([name, start_date, end_date = null]) => ({ name, start_date, end_date }));
const stages = (...entries: Entry[]) => upload(account('1', { stage_history: history(...entries) }));
const stage = (name: unknown) => upload(account('1', { stage: name }));
const holds = (current_stage: string | null, ...entries: Entry[]) => [
  {
    request: get('/accounts/1'),
    expect: { results: [{ current_stage, stage_history: exactly(history(...entries)) }] },
  },
];

const cases: Case[] = [
  { name: 'an account without stages has none now', request: upload(account('1')), later: holds(null) },
  { name: 'a stage opens now', request: stage('trial'), later: holds('trial', ['trial', t]) },
  {
    name: 'a stage closes the open one now',
    given: [stage('trial')],
    request: at(t + day, stage('established')),
    later: holds('established', ['trial', t, t + day], ['established', t + day]),
  },
  {
    name: 'the current stage again is no change',
    given: [stage('trial')],
    request: at(t + day, stage('trial')),
    later: holds('trial', ['trial', t]),
  },
  {
    name: 'a former stage comes back as an entry of its own',
    given: [stage('trial'), at(t + day, stage('paused'))],
    request: at(t + 2 * day, stage('trial')),
    later: holds('trial', ['trial', t, t + day], ['paused', t + day, t + 2 * day], ['trial', t + 2 * day]),
  },
  {
    name: 'a stage is not answered, searched or sorted by',
    given: [stage('trial')],
    request: get('/accounts/1'),
    expect: { results: [{ stage: undefined }] },
    later: [
      { request: get('/accounts?order_by=stage'), expect: { order_by: 'account_id', results: [{ stage: undefined }] } },
      { request: search([{ attribute: 'stage', value: 'trial' }]), expect: { status_is_ok: false } },
      { request: get('/accounts?include=stage'), expect: { results: [{ stage: undefined }] } },
    ],
  },
  {
    name: 'a stage and a stage_history together are a fault',
    request: upload(account('1', { stage: 'trial', stage_history: history(['trial', 1]) })),
    expect: refused("Only one of 'stage' and 'stage_history' may be given", { code: 'conflicting_fields' }),
  },
  {
    name: 'a stage beside an empty or null stage_history counts',
    request: upload(
      account('1', { stage: 'trial', stage_history: [] }),
      account('2', { stage: 'x', stage_history: null }),
    ),
    later: holds('trial', ['trial', t]),
  },
  {
    name: 'two open stages in one record are a fault',
    request: stages(['trial', 1], ['established', 2]),
    expect: refused("'stage_history' must hold at most one stage without end_date", { field: 'stage_history' }),
  },
  {
    name: 'a stage without end_date is open',
    request: upload(account('1', { stage_history: [{ name: 'trial', start_date: 5 }] })),
    later: holds('trial', ['trial', 5]),
  },
  {
    name: 'stages come by their start, whatever order they arrive in',
    given: [stages(['c', 30], ['a', 10, 20])],
    request: stages(['b', 20, 30]),
    later: holds('c', ['a', 10, 20], ['b', 20, 30], ['c', 30]),
  },
  {
    name: 'a stage of the same name and start takes the place of the one before',
    given: [stages(['trial', 5])],
    request: stages(['trial', 5, 10]),
    later: holds(null, ['trial', 5, 10]),
  },
  {
    name: 'a stage of the same name and another start is another entry',
    given: [stages(['trial', 5, 10])],
    request: stages(['trial', 20]),
    later: holds('trial', ['trial', 5, 10], ['trial', 20]),
  },
  {
    name: 'of two open stages the older is closed at the start of the later',
    given: [stages(['trial', 10])],
    request: stages(['established', 20]),
    later: holds('established', ['trial', 10, 20], ['established', 20]),
  },
  {
    name: 'of two open stages the older is closed though it arrives later',
    given: [stages(['established', 20])],
    request: stages(['trial', 10]),
    later: holds('established', ['trial', 10, 20], ['established', 20]),
  },
  {
    name: 'the open stage sent again beside a later one is closed again',
    given: [stages(['trial', 10]), stages(['established', 20])],
    request: stages(['trial', 10]),
    later: holds('established', ['trial', 10, 20], ['established', 20]),
  },
  {
    name: 'the current stage is the latest started of those in effect now',
    request: stages(['a', 10, t + day], ['b', 20, t + 2 * day], ['c', 30, t]),
    later: holds('b', ['a', 10, t + day], ['b', 20, t + 2 * day], ['c', 30, t]),
  },
  {
    name: 'a stage that begins now is the current one, one that ends now is not',
    request: stages(['a', 10, t], ['b', t]),
    later: holds('b', ['a', 10, t], ['b', t]),
  },
  {
    name: 'a stage entered while one is planned ends where that begins',
    given: [stages(['planned', t + day])],
    request: stage('trial'),
    later: holds('trial', ['trial', t, t + day], ['planned', t + day]),
  },
  {
    name: 'an entry needs a name and a start',
    request: upload(account('1', { stage_history: [{ name: 'trial' }] })),
    expect: refused('Invalid record, missing required field: stage_history.start_date'),
    later: [
      {
        request: upload(account('1', { stage_history: [{ start_date: 5 }] })),
        expect: refused('Invalid record, missing required field: stage_history.name'),
      },
    ],
  },
  {
    name: 'a null stage is as if absent',
    given: [stage('trial')],
    request: at(t + day, stage(null)),
    later: holds('trial', ['trial', t]),
  },
  {
    name: 'a modification enters a stage as an upload does',
    given: [stage('trial')],
    request: at(t + day, put('/accounts/1', { stage: 'established' })),
    later: holds('established', ['trial', t, t + day], ['established', t + day]),
  },
];
runCases(server, cases);

test('a planned stage begins and ends by the clock alone: in the account, lists, orders, searches and the history', async () => {
  const { tenant, time } = server();
  time.now = t;
  const client = await tenant();
  await client.load('accounts', [
    account('1', { stage_history: history(['trial', t - day, t + day], ['pilot', t + day, t + 3 * day]) }),
    account('2', { stage_history: history(['onboarding', 5]) }),
  ]);
  const current = async (): Promise<object> => {
    const found = await client.post('/search/accounts', { records: [{ attribute: 'current_stage', value: 'pilot' }] });
    const sorted = (await client.get('/accounts?order_by=current_stage&direction=asc')).body.results;
    return {
      account: (await client.get('/accounts/1')).body.results[0].current_stage,
      sorted: sorted.map((row: { account_id: string }) => row.account_id),
      found: found.body.results.length,
    };
  };
  assert.deepEqual(await current(), { account: 'trial', sorted: ['2', '1'], found: 0 });
  // Each instant is met first by another kind of read.
  time.now = t + day;
  assert.deepEqual(await current(), { account: 'pilot', sorted: ['2', '1'], found: 1 });
  time.now = t + 3 * day - 1;
  assert.deepEqual(await current(), { account: 'pilot', sorted: ['2', '1'], found: 1 });
  time.now = t + 3 * day;
  const sorted = (await client.get('/accounts?order_by=current_stage&direction=desc')).body.results;
  ids('2', '1')(sorted, 'nulls come last');
  assert.equal(sorted[1].current_stage, null);
  assert.deepEqual(await current(), { account: null, sorted: ['2', '1'], found: 0 });
  const { results } = (await client.get('/accounts/1/changes')).body;
  assert.deepEqual(
    results.map(({ at: when, what, from, to, source }: { [field: string]: unknown }) => [when, what, from, to, source]),
    [
      [t + 3 * day, 'stage', 'pilot', null, 'clock'],
      [t + day, 'stage', 'trial', 'pilot', 'clock'],
    ],
  );
});

for (const [what, ask] of [
  ['the account', get('/accounts/1')],
  ['a list', get('/accounts')],
  ['a search', search([{ attribute: 'current_stage', value: 'later' }])],
] as const) {
  test(`${what} asked for first after a year holds the stage of that time`, async () => {
    const { tenant, time } = server();
    time.now = t;
    const client = await tenant();
    const planned = Array.from({ length: 50 }, (_, n): Entry => [`stage ${n}`, t + n * day, t + (n + 1) * day]);
    await client.load('accounts', [account('1', { stage_history: history(...planned, ['later', t + 50 * day]) })]);
    time.now = t + 365 * day;
    const { body } = await client.request(ask.method, ask.path, ask.body);
    assert.equal(body.results[0].current_stage, 'later');
    const changes = (await client.get('/accounts/1/changes')).body.results;
    assert.equal(changes.length, 50);
    assert.equal(changes[0].at, t + 50 * day);
  });
}

test('a write after a planned stage has begun finds it begun', async () => {
  const { tenant, time } = server();
  time.now = t;
  const client = await tenant();
  await client.load('accounts', [account('1', { stage_history: history(['planned', t + day]) })]);
  time.now = t + 2 * day;
  const options = { return: 'outcomes' };
  const { body } = await client.post('/accounts', { options, records: [{ account_id: '1', stage: 'planned' }] });
  assert.deepEqual(body.outcomes, ['unchanged']);
});
