/**
 * The vocabulary in which record types are declared. A declaration is pure data: validation, storage columns and
 * reference tables derive from it, behaviour never lives in it.
 */

export type FieldType = 'string' | 'integer' | 'long' | 'double' | 'boolean' | 'array';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
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
}

export interface Resource {
  /** The name in paths and in the document. */
  readonly name: string;
  /** Fields a client can send, in the document's order. */
  readonly fields: readonly Field[];
  /** Scalar fields that are only answered, computed or kept by the server. */
  readonly derived: readonly Field[];
}

/** The scalar fields of which a record is answered, by which it is ordered and searched. */
export const scalarsOf = ({ fields, derived }: Resource): Field[] => [
  ...fields.filter((field) => field.type !== 'array' && !field.writeOnly),
  ...derived,
];

type Options = Omit<Field, 'name' | 'type'>;

export const string = (name: string, maxLength: number, options: Options = {}): Field => ({
  name,
  type: 'string',
  maxLength,
  ...options,
});
export const integer = (name: string, options: Options = {}): Field => ({ name, type: 'integer', ...options });
export const long = (name: string, options: Options = {}): Field => ({ name, type: 'long', ...options });
export const double = (name: string, options: Options = {}): Field => ({ name, type: 'double', ...options });
export const boolean = (name: string, options: Options = {}): Field => ({ name, type: 'boolean', ...options });
/** A point in time, epoch milliseconds. */
export const date = (name: string, options: Options = {}): Field => long(name, { unit: 'ms', ...options });
/** An amount of money in whole cents. */
export const cents = (name: string, options: Options = {}): Field => long(name, { unit: 'cents', ...options });
export const array = (name: string, items: readonly Field[], options: Options = {}): Field => ({
  name,
  type: 'array',
  items,
  ...options,
});

/** The three kinds of custom dimensions that accounts, users and contacts carry. */
export const customDimensions: readonly Field[] = [
  array('custom_label_dimensions', [string('key', 256, { required: 'always', inPath: true }), string('value', 256)]),
  array('custom_value_dimensions', [string('key', 256, { required: 'always', inPath: true }), double('value')]),
  array('custom_event_dimensions', [string('key', 256, { required: 'always', inPath: true }), date('value')]),
];
