import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { filesOf, textOf } from './sources.ts';

const here = 'test/rules/texts.test.ts';
const sources = filesOf('src/**/*.ts');
const everything = filesOf('{src,demo,test,scripts,bench,docs,tools}/**/*.*', '*.{json,md}', '.ci/*').filter(
  (file) => !file.includes('node_modules') && file !== here,
);

/** Fails naming each line of these files that a pattern finds. */
function assertNowhere(files: readonly string[], pattern: RegExp): void {
  const found = files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}  ${line.trim().slice(0, 100)}`] : [])),
  );
  assert.deepEqual(found, []);
}

test('shared code never asks which record type it is working on', () => {
  assertNowhere(sources, /\b(resource|table)\.name\s*[!=]==?/);
  assertNowhere(sources, /[!=]==\s*(resource|table)\.name\b/);
});

test('SQL is written in src/store/ alone', () => {
  const sql =
    /\b(SELECT\s+[\w*"?]|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+(TABLE|INDEX)|PRAGMA\s+\w|BEGIN\s+(IMMEDIATE|DEFERRED))/;
  assertNowhere(
    sources.filter((file) => !file.startsWith('src/store/')),
    sql,
  );
  assert.match(
    sources
      .filter((file) => file.startsWith('src/store/'))
      .map(textOf)
      .join(),
    sql,
    'the pattern finds SQL',
  );
});

test('no test is switched off or runs alone', () => {
  const tests = filesOf('test/**/*.test.ts').filter((file) => file !== here);
  assertNowhere(tests, /\b(test|it|describe|suite)\.(only|skip|todo)\(|\bonly:\s*true/);
});

test('what a comment points to is there', () => {
  for (const [guide, pattern, fewest] of [
    ['compatibility', /guide, "([^"]*)"/g, 20],
    ['revenue', /revenue guide: "([^"]*)"/g, 10],
  ] as const) {
    const text = textOf(`docs/guide/${guide}.md`);
    const headings = new Set(Array.from(text.matchAll(/^## (.*)$/gm), ([, heading]) => heading));
    const named = sources.flatMap((file) =>
      Array.from(
        textOf(file)
          .replaceAll(/\n\s*\* /g, ' ')
          .matchAll(pattern),
        ([, heading]) => heading,
      ),
    );
    assert.ok(named.length > fewest, 'the pattern finds them');
    for (const heading of named) assert.ok(headings.has(heading), `${guide}.md has no heading "${heading}"`);
  }
  assert.deepEqual(
    everything.filter((file) => textOf(file).includes('\u00a7')),
    [],
    'sections are named, not numbered',
  );
});

test('no file holds a secret', () => {
  const secrets = [
    /\btenure_[0-9a-f]{64}\b/,
    /-----BEGIN [A-Z ]*PRIVATE KEY/,
    /\bAKIA[0-9A-Z]{16}\b/,
    /\b(ghp|gho|npm)_[A-Za-z0-9]{36}\b/,
    /\bxox[abp]-[0-9]/,
  ];
  for (const secret of secrets) assertNowhere(everything, secret);
});

test('names of files are words in lower case with hyphens between', () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;
  const migration = /^src\/store\/migrations\/[a-z]+\/\d{4}_[a-z_]+\.sql$/;
  const wrong = filesOf('{src,demo,test,scripts,bench}/**/*.{ts,mjs,js,json,sql}').filter(
    (file) => !kebab.test(basename(file)) && !migration.test(file),
  );
  assert.deepEqual(wrong, []);
});
