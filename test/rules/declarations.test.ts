import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileRecordCheck } from '../../src/domain/validate.ts';
import { exampleOf, type Field, type Property, type Resource, type Shape } from '../../src/resources/fields.ts';
import { resources, shapes } from '../../src/resources/index.ts';
import { assertShape } from '../support/shapes.ts';
import { filesOf, textOf } from './sources.ts';

/** A row of the reference tables: the document's own, with what it leaves open decided. */
interface ReferenceRow {
  readonly field: string;
  readonly type: string;
  readonly required_on_insert: boolean;
  readonly required_on_modify: boolean;
  readonly max_length?: number;
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  readonly default?: unknown;
}

const exported: Shape[] = [];
for (const file of filesOf('src/resources/*.ts')) {
  const values: readonly unknown[] = Object.values(await import(`../../${file}`));
  for (const value of values)
    if (typeof value === 'object' && value !== null && 'output' in value) exported.push(value as Shape);
}
const declarations: readonly Resource[] = resources;
const answers: readonly Shape[] = [...resources, ...shapes];
const tables: { readonly [resource: string]: readonly ReferenceRow[] } = JSON.parse(
  textOf('test/reference/fields.json'),
);

/** Where a declaration says otherwise than the reference table, and why. */
const exceptions: { readonly [path: string]: Partial<ReferenceRow> } = {
  // A slip of the document, understood on write beside the name that is answered.
  'account_users.maling_country': { field: 'mailing_country' },
  'account_contacts.maling_country': { field: 'mailing_country' },
  // Not needed by every event: an `end` has none, a renewal inherits what it leaves out.
  'subscriptions.total_revenue': { required_on_insert: false, required_on_modify: false, minimum: 0 },
  'subscriptions.cycle_unit': { required_on_insert: false, required_on_modify: false },
  'subscriptions.cycle_length': { required_on_insert: false, required_on_modify: false, minimum: 1 },
};

/** All fields of a list, those of items behind the array that holds them, by dotted name. */
function flat<T extends { readonly name: string; readonly items?: readonly T[] }>(
  fields: readonly T[],
  prefix = '',
): [string, T][] {
  return fields.flatMap((field) => [
    [prefix + field.name, field] as [string, T],
    ...flat(field.items ?? [], `${prefix}${field.name}.`),
  ]);
}

test('the index lists every declaration once, record types in the document’s order', () => {
  assert.deepEqual(new Set(answers), new Set(exported));
  assert.equal(new Set(answers.map(({ name }) => name)).size, answers.length);
  assert.equal(new Set(answers.map(({ title }) => title)).size, answers.length);
  assert.deepEqual(
    resources.map(({ name }) => name),
    Object.keys(tables),
  );
});

test('each declaration is pure data', () => {
  for (const declaration of answers) assert.deepEqual(JSON.parse(JSON.stringify(declaration)), declaration);
});

test('no name is declared twice in one place', () => {
  for (const { name, fields, derived } of declarations) {
    const names = [...flat(fields), ...flat(derived)].map(([path]) => path);
    assert.deepEqual(
      names.filter((path, index) => names.indexOf(path) !== index),
      [],
      name,
    );
  }
});

