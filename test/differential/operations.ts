/** Random requests to every route of the table, most of which mean something to what earlier ones stored. */
import { type BoundOperation, table } from '../../src/operations/table.ts';
import { accounts } from '../../src/resources/accounts.ts';
import { type Field, type Resource, scalarsOf } from '../../src/resources/fields.ts';
import { resources } from '../../src/resources/index.ts';
import { subscriptions } from '../../src/resources/subscriptions.ts';
import type { Choice } from './choice.ts';
import { accountIds, instant, invalidRecord, type Kind, otherIds, text, validRecord, validValue } from './values.ts';

export interface Operation {
  readonly method: string;
  /** Below /api/v2. */
  readonly path: string;
  readonly body?: unknown;
}

/** The record type that a route is about: that of its first segment, or of its last under `/search`. */
function resourceOf({ path }: BoundOperation): Resource {
  const names = path.split('/');
  return resources.find(({ name }) => name === names[1] || name === names[2]) ?? accounts;
}

const routes = [...table.values()];
const uploads = routes.filter(({ kind }) => kind === 'upload');
const reads = routes.filter(({ kind }) => kind === 'keyed' || kind === 'scan');
const changes = routes.filter(({ kind }) => kind === 'change');

export function anyOperation(choice: Choice, cursors: readonly string[]): Operation {
  const route = choice.of(choice.chance(0.35) ? uploads : choice.chance(0.6) ? reads : changes);
  const path = pathOf(choice, route) + queryOf(choice, route, cursors);
  if (route.method === 'GET' || route.method === 'DELETE') return { method: route.method, path };
  return { method: route.method, path, body: bodyOf(choice, route) };
}

function pathOf(choice: Choice, { path }: BoundOperation): string {
  const [fixed = '', ...optional] = path.split('[').map((part) => part.replace(']', ''));
  const taken = optional.slice(0, choice.below(optional.length + 1));
  return [fixed, ...taken]
    .join('')
    .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameter(choice, name, path)));
}

function parameter(choice: Choice, name: string, path: string): string {
  if (choice.chance(0.05)) return choice.of(['', '.x', 'a\0b', '0', '-1', '9007199254740993', text(choice, {})]);
  if (name === 'timestamp') return String(instant(choice));
  if (name === 'account_id' || (name === 'id' && path.startsWith('/accounts'))) return choice.of(accountIds);
  if (name === 'id' && /^\/(interactions|notes)/.test(path)) return String(1 + choice.below(400));
  return choice.of(otherIds);
}

function queryOf(choice: Choice, route: BoundOperation, cursors: readonly string[]): string {
  const parameters = new URLSearchParams();
  const add = (name: string, share: number, make: () => unknown): void => {
    if (choice.chance(share)) parameters.append(name, String(make()));
  };
  const { method, path } = route;
  if (method === 'DELETE') {
    add('churn', path === '/accounts/{id}' ? 0.4 : 0, () => choice.of(['true', 'false', '1', '0', 'x']));
    add('inactive_time', path === '/accounts/{id}' ? 0.3 : 0, () => instant(choice));
    const person = path.startsWith('/account_users') || path.startsWith('/account_contacts');
    add('dimension', person ? 0.3 : 0, () => choice.of(otherIds));
    add('all_dimensions', person ? 0.1 : 0, () => choice.of(['true', 'false', '2']));
    add('account_id', path.startsWith('/metrics') ? 0.6 : 0, () => choice.of(accountIds));
    add('start_date', path.startsWith('/subscriptions') ? 0.6 : 0, () => instant(choice));
    add('unknown', 0.02, () => 'x');
  } else if (method !== 'PUT' && route.kind !== 'upload') readParameters(choice, route, cursors, add);
  const query = parameters.toString();
  return query === '' ? '' : `?${query}`;
}

function readParameters(
  choice: Choice,
  route: BoundOperation,
  cursors: readonly string[],
  add: (name: string, share: number, make: () => unknown) => void,
): void {
  const { path } = route;
  const orders = [
    'id',
    'start_date',
    'at',
    'due_date',
    'unknown',
    ...scalarsOf(resourceOf(route)).map(({ name }) => name),
  ];
  add('order_by', 0.5, () => choice.of(orders));
  add('direction', 0.5, () => choice.of(['asc', 'desc', 'ASC', 'x', '']));
  add('page', 0.15, () => choice.of([0, 1, 2, -1, 'x', 1e9, '999999999999999']));
  add('cursor', 0.1, () => (cursors.length > 0 && choice.chance(0.8) ? choice.of(cursors) : hostileCursor(choice)));
  add('include_inactive', 0.3, () => choice.of(['true', 'false', '1', '0', 'x']));
  add('include', 0.3, () => 'custom_label_dimensions, custom_value_dimensions,custom_event_dimensions,documents,x');
  add('account_id', 0.2, () => choice.of([...accountIds, '', 'a\0b']));
  add('create_time', 0.1, () => choice.of([instant(choice), 'x', '']));
  add('modify_time', 0.1, () => instant(choice));
  add('history', 0.3, () => choice.of(['true', 'false']));
  add('q', path.endsWith('/accounts') ? 0.3 : 0, () => piece(choice));
  if (!path.startsWith('/reports')) return;
  add('from', 0.97, () => Math.min(instant(choice), instant(choice)));
  add('to', 0.97, () => Math.max(instant(choice), instant(choice)));
  add('interval', 0.7, () => choice.of(['month', 'day', 'week', 'quarter', 'year', 'x']));
  add('basis', 0.5, () => choice.of(['event', 'period']));
  add('class', 0.3, () => choice.of(['new', 'churn', 'expansion', 'contraction', 'reactivation', 'x']));
}

