/** Reads from real streaming replicas: never older than what was answered, and never worse than without them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { account } from '../support/cases.ts';
import { noPostgres } from '../support/databases.ts';
import { type Postgres, sql, startPostgres, startReplica } from '../support/postgres.ts';
import { startTestServer, type TestServer, testNow } from '../support/server.ts';
import { until } from '../support/until.ts';

const day = 86_400_000;

describe('a server with two replicas', { skip: await noPostgres() }, () => {
  let primary: Postgres;
  let replicas: Postgres[];
  let server: TestServer;
  before(async () => {
    primary = await startPostgres();
    replicas = [await startReplica(primary), await startReplica(primary)];
    const database = { url: primary.url, readUrls: replicas.map(({ url }) => url) };
    server = await startTestServer({ place: { data: '', database, remove: async () => {} } });
  });
  after(async () => {
    await server.close();
    for (const each of [...replicas, primary]) await each.stop();
  });

  const nameOf = ({ port }: Postgres): string => `127.0.0.1:${port}/postgres`;
  const ready = async () => {
    const response = await fetch(`${server.url}/readyz`);
    return {
      status: response.status,
      body: (await response.json()) as { replicas: { name: string; state: string }[] },
    };
  };
  const stateOf = async (replica: Postgres) =>
    (await ready()).body.replicas.find(({ name }) => name === nameOf(replica))?.state;
  /** How many reads each replica has served. */
  async function served(): Promise<number[]> {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return replicas.map((replica) =>
      Number(new RegExp(`^tenure_replica_reads_total\\{replica="${nameOf(replica)}"\\} (\\d+)$`, 'm').exec(text)?.[1]),
    );
  }
  const inUse = async (replica: Postgres): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(new RegExp(`^tenure_replica_in_use\\{replica="${nameOf(replica)}"\\} (\\d)$`, 'm').exec(text)?.[1]);
  };
  /** Reads until a replica, left out for a while, is read again. */
  async function untilInUse(replica: Postgres): Promise<void> {
    const client = await server.tenant();
    await until(async () => {
      await client.get('/accounts');
      return (await stateOf(replica)) === 'in use';
    });
  }

  test('reads from both in turn', async () => {
    const client = await server.tenant();
    await client.load('accounts', [account('1')]);
    for (const replica of replicas) await untilInUse(replica);
    const earlier = await served();
    await until(async () => {
      assert.equal((await client.get('/accounts/1')).body.results.length, 1);
      assert.equal((await client.get('/accounts')).body.results.length, 1);
      return (await served()).every((count, index) => count > (earlier[index] as number));
    });
    assert.equal((await ready()).status, 200);
  });

  test('answers with every write that was answered before', async () => {
    const client = await server.tenant();
    for (let round = 0; round < 60; round++) {
      await client.load('accounts', [account('1', { tier: `v${round}` })]);
      const path = round % 2 ? '/accounts' : '/accounts/1';
      assert.equal((await client.get(path)).body.results[0].tier, `v${round}`);
    }
  });

  test('reads from the database itself while a replica is behind, and says so', async () => {
    const [replica, other] = replicas as [Postgres, Postgres];
    const client = await server.tenant();
    for (const each of replicas) await untilInUse(each);
    for (const each of replicas) await sql(each.url, 'SELECT pg_wal_replay_pause()');
    try {
      await until(async () => {
        const states = replicas.map((each) => sql(each.url, 'SELECT pg_get_wal_replay_pause_state() AS state'));
        return (await Promise.all(states)).every(({ rows }) => rows[0]?.state === 'paused');
      });
      for (let round = 0; round < 10; round++) {
        await client.load('accounts', [account('1', { tier: `v${round}` })]);
        for (const path of ['/accounts/1', '/accounts'])
          assert.equal((await client.get(path)).body.results[0].tier, `v${round}`);
      }
      const { status, body } = await ready();
      assert.equal(status, 200);
      assert.deepEqual(body.replicas, [
        { name: nameOf(replica), state: 'behind' },
        { name: nameOf(other), state: 'behind' },
      ]);
      assert.equal(await inUse(replica), 0);
    } finally {
      for (const each of replicas) await sql(each.url, 'SELECT pg_wal_replay_resume()');
    }
    for (const each of replicas) await untilInUse(each);
    assert.equal(await inUse(replica), 1);
  });

  test('never answers from a copy that is older than an instant passed by the clock', async () => {
    const client = await server.tenant();
    const stages = [
      { name: 'old', start_date: testNow - day, end_date: testNow + day },
      { name: 'new', start_date: testNow + day },
    ];
    await client.load('accounts', [account('1', { stage_history: stages })]);
    for (const each of replicas) await untilInUse(each);
    server.time.now = testNow + 2 * day;
    for (let round = 0; round < 6; round++)
      assert.equal((await client.get('/accounts/1')).body.results[0].current_stage, 'new');
    server.time.now = testNow;
  });

  test('goes on when a replica is gone, and says so', async () => {
    const [gone] = replicas as [Postgres];
    const client = await server.tenant();
    await client.load('accounts', [account('1')]);
    for (const each of replicas) await untilInUse(each);
    await gone.end('SIGQUIT');
    for (let round = 0; round < 10; round++)
      for (const path of ['/accounts/1', '/accounts']) {
        const reply = await client.get(path);
        assert.deepEqual([reply.status, reply.body.results.length], [200, 1]);
      }
    assert.equal((await ready()).status, 200);
    assert.equal(await stateOf(gone), 'unreachable');
    await gone.start();
    await untilInUse(gone);
  });
});
