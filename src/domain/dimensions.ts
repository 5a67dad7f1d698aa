/**
 * Custom dimensions, sent as arrays of {key, value} and merged by key (decisions §4.2). Those of accounts are answered
 * as a map and those of users and contacts as an array; each is stored as the JSON text of what is answered.
 */
import type { Item, Scalar } from './validate.ts';

export const dimensionFields = [
  'custom_label_dimensions',
  'custom_value_dimensions',
  'custom_event_dimensions',
] as const;
export type DimensionField = (typeof dimensionFields)[number];

type Dimensions = Map<string, Scalar>;

/** Merges supplied items into a stored map; a null value keeps its key, the last of a duplicate key wins. */
export function mergeDimensions(mapText: string, items: readonly Item[]): string {
  return writeMap(merge(readMap(mapText), items));
}

/** Merges supplied items into a stored array likewise. */
export function mergeDimensionItems(arrayText: string, items: readonly Item[]): string {
  return writeArray(merge(readArray(arrayText), items));
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

function merge(dimensions: Dimensions, items: readonly Item[]): Dimensions {
  for (const item of items) dimensions.set(item.key as string, (item.value as Scalar | undefined) ?? null);
  return dimensions;
}

export function readMap(text: string): Dimensions {
  if (!text.includes('\\')) return new Map(text === '{}' ? [] : Object.entries(JSON.parse(text)));
  // V8 may give an escaped key the name of another that it has parsed before, so each is parsed alone.
  return new Map(Array.from(text.matchAll(entry), ([, key = '', value = '']) => [JSON.parse(key), JSON.parse(value)]));
}

const entry = /("(?:[^"\\]|\\.)*"):("(?:[^"\\]|\\.)*"|[^,}]+)/g;

// Through an object, so that keys which look like numbers stand where reading puts them: the same text once more is no
// change. `fromEntries` makes even `__proto__` a key like any other.
const writeMap = (map: Dimensions): string => JSON.stringify(Object.fromEntries(map));

const readArray = (text: string): Dimensions =>
  new Map(
    text === '[]' ? [] : (JSON.parse(text) as { key: string; value: Scalar }[]).map(({ key, value }) => [key, value]),
  );

const writeArray = (dimensions: Dimensions): string =>
  JSON.stringify([...dimensions].map(([key, value]) => ({ key, value })));
