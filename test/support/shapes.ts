/** Holds answers against their declarations. */
import assert from 'node:assert/strict';
import type { Property } from '../../src/resources/fields.ts';

/** By dotted name: what has been answered for a property. */
export type Seen = Map<string, Set<'value' | 'null' | 'nothing'>>;

type Object = { readonly [name: string]: unknown };

/** Asserts that an object holds these properties, in their order and no others, each as it is declared. */
export function assertShape(output: readonly Property[], value: unknown, where: string, seen: Seen = new Map()): void {
  assert.ok(isObject(value), `${where} is ${JSON.stringify(value)}`);
  const keyed = output.find(({ keyedBy }) => keyedBy !== undefined);
  const fixed = output.filter((property) => property !== keyed);
  const isThere = ({ name, optional }: Property): boolean => !optional || Object.hasOwn(value, name);
  const names = fixed.filter(isThere).map(({ name }) => name);
  const keys = Object.keys(value);
  assert.deepEqual(keyed ? keys.slice(0, names.length) : keys, names, where);
  for (const property of fixed) {
    if (names.includes(property.name)) assertValue(property, value[property.name], `${where}.${property.name}`, seen);
    else note(seen, `${where}.${property.name}`, 'nothing');
  }
  for (const key of keys.slice(names.length))
    assertValue(keyed as Property, value[key], `${where}.${(keyed as Property).name}`, seen);
}

function assertValue(property: Property, value: unknown, where: string, seen: Seen): void {
  const is = `${where} is ${JSON.stringify(value)}`;
  note(seen, where, value === null ? 'null' : 'value');
  if (value === null) assert.ok(property.nullable, is);
  else if (property.type === 'object') assertShape(property.items ?? [], value, where, seen);
  else if (property.type === 'array') {
    assert.ok(Array.isArray(value), is);
    const [only] = property.items ?? [];
    for (const item of value)
      if (property.bare) assertValue(only as Property, item, `${where}.${only?.name}`, seen);
      else assertShape(property.items ?? [], item, where, seen);
  } else assert.ok(isScalar(property, value), is);
}

function isScalar({ type, maxLength, minimum, maximum, choices }: Property, value: unknown): boolean {
  if (type === 'any') return true;
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'string')
    return typeof value === 'string' && !([...value].length > (maxLength ?? Infinity)) && isOneOf(choices, value);
  const isNumber = type === 'double' ? Number.isFinite(value) : Number.isSafeInteger(value);
  return isNumber && (value as number) >= (minimum ?? -Infinity) && (value as number) <= (maximum ?? Infinity);
}

const isOneOf = (choices: readonly string[] | undefined, value: string): boolean => choices?.includes(value) ?? true;

const isObject = (value: unknown): value is Object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function note(seen: Seen, where: string, what: 'value' | 'null' | 'nothing'): void {
  seen.set(where, (seen.get(where) ?? new Set()).add(what));
}

/** What there is to see of these properties, if their declarations allow no more than comes. */
export function allToSee(output: readonly Property[], where: string): Seen {
  const all: Seen = new Map();
  for (const property of output) {
    const name = `${where}.${property.name}`;
    note(all, name, 'value');
    if (property.nullable) note(all, name, 'null');
    if (property.optional) note(all, name, 'nothing');
    for (const [inner, seen] of allToSee(property.items ?? [], name)) all.set(inner, seen);
  }
  return all;
}
