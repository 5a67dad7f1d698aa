/** Every field of accounts, generated from its declaration: types, lengths, ranges, nulls. */
import assert from 'node:assert/strict';
import { arrayFields, fieldsOf, type SentField, sentField, sentFields } from '../support/account-fields.ts';
import { account, type Case, get, post, refused, runCases, upload, useServer } from '../support/cases.ts';

const server = useServer();
const whole = '/accounts?include_inactive=true&include=' + arrayFields.map(({ name }) => name).join(',');
const body = (sent: SentField, json: string): string => `{"records": [${sent.record(json)}]}`;

/** A value, as JSON text, and as what it is kept. */
const kept = (sent: SentField, what: string, json: string, value: unknown): Case => ({
  name: `${sent.name} keeps ${what}`,
  request: post('/accounts', body(sent, json)),
  expect: { status_is_ok: true, failed_results: [] },
  later: [
    {
      request: get(whole),
      expect: { results: ([row]: object[]) => assert.deepStrictEqual(sent.read(row as object), value) },
    },
  ],
});
const refuses = (sent: SentField, what: string, json: string, message: string, code: string): Case => ({
  name: `${sent.name} refuses ${what}`,
  request: post('/accounts', body(sent, json)),
  expect: refused(message, { code, field: sent.name }),
  later: [{ request: get(whole), expect: { results: [] } }],
});

const astral = '🍫';
const lengths = fieldsOf('string').flatMap((sent): Case[] => {
  const max = sent.field.maxLength as number;
  return [
    ...[max - 1, max].map((length) =>
      kept(sent, `${length} characters beyond U+FFFF`, JSON.stringify(astral.repeat(length)), astral.repeat(length)),
    ),
    refuses(
      sent,
      `${max + 1} characters`,
      JSON.stringify(astral.repeat(max + 1)),
      `'${sent.name}' value is longer than ${max} characters`,
      'too_long',
    ),
  ];
});

const musts = {
  string: 'must be a string',
  integer: 'must be a number',
  long: 'must be a Long',
  double: 'must be a number',
  boolean: 'must be a boolean',
  array: 'must be an array',
};
const others = {
  string: ['true', '[]', '{}'],
  integer: ['"1"', 'true', '[]'],
  long: ['"1"', 'false', '{}'],
  double: ['"1"', 'true', '[]'],
  boolean: ['"true"', '1', '0', '[]'],
};
const types = sentFields.flatMap((sent) => {
  const type = sent.field.type as keyof typeof others;
  // A bare value stands for the only field of an item, so that a list in its place is one of items.
  return others[type].map((json) => refuses(sent, json, json, `'${sent.name}' value ${musts[type]}`, 'invalid_type'));
});
const arrays = arrayFields.flatMap((field): Case[] => {
  const record = (value: unknown) => upload(account('1', { [field.name]: value }));
  const refusal = (value: unknown, message: string): Case => ({
    name: `${field.name} refuses ${JSON.stringify(value)}`,
    request: record(value),
    expect: refused(message, { field: message.includes('missing') ? 'assigned_csms.email' : field.name }),
  });
  const ofItems =
    field.name === 'assigned_csms'
      ? refusal([null], 'Invalid record, missing required field: assigned_csms.email')
      : refusal([null], `'${field.name}' value must be an array of objects`);
  return [
    ...['x', 1, true, {}].map((value) => refusal(value, `'${field.name}' value must be an array`)),
    ofItems,
    {
      name: `a null ${field.name} is as if absent`,
      request: record(null),
      later: [{ request: get('/accounts/1'), expect: { results: [{ account_id: '1' }] } }],
    },
  ];
});

