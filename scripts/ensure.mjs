// Installs the locked dependencies when they are not those of this checkout. Runs on Node 20 and
// without dependencies: it is what brings Node 26 to a machine that has an older one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const stamp = new URL('node_modules/.tenure-installed', root);

const hash = createHash('sha256');
for (const file of ['package-lock.json', 'tools/runtime/package.json']) hash.update(readFileSync(new URL(file, root)));
const wanted = hash.digest('hex');

if (installed() !== wanted) {
  console.error('Installing dependencies (npm ci) …');
  // Development dependencies too, whatever NODE_ENV says: the stamp speaks for the whole lock.
  // Standard output is kept for the command that follows.
  // No package may run code of its own while it is installed.
  const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--loglevel=error'];
  const npm = spawnSync('npm', ['ci', ...flags], { cwd: root, stdio: ['ignore', 2, 'pipe'], encoding: 'utf8' });
  if (npm.status !== 0) {
    console.error((npm.stderr ?? '').split('\n').slice(0, 8).join('\n')); // what follows is npm's own help
    const why = npm.error ? npm.error.message : `exit ${npm.status ?? npm.signal}`;
    console.error(`tenure: could not install the dependencies: npm ci failed (${why})`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

// What follows runs on the Node.js that was installed with the dependencies, or on this one where there is none for
// this kind of machine.
const major = Number.parseInt(process.versions.node, 10);
if (major < 26 && !existsSync(new URL('node_modules/.bin/node', root))) {
  console.error(`tenure: Node.js 26 or newer is needed, this is ${process.versions.node}`);
  process.exit(1);
}

function installed() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}
