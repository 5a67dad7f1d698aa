/** Custom dimensions: sent as arrays of {key, value}, kept as the JSON text of a map, merged by key (decisions §4.2). */
import type { Item, Scalar } from './validate.ts';

export const dimensionFields = [
  'custom_label_dimensions',
  'custom_value_dimensions',
  'custom_event_dimensions',
] as const;
export type DimensionField = (typeof dimensionFields)[number];

/** Merges supplied items into the stored map; a null value keeps its key, the last of a duplicate key wins. */
export function mergeDimensions(storedText: string, items: readonly Item[]): string {
  const map = readMap(storedText);
  for (const item of items) map.set(item.key as string, (item.value as Scalar | undefined) ?? null);
  return writeMap(map);
}

/** Removes one key, or all of them where none is named; undefined when the key is not there. */
export function removeDimension(storedText: string, key?: string): string | undefined {
  if (key === undefined) return '{}';
  const map = readMap(storedText);
  return map.delete(key) ? writeMap(map) : undefined;
}

function readMap(text: string): Map<string, Scalar> {
  return new Map(text === '{}' ? [] : Object.entries(JSON.parse(text) as { [key: string]: Scalar }));
}

// Written by hand because an object would lose the key `__proto__`.
function writeMap(map: ReadonlyMap<string, Scalar>): string {
  let text = '';
  for (const [key, value] of map) text += `${text && ','}${JSON.stringify(key)}:${JSON.stringify(value)}`;
  return `{${text}}`;
}
