/** The same program on PostgreSQL against the embedded database, against bare SQL, and two servers against one. */
import pg from 'pg';
import { startPostgres } from '../../test/support/postgres.ts';
import { AccountSource } from '../data.ts';
import { compare, figuresOf, type Result, time } from '../measure.ts';
import { BenchClient, type BenchServer, startServer } from '../server.ts';

const batches = 10;
const turns = 12;
const mixedMs = 6_000;

export async function benchPostgres(): Promise<Result[]> {
  const postgres = await startPostgres();
  const onPostgres = ['--database', postgres.url];
  const embedded = await startServer([]);
  const first = await startServer([], onPostgres);
  const second = await startServer([], onPostgres);
  const bare = new pg.Client(postgres.url);
  await bare.connect();
  try {
    const results = [await load(first, embedded)];
    await bare.query('ANALYZE');
    results.push(...(await reads(first, embedded, bare)), await mixed(first, second));
    return results;
  } finally {
    await bare.end();
    for (const server of [embedded, first, second]) await server.close();
    await postgres.stop();
  }
}

/** 100,000 accounts, and a subscription for a tenth of them. */
async function load(postgres: BenchServer, embedded: BenchServer): Promise<Result> {
  const source = new AccountSource(7);
  const [measured, compared]: [number[], number[]] = [[], []];
  const clients = [new BenchClient(postgres.url), new BenchClient(embedded.url)] as const;
  for (let batch = 0; batch < batches; batch++) {
    const records = Array.from({ length: 10_000 }, () => source.next());
    const body = Buffer.from(JSON.stringify({ records }));
    measured.push(await time(() => clients[0].upload('/accounts', body)));
    compared.push(await time(() => clients[1].upload('/accounts', body)));
    const paying = records.slice(0, 1_000).map(({ account_id }, at) => ({
      account_id,
      subscription_id: `s-${account_id}`,
      event: 'revenue',
      effective_start_date: Date.now() - (at + 1) * 86_400_000,
      total_revenue: 1_000 + at,
      cycle_unit: 'month',
      cycle_length: 1,
    }));
    for (const client of clients)
      await client.upload('/subscriptions', Buffer.from(JSON.stringify({ records: paying })));
  }
  for (const client of clients) client.close();
  const [a, b] = [figuresOf(measured), figuresOf(compared)];
  const name = 'PostgreSQL: 100,000 accounts in 10 uploads / embedded';
  return { name, measured: a, compared: b, figure: a.median / b.median, aim: 2.5, unit: 'ratio' };
}

async function reads(postgres: BenchServer, embedded: BenchServer, bare: pg.Client): Promise<Result[]> {
  const clients = [new BenchClient(postgres.url), new BenchClient(embedded.url)] as const;
  const search = Buffer.from(JSON.stringify({ records: [{ attribute: 'name', operator: 'like', value: 'qua' }] }));
  const report = `/reports/mrr?from=${Date.now() - 1100 * 86_400_000}&to=${Date.now()}`;
  const kinds: readonly [string, (client: BenchClient, turn: number) => Promise<unknown>, string][] = [
    [
      'a page of 1,000',
      (client, turn) => client.send('GET', `/accounts?order_by=name&page=${turn}`),
      'SELECT * FROM accounts WHERE tenant_id = 1 AND is_active ORDER BY name DESC, account_id DESC LIMIT 1000',
    ],
    [
      'a search by part of the name',
      (client) => client.send('POST', '/search/accounts', search),
      `SELECT * FROM accounts WHERE tenant_id = 1 AND strpos(lower(name), 'qua') > 0 ORDER BY account_id DESC LIMIT 1000`,
    ],
    [
      'the MRR report by month',
      (client) => client.send('GET', report),
      'SELECT rank, sum(amount) FROM mrr_movements WHERE tenant_id = 1 GROUP BY rank, at / 2629800000',
    ],
  ];
  const results: Result[] = [];
  for (const [name, ask, sql] of kinds) {
    results.push(
      await compare(`PostgreSQL: ${name} / embedded`, 4, turns, async (turn) => ({
        measured: await time(() => ask(clients[0], turn)),
        compared: await time(() => ask(clients[1], turn)),
      })),
      await compare(`PostgreSQL: ${name} / bare SQL`, 4, turns, async (turn) => ({
        measured: await time(() => ask(clients[0], turn)),
        compared: await time(() => bare.query(sql)),
      })),
    );
  }
  for (const client of clients) client.close();
  return results;
}

/** Time a read takes while uploads and reads go to two servers, against the same load on one. */
async function mixed(first: BenchServer, second: BenchServer): Promise<Result> {
  const one = await latencies([first.url, first.url], 11);
  const two = await latencies([first.url, second.url], 12);
  const name = 'PostgreSQL: a page under mixed load, two servers / one';
  return { name, measured: two, compared: one, figure: two.median / one.median, aim: 1, unit: 'ratio' };
}

async function latencies([upload, read]: readonly [string, string], seed: number) {
  const source = new AccountSource(seed);
  const bodies = Array.from({ length: 8 }, () =>
    Buffer.from(JSON.stringify({ records: Array.from({ length: 2_000 }, () => source.next()) })),
  );
  const [writer, reader] = [new BenchClient(upload), new BenchClient(read)];
  const end = performance.now() + mixedMs;
  const times: number[] = [];
  const writing = (async () => {
    for (let turn = 0; performance.now() < end; turn++) await writer.upload('/accounts', bodies[turn % 8] as Buffer);
  })();
  while (performance.now() < end) times.push(await time(() => reader.send('GET', '/accounts?page=3')));
  await writing;
  for (const client of [writer, reader]) client.close();
  return figuresOf(times);
}
