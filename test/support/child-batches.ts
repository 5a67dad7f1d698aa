/** Uploads of any record type of an account: two levels of faults, and every option. */
import { applied, type Case, exactly, get, post } from './cases.ts';
import { type Child, holds, keeps } from './child.ts';
import { accounts, load, loadWith } from './records.ts';

const outcomes = (...expected: string[]): object => ({ outcomes: exactly(expected) });
const nothingFailed = exactly({ status_is_ok: true, failed_results: [] });

export function childBatches(child: Child): Case[] {
  return [
    ...levelOne(child),
    ...levelTwo(child),
    ...options(child),
    ...values(child),
    ...keysOf(child),
    ...envelopes(child),
  ];
}

const levelOne = (child: Child): Case[] => {
  const { type, idField, make, optional, number } = child;
  const [field, must] = number;
  return [
    {
      name: `${type}: a fault that needs no stored data refuses the batch and lists every such record in order`,
      given: [accounts('a')],
      request: load(
        type,
        make('a', '1', { [field]: 'x' }),
        make('a', '2'),
        make('a', '3', { [optional]: true }),
        make('a', '4', { [optional]: 'x'.repeat(300_000) }),
      ),
      expect: {
        status_is_ok: false,
        message: /^Nothing was applied/,
        failed_results: [
          {
            record: 0,
            message: `'${field}' value ${must}`,
            field,
            code: 'invalid_type',
            account_id: 'a',
            [idField]: '1',
          },
          { record: 2, message: `'${optional}' value must be a string`, account_id: 'a', [idField]: '3' },
          { record: 3, message: /^'\w+' value is longer than \d+ characters$/, code: 'too_long' },
        ],
      },
      later: [holds(child)],
    },
    {
      name: `${type}: a fault of level 2 beside one of level 1 leaves nothing applied either`,
      given: [accounts('a')],
      request: load(type, make('a', '1'), make('nowhere', '2'), make('a', '3', { [field]: {} })),
      expect: { status_is_ok: false, failed_results: [{ record: 2, field }] },
      later: [holds(child)],
    },
    {
      name: `${type}: account_id is always required`,
      given: [accounts('a')],
      request: load(type, make(undefined, '1'), make(null, '2'), make('a', '3')),
      expect: {
        status_is_ok: false,
        failed_results: [
          { record: 0, message: 'Invalid record, missing required field: account_id', [idField]: '1' },
          { record: 1, message: 'Invalid record, missing required field: account_id', [idField]: '2' },
        ],
      },
      later: [holds(child)],
    },
    {
      name: `${type}: a record that is no object is at fault`,
      given: [accounts('a')],
      request: load(type, 'x', null, [], make('a', '1')),
      expect: { status_is_ok: false, failed_results: [{ record: 0 }, { record: 1 }, { record: 2 }] },
      later: [holds(child)],
    },
    {
      name: `${type}: only the first fault of a record, in field order, is told`,
      given: [accounts('a')],
      request: load(type, { ...make('a', '1'), [optional]: {}, account_id: {} }),
      expect: {
        status_is_ok: false,
        failed_results: [{ record: 0, message: "'account_id' value must be a string", field: 'account_id' }],
      },
    },
  ];
};

const levelTwo = (child: Child): Case[] => {
  const { type, idField, make, onInsert, optional } = child;
  return [
    {
      name: `${type}: a record of an unknown account fails alone, with its keys`,
      given: [accounts('a')],
      request: load(type, make('a', '1'), make('nowhere', '2'), make('a', '3')),
      expect: exactly({
        status_is_ok: true,
        failed_results: [
          {
            message: 'Account not found',
            status_is_ok: false,
            record: 1,
            code: 'account_not_found',
            field: 'account_id',
            account_id: 'nowhere',
            [idField]: '2',
          },
        ],
      }),
      later: [holds(child, '1', '3')],
    },
    {
      name: `${type}: a batch with nothing but unknown accounts stays true, though nothing is applied`,
      request: load(type, make('x', '1'), make('y', '2')),
      expect: { status_is_ok: true, message: undefined, failed_results: [{ record: 0 }, { record: 1 }] },
      later: [holds(child)],
    },
    {
      name: `${type}: a new record without '${onInsert}' fails alone`,
      given: [accounts('a')],
      request: load(type, make('a', '1', { [onInsert]: undefined }), make('a', '2')),
      expect: {
        status_is_ok: true,
        failed_results: [
          {
            record: 0,
            message: `Missing required field for insert: '${onInsert}'`,
            field: onInsert,
            code: 'missing_field_for_insert',
            account_id: 'a',
            [idField]: '1',
          },
        ],
      },
      later: [holds(child, '2')],
    },
    {
      name: `${type}: an unknown account is told before a missing '${onInsert}'`,
      request: load(type, make('nowhere', '1', { [onInsert]: undefined })),
      expect: { status_is_ok: true, failed_results: [{ message: 'Account not found' }] },
    },
    {
      name: `${type}: when such faults leave no record applied, the status is false`,
      given: [accounts('a')],
      request: load(type, make('a', '1', { [onInsert]: undefined }), make('nowhere', '2')),
      expect: {
        status_is_ok: false,
        message: /2 records are at fault/,
        failed_results: [{ record: 0 }, { record: 1 }],
      },
      later: [holds(child)],
    },
    {
      name: `${type}: a known record needs nothing but its key`,
      given: [accounts('a'), load(type, make('a', '1', { [optional]: 'x' }))],
      request: load(type, { account_id: 'a', [idField]: '1', [optional]: 'y' }),
      expect: nothingFailed,
      later: [keeps(child, '1', { [optional]: 'y' })],
    },
  ];
};

