import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsPage } from '../../scripts/fields-page.mjs';
import { array, string } from '../../src/resources/fields.ts';
import { resources, shapes } from '../../src/resources/index.ts';
import { asMap, outputOf } from '../../src/resources/output.ts';

/** The cells of each row of a table on a page. */
const rowsOf = (page: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));

test('every row of the page has its five cells', () => {
  const rows = rowsOf(fieldsPage(resources, shapes));
  assert.ok(rows.length > 300);
  for (const cells of rows) assert.equal(cells.length, 5, cells.join('|'));
});

test('what Markdown would take for its own shows as it is', () => {
  const odd = string('odd', 80, {
    doc: 'Either a | b, *c*, <i>, [x] or _y_ of `z`; odd_name stays.',
    example: 'a|b`c``d',
    choices: ['a|b', 'c'],
  });
  const map = array('map', { doc: 'Any.', items: [string('key', 9, { doc: 'Key.', example: 'k' }), odd] });
  const fields = [odd, map];
  const shape = { name: 'odd', title: 'Odd', doc: 'A | b.', output: [...outputOf([odd], []), asMap(map)] };
  const page = fieldsPage([{ ...shape, fields, derived: [] }], []);
  assert.match(page, /^A \\\| b\.$/m);
  const [sent, answered] = [rowsOf(page)[2], rowsOf(page).at(-1)];
  assert.deepEqual(
    sent?.map((cell) => cell.trim()),
    [
      '`odd`',
      'string ≤ 80',
      String.raw`one of a\|b, c`,
      '``` "a\\|b`c``d" ```',
      String.raw`Either a \| b, \*c\*, \<i\>, \[x\] or \_y\_ of \`z\`; odd_name stays.`,
    ],
  );
  assert.equal(answered?.[0], ' `map.{key}` ');
});
