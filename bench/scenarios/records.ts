/** Uploads of the other record types against the least that they could cost, as for accounts. */
import { BareDatabase, storedRows } from '../bare.ts';
import { compare, type Result, time } from '../measure.ts';
import { BenchClient, type BenchServer } from '../server.ts';

const aim = 2;
const start = 1_600_000_000_000;
const dayMs = 86_400_000;

interface Upload {
  readonly path: string;
  readonly table: string;
  readonly key: readonly string[];
  /** The column by which the rows of a batch are found again. */
  readonly found: string;
  readonly batch: (turn: number) => { readonly records: object[]; readonly ids: string[] };
}

const account = (index: number): string => `bench-${index % 1000}`;
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const users: Upload = {
  path: '/account_users',
  table: 'account_users',
  key: ['account_id', 'user_id'],
  found: 'user_id',
  batch(turn) {
    const ids = range(10_000).map((index) => `user-${turn}-${index}`);
    const records = ids.map((user_id, index) => ({
      account_id: account(index),
      user_id,
      first_name: `First ${index}`,
      last_name: `Last ${turn} ${index}`,
      email: `${user_id}@customer-${index % 1000}.example`,
      title: `Title ${index % 40}`,
      phone: `+1 555 ${1_000_000 + index}`,
      mailing_city: `City ${index % 300}`,
      product_join_date: start + index * 60_000,
      custom_label_dimensions: [{ key: 'position', value: `Position ${index % 20}` }],
      custom_value_dimensions: [{ key: 'reports', value: index % 50 }],
    }));
    return { records, ids };
  },
};

const points: Upload = {
  path: '/metrics',
  table: 'metric_points',
  key: ['account_id', 'name', 'timestamp'],
  found: 'name',
  batch(turn) {
    const name = `metric-${turn}`;
    const records = range(100).map((index) => ({
      account_id: account(index),
      name,
      metrics: range(1000).map((day) => ({ timestamp: start + day * dayMs, value: (index * day + turn) % 977 })),
    }));
    return { records, ids: [name] };
  },
};

const statements: Upload = {
  path: '/statements',
  table: 'statements',
  key: ['account_id', 'invoice_id'],
  found: 'invoice_id',
  batch(turn) {
    const ids = range(10_000).map((index) => `invoice-${turn}-${index}`);
    const records = ids.map((invoice_id, index) => ({
      account_id: account(index),
      invoice_id,
      start_date: start + index * 60_000,
      due_date: start + index * 60_000 + 30 * dayMs,
      paid_date: start + index * 60_000 + 20 * dayMs,
      line_items: range(3).map((line) => ({
        amount: 1000 + ((index * 7 + line) % 5000),
        is_recurring: line < 2,
        description: `Line ${line} of ${invoice_id}`,
      })),
    }));
    return { records, ids };
  },
};

export async function benchRecords(server: BenchServer, turns: number): Promise<Result[]> {
  const client = new BenchClient(server.url);
  const bare = await BareDatabase.create();
  const owners = range(1000).map((index) => ({ account_id: account(index), name: `Owner ${index}`, join_date: start }));
  await client.upload('/accounts', Buffer.from(JSON.stringify({ records: owners })));
  const against = (name: string, { path, table, key, found, batch }: Upload): Promise<Result> =>
    compare(`POST of ${name} / parse + bare upsert`, aim, turns, async (turn) => {
      const { records, ids } = batch(turn);
      const body = Buffer.from(JSON.stringify({ records }));
      const measured = await time(() => client.upload(path, body));
      const stored = storedRows(server.file, table, found, ids);
      const compared = await time(() => {
        JSON.parse(body.toString());
        bare.upsert(stored, table, key);
      });
      return { measured, compared };
    });
  try {
    return [
      await against('10,000 users', users),
      await against('100,000 metric points in 100 records', points),
      await against('10,000 statements with line items', statements),
    ];
  } finally {
    client.close();
    bare.close();
  }
}
