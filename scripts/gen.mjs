// Writes what is generated: npm run gen. With --check it writes nothing and fails where something is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { table as operations } from '../src/operations/table.ts';
import { resources, shapes } from '../src/resources/index.ts';
import { fieldsPage } from './fields-page.mjs';

const guide = 'docs/guide/compatibility.md';
const generated = {
  [guide]: withEndpoints(readFileSync(guide, 'utf8')),
  'docs/reference/fields.md': fieldsPage(resources, shapes),
};

for (const [file, text] of Object.entries(generated)) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    console.log(`${file} is stale: npm run gen`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${file}`);
  }
}

/** The guide with the routes of each group between its markers; a group without a place there is an error. */
function withEndpoints(/** @type {string} */ text) {
  const placed = new Set();
  const filled = text.replaceAll(/(<!-- endpoints of (\/\w+) -->\n).*?(<!-- end -->)/gs, (_, begin, group, end) => {
    placed.add(group);
    return `${begin}${endpoints([...operations.values()].filter(({ path }) => groupOf(path) === group))}${end}`;
  });
  const homeless = [...operations.values()].find(({ path }) => !placed.has(groupOf(path)));
  if (homeless) throw new Error(`${guide} has no place for ${homeless.path}: give it the markers of its group`);
  return filled;
}

function groupOf(/** @type {string} */ path) {
  return `/${path.split('/')[1]}`;
}

function endpoints(/** @type {import('../src/operations/table.ts').BoundOperation[]} */ rows) {
  const lines = rows.map(({ name, kind, scope, ours }) => {
    const marks = [...(kind === 'upload' ? ['one at a time'] : []), ...(ours ? ['ours'] : [])];
    return `| \`${name}\` | ${scope} | ${marks.join(', ')} |\n`;
  });
  return `| request | key | |\n|---|---|---|\n${lines.join('')}`;
}