const options = (child: Child): Case[] => {
  const { type, make, onInsert, optional } = child;
  const faulty = (id: string): object => make('a', id, { [onInsert]: undefined });
  return [
    {
      name: `${type}: ignore_missing_accounts: false makes an unknown account refuse the batch`,
      given: [accounts('a')],
      request: loadWith(type, { ignore_missing_accounts: false }, make('a', '1'), make('x', '2'), make('y', '3')),
      expect: {
        status_is_ok: false,
        failed_results: [
          { record: 1, message: 'Account not found' },
          { record: 2, message: 'Account not found' },
        ],
      },
      later: [holds(child)],
    },
    {
      name: `${type}: ignore_missing_accounts: false lists faults of both kinds in record order`,
      given: [accounts('a')],
      request: loadWith(type, { ignore_missing_accounts: false }, make('x', '1'), make('a', '2', { [optional]: {} })),
      expect: {
        status_is_ok: false,
        failed_results: [
          { record: 0, code: 'account_not_found' },
          { record: 1, code: 'invalid_type' },
        ],
      },
    },
    {
      name: `${type}: ignore_missing_accounts: true is the default`,
      given: [accounts('a')],
      request: loadWith(type, { ignore_missing_accounts: true }, make('a', '1'), make('x', '2')),
      expect: { status_is_ok: true, failed_results: [{ record: 1 }] },
      later: [holds(child, '1')],
    },
    {
      name: `${type}: dry_run reports what would fail and applies nothing`,
      given: [accounts('a'), load(type, make('a', '1', { [optional]: 'x' }))],
      request: loadWith(
        type,
        { dry_run: true, return: 'outcomes' },
        make('a', '1', { [optional]: 'y' }),
        make('x', '2'),
        make('a', '3'),
      ),
      expect: { status_is_ok: true, failed_results: [{ record: 1 }], ...outcomes('updated', 'failed', 'created') },
      later: [holds(child, '1'), keeps(child, '1', { [optional]: 'x' })],
    },
    {
      name: `${type}: atomic makes a fault of one record refuse the batch`,
      given: [accounts('a')],
      request: loadWith(type, { atomic: true }, make('a', '1'), faulty('2'), make('x', '3')),
      expect: {
        status_is_ok: false,
        failed_results: [
          { record: 1, field: onInsert },
          { record: 2, message: 'Account not found' },
        ],
      },
      later: [holds(child)],
    },
    {
      name: `${type}: atomic lets a batch without faults pass`,
      given: [accounts('a')],
      request: loadWith(type, { atomic: true }, make('a', '1'), make('a', '2')),
      expect: nothingFailed,
      later: [holds(child, '1', '2')],
    },
    {
      name: `${type}: outcomes tell of each record whether it was created, updated, unchanged or failed`,
      given: [accounts('a'), load(type, make('a', '1'), make('a', '2'))],
      request: loadWith(
        type,
        { return: 'outcomes' },
        make('a', '3'),
        make('a', '1', { [optional]: 'new' }),
        make('a', '2'),
        faulty('4'),
      ),
      expect: { status_is_ok: true, ...outcomes('created', 'updated', 'unchanged', 'failed') },
    },
    {
      name: `${type}: the outcome of every record of a refused batch is failed`,
      given: [accounts('a')],
      request: loadWith(type, { return: 'outcomes' }, make('a', '1'), make('a', '2', { [optional]: {} })),
      expect: { status_is_ok: false, failed_results: [{ record: 1 }], ...outcomes('failed', 'failed') },
    },
    {
      name: `${type}: outcomes are told only when asked for`,
      given: [accounts('a')],
      request: loadWith(type, { return: null, dry_run: null }, make('a', '1')),
      expect: nothingFailed,
    },
    {
      name: `${type}: a malformed option is a wrong envelope, an unknown one is ignored`,
      given: [accounts('a')],
      request: loadWith(type, { dry_run: 'yes' }, make('a', '1')),
      expect: { status_is_ok: false, code: 'invalid_envelope', failed_results: [] },
      later: [
        { request: loadWith(type, { return: 'everything' }, make('a', '1')), expect: { code: 'invalid_envelope' } },
        { request: loadWith(type, [], make('a', '1')), expect: { code: 'invalid_envelope' } },
        { request: loadWith(type, { speed: 'high' }, make('a', '2')), expect: nothingFailed },
        holds(child, '2'),
      ],
    },
  ];
};

