import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Document,
  listDocuments,
  mergeDocuments as merge,
  openDocuments,
  removeDocument,
  type SuppliedDocument,
} from '../../src/domain/account/documents.ts';
import { Fault } from '../../src/domain/errors.ts';

/** The documents afterwards, or the fault, which is to leave them as they were; whether they changed is to be told. */
function mergeDocuments(before: readonly Document[], added: readonly SuppliedDocument[]): Document[] | Fault {
  const documents = openDocuments(before);
  const result = merge(documents, added);
  const after = listDocuments(documents);
  if (result instanceof Fault) assert.deepEqual(after, before);
  else assert.equal(result, JSON.stringify(after) !== JSON.stringify(before));
  return result instanceof Fault ? result : after;
}

const name = fc.constantFrom('a', 'A', 'b', '\uffff', '\u{10000}', '__proto__');
const document: fc.Arbitrary<SuppliedDocument> = fc.record(
  { name, url: fc.constantFrom('http://x', 'http://y', '', null), description: fc.constantFrom('d', '', null) },
  { requiredKeys: ['name'], noNullPrototype: true },
);
const supplied = fc.array(document, { maxLength: 5 });
const stored: fc.Arbitrary<Document[]> = supplied.map((list) => {
  const named = list.map((one) => ({ ...one, url: one.url ?? 'http://z' }));
  return mergeDocuments([], named) as Document[];
});

/** One entry after another, as a map of [url, description] by name; undefined where a new one has no url. */
function model(before: readonly Document[], added: readonly SuppliedDocument[]) {
  const map = new Map(before.map((one) => [one.name, [one.url, one.description]]));
  for (const one of added) {
    const known = map.get(one.name);
    if (one.url === null) {
      map.delete(one.name);
    } else {
      if (known === undefined && one.url === undefined) return undefined;
      map.set(one.name, [
        (one.url ?? known?.[0]) as string,
        one.description === undefined ? (known?.[1] ?? null) : one.description,
      ]);
    }
  }
  return map;
}

test('documents merge by name; what an entry leaves out stays, a null url deletes it, a new one needs a url', () => {
  fc.assert(
    fc.property(stored, supplied, (before, added) => {
      const expected = model(before, added);
      const merged = mergeDocuments(before, added);
      if (merged instanceof Fault) {
        assert.equal(expected, undefined);
        assert.equal(merged.message, "Missing required field for insert: 'documents.url'");
      } else {
        assert.deepEqual(new Map(merged.map((one) => [one.name, [one.url, one.description]])), expected);
      }
    }),
  );
});

test('documents stand in order of name, by code point', () => {
  const merged = mergeDocuments(
    [],
    ['b', '\u{10000}', '\uffff', 'a', 'B'].map((one) => ({ name: one, url: 'x' })),
  );
  assert.deepEqual(
    (merged as Document[]).map((one) => one.name),
    ['B', 'a', 'b', '\uffff', '\u{10000}'],
  );
});

test('deleting by a null url needs no such document', () => {
  assert.deepEqual(mergeDocuments([], [{ name: 'a', url: null }]), []);
});

test('merging documents twice is merging them once, unless what an entry changes is deleted behind it', () => {
  fc.assert(
    fc.property(stored, supplied, (before, added) => {
      const once = mergeDocuments(before, added);
      fc.pre(!(once instanceof Fault));
      const twice = mergeDocuments(once as Document[], added);
      if (twice instanceof Fault) assert.ok(added.some(({ url }) => url === null));
      else assert.deepEqual(twice, once);
    }),
  );
});

test('one document is removed by its exact name, all without a name; a name that is not there is told', () => {
  fc.assert(
    fc.property(stored, name, (before, gone) => {
      const left = removeDocument(before, gone);
      if (before.some((one) => one.name === gone))
        assert.deepEqual(
          left,
          before.filter((one) => one.name !== gone),
        );
      else assert.equal(left, undefined);
    }),
  );
  assert.deepEqual(removeDocument([{ name: 'a', url: 'x', description: null }]), []);
  assert.deepEqual(removeDocument([]), []);
});
