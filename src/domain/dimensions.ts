/**
 * Custom dimensions, sent as arrays of {key, value} and merged by key (guide, "Accounts"). Accounts answer them as a
 * map, users and contacts as an array. What is stored is the JSON text that is answered.
 */
import type { Item, Scalar } from './validate.ts';

/** The fields, and columns, that hold the three kinds of dimensions. */
export const dimensionFields = [
  'custom_label_dimensions',
  'custom_value_dimensions',
  'custom_event_dimensions',
] as const;
/** One of the fields that hold dimensions. */
export type DimensionField = (typeof dimensionFields)[number];

/** Dimension values by key. */
export type Dimensions = Map<string, Scalar>;

/**
 * Merges sent items into `dimensions` and returns whether that changed any. A null value is stored as null and its key
 * stays. Of several items with the same key the last wins.
 */
export function mergeDimensions(dimensions: Dimensions, items: readonly Item[]): boolean {
  const { size } = dimensions;
  let before: Dimensions | undefined;
  for (const item of items) {
    const key = item.key as string;
    const value = (item.value as Scalar | undefined) ?? null;
    const known = dimensions.get(key);
    if (known === value) continue;
    dimensions.set(key, value);
    if (known === undefined || before?.has(key)) continue;
    before ??= new Map();
    before.set(key, known);
  }
  return dimensions.size > size || (before?.entries().some(([key, value]) => dimensions.get(key) !== value) ?? false);
}

/**
 * Removes one key from the JSON text of a map, or every key if `key` is left out. Returns the new text, or undefined if
 * the key is not there.
 */
export function removeDimension(mapText: string, key?: string): string | undefined {
  if (key === undefined) return '{}';
  const map = readMap(mapText);
  return map.delete(key) ? writeMap(map) : undefined;
}

/**
 * Removes one key from the JSON text of an array of {key, value}, or every key if `key` is left out. Returns the new
 * text, or undefined if the key is not there.
 */
export function removeDimensionItem(arrayText: string, key?: string): string | undefined {
  if (key === undefined) return '[]';
  const map = readArray(arrayText);
  return map.delete(key) ? writeArray(map) : undefined;
}

/** Parses the JSON text of a map of dimensions. */
export function readMap(text: string): Dimensions {
  if (!text.includes('\\')) return new Map(text === '{}' ? [] : Object.entries(JSON.parse(text)));
  // V8 may give an escaped key the name of another that it has parsed before, so each is parsed alone.
  return new Map(Array.from(text.matchAll(entry), ([, key = '', value = '']) => [JSON.parse(key), JSON.parse(value)]));
}

const entry = /("(?:[^"\\]|\\.)*"):("(?:[^"\\]|\\.)*"|[^,}]+)/g;

/**
 * The JSON text of dimensions as a map. It is made from an object, so that keys which look like numbers get the
 * position that parsing gives them. `fromEntries` makes even `__proto__` an ordinary key.
 */
export const writeMap = (map: Dimensions): string => JSON.stringify(Object.fromEntries(map));

/** Parses the JSON text of an array of dimensions, [{key, value}]. */
export const readArray = (text: string): Dimensions =>
  new Map(
    text === '[]' ? [] : (JSON.parse(text) as { key: string; value: Scalar }[]).map(({ key, value }) => [key, value]),
  );

/** The JSON text of dimensions as an array, [{key, value}]. */
export const writeArray = (dimensions: Dimensions): string =>
  JSON.stringify([...dimensions].map(([key, value]) => ({ key, value })));
