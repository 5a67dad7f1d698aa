/** What the README has a newcomer type does what it shows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertMatches } from '../support/cases.ts';
import { startTestServer } from '../support/server.ts';
import { lastAnswer, noCurl, readSteps } from './steps.ts';

test('the commands of the README answer as it shows', { skip: noCurl }, async (t) => {
  const { prelude, steps } = readSteps('README.md');
  assert.match(prelude, /^npm start\b/m, 'the first block starts the server');
  assert.equal(steps.length, 3);
  const server = await startTestServer();
  t.after(() => server.close());
  const { key } = await server.tenant();
  for (const { script, shown } of steps) {
    const answer = await lastAnswer(script.replaceAll('http://127.0.0.1:8080', server.url), { KEY: key });
    assertMatches(answer, { status_is_ok: true }, script);
    if (shown !== undefined) assertMatches(answer, shown, script);
  }
});
