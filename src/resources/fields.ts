/**
 * The vocabulary in which record types are declared. A declaration is pure data: validation, storage columns, answers
 * and reference tables derive from it, behaviour never lives in it.
 */

export type FieldType = 'string' | 'integer' | 'long' | 'double' | 'boolean' | 'array';
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Plain text, a sentence or two: what it is for, what null means, what follows from it. */
  readonly doc: string;
  /** A plausible value, as a client sends it. */
  readonly example: Json;
  /** `always`: every record needs it. `insert`: only a record with a new key does. */
  readonly required?: 'always' | 'insert';
  /** In Unicode code points. */
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** `ms`: epoch milliseconds. `cents`: whole cents. */
  readonly unit?: 'ms' | 'cents';
  readonly choices?: readonly string[];
  readonly default?: boolean | 'now';
  /** For arrays: the fields of one item. An item of a single field may be sent as its bare value. */
  readonly items?: readonly Field[];
  /** A path can name it, so the empty string and the dot segments `.` and `..` are refused on write. */
  readonly inPath?: true;
  /** Accepted on write and never answered. */
  readonly writeOnly?: true;
  /** A null counts as if the field were absent, instead of clearing it. */
  readonly nullIsAbsent?: true;
  /** Never null in an answer, although a record may come without it. */
  readonly filled?: true;
  /** Left out of an answer that has no value for it, where other fields are null. */
  readonly omitNull?: true;
}

/** A property of an answer, declared by the functions of `output.ts`. */
export interface Property
  extends Pick<Field, 'name' | 'doc' | 'example' | 'maxLength' | 'minimum' | 'maximum' | 'unit' | 'choices'> {
  /** `object`: its properties are `items`. `any`: any JSON. */
  readonly type: FieldType | 'object' | 'any';
  readonly nullable: boolean;
  /** Left out while it has no value. */
  readonly optional?: true;
  /** In a list only where `include` names it; always there when a record is read by itself. */
  readonly included?: true;
  /** The properties of an object, or of one item of an array. */
  readonly items?: readonly Property[];
  /** The items of the array are the bare values of their only property. */
  readonly bare?: true;
  /** The key is not `name` but any value of the field named here; there may be any number of such properties. */
  readonly keyedBy?: string;
}

/** What one object of an answer holds. */
export interface Shape {
  readonly name: string;
  /** What people call one of them. */
  readonly title: string;
  /** Plain text, a sentence or two: what it tells. */
  readonly doc: string;
  /** In the order in which they are answered. */
  readonly output: readonly Property[];
}

/** A record type; `name` is its name in paths and in the document. */
export interface Resource extends Shape {
  /** Fields a client can send, in the document's order. */
  readonly fields: readonly Field[];
  /** Scalar fields that are only answered, computed or kept by the server. */
  readonly derived: readonly Field[];
}

/** The scalar fields of which a record is answered, by which it is ordered and searched. */
export const scalarsOf = ({ fields, derived }: Pick<Resource, 'fields' | 'derived'>): Field[] => [
  ...fields.filter((field) => field.type !== 'array' && !field.writeOnly),
  ...derived,
];

type Options<T> = Omit<Field, 'name' | 'type' | 'items' | 'example'> & { readonly example: T };
type ArrayOptions = Omit<Options<never>, 'example'> & { readonly items: readonly Field[] };

export const string = (name: string, maxLength: number, options: Options<string>): Field => ({
  name,
  type: 'string',
  maxLength,
  ...options,
});
/** A text without a limit of its own, which only an answer can hold. */
export const text = (name: string, options: Options<string>): Field => ({ name, type: 'string', ...options });
export const integer = (name: string, options: Options<number>): Field => ({ name, type: 'integer', ...options });
export const long = (name: string, options: Options<number>): Field => ({ name, type: 'long', ...options });
export const double = (name: string, options: Options<number>): Field => ({ name, type: 'double', ...options });
export const boolean = (name: string, options: Options<boolean>): Field => ({ name, type: 'boolean', ...options });
/** A point in time, epoch milliseconds. */
export const date = (name: string, options: Options<number>): Field => long(name, { unit: 'ms', ...options });
/** An amount of money in whole cents. */
export const cents = (name: string, options: Options<number>): Field => long(name, { unit: 'cents', ...options });
/** A list of objects, whose example is one object of the examples of its fields. */
export const array = (name: string, options: ArrayOptions): Field => ({
  name,
  type: 'array',
  example: [exampleOf(options.items)],
  ...options,
});

/** An object of the examples of fields or properties. */
export const exampleOf = (fields: readonly (Field | Property)[]): { [name: string]: Json } =>
  Object.fromEntries(fields.map(({ name, example }) => [name, example]));
