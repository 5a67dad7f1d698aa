/** An upload that is refused leaves its tenant's slot to others at once, though the rest of it is still read. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiError } from '../../src/domain/errors.ts';
import { bodyLimits } from '../../src/http/body.ts';
import { PostgresSlots } from '../../src/store/postgres/slots.ts';
import type { Client } from '../support/client.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';
import { sql } from '../support/postgres.ts';
import { RawConnection, requestText } from '../support/raw.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const body = JSON.stringify({ records: [] });

describe('a slot that servers share', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  let one: TestServer;
  let other: TestServer;
  before(async () => {
    place = await freshPostgres();
    // The rest of a refused body is waited for longer than any test waits for a slot.
    one = await startTestServer({ place, limits: { ...bodyLimits, drainMs: 60_000 } });
    other = await startTestServer({ place });
  });
  after(async () => {
    await one.close();
    await other.close();
    await place.remove();
  });

  const begin = async (url: string, key: string, length: number): Promise<RawConnection> => {
    const connection = await RawConnection.open(url);
    const headers = [`Authorization: Bearer ${key}`, `Content-Length: ${length}`];
    await connection.write(requestText('POST /api/v2/accounts', headers));
    return connection;
  };
  const status = async (client: Client): Promise<number> => (await client.post('/accounts', { records: [] })).status;

  test('is not kept by an upload that found it taken by another server', async () => {
    const client = await one.tenant();
    const holder = await begin(other.url, client.key, body.length);
    await until(async () => (await sql(place.database.url, 'SELECT FROM upload_slots')).rowCount === 1);
    const refused = await begin(one.url, client.key, 1_000);
    await until(async () => (await one.metric('tenure_uploads_refused_total')) > 0);
    await holder.write(body);
    assert.equal((await holder.reply()).status, 200);
    assert.equal(await status(client), 200);
    holder.destroy();
    refused.destroy();
  });

  test('is not kept by an upload for which the database could not be asked', async (t) => {
    const client = await one.tenant();
    let asked = 0;
    const { mock } = t.mock.method(PostgresSlots.prototype, 'take', async () => {
      asked++;
      throw new ApiError('database_unavailable', 'The database does not answer');
    });
    const refused = await begin(one.url, client.key, 1_000);
    await until(async () => asked > 0);
    mock.restore();
    assert.equal(await status(client), 200);
    refused.destroy();
  });
});
