/** Every search operator on every type, and on null. */
import { account, del, runCases, upload, useServer } from '../support/cases.ts';
import { finds } from '../support/finds.ts';

const server = useServer();

/** Accounts a, b, c and n, the last of which has no value in the fields that the first three differ in. */
const numbered = [
  upload(
    account('a', { tier: 'Gold', csm_score: 1, renewal_date: -5, custom_value_dimensions: [{ key: 'k', value: 0.5 }] }),
    account('b', { tier: 'gold', csm_score: 2, renewal_date: 0, custom_value_dimensions: [{ key: 'k', value: 1 }] }),
    account('c', { tier: 'Golden', csm_score: 3, renewal_date: 5, custom_value_dimensions: [{ key: 'k', value: -1 }] }),
    account('n', { custom_value_dimensions: [{ key: 'k', value: null }] }),
  ),
];

const numbers = [
  ...finds('an integer', numbered, [
    ['csm_score', 'eq', 2, 'b'],
    ['csm_score', 'ne', 2, 'a c n'],
    ['csm_score', 'lt', 2, 'a'],
    ['csm_score', 'le', 2, 'a b'],
    ['csm_score', 'gt', 2, 'c'],
    ['csm_score', 'ge', 2, 'b c'],
    ['csm_score', 'lt', 2.5, 'a b'],
    ['csm_score', 'eq', 2.5, ''],
    ['csm_score', 'ge', -1e300, 'a b c'],
    ['csm_score', 'eq', null, 'n'],
    ['csm_score', 'ne', null, 'a b c'],
  ]),
  ...finds('a date', numbered, [
    ['renewal_date', 'eq', 0, 'b'],
    ['renewal_date', 'ne', 0, 'a c n'],
    ['renewal_date', 'lt', 0, 'a'],
    ['renewal_date', 'le', -0, 'a b'],
    ['renewal_date', 'gt', 0, 'c'],
    ['renewal_date', 'ge', 0, 'b c'],
    ['renewal_date', 'eq', null, 'n'],
  ]),
  ...finds('a value dimension', numbered, [
    ['value:k', undefined, 0.5, 'a'],
    ['value:k', 'ne', 0.5, 'b c n'],
    ['value:k', 'lt', 1, 'a c'],
    ['value:k', 'ge', 0.5, 'a b'],
    ['value:k', 'eq', null, 'n'],
    ['value:k', 'ne', null, 'a b c'],
    ['value:other', 'eq', null, 'a b c n'],
    ['value:other', 'ge', 0, ''],
  ]),
];

const texts = finds('a text', numbered, [
  ['tier', 'eq', 'Gold', 'a'],
  ['tier', undefined, 'gold', 'b'],
  ['tier', 'ne', 'Gold', 'b c n'],
  ['tier', 'like', 'GOLD', 'a b c'],
  ['tier', 'like', 'en', 'c'],
  ['tier', 'like', '', 'a b c'],
  ['tier', 'notLike', 'GOLDEN', 'a b n'],
  ['tier', 'notLike', '', 'n'],
  ['tier', 'eq', '', ''],
  ['tier', 'eq', null, 'n'],
  ['tier', 'ne', null, 'a b c'],
  ['account_id', 'eq', 'a', 'a'],
]);

const flagged = [upload(account('a'), account('b'), account('c')), del('/accounts/b'), del('/accounts/c?churn=true')];
const booleans = finds('a boolean', flagged, [
  ['is_deleted', 'isTrue', undefined, 'b'],
  ['is_deleted', 'isFalse', undefined, 'a c'],
  ['is_churned', 'isTrue', 'whatever', 'c'],
  ['is_churned', 'eq', true, 'c'],
  ['is_churned', undefined, false, 'a b'],
  ['is_churned', 'ne', true, 'a b'],
  ['is_active', 'eq', true, 'a'],
  ['is_active', 'eq', null, ''],
  ['is_active', 'ne', null, 'a b c'],
  ['is_inactive', 'isTrue', undefined, 'b c'],
  ['is_inactive', 'isFalse', undefined, 'a'],
  ['is_inactive', 'eq', true, 'b c'],
  ['is_inactive', 'eq', false, 'a'],
  ['is_inactive', 'ne', true, 'a'],
  ['is_inactive', 'ne', null, 'a b c'],
]);

runCases(server, [...numbers, ...texts, ...booleans]);