const values = (child: Child): Case[] => {
  const { type, make, onInsert, optional, idField } = child;
  return [
    {
      name: `${type}: null clears an optional field, an absent one stays as it was`,
      given: [accounts('a'), load(type, make('a', '1', { [optional]: 'x' }))],
      request: load(type, { account_id: 'a', [idField]: '1' }),
      expect: nothingFailed,
      later: [
        keeps(child, '1', { [optional]: 'x' }),
        { request: load(type, { account_id: 'a', [idField]: '1', [optional]: null }), expect: nothingFailed },
        keeps(child, '1', { [optional]: null }),
      ],
    },
    {
      name: `${type}: an empty string is a value of an optional field`,
      given: [accounts('a')],
      request: load(type, make('a', '1', { [optional]: '' })),
      expect: nothingFailed,
      later: [keeps(child, '1', { [optional]: '' })],
    },
    {
      name: `${type}: null in '${onInsert}' is an error, of a known record too`,
      given: [accounts('a'), load(type, make('a', '1'))],
      request: load(type, make('a', '1', { [onInsert]: null })),
      expect: { status_is_ok: false, failed_results: [{ record: 0, field: onInsert, code: 'invalid_type' }] },
    },
    {
      name: `${type}: properties that nobody knows are ignored, whatever they are called`,
      given: [accounts('a')],
      request: post(
        `/${type}`,
        `{"records":[${JSON.stringify(make('a', '1')).slice(0, -1)},"__proto__":{"${optional}":1},"constructor":1,"toString":{},"tenant_id":9,"status_is_ok":false}]}`,
      ),
      expect: nothingFailed,
      later: [keeps(child, '1', { [optional]: null, tenant_id: undefined, constructor: undefined })],
    },
    {
      name: `${type}: a later record of the same key in a batch is applied on the earlier one`,
      given: [accounts('a')],
      request: loadWith(
        type,
        { return: 'outcomes' },
        make('a', '1', { [optional]: 'x' }),
        { account_id: 'a', [idField]: '1', [optional]: 'y' },
        { account_id: 'a', [idField]: '1', [optional]: 'y' },
      ),
      expect: { status_is_ok: true, failed_results: [], ...outcomes('created', 'updated', 'unchanged') },
      later: [holds(child, '1'), keeps(child, '1', { [optional]: 'y' })],
    },
    {
      name: `${type}: a failed record of a key does not keep a later one of it from being applied`,
      given: [accounts('a')],
      request: loadWith(type, { return: 'outcomes' }, make('a', '1', { [onInsert]: undefined }), make('a', '1')),
      expect: { status_is_ok: true, ...outcomes('failed', 'created') },
      later: [holds(child, '1')],
    },
  ];
};

