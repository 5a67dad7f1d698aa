import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Connections } from '../../src/store/postgres/connections.ts';
import { freshPostgres, noPostgres, type PostgresPlace } from '../support/databases.ts';

describe('connections', { skip: await noPostgres() }, () => {
  let place: PostgresPlace;
  before(async () => {
    place = await freshPostgres();
  });
  after(() => place.remove());

  test('are made in a thread that is busy for longer than they may take', async () => {
    const connections = new Connections(place.database.url, { connections: 1, beginMs: 500, statementMs: 20_000 });
    let isOver = false;
    const work = (): void => {
      if (isOver) return;
      for (const end = performance.now() + 700; performance.now() < end; );
      setImmediate(work);
    };
    const rows = connections.rows('SELECT 1 AS one').finally(() => (isOver = true));
    work();
    assert.deepEqual(await rows, [{ one: 1 }]);
    await connections.close();
  });
});
