// Writes what is generated: npm run gen. With --check it writes nothing and fails where something is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { variants } from '../src/http/router.ts';
import { routes } from '../src/http/routes.ts';
import { resources, shapes } from '../src/resources/index.ts';
import headings from '../test/reference/headings.json' with { type: 'json' };
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
    return `${begin}${table(routes.filter(({ path }) => groupOf(path) === group))}${end}`;
  });
  const homeless = routes.find(({ path }) => !placed.has(groupOf(path)));
  if (homeless) throw new Error(`${guide} has no place for ${homeless.path}: give it the markers of its group`);
  return filled;
}

function groupOf(/** @type {string} */ path) {
  return `/${path.split('/')[1]}`;
}

function table(/** @type {typeof routes} */ rows) {
  const documented = new Set(headings.flatMap(apis).map(withoutNames));
  const lines = rows.map(({ method, path, kind, scope }) => {
    const isOurs = !variants(path).some((form) => documented.has(withoutNames(`${method} ${form}`)));
    const marks = [...(kind === 'upload' ? ['one at a time'] : []), ...(isOurs ? ['ours'] : [])];
    return `| \`${method} ${path}\` | ${scope} | ${marks.join(', ')} |\n`;
  });
  return `| request | key | |\n|---|---|---|\n${lines.join('')}`;
}

/** The document has one heading for the three APIs that can be searched. */
function apis(/** @type {string} */ heading) {
  return ['accounts', 'account_users', 'account_contacts'].map((api) => heading.replace('{api}', api));
}

function withoutNames(/** @type {string} */ heading) {
  return heading.replaceAll(/\{\w+\}/g, '{}');
}
