// Writes what is generated: npm run gen. With --check it writes nothing and fails where something is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { table as operations } from '../src/operations/table.ts';
import { accounts } from '../src/resources/accounts.ts';
import { interactions } from '../src/resources/interactions.ts';
import { metrics } from '../src/resources/metrics.ts';
import { notes } from '../src/resources/notes.ts';
import { accountContacts, accountUsers } from '../src/resources/people.ts';
import { statements } from '../src/resources/statements.ts';
import { subscriptions } from '../src/resources/subscriptions.ts';
import { supportTickets } from '../src/resources/support-tickets.ts';

const guide = 'docs/guide/compatibility.md';
const resources = [
  accounts,
  accountUsers,
  accountContacts,
  metrics,
  subscriptions,
  statements,
  supportTickets,
  interactions,
  notes,
];
const generated = {
  [guide]: withEndpoints(readFileSync(guide, 'utf8')),
  'docs/reference/fields.md': fieldTables(),
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

function fieldTables() {
  const head = `# Fields

Every field of every record type, from the declarations by which records are checked. Lengths are in Unicode code points,
dates in epoch milliseconds, money in whole cents. How values are read: [compatibility](../guide/compatibility.md#values).
`;
  return [head, ...resources.map(fieldTable)].join('\n');
}

function fieldTable(/** @type {typeof accounts} */ { name, fields, derived }) {
  const rows = [
    ...fields.flatMap((field) => [
      row(field.name, field, requirement(field)),
      ...(field.items ?? []).map((item) => row(`${field.name}.${item.name}`, item, requirement(item))),
    ]),
    ...derived.map((field) => row(field.name, field, 'answered only')),
  ];
  return `## ${name}\n\n| field | type | |\n|---|---|---|\n${rows.join('')}`;
}

function row(
  /** @type {string} */ name,
  /** @type {typeof accounts.fields[number]} */ { type, unit, maxLength, minimum, maximum, choices, default: value },
  /** @type {string} */ needed,
) {
  const kind = unit === 'ms' ? 'date' : unit === 'cents' ? 'cents' : type;
  const length = maxLength === undefined ? '' : ` ≤ ${maxLength}`;
  const range = minimum === undefined && maximum === undefined ? '' : `, ${minimum ?? ''}…${maximum ?? ''}`;
  const remarks = [
    needed,
    ...(choices === undefined ? [] : [`one of ${choices.join(', ')}`]),
    ...(value === undefined ? [] : [`default ${value}`]),
  ];
  return `| \`${name}\` | ${kind}${length}${range} | ${remarks.filter((remark) => remark !== '').join('; ')} |\n`;
}

function requirement(/** @type {typeof accounts.fields[number]} */ { required, writeOnly }) {
  if (writeOnly) return 'written only';
  return required === 'always' ? 'required' : required === 'insert' ? 'required on insert' : '';
}
