/** Searches as requests: what is refused and why, how conditions join, the parameters of lists, every attribute. */
import { accounts } from '../../src/resources/accounts.ts';
import type { Field } from '../../src/resources/fields.ts';
import { sentField } from '../support/account-fields.ts';
import { account, type Case, del, ids, post, runCases, search, upload, useServer } from '../support/cases.ts';

const server = useServer();
const three = upload(account('1', { tier: 'Gold' }), account('2', { tier: 'Gold', phone: '5' }), account('3'));
const refusal = (message: unknown, field: string | undefined) => ({
  status_is_ok: false,
  code: 'invalid_condition',
  message,
  field,
  results: [],
});

const takes = (attribute: string, operators: string) => `Condition 0: '${attribute}' takes the operators: ${operators}`;
const forText = 'eq, ne, like, notLike';
const forNumbers = 'eq, ne, lt, le, gt, ge';
const forBooleans = 'eq, ne, isTrue, isFalse';
/** Attributes, operators that they do not take, a value, those that they take. */
const wrongOperators: [string, string[], unknown, string][] = [
  ['tier', ['lt', 'le', 'gt', 'ge', 'isTrue', 'isFalse', 'EQ', '', 'constructor', '='], 'x', forText],
  ['csm_score', ['like', 'notLike', 'isTrue', 'isFalse'], 5, forNumbers],
  ['is_deleted', ['lt', 'ge', 'like', 'notLike'], true, forBooleans],
  ['join_date', ['like'], '5', forNumbers],
  ['value:k', ['like'], '5', forNumbers],
  ['label:k', ['lt'], 'x', forText],
  ['event:k', ['isTrue'], 5, forNumbers],
  ['assigned_csm', ['gt'], 'x', forText],
  ['is_inactive', ['like'], 'x', forBooleans],
];
const operators = wrongOperators.flatMap(([attribute, wrong, value, fitting]) =>
  wrong.map(
    (operator): Case => ({
      name: `${attribute} does not take the operator ${operator || '(blank)'}`,
      given: [three],
      request: search([{ attribute, operator, value }]),
      expect: refusal(takes(attribute, fitting), 'operator'),
    }),
  ),
);

const unknown = [
  'unknown',
  '',
  'Name',
  ' name',
  'stage',
  'id',
  'create_time',
  'next_change_due',
  'folded',
  'tenant_id',
  'custom_label_dimensions',
  'custom_value_dimensions',
  'custom_event_dimensions',
  'assigned_csms',
  'documents',
  'stage_history',
  'nps_history',
  'nps_history.nps_score',
  'label',
  'Label:k',
  ':k',
  'toString:k',
  '__proto__',
  '__proto__:k',
  'constructor',
  'hasOwnProperty',
  'name" OR 1=1 --',
];
const attributes = unknown.map(
  (attribute): Case => ({
    name: `${attribute || '(blank)'} is no attribute`,
    given: [three],
    request: search([{ attribute, value: 'x' }]),
    expect: refusal(`Condition 0: unknown attribute '${attribute}'`, 'attribute'),
  }),
);

const must = (attribute: string, type: string) => `Condition 0: 'value' of '${attribute}' must be a ${type}`;
const wrongValues: [string, string, string, string][] = [
  ['tier', 'eq', '5', 'string'],
  ['tier', 'eq', 'true', 'string'],
  ['tier', 'ne', '["Gold"]', 'string'],
  ['tier', 'like', 'null', 'string'],
  ['tier', 'notLike', 'null', 'string'],
  ['tier', 'like', '"a\\u0000"', 'string'],
  ['tier', 'eq', '"\\ud83c"', 'string'],
  ['account_id', 'eq', '77', 'string'],
  ['csm_score', 'eq', '"5"', 'number'],
  ['csm_score', 'lt', 'null', 'number'],
  ['csm_score', 'ge', 'true', 'number'],
  ['csm_score', 'eq', '1e400', 'number'],
  ['csm_score', 'eq', '{}', 'number'],
  ['join_date', 'gt', '"2026-03-10"', 'number'],
  ['is_deleted', 'eq', '"true"', 'boolean'],
  ['is_deleted', 'ne', '1', 'boolean'],
  ['value:k', 'eq', '"5"', 'number'],
  ['label:k', 'eq', '5', 'string'],
  ['event:k', 'ge', 'null', 'number'],
  ['assigned_csm', 'eq', '5', 'string'],
  ['assigned_csm', 'like', 'null', 'string'],
];
const values = wrongValues.map(
  ([attribute, operator, json, type]): Case => ({
    name: `${attribute} ${operator} ${json} is refused: it must be a ${type}`,
    given: [three],
    request: post(
      '/search/accounts',
      `{"records": [${JSON.stringify({ attribute, operator }).slice(0, -1)}, "value": ${json}}]}`,
    ),
    expect: refusal(must(attribute, type), 'value'),
  }),
);

