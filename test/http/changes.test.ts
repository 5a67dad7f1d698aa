/** The history of an account: what is recorded, by whom, in which order (ours). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../../src/store/database.ts';
import { prepareDatabase } from '../../src/store/location.ts';
import {
  account,
  at,
  type Call,
  type Case,
  day,
  del,
  exactly,
  get,
  post,
  put,
  runCases,
  upload,
  useServer,
} from '../support/cases.ts';
import { testNow } from '../support/server.ts';

const server = useServer();
const t = testNow;
const one = upload(account('1', { tier: 'Silver', stage: 'trial', assigned_csms: ['joe@company.com'] }));
const change = (fields: object): Call => at(t + day, upload({ account_id: '1', ...fields }));
const changes = (...expected: object[]) => [
  { request: get('/accounts/1/changes'), expect: { current_page: 0, max_page_size: 1000, results: expected } },
];
const entry = (what: string, from: unknown, to: unknown) => ({
  account_id: '1',
  at: t + day,
  what,
  from: exactly(from),
  to: exactly(to),
  source: 'test',
});
const status = (title: string | null, details: string | null, date: number | null) => ({ title, details, date });

const cases: Case[] = [
  { name: 'a new account has no changes', request: one, later: changes() },
  {
    name: 'a change of tier is recorded with its time and source',
    given: [one],
    request: change({ tier: 'Gold' }),
    later: changes(entry('tier', 'Silver', 'Gold')),
  },
  {
    name: 'a change by a modification is recorded too',
    given: [one],
    request: at(t + day, put('/accounts/1', { tier: null })),
    later: changes(entry('tier', 'Silver', null)),
  },
  {
    name: 'a change of the csm_score is recorded',
    given: [one],
    request: change({ csm_score: 5 }),
    later: changes(entry('csm_score', null, 5)),
  },
  {
    name: 'a change of stage is recorded',
    given: [one],
    request: change({ stage: 'established' }),
    later: changes(entry('stage', 'trial', 'established')),
  },
  {
    name: 'the flags are recorded by name',
    given: [one],
    request: at(t + day, del('/accounts/1?churn=true')),
    later: [
      ...changes(entry('is_churned', false, true)),
      { request: change({ is_churned: false }) },
      ...changes(entry('is_churned', true, false), entry('is_churned', false, true)),
    ],
  },
  {
    name: 'the parts of the latest status are one change',
    given: [one],
    request: change({ latest_status_title: 'Red', latest_status_details: 'No answer', latest_status_date: 5 }),
    later: changes(entry('latest_status', status(null, null, null), status('Red', 'No answer', 5))),
  },
  {
    name: 'a change of managers is recorded with those before and after',
    given: [one],
    request: change({ assigned_csms: ['amy@company.com'] }),
    later: changes(entry('assigned_csms', ['joe@company.com'], ['joe@company.com', 'amy@company.com'])),
  },
  {
    name: 'a delete of managers is recorded',
    given: [one],
    request: at(t + day, del('/accounts/1/assigned_csms')),
    later: changes(entry('assigned_csms', ['joe@company.com'], [])),
  },
  {
    name: 'a delete of the stage history is recorded as a change of stage',
    given: [one],
    request: at(t + day, del('/accounts/1/stage_history')),
    later: changes(entry('stage', 'trial', null)),
  },
  {
    name: 'what is as it was is no change, nor are other fields',
    given: [one],
    request: change({ tier: 'Silver', stage: 'trial', assigned_csms: ['JOE@company.com'], phone: '5', name: 'x' }),
    later: changes(),
  },
  {
    name: 'a failed record and a refused batch leave no changes',
    given: [one],
    request: change({ tier: 'Gold', parent_account_id: '1' }),
    expect: { status_is_ok: false },
    later: [{ request: upload({ account_id: '1', tier: 'Gold' }, {}), expect: { status_is_ok: false } }, ...changes()],
  },
  {
    name: 'a dry run leaves no changes',
    given: [one],
    request: post('/accounts', { options: { dry_run: true }, records: [{ account_id: '1', tier: 'Gold' }] }),
    later: changes(),
  },
  {
    name: 'the records of a key that comes twice in a batch are one change',
    given: [one],
    request: at(t + day, upload({ account_id: '1', tier: 'Gold' }, { account_id: '1', tier: 'Platinum' })),
    later: changes(entry('tier', 'Silver', 'Platinum')),
  },
  {
    name: 'what one batch changes and changes back is no change, but an outcome of each record',
    given: [one],
    request: post('/accounts', {
      options: { return: 'outcomes' },
      records: ['Gold', 'Silver'].map((tier) => ({ account_id: '1', tier })),
    }),
    expect: { outcomes: ['updated', 'updated'] },
    later: changes(),
  },
  {
    name: 'what an account is given in the batch that inserts it is no change',
    request: upload(account('1', { tier: 'Silver' }), { account_id: '1', tier: 'Gold' }),
    later: changes(),
  },
  {
    name: 'each batch is a change, the last first',
    given: [one, change({ tier: 'Gold' })],
    request: change({ tier: 'Platinum' }),
    later: changes(entry('tier', 'Gold', 'Platinum'), entry('tier', 'Silver', 'Gold')),
  },
  {
    name: 'changes come the other way round when asked to',
    given: [one, change({ tier: 'Gold' }), at(t + 2 * day, upload({ account_id: '1', tier: 'Silver' }))],
    request: get('/accounts/1/changes?direction=asc&order_by=at'),
    expect: {
      direction: 'asc',
      order_by: 'at',
      results: [
        { at: t + day, to: 'Gold' },
        { at: t + 2 * day, to: 'Silver' },
      ],
    },
  },
  {
    name: 'the history of an account holds none of another, be its id alike',
    given: [
      one,
      upload(account('1 '), account('11')),
      upload({ account_id: '11', tier: 'x' }, { account_id: '1 ', tier: 'y' }),
    ],
    request: get('/accounts/1/changes'),
    expect: { results: [] },
  },
  {
    name: 'the history of a deleted account is there',
    given: [one, at(t + day, del('/accounts/1'))],
    request: get('/accounts/1/changes'),
    expect: { results: [entry('is_deleted', false, true)] },
  },
];
runCases(server, cases);

test('changes come a thousand a page, by number and by cursor, each once', async () => {
  const { tenant, place } = server();
  const client = await tenant();
  await client.load('accounts', [account('1')]);
  const tiers = Array.from({ length: 2_500 }, (_, index) => `tier ${index}`);
  const database = openDatabase(await prepareDatabase(place, t), 'writer');
  const { tenant_id } = (await database.directory.tenant(client.tenant)) ?? assert.fail();
  await database.store(tenant_id).write((writer) =>
    writer.addChanges(
      tiers.map((tier) => ({
        account_id: '1',
        at: t,
        what: 'tier',
        from: 'null',
        to: JSON.stringify(tier),
        source: 'x',
      })),
    ),
  );
  await database.close();
  for (const walk of ['page', 'cursor']) {
    const met: string[] = [];
    let query = '';
    for (let page = 0; page < 3; page++) {
      const { body } = await client.get(`/accounts/1/changes${query}`);
      assert.equal(body.current_page, page);
      met.push(...body.results.map(({ to }: { to: string }) => to));
      query = `?${walk}=${walk === 'page' ? body.next_page : body.next_cursor}`;
    }
    assert.deepEqual(met, tiers.toReversed());
  }
});
