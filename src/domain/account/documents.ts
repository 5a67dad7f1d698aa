/** Documents of an account: links, merged by name and kept in order of name (guide, "Accounts"). */
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

/** Documents by their names. */
export type Documents = Map<string, Document>;

/** The documents of a list. */
export const openDocuments = (list: readonly Document[]): Documents =>
  new Map(list.map((document) => [document.name, document]));

/** The documents as a list in order of name. */
export const listDocuments = (documents: Documents): Document[] =>
  [...documents.values()].sort((a, b) => compareText(a.name, b.name));

/**
 * Merges what a record says of documents; gives whether that changed any. A url is required for a name that is new
 * (level 2): a fault, and nothing is merged.
 */
export function mergeDocuments(documents: Documents, supplied: readonly SuppliedDocument[]): boolean | Fault {
  const sent = new Map<string, Document | undefined>();
  for (const { name, url, description } of supplied) {
    const known = sent.has(name) ? sent.get(name) : documents.get(name);
    const link = url === undefined ? known?.url : url;
    if (link === undefined) return missingForInsert('documents.url');
    const described = description === undefined ? (known?.description ?? null) : description;
    sent.set(name, link === null ? undefined : { name, url: link, description: described });
  }
  let changed = false;
  for (const [name, document] of sent) {
    if (sameDocument(documents.get(name), document)) continue;
    if (document === undefined) documents.delete(name);
    else documents.set(name, document);
    changed = true;
  }
  return changed;
}

const sameDocument = (a: Document | undefined, b: Document | undefined): boolean =>
  a?.url === b?.url && a?.description === b?.description;

/** Removes one document, or all where none is named; undefined when it is not there. */
export function removeDocument(stored: readonly Document[], name?: string): Document[] | undefined {
  if (name === undefined) return [];
  const left = stored.filter((document) => document.name !== name);
  return left.length < stored.length ? left : undefined;
}
