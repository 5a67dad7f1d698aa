/** The guide for those who port a program, against the route table. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { table as operations } from '../../src/operations/table.ts';

const guide = readFileSync(new URL('../../docs/guide/compatibility.md', import.meta.url), 'utf8');

test('every route is in the compatibility guide, with the scope of the key that it needs', () => {
  for (const { name, scope } of operations.values()) assert.ok(guide.includes(`| \`${name}\` | ${scope} |`), name);
});

test('every request in the tables of the compatibility guide is a route', () => {
  const told = [...guide.matchAll(/^\| `([A-Z]+ \/[^`]*)` \|/gm)].map(([, request]) => request);
  assert.deepEqual(told.sort(), [...operations.keys()].sort());
});
