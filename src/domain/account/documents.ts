/** Documents of an account: links, merged by name and kept in order of name (decisions §4.10). */
import { compareText } from '../compare.ts';
import { type Fault, missingForInsert } from '../errors.ts';

export interface Document {
  name: string;
  url: string;
  description: string | null;
}
export interface SuppliedDocument {
  name: string;
  /** null deletes the entry; absent leaves the url of a known name as it is. */
  url?: string | null;
  description?: string | null;
}

/** A url is required for a name that is new (level 2). */
export function mergeDocuments(stored: readonly Document[], supplied: readonly SuppliedDocument[]): Document[] | Fault {
  const byName = new Map(stored.map((document) => [document.name, document]));
  for (const { name, url, description } of supplied) {
    const known = byName.get(name);
    if (url === null) {
      byName.delete(name);
      continue;
    }
    const link = url ?? known?.url;
    if (link === undefined) return missingForInsert('documents.url');
    byName.set(name, {
      name,
      url: link,
      description: description === undefined ? (known?.description ?? null) : description,
    });
  }
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name));
}

/** Removes one document, or all where none is named; undefined when it is not there. */
export function removeDocument(stored: readonly Document[], name?: string): Document[] | undefined {
  if (name === undefined) return [];
  const left = stored.filter((document) => document.name !== name);
  return left.length < stored.length ? left : undefined;
}
