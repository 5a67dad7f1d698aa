/** What is published, and what starts it: on the right Node.js and on an old one. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { packInto, type Packed, root, unpackInto } from '../support/package.ts';
import { runTool, startProcess, temporaryFolder } from '../support/process.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const tooOld = /^tenure: Node\.js 26 or newer is needed, this is \d+\.\d+\.\d+\n$/;
/** Of this environment only what finds programs; the Node.js of the repository is not first among them. */
const foreignPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);
const oldNode = foreignPath
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((node) => existsSync(node) && majorOf(node) < 26);
const noOldNode = 'there is no Node.js older than 26 here';

function majorOf(node: string): number {
  return Number.parseInt(runTool(node, '--version').stdout.slice(1), 10);
}

let folder: string;
let packed: Packed;
let main: string;
const cleanups: (() => unknown)[] = [];
before(() => {
  folder = temporaryFolder({ after: (cleanup: () => unknown) => void cleanups.push(cleanup) });
  packed = packInto(folder);
  main = unpackInto(folder, packed.tarball, Object.keys(manifest.dependencies));
});
after(() => {
  for (const cleanup of cleanups) cleanup();
});

test('the package holds the built program and nothing of its making', () => {
  const wanted = [
    'package.json',
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'docs/guide/operation.md',
    'dist/package.json',
    'dist/src/main.js',
    'dist/src/workers/writer.js',
  ];
  for (const path of wanted) assert.ok(packed.files.includes(path), `${path} is missing`);
  assert.ok(
    packed.files.some((path) => path.endsWith('.sql')),
    'the migrations are there',
  );
  const strange = packed.files.filter(
    (path) => !wanted.includes(path) && !/^dist\/.*\.(js|sql)$|^dist\/demo\/data\/|^docs\/.*\.md$/.test(path),
  );
  assert.deepEqual(strange, []);
  assert.equal(manifest.bin.tenure, 'dist/src/main.js');
  assert.match(readFileSync(main, 'utf8'), /^#!\/usr\/bin\/env node\n/);
});

test('the package serves with the dependencies that it declares', async (t) => {
  const help = runTool(process.execPath, main, '--help');
  assert.deepEqual([help.status, help.stderr], [0, '']);
  assert.match(help.stdout, /^Usage: tenure /);
  assert.equal(runTool(process.execPath, main, '--version').stdout, `${manifest.version}\n`);
  const server = await startProcess(t, join(folder, 'data'), { env: { TENURE_API_KEY: 'k' }, program: main });
  await server.client('k').load('accounts', [{ account_id: 'a', name: 'A', join_date: 1 }]);
  assert.equal((await server.client('k').get('/accounts')).body.results.length, 1);
  assert.equal((await server.kill('SIGTERM')).code, 0);
});

test('the package holds the demo, code and data', { timeout: 300_000 }, async (t) => {
  const options = { args: ['--demo'], env: { TENURE_API_KEY: 'k' }, program: main };
  const server = await startProcess(t, join(folder, 'demo-data'), options);
  const { results } = (await server.client('k').get('/accounts')).body;
  assert.ok(results.length > 300);
});

test('the package says in one line that a Node.js is too old', (t) => {
  if (oldNode === undefined) return t.skip(noOldNode);
  for (const args of [['--help'], ['serve'], ['keys', 'list']]) {
    const refused = runTool(oldNode, main, ...args);
    assert.deepEqual([refused.status, refused.stdout], [1, '']);
    assert.match(refused.stderr, tooOld);
  }
});

test('npm start in a checkout runs on the Node.js that it brings, whichever is installed', async (t) => {
  if (oldNode === undefined) return t.skip(noOldNode);
  if (!existsSync(join(root, 'node_modules/.bin/node'))) return t.skip('there is no Node.js to bring to this machine');
  const data = join(temporaryFolder(t), 'data');
  const npm = spawn('npm', ['start', '--', '--port', '0', '--data', data], { cwd: root, env: withOldNode(oldNode) });
  t.after(() => npm.kill('SIGKILL'));
  let output = '';
  const ended = new Promise<number | null>((resolve) => npm.once('close', resolve));
  const heard = new Promise<void>((resolve) => {
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('"listening"')) resolve();
    });
  });
  await Promise.race([heard, ended]);
  assert.match(output, new RegExp(`"node":"${process.version}","msg":"listening"`));
  npm.kill('SIGTERM');
  await ended;
  assert.match(output, /"msg":"stopped"\}\n$/, 'the signal reaches the server, which stops in order');
});

test('npm start says in one line that a Node.js is too old where it can bring no other', (t) => {
  if (oldNode === undefined) return t.skip(noOldNode);
  const checkout = temporaryFolder(t);
  for (const part of ['scripts', 'package.json', 'package-lock.json', 'tools'])
    cpSync(join(root, part), join(checkout, part), { recursive: true });
  // Dependencies that are installed, as far as the stamp tells, on a machine for which there is no Node.js.
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tools/runtime/package.json']) hash.update(readFileSync(join(root, file)));
  mkdirSync(join(checkout, 'node_modules'));
  writeFileSync(join(checkout, 'node_modules', '.tenure-installed'), hash.digest('hex'));
  const { status, stderr } = spawnSync('npm', ['start', '--silent'], {
    cwd: checkout,
    env: withOldNode(oldNode),
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, tooOld);
});

function withOldNode(node: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|TENURE_|NODE_|INIT_CWD)/i.test(name));
  return { ...Object.fromEntries(inherited), PATH: `${dirname(realpathSync(node))}${delimiter}${foreignPath}` };
}
