/** The rules take their days from the tenant's zone, never from the machine's: they hold wherever it stands. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

const files = readdirSync(import.meta.dirname)
  .filter((file) => /(?<!long|time-zones)\.test\.ts$/.test(file))
  .map((file) => `${import.meta.dirname}/${file}`);

for (const zone of ['UTC', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu']) {
  test(`the subscription rules hold on a machine in ${zone}`, () => {
    const options = { env: { ...process.env, TZ: zone, RUNS: '50' }, encoding: 'utf8' } as const;
    const run = spawnSync(
      process.execPath,
      ['--test', '--test-isolation=none', '--test-reporter=tap', ...files],
      options,
    );
    assert.equal(run.status, 0, run.stdout.slice(-4000));
    assert.match(run.stdout, /^# pass [1-9]\d*$/m);
  });
}
