import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../../src/config.ts';
import { startProcess, temporaryFolder } from '../support/process.ts';

test('the demo is off unless its switch is set', () => {
  assert.equal(readConfig({}, {}).demo, false);
  assert.equal(readConfig({ demo: true }, {}).demo, true);
});

test('the environment can set the switch, and the command line wins', () => {
  for (const on of ['true', '1']) assert.equal(readConfig({}, { TENURE_DEMO: on }).demo, true);
  for (const off of ['false', '0', '']) assert.equal(readConfig({}, { TENURE_DEMO: off }).demo, false);
  assert.equal(readConfig({ demo: true }, { TENURE_DEMO: 'false' }).demo, true);
});

test('a value that is neither is refused by name', () => {
  assert.throws(() => readConfig({}, { TENURE_DEMO: 'maybe' }), /TENURE_DEMO takes true or false, not "maybe"/);
});

test('a start without it loads no file of the demo', async (t) => {
  const folder = temporaryFolder(t);
  const env = { NODE_V8_COVERAGE: join(folder, 'coverage') };
  const server = await startProcess(t, join(folder, 'data'), { env });
  await server.kill('SIGTERM');
  // The coverage of a process names every file that it or a thread of it has loaded.
  const reports = readdirSync(env.NODE_V8_COVERAGE).map((file) =>
    readFileSync(join(env.NODE_V8_COVERAGE, file), 'utf8'),
  );
  const urls: string[] = reports.flatMap((report) => JSON.parse(report).result.map(({ url }: { url: string }) => url));
  const from = (path: string): string[] => urls.filter((url) => url.startsWith(new URL(path, import.meta.url).href));
  assert.ok(from('../../src/cli/demo.ts').length > 0, 'the loader is seen');
  assert.deepEqual(from('../../demo/'), []);
});
