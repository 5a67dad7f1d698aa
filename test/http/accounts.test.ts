import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shareTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
before(async () => {
  server = await shareTestServer();
});
after(() => server.close());

test('an account that was sent can be read back', async () => {
  const client = await server.tenant();
  await client.load('accounts', [{ account_id: '12345', name: 'Cocoa Ltd', join_date: 1312685594018 }]);
  const { body } = await client.get('/accounts/12345');
  assert.equal(body.results[0].name, 'Cocoa Ltd');
});
