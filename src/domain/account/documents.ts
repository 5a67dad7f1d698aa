/** Documents of an account: links, merged by name and sorted by name (guide, "Accounts"). */
import { compareText } from '../compare.ts';
import { type Fault, missingForInsert } from '../errors.ts';
import { Keyed } from '../keyed.ts';

/** A stored document. */
export interface Document {
  name: string;
  url: string;
  description: string | null;
}
/** A document as a record sends it. */
export interface SuppliedDocument {
  name: string;
  /** null deletes the document. An absent url leaves the stored one as it is. */
  url?: string | null;
  description?: string | null;
}

/** Documents by name. */
export type Documents = Keyed<Document>;

/** The documents of a stored list, by name. */
export const openDocuments = (list: readonly Document[]): Documents =>
  new Keyed(list.map((document) => [document.name, document]));

/** Documents as the list that is stored, sorted by name. */
export const listDocuments = (documents: Documents): Document[] =>
  documents.values().sort((a, b) => compareText(a.name, b.name));

/**
 * Merges sent documents into `documents` by name. Returns whether that changed any. A new document without a url is a
 * fault (level 2), and nothing is merged.
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
    documents.set(name, document);
    changed = true;
  }
  return changed;
}

const sameDocument = (a: Document | undefined, b: Document | undefined): boolean =>
  a?.url === b?.url && a?.description === b?.description;

/** The documents without the one named, or none if `name` is left out. Undefined if no document has the name. */
export function removeDocument(stored: readonly Document[], name?: string): Document[] | undefined {
  if (name === undefined) return [];
  const left = stored.filter((document) => document.name !== name);
  return left.length < stored.length ? left : undefined;
}
