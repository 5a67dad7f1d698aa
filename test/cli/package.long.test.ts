/** The package as npm installs it, with its dependencies from the registry. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { packInto } from '../support/package.ts';
import { temporaryFolder } from '../support/process.ts';

test('the installed package puts a tenure on the path that runs', { timeout: 600_000 }, (t) => {
  const folder = temporaryFolder(t);
  const { tarball } = packInto(folder);
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball];
  const npm = spawnSync('npm', install, { cwd: project, encoding: 'utf8', env });
  assert.equal(npm.status, 0, npm.stderr);
  const tenure = spawnSync(join(project, 'node_modules/.bin/tenure'), ['--help'], { encoding: 'utf8', env });
  assert.deepEqual([tenure.status, tenure.stderr], [0, '']);
  assert.match(tenure.stdout, /^Usage: tenure /);
});
