/** The guide's commands do what it shows: each is run by a shell against a server, and its answer compared. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { assertMatches } from '../support/cases.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const guide = readFileSync(new URL('../../docs/guide/revenue.md', import.meta.url), 'utf8');
const noCurl = spawnSync('curl', ['--version']).error !== undefined && process.env.CI === undefined;

interface Step {
  readonly now: number;
  readonly script: string;
  /** What the guide shows of the last answer. */
  shown?: unknown;
}

/** The first block prepares the shell; those after it are steps, each with the JSON that follows it. */
function readGuide(): { prelude: string; steps: Step[] } {
  const steps: Step[] = [];
  let now = Number.NaN;
  let prelude: string | undefined;
  for (const [, date, language, text = ''] of guide.matchAll(/^<!-- now: (\S+) -->$|^```(sh|json)\n([^]*?)^```$/gm)) {
    if (date !== undefined) now = Date.parse(date);
    else if (language === 'json') (steps.at(-1) as Step).shown = JSON.parse(text);
    else if (prelude === undefined) prelude = text;
    else steps.push({ now, script: text });
  }
  return { prelude: prelude as string, steps };
}

const { prelude, steps } = readGuide();
let server: TestServer;
let client: Client;
before(async () => {
  server = await startTestServer();
  client = await server.tenant();
});
after(() => server.close());

/** The last answer that a script prints. */
async function run(script: string): Promise<unknown> {
  const setting = { ...process.env, GUIDE_API: `${server.url}/api/v2`, GUIDE_KEY: client.key };
  const prepared = prelude.replace(/^API=.*$/m, 'API=$GUIDE_API').replace(/^KEY=.*$/m, 'KEY=$GUIDE_KEY');
  const { stdout } = await promisify(execFile)('sh', ['-ec', `${prepared}\n${script}`], { env: setting });
  return JSON.parse(stdout.slice(Math.max(0, stdout.lastIndexOf('}{') + 1)));
}

test('the guide has commands, and shows the answers of most', () => {
  assert.ok(steps.length >= 12);
  assert.ok(steps.filter(({ shown }) => shown !== undefined).length >= steps.length - 3);
  assert.match(prelude, /^API=/m);
});

for (const [index, { now, script, shown }] of steps.entries())
  test(`command ${index + 1} of the guide: ${script.split('\n')[0]}`, {
    skip: noCurl && 'there is no curl',
  }, async () => {
    server.time.now = now;
    const answer = await run(script);
    assertMatches(answer, { status_is_ok: true }, 'the answer');
    if (shown !== undefined) assertMatches(answer, shown, 'the answer');
  });
