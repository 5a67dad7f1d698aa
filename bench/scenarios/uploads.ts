/** Uploads of 10,000 accounts against the least that they could cost: JSON.parse and the bare upsert of their rows. */
import { BareDatabase, storedRows } from '../bare.ts';
import { type Account, AccountSource } from '../data.ts';
import { compare, type Result, time } from '../measure.ts';
import { BenchClient, type BenchServer } from '../server.ts';

const records = 10_000;
const aim = 1.4;

export async function benchUploads(server: BenchServer, turns: number): Promise<Result[]> {
  const source = new AccountSource(1);
  const client = new BenchClient(server.url);
  const bare = await BareDatabase.create();
  const known: Account[] = [];

  const turn = async (batch: readonly Account[]) => {
    const body = Buffer.from(JSON.stringify({ records: batch }));
    const measured = await time(() => client.upload('/accounts', body));
    const ids = batch.map((account) => account.account_id as string);
    const stored = storedRows(server.file, 'accounts', 'account_id', ids);
    const compared = await time(() => {
      JSON.parse(body.toString());
      bare.upsert(stored, 'accounts', ['account_id']);
    });
    return { measured, compared };
  };
  const inserts = (count: number): Account[] => {
    const batch = Array.from({ length: count }, () => source.next());
    known.push(...batch);
    return batch;
  };
  const halfUpdates = (index: number): Account[] => {
    const half = records / 2;
    const updates = known.slice(index * half, (index + 1) * half).map((account) => source.later(account));
    return inserts(half).flatMap((account, at) => [account, updates[at] as Account]);
  };

  try {
    return [
      await compare('POST of 10,000 new accounts / parse + bare upsert', aim, turns, () => turn(inserts(records))),
      await compare('POST of 10,000, half of them updates / the same', aim, turns, (index) => turn(halfUpdates(index))),
    ];
  } finally {
    client.close();
    bare.close();
  }
}
