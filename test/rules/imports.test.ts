import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { test } from 'node:test';
import { filesOf, importsOf } from './sources.ts';

/** Where the program and its threads begin, and the list of declarations from which files are generated. */
const entries = ['src/main.ts', 'src/workers/reader.ts', 'src/workers/writer.ts', 'src/resources/index.ts'];

/**
 * What each part of src/ and demo/ may import of the others, by the beginning of a path; `type:` marks what it may
 * know by its types alone.
 * The direction is resources ← domain ← store ← derive ← api ← operations ← workers ← http ← cli ← main.
 */
const allowed: { readonly [part: string]: readonly string[] } = {
  'src/resources/': [],
  'src/domain/': ['src/resources/'],
  'src/store/': ['src/domain/', 'src/resources/'],
  'src/derive/': ['src/domain/', 'src/resources/', 'src/store/tables.ts', 'type:src/store/store.ts'],
  'src/api/': [
    'src/domain/',
    'src/resources/',
    'src/store/tables.ts',
    'src/derive/',
    'type:src/store/store.ts',
    'type:src/store/directory.ts',
  ],
  'src/operations/': ['src/domain/', 'src/resources/', 'src/api/', 'src/store/interruption.ts', 'type:src/store/'],
  'src/workers/': ['src/domain/', 'src/resources/', 'src/store/', 'src/derive/', 'src/operations/'],
  'src/http/': [
    'src/domain/',
    'src/resources/',
    'src/operations/',
    'src/store/directory.ts',
    'src/store/slots.ts',
    'src/workers/dispatcher.ts',
  ],
  'src/doctor/': ['src/domain/', 'src/store/', 'src/derive/'],
  'src/cli/': [
    'src/config.ts',
    'src/domain/',
    'src/resources/',
    'src/doctor/',
    'src/store/',
    'src/http/',
    'src/operations/',
    'src/workers/dispatcher.ts',
    'demo/uploads.ts',
    'type:src/workers/crew.ts',
  ],
  'src/config.ts': ['src/store/setup-error.ts'],
  'src/main.ts': ['src/cli/'],
  'demo/': [],
};

const sources = filesOf('src/**/*.ts', 'demo/**/*.ts');
const graph = new Map(sources.map((file) => [file, importsOf(file)]));
const inside = (target: string): boolean => target.startsWith('src/') || target.startsWith('demo/');

test('every part of src/ and demo/ imports only what lies in its direction', () => {
  for (const [file, imports] of graph) {
    const part = Object.keys(allowed).find((one) => file.startsWith(one));
    assert.ok(part, `${file} is in a part that has no rule here`);
    for (const { target, ofTypes } of imports.filter((one) => inside(one.target) && !one.target.startsWith(part))) {
      const rules = allowed[part] as readonly string[];
      const fits = rules.some(
        (rule) => target.startsWith(rule) || (ofTypes && target.startsWith(rule.replace('type:', ''))),
      );
      assert.ok(fits, `${file} imports ${target}`);
    }
  }
});

test('every import of a file names one that exists, and none of the program leads to the tests', () => {
  const data = filesOf('demo/data/*.json');
  for (const file of [...sources, ...filesOf('scripts/*.mjs')])
    for (const { target } of importsOf(file)) {
      assert.ok(!target.startsWith('test/') || file.startsWith('scripts/'), `${file} imports ${target}`);
      if (inside(target)) assert.ok(graph.has(target) || data.includes(target), `${file} imports ${target}`);
    }
});

test('no file imports itself by way of others, not for its types either', () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    if (done.has(file)) return;
    for (const { target } of graph.get(file) ?? []) if (inside(target)) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
});

test('every file of src/ and demo/ is reached from where the program begins', () => {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { target } of graph.get(file) ?? []) if (inside(target)) visit(target);
  };
  entries.forEach(visit);
  assert.deepEqual(
    sources.filter((file) => !reached.has(file)),
    [],
  );
});

test('the domain and the declarations use nothing of the outside but hashing and randomness', () => {
  for (const file of sources.filter((one) => one.startsWith('src/domain/') || one.startsWith('src/resources/')))
    for (const { target } of graph.get(file) ?? [])
      if (!inside(target))
        assert.ok(target === 'node:crypto' && file === 'src/domain/keys.ts', `${file} imports ${target}`);
});

test('the demo is pure, and imported by its loader alone, when it is wanted', () => {
  for (const [file, imports] of graph)
    for (const { target, dynamic } of imports)
      if (file.startsWith('demo/'))
        assert.ok(inside(target) || ['node:crypto', 'node:fs'].includes(target), `${file} imports ${target}`);
      else if (target.startsWith('demo/'))
        assert.ok(file === 'src/cli/demo.ts' && dynamic, `${file} imports ${target} at its own start`);
});

test('built-in modules are imported by their full names', () => {
  for (const file of [...sources, ...filesOf('test/**/*.ts', 'scripts/*.mjs')])
    for (const { target } of importsOf(file))
      assert.ok(!builtinModules.includes(target) || target.startsWith('node:'), `${file} imports ${target}`);
});
