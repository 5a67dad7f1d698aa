/** Search over record types by conditions that all must hold (document "Search"; guide, "Search"). */
import { ApiError } from '../domain/errors.ts';
import {
  type Attribute,
  type Condition,
  type FindAttribute,
  maxConditions,
  readConditions,
  tooManyConditions,
} from '../domain/search.ts';
import { isObject } from '../domain/validate.ts';
import { accounts } from '../resources/accounts.ts';
import { accountContacts, accountUsers } from '../resources/people.ts';
import { type Field, type Resource, scalarsOf } from '../resources/fields.ts';
import { includeFields, textConditions } from './accounts.ts';
import type { Answer, Context, ContextOf } from './context.ts';
import { parseBody } from './json.ts';
import { answerPage, type List, type PageParameters } from './pages.ts';
import { contacts, users } from './people.ts';

const searchable = (field: Field): [string, Attribute] => [
  field.name,
  { target: { column: field.name, of: 'value' }, type: field.type },
];

const accountAttributes = new Map<string, Attribute>([
  ...scalarsOf(accounts).map(searchable),
  ['is_inactive', { target: { column: 'is_active', of: 'value' }, type: 'boolean', inverted: true }],
  ['assigned_csm', { target: { column: 'assigned_csms', of: 'list' }, type: 'string' }],
]);

const dimensionAttributes: { readonly [prefix: string]: { column: string; type: Field['type'] } } = {
  label: { column: 'custom_label_dimensions', type: 'string' },
  value: { column: 'custom_value_dimensions', type: 'double' },
  event: { column: 'custom_event_dimensions', type: 'long' },
};

/** An attribute of accounts, a dimension as `label:KEY`, `value:KEY` or `event:KEY` (ours). */
export const findAccountAttribute: FindAttribute = (name) => {
  const known = accountAttributes.get(name);
  if (known !== undefined) return known;
  const colon = name.indexOf(':');
  const prefix = name.slice(0, Math.max(colon, 0));
  const dimension = Object.hasOwn(dimensionAttributes, prefix) ? dimensionAttributes[prefix] : undefined;
  return (
    dimension && { target: { column: dimension.column, of: 'map', key: name.slice(colon + 1) }, type: dimension.type }
  );
};

export const searchAccounts = (context: ContextOf<'POST /search/accounts'>): Promise<Answer> => {
  const { include, q } = context.query;
  return search(context, includeFields(include), findAccountAttribute, textConditions(q));
};
export const searchUsers = (context: ContextOf<'POST /search/account_users'>): Promise<Answer> =>
  search(context, users.list, attributesOf(accountUsers));
export const searchContacts = (context: ContextOf<'POST /search/account_contacts'>): Promise<Answer> =>
  search(context, contacts.list, attributesOf(accountContacts));

function attributesOf(resource: Resource): FindAttribute {
  const attributes = new Map(scalarsOf(resource).map(searchable));
  return (name) => attributes.get(name);
}

/** The conditions in a body; throws `invalid_envelope` or `invalid_condition`. */
export function readSearch(bytes: Uint8Array, find: FindAttribute): Condition[] {
  const body = parseBody(bytes, { max: maxConditions, refusal: tooManyConditions });
  if (!isObject(body) || !Array.isArray(body.records))
    throw new ApiError('invalid_envelope', 'The body must be an object with a "records" array', 'records');
  return readConditions(body.records, find);
}

async function search(
  context: Context<object, PageParameters>,
  list: List,
  find: FindAttribute,
  further: readonly Condition[] = [],
): Promise<Answer> {
  const conditions = [...readSearch(context.body, find), ...further];
  return context.store.read((reader) => answerPage(reader, context, list, { conditions }));
}
