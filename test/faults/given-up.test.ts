/** Writes that were given up and still wait in the database: those of other tenants do not wait for them. */
import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { account } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { lockTenants, waitingForLocks } from '../support/locks.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

/** As many writes as a server has under way in the database at once. */
const places = 4;

describe('writes that are given up while another holds their tenants', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  before(async () => {
    place = await freshPostgres();
  });
  after(() => place.remove());

  /** New tenants with an account each, whose rows are locked until the test ends. */
  async function lockedTenants(t: TestContext, server: TestServer): Promise<Client[]> {
    const clients: Client[] = [];
    for (let n = 0; n < places; n++) clients.push(await server.tenant());
    const names = clients.map(({ tenant }) => tenant);
    t.after(await lockTenants(place.database.url, names));
    return clients;
  }

  test('because their time is up', async (t) => {
    const server = await startTestServer({ place, answerMs: 4_000 });
    t.after(() => server.close());
    const free = await server.tenant();
    const locked = (await lockedTenants(t, server)).map((client) => client.post('/accounts', { records: [] }));
    for (const { status } of await Promise.all(locked)) assert.equal(status, 504);
    assert.equal((await free.post('/accounts', { records: [account('a')] })).status, 200);
  });

  test('because their clients have gone', async (t) => {
    const server = await startTestServer({ place });
    t.after(() => server.close());
    const free = await server.tenant();
    const connections: RawConnection[] = [];
    for (const { key } of await lockedTenants(t, server)) {
      const connection = await RawConnection.open(server.url);
      await connection.write(requestText('POST /api/v2/accounts', [`X-API-Key: ${key}`], '{"records":[]}'));
      connections.push(connection);
    }
    await until(async () => (await waitingForLocks(place.database.url)) === places);
    const behind = free.post('/accounts', { records: [account('a')] });
    await until(async () => (await server.metric('tenure_jobs_waiting', 'thread="writer"')) === 1);
    for (const connection of connections) connection.destroy();
    assert.equal((await behind).status, 200);
    assert.equal(await waitingForLocks(place.database.url), places, 'the others wait still');
  });
});
