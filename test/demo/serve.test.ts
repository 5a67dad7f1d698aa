import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { pino } from 'pino';
import { type Running, startServer } from '../../src/cli/serve.ts';
import { readConfig } from '../../src/config.ts';
import { SharedClock } from '../../src/store/clock.ts';
import { Client } from '../support/client.ts';
import { testNow } from '../support/server.ts';

const apiKey = 'key-of-the-demo';
const dayMs = 86_400_000;
const log: { msg: string }[] = [];
const sink = new Writable({
  write(chunk, _encoding, done) {
    log.push(JSON.parse(String(chunk)));
    done();
  },
});

async function start(data: string, demo: boolean): Promise<{ running: Running; client: Client }> {
  const config = { ...readConfig({ port: '0', data }, {}), apiKey, demo };
  const clock = new SharedClock();
  clock.now = testNow;
  const running = await startServer(config, pino({ base: null }, sink), { clock });
  return { running, client: new Client(running.url, apiKey, 'default') };
}

/** All records of a list, page after page. */
async function all(client: Client, path: string): Promise<any[]> {
  const records: any[] = [];
  const and = path.includes('?') ? '&' : '?';
  for (let page: number | null = 0; page !== null; ) {
    const { body } = await client.get(`${path}${and}page=${page}`);
    records.push(...body.results);
    page = body.next_page;
  }
  return records;
}

const lists = '/subscriptions /account_users /account_contacts /statements /support_tickets /interactions /notes'.split(
  ' ',
);
const include = 'include_inactive=true&include=assigned_csms,nps_history,stage_history,custom_label_dimensions';
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const average = (records: readonly any[], field: string): number =>
  mean(records.flatMap((record) => record[field] ?? []));
const total = ({ recurring = 0, non_recurring = 0 }: any): number => recurring + non_recurring;

