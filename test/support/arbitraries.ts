/** Values for properties: texts that break things, and records of any type made from its declaration. */
import fc from 'fast-check';
import type { Field } from '../../src/resources/fields.ts';

// biome-ignore format: a list of words
/** What has broken JSON, SQL, object keys, paths, patterns or case folding somewhere. */
const hostileTexts = [
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'account_id', '0', '1', '01', '-1', '4294967295', '1e3',
  ' ', 'a b', '%', '_', '%_%', "'", '"', '\\', '\\"', '`', ';', '--', '/*', '$', '$.a', '$[0]', 'a.b', '[0]', '{}',
  '[]', 'null', 'NULL', 'true', "' OR 1=1 --", '?', '?1', ':a', '...', 'a/b', '\n', '\t', '\u0001', '\u007f',
  '\u2028', '\ufeff', '\uffff', 'é', 'e\u0301', 'É', 'ß', 'ẞ', 'SS', 'ς', 'σ', 'Σ', 'İ', 'ı', 'I', 'i', 'K', 'k', 'ſ',
  'ǆ', 'ǅ', 'Ǆ', '𐐀', '𐐨', '😀', '👩‍🚀', 'עברית', '\ue000', '\ud7ff', '日本', 'ÄPFEL', 'äpfel', 'Straße',
];

/** Any character but NUL. The arbitrary that fast-check has for them takes seconds to be made. */
const character = fc
  .integer({ min: 1, max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
/** Any well-formed text. */
export const anyText = fc.string({ unit: character });

/** Text as a record may hold it: well-formed, without NUL. */
export const text = (maxLength = 12): fc.Arbitrary<string> =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.constantFrom(...hostileTexts) },
      { weight: 2, arbitrary: fc.string({ unit: character, maxLength: Math.min(maxLength, 12) }) },
      { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', 'É', '%'), maxLength: 3 }) },
    )
    .filter((value) => [...value].length <= maxLength);

/** Text that a path can name. */
export const pathName = (maxLength = 12): fc.Arbitrary<string> =>
  text(maxLength).filter((value) => value !== '' && value !== '.' && value !== '..');

const day = 86_400_000;

/** Instants close enough to `now` to meet each other, before it and after it. */
export const instant = (now: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: -8, max: 8 }).map((days) => now + days * 5 * day),
    fc.integer({ min: -2, max: 2 }).map((ms) => now + ms),
  );

const fewNames = ['a', 'A', 'b', '1', '0', 'é', 'É', '__proto__'];

/** A valid value of a field; whatever names something is drawn from few, so that entries meet. */
function valueOf(field: Field, now: number): fc.Arbitrary<unknown> {
  if (field.type === 'array') return fc.array(recordOf(field.items ?? [], now), { maxLength: 4 });
  if (field.type === 'boolean') return fc.boolean();
  if (field.type === 'double') return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (field.type === 'string') {
    if (field.choices) return fc.constantFrom(...field.choices);
    const few = fewNames.filter((name) => name.length <= (field.maxLength ?? name.length));
    return field.inPath ? fc.oneof(fc.constantFrom(...few), pathName(field.maxLength)) : text(field.maxLength);
  }
  if (field.unit === 'ms') return instant(now);
  return fc.integer({ min: field.minimum ?? -1_000_000, max: field.maximum ?? 1_000_000 });
}

/** A record that level 1 accepts: any of its fields, those always required among them, null where that is allowed. */
export function recordOf(fields: readonly Field[], now: number): fc.Arbitrary<{ [field: string]: unknown }> {
  const values = fields.map((field) => {
    const value = valueOf(field, now);
    const nullable = field.required === undefined;
    return [field.name, nullable ? fc.option(value, { freq: 6 }) : value] as const;
  });
  const always = fields.filter((field) => field.required === 'always').map((field) => field.name);
  return fc.record(Object.fromEntries(values), { requiredKeys: always, noNullPrototype: true });
}

/** The same, with every field that an insert needs. */
export const insertOf = (fields: readonly Field[], now: number): fc.Arbitrary<{ [field: string]: unknown }> =>
  recordOf(
    fields.map((field) => (field.required === 'insert' ? { ...field, required: 'always' as const } : field)),
    now,
  );
