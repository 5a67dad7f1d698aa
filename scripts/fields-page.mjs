// The page docs/reference/fields.md, from the declarations.

/** @import { Field, Property, Resource, Shape } from '../src/resources/fields.ts' */

const head = `# Fields

Every field that a record can have and every property of an answer, from the declarations by which records are checked
and answers are made. Lengths are in Unicode code points, dates in epoch milliseconds, money in whole cents. A null in
an answer means that no value is known, unless its meaning says otherwise. How values are read:
[compatibility](../guide/compatibility.md#values).

Properties of answers stand in the order in which they come. They are those of each object in \`results\`, in a list and
where one record is asked for.
`;

/**
 * The page as Markdown.
 * @param {readonly Resource[]} resources record types: what is sent and what is answered
 * @param {readonly Shape[]} shapes what is only answered
 */
export function fieldsPage(resources, shapes) {
  return [head, ...resources.map(recordSection), ...shapes.map(shapeSection)].join('\n');
}

function recordSection(/** @type {Resource} */ resource) {
  const sent = resource.fields.flatMap((field) => fieldRows(field));
  const known = new Set(flat(resource.fields).map(({ doc }) => doc));
  const answered = resource.output.flatMap((property) => propertyRows(property, known));
  return [
    `## ${resource.name}\n\n${plain(resource.doc)}\n\nSent:\n`,
    table('field', sent),
    'Answered; what the table above explains is not repeated:\n',
    table('property', answered),
  ].join('\n');
}

function shapeSection(/** @type {Shape} */ { name, doc, output }) {
  const rows = output.flatMap((property) => propertyRows(property, new Set()));
  return [`## ${name}\n\n${plain(doc)}\n\nAnswered only:\n`, table('property', rows)].join('\n');
}

function table(/** @type {string} */ what, /** @type {string[][]} */ rows) {
  const lines = [[what, 'type', '', 'example', 'meaning'], Array(5).fill('---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** @returns {Field[]} */
function flat(/** @type {readonly Field[]} */ fields) {
  return fields.flatMap((field) => [field, ...flat(field.items ?? [])]);
}

/** @returns {string[][]} */
function fieldRows(/** @type {Field} */ field, prefix = '') {
  const { name, items = [], example, doc } = field;
  const shown = items.length === 0 ? code(JSON.stringify(example)) : '';
  const row = [code(prefix + name), typeOf(field), requirement(field), shown, plain(doc)];
  return [row, ...items.flatMap((item) => fieldRows(item, `${prefix}${name}.`))];
}

function requirement(/** @type {Field} */ { required, writeOnly, choices, default: value }) {
  const remarks = [
    ...(writeOnly ? ['written only'] : []),
    ...(required === 'always' ? ['required'] : required === 'insert' ? ['required on insert'] : []),
    ...oneOf(choices),
    ...(value === undefined ? [] : [`default ${value}`]),
  ];
  return plain(remarks.join('; '));
}

/** @returns {string[][]} */
function propertyRows(/** @type {Property} */ property, /** @type {Set<string>} */ known, prefix = '') {
  const { keyedBy, items = [], bare, type, example, doc } = property;
  const name = prefix + (keyedBy === undefined ? property.name : `{${keyedBy}}`);
  const inner = bare ? [] : items.flatMap((item) => propertyRows(item, known, `${name}.`));
  const isKnown = known.has(doc);
  const isList = type === 'array' && !bare;
  const isShown = type === 'object' || bare || !(isKnown || isList);
  const shown = isShown ? code(JSON.stringify(example)) : '';
  const row = [code(name), typeOf(property), presence(property), shown, isKnown ? '' : plain(doc)];
  return [row, ...inner];
}

function presence(/** @type {Property} */ { nullable, optional, included, choices }) {
  const remarks = [
    ...(nullable ? ['or null'] : []),
    ...(optional ? ['left out where there is none'] : []),
    ...(included ? ['in lists only with include'] : []),
    ...oneOf(choices),
  ];
  return plain(remarks.join('; '));
}

function oneOf(/** @type {readonly string[] | undefined} */ choices) {
  return choices === undefined ? [] : [`one of ${choices.join(', ')}`];
}

function typeOf(/** @type {Field | Property} */ field) {
  const { type, unit, maxLength, minimum, maximum, items = [] } = field;
  if (type === 'array') return 'bare' in field ? `list of ${items[0]?.type}` : 'list';
  const kind = unit === 'ms' ? 'date' : unit === 'cents' ? 'cents' : type;
  const length = maxLength === undefined ? '' : ` ≤ ${maxLength}`;
  const range = minimum === undefined && maximum === undefined ? '' : `, ${minimum ?? ''}…${maximum ?? ''}`;
  return kind + length + range;
}

/** A text that Markdown shows as it is, in a cell of a table too. */
function plain(/** @type {string} */ text) {
  return text.replaceAll(/[\\`*<>[\]|]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');
}

/** A text as code in a cell: fenced by more backticks than it holds in a row. */
function code(/** @type {string} */ text) {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${text.replaceAll('|', String.raw`\|`)}${space}${fence}`;
}