const keysOf = (child: Child): Case[] => {
  const { type, idField, make, path, ownsId, idLength, optional } = child;
  return [
    {
      name: `${type}: a number is taken as the text of an id`,
      given: [accounts('77')],
      request: load(type, make(77, 5)),
      expect: nothingFailed,
      later: [keeps(child, '5', { account_id: '77', [idField]: '5' })],
    },
    {
      name: `${type}: a number whose digits may be lost is no id`,
      given: [accounts('a')],
      request: post(
        `/${type}`,
        `{"records":[${JSON.stringify(make('a', '@')).replace('"@"', '12345678901234567890')}]}`,
      ),
      expect: { status_is_ok: false, failed_results: [{ message: `'${idField}' value must be a string` }] },
    },
    {
      name: `${type}: ids are exact text`,
      given: [accounts('a')],
      request: load(type, make('a', '12345'), make('a', '12345.0'), make('a', 'x'), make('a', 'X'), make('a', ' x')),
      expect: nothingFailed,
      later: [
        holds(child, ' x', '12345', '12345.0', 'X', 'x'),
        keeps(child, '12345.0', { [idField]: '12345.0' }),
        { request: get(path('012345')), expect: { status_is_ok: false, message: 'Record not found', results: [] } },
      ],
    },
    {
      name: `${type}: an id may hold any character`,
      given: [accounts('a/ü ?%2F')],
      request: load(type, make('a/ü ?%2F', 'b/é&#%41+😀')),
      expect: nothingFailed,
      later: [
        keeps(child, 'b/é&#%41+😀', { account_id: 'a/ü ?%2F' }),
        { request: get(`/${type}?account_id=a%2F%C3%BC+%3F%252F`), expect: { results: [{ account_id: 'a/ü ?%2F' }] } },
      ],
    },
    {
      name: `${type}: an id that a path would lose is refused on write`,
      given: [accounts('a')],
      request: load(type, make('a', ''), make('a', '.'), make('a', '..'), make('a', 'n\0')),
      expect: {
        status_is_ok: false,
        failed_results: [0, 1, 2, 3].map((record) => ({ record, field: idField, code: 'invalid_value' })),
      },
    },
    {
      name: `${type}: an id has at most ${idLength} code points`,
      given: [accounts('a')],
      request: load(type, make('a', '😀'.repeat(idLength + 1))),
      expect: {
        status_is_ok: false,
        failed_results: [{ message: `'${idField}' value is longer than ${idLength} characters` }],
      },
      later: [{ request: load(type, make('a', '😀'.repeat(idLength))), expect: nothingFailed }],
    },
    ownsId
      ? {
          name: `${type}: an id that another account has fails its record`,
          given: [accounts('a', 'b'), load(type, make('a', '1', { [optional]: 'x' }))],
          request: load(type, make('b', '1', { [optional]: 'y' }), make('b', '2')),
          expect: {
            status_is_ok: true,
            failed_results: [
              {
                record: 0,
                message: /belongs to another account$/,
                code: 'other_account',
                account_id: 'b',
                [idField]: '1',
              },
            ],
          },
          later: [holds(child, '1', '2'), keeps(child, '1', { account_id: 'a', [optional]: 'x' })],
        }
      : {
          name: `${type}: the same id at another account is another record of its own`,
          given: [accounts('a', 'b')],
          request: load(type, make('a', '1', { [optional]: 'x' }), make('b', '1', { [optional]: 'y' })),
          expect: nothingFailed,
          later: [
            holds(child, '1', '1'),
            { request: get(`/${type}?account_id=b`), expect: { results: [{ account_id: 'b', [optional]: 'y' }] } },
          ],
        },
    {
      name: `${type}: an id that two records of a batch claim for two accounts ${ownsId ? 'is the first one’s' : 'is two records'}`,
      given: [accounts('a', 'b')],
      request: loadWith(type, { return: 'outcomes' }, make('a', '1'), make('b', '1')),
      expect: outcomes('created', ownsId ? 'failed' : 'created'),
    },
  ];
};

const envelopes = (child: Child): Case[] => {
  const { type, make } = child;
  const wrong = { status_is_ok: false, code: 'invalid_envelope', failed_results: [] };
  return [
    {
      name: `${type}: an empty batch is fine`,
      request: post(`/${type}`, { records: [] }),
      expect: nothingFailed,
    },
    {
      name: `${type}: a body without a records array is a wrong envelope`,
      request: post(`/${type}`, { data: make('a', '1') }),
      expect: wrong,
      later: [{}, { a: 1 }, null, [], 'x', 5].map((records) => ({
        request: post(`/${type}`, { records }),
        expect: Array.isArray(records) ? applied : wrong,
      })),
    },
    {
      name: `${type}: an upload with a slash behind its path and no Content-Type is taken`,
      given: [accounts('a')],
      request: post(`/${type}/`, { records: [make('a', '1')] }),
      expect: nothingFailed,
      later: [holds(child, '1')],
    },
  ];
};
