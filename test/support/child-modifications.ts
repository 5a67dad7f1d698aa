/** PUT and DELETE of any record type of an account. */
import { type Call, type Case, del, exactly, put } from './cases.ts';
import { type Child, holds, keeps } from './child.ts';
import { accounts, load } from './records.ts';

const done = exactly({ status_is_ok: true });
const notFound = { status_is_ok: false, message: 'Record not found' };

export function childModifications(child: Child): Case[] {
  const { type, idField, make, path, onInsert, optional, number } = child;
  const given: Call[] = [accounts('a', 'b'), load(type, make('a', '1', { [optional]: 'x' }))];
  const changed = { [optional]: 'y' };
  const after = (fields: object) => [holds(child, '1'), keeps(child, '1', fields)];
  return [
    {
      name: `${type}: PUT changes what its data hold and leaves the rest`,
      given,
      request: put(path('1'), { data: { account_id: 'a', [idField]: '1', ...changed } }),
      expect: done,
      later: after({ [optional]: 'y', account_id: 'a' }),
    },
    {
      name: `${type}: PUT takes a body without data as the record itself, with a slash behind the path`,
      given,
      request: put(`${path('1')}/`, { account_id: 'a', ...changed }),
      expect: done,
      later: after(changed),
    },
    {
      name: `${type}: PUT does without account_id and id where the path finds one record`,
      given,
      request: put(path('1'), { data: changed }),
      expect: done,
      later: after(changed),
    },
    {
      name: `${type}: PUT takes numbers as the text of ids`,
      given: [accounts('77'), load(type, make(77, 5))],
      request: put(path('5'), { data: { account_id: 77, [idField]: 5, ...changed } }),
      expect: done,
      later: [keeps(child, '5', changed)],
    },
    {
      name: `${type}: PUT of another id than that of the path is an error`,
      given,
      request: put(path('1'), { data: { account_id: 'a', [idField]: '2', ...changed } }),
      expect: { status_is_ok: false, message: `'${idField}' value must be that of the path`, field: idField },
      later: after({ [optional]: 'x' }),
    },
    {
      name: `${type}: PUT of an unknown account is answered as an upload's first record`,
      given,
      request: put(path('1'), { data: { account_id: 'nowhere', ...changed } }),
      expect: exactly({
        status_is_ok: true,
        failed_results: [
          {
            message: 'Account not found',
            status_is_ok: false,
            record: 0,
            code: 'account_not_found',
            field: 'account_id',
            account_id: 'nowhere',
          },
        ],
      }),
      later: after({ [optional]: 'x' }),
    },
    {
      name: `${type}: PUT of an unknown account is judged before the id of the path`,
      given,
      request: put(path('other'), { data: { account_id: 'nowhere', ...changed } }),
      expect: { status_is_ok: true, failed_results: [{ record: 0, message: 'Account not found' }] },
    },
    {
      name: `${type}: PUT of an unknown account is false with ignore_missing_accounts: false`,
      given,
      request: put(path('1'), {
        data: { account_id: 'nowhere', ...changed },
        options: { ignore_missing_accounts: false },
      }),
      expect: { status_is_ok: false, message: 'Account not found' },
      later: after({ [optional]: 'x' }),
    },
    {
      name: `${type}: PUT heeds options beside a bare record too`,
      given,
      request: put(path('1'), { account_id: 'nowhere', ...changed, options: { ignore_missing_accounts: false } }),
      expect: { status_is_ok: false, message: 'Account not found' },
    },
    {
      name: `${type}: PUT of a record that is not there, without an account, is not found and inserts nothing`,
      given,
      request: put(path('2'), { data: changed }),
      expect: notFound,
      later: [holds(child, '1')],
    },
    {
      name: `${type}: PUT with dry_run changes nothing`,
      given,
      request: put(path('1'), { data: changed, options: { dry_run: true, return: 'outcomes' } }),
      expect: exactly({ status_is_ok: true, outcomes: ['updated'] }),
      later: after({ [optional]: 'x' }),
    },
    {
      name: `${type}: PUT tells its outcome when asked`,
      given,
      request: put(path('1'), { data: { [optional]: 'x' }, options: { return: 'outcomes' } }),
      expect: exactly({ status_is_ok: true, outcomes: ['unchanged'] }),
      later: [
        {
          request: put(path('1'), { data: { account_id: 'nowhere' }, options: { return: 'outcomes' } }),
          expect: { status_is_ok: true, outcomes: ['failed'] },
        },
        {
          request: put(path('1'), { data: { [optional]: {} }, options: { return: 'outcomes' } }),
          expect: { status_is_ok: false, outcomes: ['failed'] },
        },
      ],
    },
    {
      name: `${type}: PUT of a faulty value is refused with its message`,
      given,
      request: put(path('1'), { data: { ...changed, [number[0]]: 'x' } }),
      expect: { status_is_ok: false, message: `'${number[0]}' value ${number[1]}`, field: number[0] },
      later: after({ [optional]: 'x' }),
    },
    {
      name: `${type}: PUT of null in '${onInsert}' is an error`,
      given,
      request: put(path('1'), { data: { [onInsert]: null } }),
      expect: { status_is_ok: false, field: onInsert },
    },
    {
      name: `${type}: PUT clears an optional field by null`,
      given,
      request: put(path('1'), { data: { [optional]: null } }),
      expect: done,
      later: after({ [optional]: null }),
    },
    {
      name: `${type}: PUT whose data is no object is a wrong envelope`,
      given,
      request: put(path('1'), { data: [changed] }),
      expect: { status_is_ok: false, code: 'invalid_envelope' },
      later: [
        { request: put(path('1'), { data: null }), expect: { code: 'invalid_envelope' } },
        { request: put(path('1'), [changed]), expect: { code: 'invalid_envelope' } },
        { request: put(path('1'), { data: changed, options: { dry_run: 1 } }), expect: { code: 'invalid_envelope' } },
        keeps(child, '1', { [optional]: 'x' }),
      ],
    },
    {
      name: `${type}: PUT without anything changes nothing`,
      given,
      request: put(path('1'), {}),
      expect: done,
      later: after({ [optional]: 'x' }),
    },
  ];
}

/** Deletes of types whose records are removed for good. */
export function childRemovals(child: Child): Case[] {
  const { type, make, path } = child;
  const given: Call[] = [accounts('a', 'b'), load(type, make('a', '1'), make('a', '2'), make('b', '3'))];
  return [
    {
      name: `${type}: DELETE removes the record that the path names, once`,
      given,
      request: del(path('1')),
      expect: done,
      later: [
        holds(child, '2', '3'),
        { request: del(path('1')), expect: notFound },
        { request: put(path('1'), { data: { account_id: 'a' } }), expect: notFound },
        holds(child, '2', '3'),
      ],
    },
    {
      name: `${type}: DELETE takes a slash behind the path`,
      given,
      request: del(`${path('3')}/`),
      expect: done,
      later: [holds(child, '1', '2')],
    },
    {
      name: `${type}: an id is free again after its DELETE, for another account too`,
      given,
      request: del(path('1')),
      expect: done,
      later: [
        { request: load(type, make('b', '1')), expect: { status_is_ok: true, failed_results: [] } },
        keeps(child, '1', { account_id: 'b' }),
      ],
    },
    {
      name: `${type}: DELETE refuses a parameter that it does not know`,
      given,
      request: del(`${path('1')}?account_id=b`),
      expect: { status_is_ok: false, code: 'invalid_parameter', field: 'account_id' },
      later: [holds(child, '1', '2', '3')],
    },
  ];
}
