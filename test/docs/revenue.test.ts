/** The guide's commands do what it shows: each is run by a shell against a server, and its answer compared. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertMatches } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { lastAnswer, noCurl, readSteps } from './steps.ts';

const { prelude, steps } = readSteps('docs/guide/revenue.md');
const prepared = prelude.replace(/^API=.*$/m, 'API=$GUIDE_API').replace(/^KEY=.*$/m, 'KEY=$GUIDE_KEY');
let server: TestServer;
let client: Client;
before(async () => {
  server = await startTestServer();
  client = await server.tenant();
});
after(() => server.close());

test('the guide has commands, and shows the answers of most', () => {
  assert.ok(steps.length >= 12);
  assert.ok(steps.filter(({ shown }) => shown !== undefined).length >= steps.length - 3);
  assert.match(prelude, /^API=/m);
});

for (const [index, { now, script, shown }] of steps.entries())
  test(`command ${index + 1} of the guide: ${script.split('\n')[0]}`, { skip: noCurl }, async () => {
    server.time.now = now;
    const variables = { GUIDE_API: `${server.url}/api/v2`, GUIDE_KEY: client.key };
    const answer = await lastAnswer(`${prepared}\n${script}`, variables);
    assertMatches(answer, { status_is_ok: true }, 'the answer');
    if (shown !== undefined) assertMatches(answer, shown, 'the answer');
  });