const hostilePlaces: readonly unknown[] = ['a', 'a\0b', '\ud800', 0, 1, -1, 0.5, 1e300, true, null, [], {}];

function hostileCursor(choice: Choice): string {
  const order = choice.of(['account_id', 'name', 'employees', 'is_active', 'user_id', 'create_time', 'start_date']);
  const place = Array.from({ length: 1 + choice.below(4) }, () => choice.of(hostilePlaces));
  const cursor = [order, choice.of(['asc', 'desc', 'x']), choice.of([1, -1, 0.5]), place];
  return choice.chance(0.1) ? 'x' : Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Part of a text that may be stored, in whatever case. */
function piece(choice: Choice): string {
  const characters = Array.from(text(choice, {}));
  const start = choice.below(characters.length + 1);
  const cut = characters.slice(start, start + 1 + choice.below(6)).join('');
  return choice.of([cut, cut.toUpperCase(), cut.toLowerCase()]);
}

function bodyOf(choice: Choice, route: BoundOperation): unknown {
  const resource = resourceOf(route);
  if (choice.chance(0.02)) return choice.of([[], {}, { records: {} }, { records: null }, null, 'x', { data: 1 }]);
  const options = choice.chance(0.4) ? { options: optionsOf(choice) } : {};
  if (route.kind !== 'upload' && route.method === 'POST')
    return { records: choice.list(3, () => condition(choice, resource)) };
  if (route.method === 'PUT') {
    const record = recordOf(choice, resource, choice.chance(0.05));
    // A faulty record may be null, or no object at all.
    for (const field of record instanceof Object ? resource.fields : [])
      if (field.inPath && choice.chance(0.8)) delete (record as { [name: string]: unknown })[field.name];
    return choice.chance(0.8) ? { data: record, ...options } : { ...(record as object), ...options };
  }
  const faulty = choice.chance(0.1);
  const records = Array.from({ length: 1 + choice.below(12) }, () =>
    recordOf(choice, resource, faulty && choice.chance(0.4)),
  );
  return { records, ...options };
}

const optionsOf = (choice: Choice): object => ({
  ...(choice.chance(0.3) && { ignore_missing_accounts: choice.chance(0.5) }),
  ...(choice.chance(0.3) && { overwrite_csm_assignments: choice.chance(0.5) }),
  ...(choice.chance(0.2) && { dry_run: choice.chance(0.7) }),
  ...(choice.chance(0.3) && { atomic: choice.chance(0.5) }),
  ...(choice.chance(0.5) && { return: choice.of(['outcomes', 'outcomes', null, 'x']) }),
});

function recordOf(choice: Choice, resource: Resource, faulty: boolean): unknown {
  const share = choice.of([0.05, 0.2, 0.6]);
  if (faulty) return invalidRecord(choice, resource.fields, share);
  const record = validRecord(choice, resource.fields, share);
  return resource === subscriptions ? withEvent(choice, record) : record;
}

/** Fields of subscriptions that stand or fall together. */
function withEvent(choice: Choice, record: { [field: string]: unknown }): object {
  const start = instant(choice);
  const money = {
    total_revenue: choice.below(500) * 1_200,
    cycle_unit: choice.of(['month', 'year', 'day']),
    cycle_length: 1 + choice.below(3),
  };
  return {
    ...record,
    effective_start_date: start,
    effective_end_date: choice.of([undefined, null, start + choice.below(400) * 86_400_000]),
    event: choice.of(['current', 'current', 'revenue', 'renewal', 'end']),
    ...(choice.chance(0.8) && money),
  };
}

const operators = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'like', 'notLike', 'isTrue', 'isFalse'];
const fitting: { readonly [type in Field['type']]: readonly string[] } = {
  string: ['eq', 'ne', 'like', 'notLike', 'like'],
  integer: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  long: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  double: ['eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  boolean: ['eq', 'ne', 'isTrue', 'isFalse'],
  array: ['eq'],
};

function condition(choice: Choice, resource: Resource): unknown {
  if (choice.chance(0.03)) return choice.of([null, 1, {}, { attribute: 1 }, { attribute: 'documents' }]);
  const [attribute, field] = attributeOf(choice, resource);
  const operator = choice.chance(0.03) ? choice.of(operators) : choice.of(fitting[field.type]);
  const search = operator === 'like' || operator === 'notLike';
  const value = search ? piece(choice) : choice.chance(0.15) ? null : validValue(choice, field);
  return choice.chance(0.05) ? { attribute, value } : { attribute, operator, value };
}

function attributeOf(choice: Choice, resource: Resource): [string, Kind] {
  const scalars = scalarsOf(resource).map((field): [string, Kind] => [field.name, field]);
  if (resource !== accounts || choice.chance(0.6)) return choice.of(scalars);
  const key = choice.chance(0.05) ? choice.of(['', 'a\0b', '\ud800', '$.a']) : choice.of(otherIds);
  return choice.of([
    [`label:${key}`, { name: 'label', type: 'string' }],
    [`value:${key}`, { name: 'value', type: 'double' }],
    [`event:${key}`, { name: 'event', type: 'long', unit: 'ms' }],
    ['assigned_csm', { name: 'email', type: 'string', inPath: true }],
    ['is_inactive', { name: 'is_inactive', type: 'boolean' }],
  ]);
}