const shapes: [string, unknown, string, string][] = [
  ['null', null, 'Condition 0: not an object', 'records'],
  ['text', 'tier', 'Condition 0: not an object', 'records'],
  ['a list', ['tier', 'eq', 'Gold'], 'Condition 0: not an object', 'records'],
  ['nothing', {}, 'Condition 0: missing required field: attribute', 'attribute'],
  ['a numeric attribute', { attribute: 5, value: 5 }, 'Condition 0: missing required field: attribute', 'attribute'],
  ['no value', { attribute: 'tier' }, 'Condition 0: missing required field: value', 'value'],
  [
    'no value but an operator',
    { attribute: 'csm_score', operator: 'ge' },
    'Condition 0: missing required field: value',
    'value',
  ],
  ['an operator that is no text', { attribute: 'tier', operator: 5, value: 'x' }, takes('tier', forText), 'operator'],
];
const malformed = shapes.map(
  ([what, record, message, field]): Case => ({
    name: `a condition of ${what} is refused`,
    request: search([record]),
    expect: refusal(message, field),
  }),
);

const times = (count: number, condition: object): object[] => Array.from({ length: count }, () => condition);
const gold = { attribute: 'tier', value: 'Gold' };
const joining: Case[] = [
  {
    name: 'no conditions find everything',
    given: [three],
    request: search([]),
    expect: { results: ids('3', '2', '1') },
  },
  {
    name: 'all conditions must hold',
    given: [three],
    request: search([gold, { attribute: 'phone', value: '5' }]),
    expect: { current_page: 0, max_page_size: 1000, results: ids('2') },
  },
  {
    name: 'a null operator is equality, unknown properties are ignored',
    given: [three],
    request: search([{ ...gold, operator: null, case: 'x' }]),
    expect: { results: ids('2', '1') },
  },
  {
    name: 'the condition at fault is named by its place',
    request: search([gold, gold, { attribute: 'unknown', value: 'x' }]),
    expect: refusal("Condition 2: unknown attribute 'unknown'", 'attribute'),
  },
  {
    name: 'inactive accounts are found',
    given: [three, del('/accounts/1'), del('/accounts/2?churn=true')],
    request: search([gold]),
    expect: { results: ids('2', '1') },
  },
  {
    name: 'a hundred conditions are taken',
    given: [three],
    request: search(times(100, gold)),
    expect: { results: ids('2', '1') },
  },
  {
    name: 'a hundred conditions on dimensions and managers are taken',
    given: [three],
    request: search(
      [
        ...times(50, { attribute: 'label:k', operator: 'notLike', value: 'ẞ' }),
        ...times(50, { attribute: 'assigned_csm', operator: 'notLike', value: 'x' }),
      ],
      '?q=account',
    ),
    expect: { results: ids('3', '2', '1') },
  },
  {
    name: 'a hundred and one conditions are refused',
    given: [three],
    request: search(times(101, gold)),
    expect: refusal('A search has at most 100 conditions', undefined),
  },
  {
    name: 'order, direction and page are those of lists',
    given: [three],
    request: search([], '?order_by=phone&direction=asc&page=0'),
    expect: { order_by: 'phone', direction: 'asc', include_inactive: undefined, results: ids('2', '1', '3') },
  },
  {
    name: 'a page past the end is empty',
    given: [three],
    request: search([], '?page=1'),
    expect: { current_page: 1, results: [] },
  },
  {
    name: 'q narrows a search further: name or id contains it, without case',
    given: [three, upload(account('x', { name: 'ACME', tier: 'Gold' }), account('acme-2', { name: 'other' }))],
    request: search([gold], '?q=aCmE'),
    expect: { results: ids('x') },
    later: [{ request: search([], '?q=acme'), expect: { results: ids('x', 'acme-2') } }],
  },
  {
    name: 'the derived columns of tickets and interactions are searched',
    given: [three],
    request: search([
      { attribute: 'open_tickets', operator: 'eq', value: 0 },
      { attribute: 'last_interaction_time', value: null },
      { attribute: 'current_mrr', value: null },
      { attribute: 'current_health_score', value: null },
    ]),
    expect: { results: ids('3', '2', '1') },
  },
];

const samples = { string: 'x', integer: 5, long: 5, boolean: true };
const value = ({ type, name }: Field) => (name === 'account_id' ? '1' : samples[type as keyof typeof samples]);
const every = accounts.fields
  .filter(({ type, writeOnly }) => type !== 'array' && !writeOnly)
  .map(
    (field): Case => ({
      name: `an account is found by its ${field.name}`,
      given: [
        post('/accounts', `{"records": [${sentField(field.name).record(JSON.stringify(value(field)))}]}`),
        upload(account('2')),
      ],
      request: search([{ attribute: field.name, operator: 'eq', value: value(field) }]),
      expect: { results: ids('1') },
    }),
  );

runCases(server, [...operators, ...attributes, ...values, ...malformed, ...joining, ...every]);
