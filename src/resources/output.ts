/** How answers are declared: from the fields of records where they have them. */
import { exampleOf, type Field, type Property, scalarsOf } from './fields.ts';

const kept = ['name', 'type', 'unit', 'maxLength', 'minimum', 'maximum', 'choices', 'doc', 'example'] as const;

/** A field as it is answered; `changes` are what an answer says otherwise. */
export function answered(field: Field, changes: Partial<Property> = {}): Property {
  const same = Object.fromEntries(kept.flatMap((key) => (field[key] === undefined ? [] : [[key, field[key]]])));
  return {
    ...(same as Pick<Field, (typeof kept)[number]>),
    nullable: isNullable(field),
    ...(field.omitNull && { optional: true as const }),
    ...(field.items && { items: field.items.map((item) => answered(item)) }),
    ...changes,
  };
}

/** Flags without a default begin as false, and lists empty. */
const isNullable = ({ required, default: value, type, filled, omitNull }: Field): boolean =>
  required === undefined && value === undefined && type !== 'array' && type !== 'boolean' && !filled && !omitNull;

/** What is answered of a record: scalar fields, derived ones, lists, and last what may be left out. */
export function outputOf(fields: readonly Field[], derived: readonly Field[]): Property[] {
  const lists = fields.filter((field) => field.type === 'array');
  const output = [...scalarsOf({ fields, derived }), ...lists].map((field) => answered(field));
  return [...output.filter((property) => !property.optional), ...output.filter((property) => property.optional)];
}

/** Properties that are only answered: never null, but for those named. */
export const properties = (fields: readonly Field[], nullable: readonly string[] = []): Property[] =>
  fields.map((field) => answered(field, { nullable: nullable.includes(field.name) }));

/** A list of {key, value} that is answered as an object, with the values by their keys. */
export function asMap(field: Field): Property {
  const [key, value] = field.items as readonly [Field, Field];
  const items = [answered(value, { keyedBy: key.name })];
  return answered(field, { type: 'object', items, example: { [key.example as string]: value.example } });
}

/** A list of objects of one field that is answered as a list of their bare values. */
export const asBareValues = (field: Field): Property =>
  answered(field, { bare: true, example: Object.values(exampleOf(field.items ?? [])) });

/** A property that lists hold only where `include` names it. */
export const included = (property: Property): Property => ({ ...property, included: true });
