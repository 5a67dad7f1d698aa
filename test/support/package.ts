/** The package as it would be published, built and packed from a copy of what it is made of. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Packed {
  readonly tarball: string;
  readonly files: readonly string[];
}

/** Builds and packs in a folder; gives the tarball and the paths in it. */
export function packInto(folder: string): Packed {
  const copy = join(folder, 'copy');
  for (const part of [
    'src',
    'demo',
    'scripts/build.mjs',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'LICENSE',
    'CHANGELOG.md',
    'docs',
    'README.md',
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  run(copy, process.execPath, 'scripts/build.mjs');
  // Its scripts would install dependencies anew, in place of those that are linked here.
  const [{ filename, files }] = JSON.parse(run(copy, 'npm', 'pack', '--ignore-scripts', '--json'));
  return { tarball: join(copy, filename), files: files.map(({ path }: { path: string }) => path) };
}

/** Unpacks a tarball as an installed package, beside the dependencies that it declares and no others. */
export function unpackInto(folder: string, tarball: string, dependencies: readonly string[]): string {
  const installed = join(folder, 'node_modules', 'tenure');
  mkdirSync(installed, { recursive: true });
  run(folder, 'tar', '-xzf', tarball, '-C', installed, '--strip-components=1');
  for (const name of dependencies) {
    mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return join(installed, 'dist', 'src', 'main.js');
}

function run(cwd: string, command: string, ...args: string[]): string {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}
