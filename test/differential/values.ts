/** Values of declared fields: usual ones, ones that break things, and invalid ones. */
import type { Field } from '../../src/resources/fields.ts';
import { hostileStrings, isUnstorable } from '../support/hostile-strings.ts';
import { testNow } from '../support/server.ts';
import type { Choice } from './choice.ts';

/** What a field says of its values. */
export type Kind = Omit<Field, 'doc' | 'example'>;

const day = 86_400_000;

// biome-ignore format: a list of words
const words = [
  'Cocoa', 'cocoa', 'COCOA', 'Äpfel', 'ÄPFEL', 'äpfel', 'Straße', 'STRASSE', 'ẞ', 'ΣΊΣΥΦΟΣ', 'σίσυφος', 'İstanbul',
  'ıstanbul', 'ǅ', 'ǆ', 'Ж', 'ж', '日本', '한국', 'é', 'e\u0301', '😀', '😀😁', '\u{10ffff}', '\uffff', '\ufffd', '\ue000',
  '%', '_', '%_%', '\\', '\\\\', "'", '"', "''", '$1', '?', '??', ':a', '{}', '[]', '{"a":1}', '{a,b}', 'NULL', 'null',
  'true', '\t', '\n', '\r\n', '\u0001', '\u001f', '\u007f', '\u0085', '\u2028', '\u2029', '\ufeff', ' ', ' a ',
  '__proto__', 'constructor', 'toString', 'account_id', '0', '1', '01', '1.0', '-1', '1e3', 'a/b', 'a b', 'a+b', 'a&b=c',
];

const usual = [...words, ...hostileStrings.filter((word) => !isUnstorable(word))];
const invalidStrings = ['a\0b', '\ud800', 'x\udc00y', true, [], {}, 1e300];

/** Few, so that operations meet. Some are as long as they may be, and all but impossible to compress. */
export const accountIds = ['1', '2', '3', 'a', 'A', 'é', 'É', 'a/b', 'a b', '%', '😀', '__proto__', 'unknown'];
export const otherIds = ['1', '2', '3', '4', '5', 'x', 'X', 'ß', 'a/b', "'", '__proto__', '7.0', 'external_id'];

/** A text of astral characters, each four bytes long. */
export function longText(choice: Choice, length: number): string {
  return Array.from({ length }, () => String.fromCodePoint(0x10000 + choice.below(0xf0000))).join('');
}

export function text(choice: Choice, field: Pick<Field, 'maxLength' | 'inPath'>): string {
  const maxLength = Math.min(field.maxLength ?? 100, 600);
  const made = choice.chance(0.02) ? longText(choice, maxLength) : choice.of(usual);
  const cut = Array.from(made).slice(0, maxLength).join('');
  return field.inPath && (cut === '' || cut === '.' || cut === '..') ? 'name' : cut;
}

/** Times that meet each other, before and after the present; seldom the first and the last there are. */
export function instant(choice: Choice): number {
  if (choice.chance(0.01)) return choice.of([8.64e15, -8.64e15, 0, -1]);
  return testNow + (choice.below(80) - 40) * 5 * day + choice.of([0, 0, 0, 1, -1]);
}

const reals = [
  0,
  -0,
  0.1,
  1 / 3,
  1e-7,
  1e21,
  1e22,
  1e300,
  5e-324,
  -1.5,
  2 ** 53,
  2 ** 60,
  123456789.125,
  1.7976931348623157e308,
];

function number(choice: Choice, { unit, minimum, maximum }: Kind): number {
  if (unit === 'ms') return instant(choice);
  if (unit === 'cents') return choice.chance(0.03) ? choice.of([1e12, 0]) : choice.below(50_000) * 100;
  if (choice.chance(0.1))
    return choice.of([minimum ?? -Number.MAX_SAFE_INTEGER, maximum ?? Number.MAX_SAFE_INTEGER, 0]);
  return (minimum ?? 0) + choice.below(Math.min((maximum ?? 20) - (minimum ?? 0), 20) + 1) + choice.of([0, 0, 0.5]);
}

/** A value that level 1 accepts. */
export function validValue(choice: Choice, field: Kind): unknown {
  switch (field.type) {
    case 'string':
      if (field.choices) return choice.of(field.choices);
      if (field.name === 'account_id' || field.name === 'parent_account_id') return choice.of(accountIds);
      if (field.name.endsWith('_id') && field.inPath)
        return choice.chance(0.03) ? text(choice, field) : choice.of(otherIds);
      return field.inPath && choice.chance(0.7) ? choice.of(otherIds) : text(choice, field);
    case 'boolean':
      return choice.chance(0.5);
    case 'double':
      return choice.chance(0.5) ? choice.of(reals) : choice.below(1_000) / 8;
    case 'array':
      return choice.list(3, () => validRecord(choice, field.items ?? [], 0.8));
    default:
      return number(choice, field);
  }
}

/** A record with what it always needs, and each other field by a chance; seldom null instead. */
export function validRecord(choice: Choice, fields: readonly Field[], share: number): { [field: string]: unknown } {
  const record: { [field: string]: unknown } = {};
  for (const field of fields) {
    const chance = field.required === 'always' ? 1 : field.required === 'insert' ? 0.9 : share;
    if (!choice.chance(chance)) continue;
    const nullable = field.required === undefined && choice.chance(0.08);
    record[field.name] = nullable ? null : validValue(choice, field);
  }
  return record;
}

/** The same with a fault somewhere. */
export function invalidRecord(choice: Choice, fields: readonly Field[], share: number): unknown {
  if (choice.chance(0.05)) return choice.of([null, 1, 'x', [], true]);
  const record = validRecord(choice, fields, share);
  const field = choice.of(fields);
  if (choice.chance(0.3)) delete record[field.name];
  else if (field.type === 'string') record[field.name] = choice.of(invalidStrings);
  else record[field.name] = choice.of(['x', -1e300, 2 ** 53, 8.64e15 + 1, null, [], {}, [1], [{}], [{ key: 'a' }]]);
  return record;
}
