/** Subscriptions and the reports on them: 100,000 events over 20,000 subscriptions, and what is read of them. */
import { DatabaseSync } from 'node:sqlite';
import { BareDatabase, storedRows } from '../bare.ts';
import { compare, figuresOf, type Result, time } from '../measure.ts';
import { BenchClient, type BenchServer } from '../server.ts';

const subscriptions = 20_000;
const perBatch = 4_000;
const dayMs = 86_400_000;
const start = Date.now() - 1000 * dayMs;
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const accountId = (index: number): string => `paying-${index}`;

export async function benchRevenue(server: BenchServer, turns: number): Promise<Result[]> {
  const client = new BenchClient(server.url);
  try {
    return [await load(server, client), await report(server, client, turns), await page(server, client, turns)];
  } finally {
    client.close();
  }
}

/** Five events a subscription, spread over three years: changes, a renewal, and for a fifth of them an end. */
function eventsOf(index: number): object[] {
  const of = { account_id: accountId(index), subscription_id: `s-${index}` };
  return range(5).map((step) => {
    const effective_start_date = start + (step * 190 + (index % 120)) * dayMs;
    if (step === 4 && index % 5 === 0) return { ...of, event: 'end', effective_start_date };
    return {
      ...of,
      event: step === 2 ? 'renewal' : 'revenue',
      effective_start_date,
      total_revenue: 10_000 + ((index * 7 + step * 13) % 50) * 1_000,
      cycle_unit: 'month',
      cycle_length: 1,
      plan_code: `plan-${index % 4}`,
      next_renewal_date: effective_start_date + 365 * dayMs,
    };
  });
}

async function load(server: BenchServer, client: BenchClient): Promise<Result> {
  const bare = await BareDatabase.create();
  const accounts = range(subscriptions).map((index) => ({
    account_id: accountId(index),
    name: `P ${index}`,
    join_date: 0,
  }));
  await client.upload('/accounts', Buffer.from(JSON.stringify({ records: accounts })));
  let [measured, compared] = [0, 0];
  for (let first = 0; first < subscriptions; first += perBatch) {
    const indexes = range(perBatch).map((index) => first + index);
    const body = Buffer.from(JSON.stringify({ records: indexes.flatMap(eventsOf) }));
    measured += await time(() => client.upload('/subscriptions', body));
    const ids = indexes.map(accountId);
    const stored = (table: string) => storedRows(server.file, table, 'account_id', ids);
    const tables = [
      [stored('subscriptions'), 'subscriptions', ['account_id', 'subscription_id']],
      [stored('mrr_movements'), 'mrr_movements', ['at', 'account_id', 'rank']],
      [stored('due_dates'), 'due_dates', ['due_date', 'account_id', 'subscription_id']],
      [stored('accounts'), 'accounts', ['account_id']],
    ] as const;
    compared += await time(() => {
      JSON.parse(body.toString());
      for (const [rows, table, key] of tables) bare.upsert(rows, table, key);
    });
  }
  bare.close();
  const name = 'POST of 100,000 subscription events / parse + bare upsert of all that follows';
  return {
    name,
    measured: figuresOf([measured]),
    compared: figuresOf([compared]),
    figure: measured / compared,
    aim: 3,
    unit: 'ratio',
  };
}

const reader = (server: BenchServer): DatabaseSync => new DatabaseSync(server.file, { readOnly: true });

/** The least that a report could do: one grouped sum over the rows of its range. */
async function report(server: BenchServer, client: BenchClient, turns: number): Promise<Result> {
  const database = reader(server);
  const sums = database.prepare(
    'SELECT at / 2629800000 AS month, rank, sum(amount) FROM mrr_movements WHERE tenant_id = 1 AND at >= ? AND at < ? GROUP BY 1, 2',
  );
  const result = await compare('reports/mrr by month over 3 years / bare grouped sum', 6, turns, async (turn) => {
    const [from, to] = [start - 30 * dayMs + turn, Date.now()];
    const measured = await time(() => client.send('GET', `/reports/mrr?from=${from}&to=${to}`));
    const compared = await time(() => sums.all(from, to));
    return { measured, compared };
  });
  database.close();
  return result;
}

async function page(server: BenchServer, client: BenchClient, turns: number): Promise<Result> {
  const database = reader(server);
  const rows = database.prepare(
    'SELECT * FROM accounts WHERE tenant_id = 1 AND is_active = 1 ORDER BY current_mrr DESC, account_id DESC LIMIT 1000 OFFSET ?',
  );
  const result = await compare('a page ordered by current_mrr / the bare rows', 4, turns, async (turn) => {
    const measured = await time(() => client.send('GET', `/accounts?order_by=current_mrr&page=${turn}`));
    const compared = await time(() => rows.all(turn * 1000));
    return { measured, compared };
  });
  database.close();
  return result;
}
