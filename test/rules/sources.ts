/** The files of this repository as its rules look at them. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Paths from the root, with forward slashes. */
export const filesOf = (...patterns: readonly string[]): string[] =>
  globSync([...patterns], { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

export interface Import {
  /** A path from the root, or the name of a package. */
  readonly target: string;
  readonly ofTypes: boolean;
  /** Whether it is imported when the code comes to it, not when the file is. */
  readonly dynamic: boolean;
}

/** What a file imports or exports again; types alone leave no trace in what runs. */
export function importsOf(file: string): Import[] {
  const text = textOf(file);
  const found = [...text.matchAll(/^(?:import|export)\b([^'"`;]*?)\bfrom\s*'([^']+)'/gms)].map(
    ([, names = '', target = '']) => ({
      target,
      dynamic: false,
      ofTypes: /^\s*type\b/.test(names) || (/^\s*\{/.test(names) && !/[{,]\s*(?!type\b)\w/.test(names)),
    }),
  );
  const others = [...text.matchAll(/^import\s*'([^']+)'|\bimport\('([^']+)'\)/gm)].map(([, plain, dynamic]) => ({
    target: (plain ?? dynamic) as string,
    ofTypes: false,
    dynamic: dynamic !== undefined,
  }));
  return [...found, ...others].map((one) => ({ ...one, target: resolved(file, one.target) }));
}

const resolved = (file: string, target: string): string =>
  target.startsWith('.') ? relative(root, join(root, dirname(file), target)).replaceAll('\\', '/') : target;
