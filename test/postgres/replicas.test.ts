/** Reads from real streaming replicas: never older than what was answered, and never worse than without them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { account } from '../support/cases.ts';
import { noPostgres } from '../support/databases.ts';
import { type Line, startLine } from '../support/line.ts';
import { type Postgres, sql, startPostgres, startReplica } from '../support/postgres.ts';
import { startTestServer, type TestServer, testNow } from '../support/server.ts';
import { until } from '../support/until.ts';

const day = 86_400_000;
/** Far more than reads take, and far less than a statement may. */
const silentMs = 25_000;

describe('a server with two replicas', { skip: await noPostgres() }, () => {
  let primary: Postgres;
  let replicas: Postgres[];
  let lines: Line[];
  let server: TestServer;
  before(async () => {
    primary = await startPostgres();
    replicas = [await startReplica(primary), await startReplica(primary)];
    lines = await Promise.all(replicas.map(({ url }) => startLine(url)));
    const database = { url: primary.url, readUrls: lines.map(({ url }) => url) };
    server = await startTestServer({ place: { data: '', database, remove: async () => {} } });
  });
  after(async () => {
    await server.close();
    for (const line of lines) line.close();
    for (const each of [...replicas, primary]) await each.stop();
  });

  const nameOf = (replica: Postgres): string =>
    `${new URL(lines[replicas.indexOf(replica)]?.url as string).host}/postgres`;
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
  const served = (): Promise<number[]> =>
    Promise.all(replicas.map((replica) => server.metric('tenure_replica_reads_total', `replica="${nameOf(replica)}"`)));
  const inUse = (replica: Postgres): Promise<number> =>
    server.metric('tenure_replica_in_use', `replica="${nameOf(replica)}"`);
  /** Has the replicas stay as they are while something is done. */
  async function whilePaused(work: () => Promise<void>): Promise<void> {
    for (const each of replicas) await sql(each.url, 'SELECT pg_wal_replay_pause()');
    try {
      await until(async () => {
        const states = replicas.map((each) => sql(each.url, 'SELECT pg_get_wal_replay_pause_state() AS state'));
        return (await Promise.all(states)).every(({ rows }) => rows[0]?.state === 'paused');
      });
      await work();
    } finally {
      for (const each of replicas) await sql(each.url, 'SELECT pg_wal_replay_resume()');
    }
  }
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
    const [replica] = replicas as [Postgres];
    const client = await server.tenant();
    await client.load('accounts', [account('1', { tier: 'old' })]);
    for (const each of replicas) await untilInUse(each);
    await whilePaused(async () => {
      for (let round = 0; round < 10; round++) {
        await client.load('accounts', [account('1', { tier: `v${round}` })]);
        for (const path of ['/accounts/1', '/accounts']) {
          const { results } = (await client.get(path)).body;
          assert.deepEqual([results.length, results[0].tier], [1, `v${round}`]);
        }
      }
      await until(async () => {
        await client.get('/accounts');
        return (await ready()).body.replicas.every(({ state }) => state === 'behind');
      });
      assert.equal((await ready()).status, 200);
      assert.equal(await inUse(replica), 0);
    });
    await untilInUse(replica);
    await until(async () => {
      await client.get('/accounts');
      return (await inUse(replica)) === 1;
    });
  });

  test('never answers from a copy that is older than an instant passed by the clock', async () => {
    const client = await server.tenant();
    const stages = [
      { name: 'old', start_date: testNow - day, end_date: testNow + day },
      { name: 'new', start_date: testNow + day },
    ];
    await client.load('accounts', [account('1', { stage_history: stages })]);
    for (const each of replicas) await untilInUse(each);
    await whilePaused(async () => {
      server.time.now = testNow + 2 * day;
      // At once: while the instant is passed for one of them, the others know already who asks.
      const replies = await Promise.all(Array.from({ length: 100 }, () => client.get('/accounts/1')));
      for (const { body } of replies) assert.equal(body.results[0].current_stage, 'new');
      server.time.now = testNow;
    });
  });

  test('reads from the database itself when a replica says nothing, and says so', { timeout: 120_000 }, async () => {
    const client = await server.tenant();
    await client.load('accounts', [account('1')]);
    for (const each of replicas) await untilInUse(each);
    const paths = Array.from({ length: 8 }, () => ['/accounts/1', '/accounts']).flat();
    await Promise.all(paths.map((path) => client.get(path)));
    const [silent] = replicas as [Postgres];
    lines[0]?.die();
    try {
      const start = performance.now();
      for (let round = 0; round < 4; round++)
        for (const { status, body } of await Promise.all(paths.map((path) => client.get(path))))
          assert.deepEqual([status, body.results.length], [200, 1]);
      assert.ok(performance.now() - start < silentMs);
      await until(async () => {
        await client.get('/accounts/1');
        return (await stateOf(silent)) === 'unreachable';
      });
    } finally {
      lines[0]?.revive();
    }
    await untilInUse(silent);
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
    await until(async () => {
      await client.get('/accounts');
      return (await stateOf(gone)) === 'unreachable';
    });
    await gone.start();
    await untilInUse(gone);
  });
});