describe('what is said of a field', () => {
  const said: [string, Field | Property | Shape][] = answers.flatMap((shape) => [
    [shape.name, shape] as [string, Shape],
    ...flat(shape.output, `${shape.name}.`),
  ]);
  for (const { name, fields, derived } of declarations)
    said.push(...flat(fields, `${name}.`), ...flat(derived, `${name}.`));

  test('is one or two sentences of plain text', () => {
    for (const [path, { doc }] of said) {
      assert.match(doc, /^\S.*[^.\s]\.$/, path);
      assert.ok(doc.split('. ').length <= 2, `${path}: ${doc}`);
      assert.ok(doc.length <= 240, `${path} says too much`);
      assert.doesNotMatch(doc, /[`*|<>\n]| {2}/, path);
    }
  });

  test('is said of nothing else', () => {
    const byDoc = Map.groupBy(said, ([, { doc }]) => doc);
    for (const [doc, same] of byDoc) {
      const names = new Set(same.map(([, { name }]) => name));
      // One declaration may serve several record types. What is answered of a field bears its name.
      const sent = new Set(same.map(([, one]) => one).filter((one) => !('nullable' in one)));
      assert.ok(names.size === 1 && sent.size <= 1, `${doc}  ${same.map(([path]) => path).join(', ')}`);
    }
  });
});

describe('the example', () => {
  for (const { name, fields, derived } of declarations) {
    for (const [path, field] of [...flat(fields), ...flat(derived)])
      test(`of ${name}.${path} is a value as the checks leave it`, () => {
        assert.deepEqual(compileRecordCheck([field])({ [field.name]: field.example }), { [field.name]: field.example });
      });

    test(`of ${name} is a whole record`, () => {
      const example = exampleOf(fields);
      assert.equal(compileRecordCheck(fields)(example), example);
    });
  }

  for (const { name, output } of answers)
    test(`of an answer of ${name} is one as it is declared`, () => {
      assertShape(output, exampleOf(output), name);
      for (const [path, property] of flat(output)) assertShape([property], exampleOf([property]), path);
    });
});

describe('the keywords of a declaration', () => {
  /** Those with fewer than two users. A keyword of one user is that user's own business and belongs in its code. */
  const tolerated: { readonly [keyword: string]: string } = {
    writeOnly: 'stage alone; it names the columns that the table and the answers lack in three places',
  };

  const [, body = ''] = /export interface Field \{(.*?)^\}/ms.exec(textOf('src/resources/fields.ts')) ?? [];
  const keywords = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, keyword]) => keyword as string);
  const users = new Map(keywords.map((keyword) => [keyword, [] as string[]]));
  for (const { name, fields, derived } of declarations)
    for (const [path, field] of [...flat(fields), ...flat(derived)])
      for (const keyword of Object.keys(field)) users.get(keyword)?.push(`${name}.${path}`);

  test('are those of the vocabulary', () => {
    assert.ok(keywords.includes('name') && keywords.includes('type'));
    for (const { fields, derived } of declarations)
      for (const [path, field] of [...flat(fields), ...flat(derived)])
        for (const keyword of Object.keys(field)) assert.ok(users.has(keyword), `${path} has ${keyword}`);
  });

  for (const [keyword, list] of users)
    test(`${keyword} has at least two users, or is known not to have them`, () => {
      assert.equal(list.length < 2, keyword in tolerated, `${keyword} is used by ${list.join(', ') || 'nothing'}`);
    });
});

test('every exception is of a field that the reference tables have', () => {
  const fields = Object.entries(tables).flatMap(([resource, rows]) => rows.map(({ field }) => `${resource}.${field}`));
  for (const path of Object.keys(exceptions)) assert.ok(fields.includes(path), path);
});

for (const [resource, table] of Object.entries(tables))
  describe(`the declaration of ${resource}`, () => {
    const declared = flat(declarations.find(({ name }) => name === resource)?.fields ?? []);
    const rows = table.map((row) => ({ ...row, ...exceptions[`${resource}.${row.field}`] }));

    test('has the fields of the reference table, in its order', () => {
      assert.deepEqual(
        declared.map(([path]) => path),
        rows.map(({ field }) => field),
      );
    });

    for (const row of rows)
      test(`gives ${row.field} what the reference table says of it`, () => {
        const field = declared.find(([path]) => path === row.field)?.[1];
        assert.ok(field);
        assert.deepEqual(
          {
            type: field.type,
            max_length: field.maxLength,
            required: field.required,
            minimum: field.minimum,
            maximum: field.maximum,
            unit: field.unit,
            choices: field.choices,
            default: field.default,
          },
          {
            type: row.type,
            max_length: row.max_length,
            required: requirement(row),
            minimum: row.minimum,
            maximum: row.maximum,
            unit: row.unit && units[row.unit],
            choices: row.choices,
            default: row.default,
          },
        );
      });
  });

const units: { readonly [unit: string]: string } = { 'epoch milliseconds': 'ms', cents: 'cents' };

function requirement({ required_on_insert, required_on_modify }: ReferenceRow): Field['required'] {
  if (required_on_modify) return 'always';
  return required_on_insert ? 'insert' : undefined;
}
