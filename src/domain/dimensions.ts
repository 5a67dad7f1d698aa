/**
 * Custom dimensions, sent as arrays of {key, value} and merged by key (guide, "Accounts"). Those of accounts are answered
 * as a map and those of users and contacts as an array; each is stored as the JSON text of what is answered.
 */
import type { Item, Scalar } from './validate.ts';

export const dimensionFields = [
  'custom_label_dimensions',
  'custom_value_dimensions',
  'custom_event_dimensions',
] as const;
export type DimensionField = (typeof dimensionFields)[number];

/** Values by their keys. */
export type Dimensions = Map<string, Scalar>;

/**
 * Merges supplied items into dimensions, and gives whether that changed any. A null value keeps its key, the last of a
 * duplicate key wins.
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

/** Removes one key of a map, or all where none is named; undefined when the key is not there. */
export function removeDimension(mapText: string, key?: string): string | undefined {
  if (key === undefined) return '{}';
  const map = readMap(mapText);
  return map.delete(key) ? writeMap(map) : undefined;
}

/** Removes one key of an array likewise. */
export function removeDimensionItem(arrayText: string, key?: string): string | undefined {
  if (key === undefined) return '[]';
  const map = readArray(arrayText);
  return map.delete(key) ? writeArray(map) : undefined;
}

/** The dimensions of a map's text. */
export function readMap(text: string): Dimensions {
  if (!text.includes('\\')) return new Map(text === '{}' ? [] : Object.entries(JSON.parse(text)));
  // V8 may give an escaped key the name of another that it has parsed before, so each is parsed alone.
  return new Map(Array.from(text.matchAll(entry), ([, key = '', value = '']) => [JSON.parse(key), JSON.parse(value)]));
}

const entry = /("(?:[^"\\]|\\.)*"):("(?:[^"\\]|\\.)*"|[^,}]+)/g;

/**
 * The text of dimensions as a map. It is made through an object, so that keys which look like numbers stand where
 * reading puts them; `fromEntries` makes even `__proto__` a key like any other.
 */
export const writeMap = (map: Dimensions): string => JSON.stringify(Object.fromEntries(map));

/** The dimensions of an array's text. */
export const readArray = (text: string): Dimensions =>
  new Map(
    text === '[]' ? [] : (JSON.parse(text) as { key: string; value: Scalar }[]).map(({ key, value }) => [key, value]),
  );

/** The text of dimensions as an array. */
export const writeArray = (dimensions: Dimensions): string =>
  JSON.stringify([...dimensions].map(([key, value]) => ({ key, value })));