describe('a server with the demo', { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-demo-'));
  let running: Running;
  let client: Client;
  let accounts: any[];
  before(
    async () => {
      ({ running, client } = await start(folder, true));
      accounts = await all(client, `/accounts?${include}`);
    },
    { timeout: 300_000 },
  );
  after(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('has a portfolio of 300 accounts and more, about an eighth of them churned and a few deleted', () => {
    const churned = accounts.filter(({ is_churned }) => is_churned);
    const deleted = accounts.filter(({ is_deleted }) => is_deleted);
    assert.ok(accounts.filter(({ is_active }) => is_active).length >= 300);
    assert.ok(churned.length / accounts.length > 0.09 && churned.length / accounts.length < 0.15, `${churned.length}`);
    assert.ok(deleted.length >= 3 && deleted.length <= 12);
    for (const account of [...churned, ...deleted])
      assert.ok(account.inactive_reason && account.inactive_time < testNow);
  });

  test('spreads accounts over industries, countries, tiers, stages and groups of companies', () => {
    const kinds = (field: string): number => new Set(accounts.map((account) => account[field])).size;
    assert.ok(kinds('industry') >= 10);
    assert.ok(kinds('billing_country') >= 10);
    assert.equal(kinds('tier'), 3);
    for (const stage of ['trial', 'onboarding', 'adoption', 'established', 'renewal', 'offboarding'])
      assert.ok(
        accounts.some(({ current_stage }) => current_stage === stage),
        stage,
      );
    const ids = new Set(accounts.map(({ account_id }) => account_id));
    const parents = accounts.flatMap(({ parent_account_id }) => parent_account_id ?? []);
    assert.ok(parents.length >= 30);
    for (const parent of parents) assert.ok(ids.has(parent));
  });

  test('deals accounts fairly to eight to twelve customer success managers', () => {
    const active = accounts.filter(({ is_active }) => is_active);
    const weights = { 'High touch accounts': 4, 'Medium touch accounts': 2, 'Low touch accounts': 1 };
    const loads = new Map<string, number>();
    for (const { assigned_csms, tier } of active)
      for (const csm of assigned_csms) loads.set(csm, (loads.get(csm) ?? 0) + weights[tier as keyof typeof weights]);
    assert.ok(loads.size >= 8 && loads.size <= 12);
    assert.ok(Math.max(...loads.values()) <= 2 * Math.min(...loads.values()), [...loads.values()].join());
  });

  test('has records of every type, texts in plain and in HTML', async () => {
    for (const path of lists) assert.ok((await all(client, path)).length > 350, path);
    for (const path of ['/interactions', '/notes']) {
      const texts = await all(client, path);
      for (const isHtml of [true, false]) assert.ok(texts.filter(({ is_html }) => is_html === isHtml).length > 100);
      for (const { is_html, details, note } of texts) assert.equal(/^<p>|^<ul>/.test(details ?? note), is_html);
    }
  });

  test('gives every customer three users or more', async () => {
    const counts = new Map<string, number>();
    for (const { account_id } of await all(client, '/account_users?include_inactive=true'))
      counts.set(account_id, (counts.get(account_id) ?? 0) + 1);
    assert.ok(counts.size >= 300);
    for (const count of counts.values()) assert.ok(count >= 3);
  });

  test('measures usage by the week over two years', async () => {
    const { results } = (await client.get('/metrics/weekly_logins')).body;
    const weeks = results.flatMap(({ weekly_logins }: any) => weekly_logins.map((point: any) => point.timestamp));
    assert.ok(Math.min(...weeks) < testNow - 720 * dayMs);
    assert.ok(Math.max(...weeks) > testNow - 15 * dayMs);
    assert.ok(weeks.length > 20_000 && weeks.length < 40_000);
  });

  test('shows invoices that are paid, partly paid, overdue and failed', async () => {
    const statements = await all(client, '/statements');
    const open = statements.filter(({ paid_date, transactions }) => paid_date === null && transactions.length === 0);
    assert.ok(statements.filter(({ paid_date }) => paid_date !== null).length > 1000);
    assert.ok(open.some(({ is_failed }) => is_failed));
    assert.ok(open.some(({ is_failed, due_date }) => !is_failed && due_date < testNow));
    assert.ok(statements.some((one) => one.transactions.length > 0 && one.paid_amount < total(one)));
    assert.ok(statements.some((one) => one.transactions.length > 1 && one.paid_amount === total(one)));
  });

  test('sells by the day, the month and the year, to some several subscriptions', async () => {
    const subscriptions = await all(client, '/subscriptions');
    const units = new Set(subscriptions.flatMap(({ records }) => records.map((entry: any) => entry.cycle_unit)));
    assert.deepEqual([...units].toSorted(), ['day', 'month', 'year']);
    const owners = subscriptions.map(({ account_id }) => account_id);
    assert.ok(owners.length >= new Set(owners).size + 50);
  });

  test('earns what its invoices say, and nothing of those who have left', async () => {
    const statements = await all(client, '/statements');
    const subscriptions = await all(client, '/subscriptions');
    for (const { is_churned, current_mrr } of accounts) if (is_churned) assert.equal(current_mrr, 0);
    const monthly = accounts.filter(({ account_id, is_active, current_stage }) => {
      const own = subscriptions.filter((subscription) => subscription.account_id === account_id);
      const [entry] = own[0]?.records ?? [];
      const byMonth = entry?.cycle_unit === 'month' && entry.cycle_length === 1;
      return is_active && own.length === 1 && byMonth && current_stage !== 'onboarding';
    });
    assert.ok(monthly.length > 30);
    for (const { account_id, current_mrr } of monthly) {
      const own = statements.filter((one) => one.account_id === account_id && one.recurring !== undefined);
      assert.equal(own[0].recurring, current_mrr, account_id);
    }
  });

  test('has won, extended, reduced, lost and won back revenue, and renewed in time, late and not at all', async () => {
    const range = `from=${testNow - 730 * dayMs}&to=${testNow + 60 * dayMs}`;
    const movements = await all(client, `/reports/mrr/movements?${range}`);
    const classes = new Set(movements.map((movement) => movement.class));
    assert.deepEqual([...classes].toSorted(), ['churn', 'contraction', 'expansion', 'new', 'reactivation']);
    const renewals = await all(client, `/reports/renewals?${range}`);
    for (const state of ['renewed', 'lost', 'upcoming', 'overdue'])
      assert.ok(renewals.filter((renewal) => renewal.state === state).length >= 3, state);
    assert.ok(renewals.filter(({ due_date, renewed_at }) => renewed_at > due_date).length >= 10);
  });

  test('dates the history of an account over the two years, by the systems that changed it', async () => {
    const changes = new Map<string, { at: number; source: string }[]>();
    for (const { account_id } of accounts.slice(0, 120))
      for (const { what, at, source } of (await client.get(`/accounts/${account_id}/changes`)).body.results) {
        assert.ok(at < testNow);
        changes.getOrInsertComputed(what, () => []).push({ at, source });
      }
    for (const what of ['stage', 'csm_score', 'latest_status', 'assigned_csms', 'is_churned', 'tier'])
      assert.ok(changes.has(what), what);
    const scores = changes.get('csm_score') ?? [];
    assert.ok(new Set(scores.map(({ at }) => new Date(at).toISOString().slice(0, 7))).size >= 23, 'in every month');
    assert.deepEqual(new Set(scores.map(({ source }) => source)), new Set(['CSM review']));
  });

  test('lets the usage of those who leave decline before they do', async () => {
    const { results } = (await client.get('/metrics/weekly_logins?direction=asc')).body;
    const logins = new Map<string, { value: number }[]>(results.map((row: any) => [row.account_id, row.weekly_logins]));
    const ratios = accounts.flatMap(({ account_id, is_churned, inactive_reason }) => {
      const values = (logins.get(account_id) ?? []).map(({ value }) => value);
      if (!is_churned || values.length < 50 || /Acquired|Insolvency|headquarters/.test(inactive_reason)) return [];
      return [mean(values.slice(-6)) / mean(values.slice(-50, -38))];
    });
    assert.ok(ratios.length >= 10);
    assert.ok(mean(ratios) < 0.6, `${mean(ratios)}`);
  });

  test('gives troubled accounts more open tickets and worse answers to surveys', () => {
    const scored = accounts.filter(({ is_active, csm_score }) => is_active && csm_score !== null);
    const troubled = scored.filter(({ csm_score }) => csm_score < 45);
    const content = scored.filter(({ csm_score }) => csm_score > 75);
    assert.ok(troubled.length >= 15);
    assert.ok(average(troubled, 'open_tickets') > 3 * average(content, 'open_tickets'));
    assert.ok(average(troubled, 'current_nps_score') < average(content, 'current_nps_score') - 60);
  });

  test('leaves no mark of its load', () => {
    for (const { custom_label_dimensions } of accounts) assert.ok(!Object.hasOwn(custom_label_dimensions, 'demo_load'));
  });

  test('is left as it is by a second start, from the command line too', async () => {
    await running.close();
    const [line, ...more] = await logOfServe(['--demo', '--data', folder]);
    assert.equal(more.length, 0);
    assert.match(line ?? '', /"no demo loaded: there are accounts already"/);
    ({ running, client } = await start(folder, true));
    assert.deepEqual(await all(client, `/accounts?${include}`), accounts);
  });
});

/** What `tenure serve` logs until it listens. It is ended then. */
async function logOfServe(options: readonly string[]): Promise<string[]> {
  const server = spawn(process.execPath, ['src/main.ts', 'serve', '--port', '0', ...options]);
  try {
    let output = '';
    for await (const chunk of server.stdout) {
      output += chunk;
      if (output.includes('"listening"')) break;
    }
    return output.split('\n').filter((line) => line !== '' && !line.includes('"listening"'));
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
  }
}

test('a database with accounts of its own gets no demo', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-demo-'));
  const first = await start(folder, false);
  const own = { account_id: 'own', name: 'Own Ltd', join_date: 1, is_deleted: true };
  await first.client.load('accounts', [own]);
  await first.running.close();
  log.length = 0;
  const second = await start(folder, true);
  const ids = (await all(second.client, '/accounts?include_inactive=true')).map(({ account_id }) => account_id);
  assert.deepEqual(ids, ['own']);
  assert.equal(log.filter(({ msg }) => msg === 'no demo loaded: there are accounts already').length, 1);
  await second.running.close();
  rmSync(folder, { recursive: true, force: true });
});