const maxDate = 8_640_000_000_000_000;
const maxSafe = Number.MAX_SAFE_INTEGER;
const numbers = fieldsOf('integer', 'long').flatMap((sent): Case[] => {
  const { minimum, maximum, unit } = sent.field;
  const [min, max] = [minimum ?? (unit ? -maxDate : -maxSafe), maximum ?? (unit ? maxDate : maxSafe)];
  const range = `'${sent.name}' value must be between ${min} and ${max}`;
  const outside = [String(min - 1), String(max + 1), '9007199254740993', '1e400', '-1e400'];
  return [
    ...[min, max].map((value) => kept(sent, `its limit ${value}`, String(value), value)),
    kept(sent, '12.9 as 12', '12.9', 12),
    kept(sent, '-0.9 as 0', '-0.9', 0),
    ...outside.map((json) => refuses(sent, json, json, range, 'out_of_range')),
  ];
});
const doubles = fieldsOf('double').flatMap((sent): Case[] => [
  ...['0.1', '-2.5e-7', '1e300', '-1.7976931348623157e308', '9007199254740993', '3', '5e-324'].map((json) =>
    kept(sent, json, json, Number(json)),
  ),
  kept(sent, '-0 as 0', '-0.0', 0),
  ...['1e400', '-1e400'].map((json) =>
    refuses(sent, json, json, `'${sent.name}' value must be a number`, 'invalid_type'),
  ),
]);

const textOfNumbers: [string, string][] = [
  ['77', '77'],
  ['-5', '-5'],
  ['1.5', '1.5'],
  ['1.0', '1'],
  ['-0', '0'],
  ['9007199254740991', '9007199254740991'],
  ['0.123456789012345', '0.123456789012345'],
  ['1e2', '100'],
];
const noText = ['9007199254740993', '0.1234567890123456', '12345678901234567890', '1e400'];
const texts = ['account_id', 'tier', 'stage', 'documents.name', 'custom_label_dimensions.value'].flatMap(
  (name): Case[] => {
    const sent = sentField(name);
    const unsound = `'${name}' value must not contain NUL or unpaired surrogates`;
    return [
      ...textOfNumbers.map(([json, text]) => kept(sent, `the number ${json} as "${text}"`, json, text)),
      ...noText.map((json) =>
        refuses(sent, `the number ${json}`, json, `'${name}' value must be a string`, 'invalid_type'),
      ),
      ...['"a\\u0000b"', '"\\ud83d"', '"\\udf6b x"', '"\\udf6b\\ud83c"'].map((json) =>
        refuses(sent, json, json, unsound, 'invalid_value'),
      ),
      kept(sent, 'a surrogate pair that is escaped', '"\\ud83c\\udf6b"', astral),
      kept(
        sent,
        'control characters, quotes and backslashes',
        '"\\u0001\\t\\"\\\\/\\u007f\\u2028"',
        '\u0001\t"\\/\u007f\u2028',
      ),
      kept(sent, 'two forms of one letter as they are', '"\\u00e9e\\u0301"', '\u00e9e\u0301'),
    ];
  },
);

const names = fieldsOf('string').flatMap((sent): Case[] =>
  ['', '.', '..'].map((name) => {
    const what = name === '' ? 'an empty string' : `"${name}"`;
    const must = `'${sent.name}' value must not be empty, '.' or '..'`;
    return sent.field.inPath
      ? refuses(sent, what, JSON.stringify(name), must, 'invalid_value')
      : kept(sent, what, JSON.stringify(name), name);
  }),
);

const samples = { string: '"x"', integer: '5', long: '5', double: '0.5', boolean: 'true' };
const ofScalars = fieldsOf('string', 'integer', 'long', 'boolean').filter(({ name }) => !name.includes('.'));
const nulls = ofScalars.flatMap((sent): Case[] => {
  const { field, name } = sent;
  if (field.required === 'always')
    return [refuses(sent, 'null', 'null', `Invalid record, missing required field: ${name}`, 'missing_field')];
  if (field.required === 'insert')
    return [refuses(sent, 'null', 'null', `'${name}' value ${musts[field.type]}`, 'invalid_type')];
  const sample = samples[field.type as keyof typeof samples];
  const value = field.nullIsAbsent ? JSON.parse(sample) : null;
  return [
    {
      ...kept(sent, field.nullIsAbsent ? 'its value where null is sent' : 'no value where null is sent', 'null', value),
      given: [post('/accounts', body(sent, sample))],
    },
  ];
});

runCases(server, [...lengths, ...types, ...arrays, ...numbers, ...doubles, ...texts, ...names, ...nulls]);
