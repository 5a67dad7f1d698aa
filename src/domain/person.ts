/** Rules for users and contacts of an account (guide, "Users"). */
import { accountContacts, accountUsers } from '../resources/people.ts';
import type { Resource } from '../resources/fields.ts';
import {
  dimensionFields,
  type Dimensions,
  mergeDimensions,
  readArray,
  removeDimensionItem,
  writeArray,
} from './dimensions.ts';
import { Fault } from './errors.ts';
import type { ListColumn, ListColumns } from './list-columns.ts';
import { assignScalars, compileRules } from './record.ts';
import type { Row } from './row.ts';
import { compileRecordCheck, isObject, type Item, type RecordCheck, type Supplied } from './validate.ts';

/** The rules of one kind of person. */
export interface PersonRules {
  /** Level 1: checks a record without the database. */
  readonly check: RecordCheck;
  /**
   * Level 2: the person's row after a checked record, or its fault. Dimensions are merged into `lists` and are not yet
   * in the row. `now` is in epoch ms.
   */
  readonly apply: (before: Row | undefined, supplied: Supplied, now: number, lists: ListColumns) => Row | Fault;
}

const compilePerson = (resource: Resource): PersonRules => {
  const check = compileRecordCheck(resource.fields);
  const rules = compileRules(resource);
  return {
    check: (record) => check(withoutSlip(record)),
    apply(before, supplied, now, lists) {
      const row = assignScalars(rules, before, supplied, now);
      if (!(row instanceof Fault)) applyDimensions(lists, row, supplied);
      return row;
    },
  };
};

/** The rules of users. */
export const userRules = compilePerson(accountUsers);
/** The rules of contacts. */
export const contactRules = compilePerson(accountContacts);

/** The API document spells `mailing_country` as `maling_country`. Both spellings are accepted. */
function withoutSlip(record: unknown): unknown {
  if (!isObject(record) || !Object.hasOwn(record, 'maling_country') || Object.hasOwn(record, 'mailing_country'))
    return record;
  return { ...record, mailing_country: record.maling_country };
}

const dimensions = dimensionFields.map(
  (column): ListColumn<Dimensions> => ({ column, read: readArray, write: writeArray }),
);

function applyDimensions(lists: ListColumns, row: Row, supplied: Supplied): void {
  for (const kind of dimensions) {
    const items = supplied[kind.column] as Item[] | undefined;
    if (items) lists.merge(kind, row, (list) => mergeDimensions(list, items));
  }
}

/**
 * Removes one dimension of a person from all three kinds (label, value, event), or every dimension if `key` is left
 * out. Returns the new row, or undefined if no kind has the key.
 */
export function removePersonDimension(row: Row, key?: string): Row | undefined {
  const next = { ...row };
  let found = key === undefined;
  for (const field of dimensionFields) {
    const left = removeDimensionItem(row[field] as string, key);
    if (left === undefined) continue;
    found = true;
    next[field] = left;
  }
  return found ? next : undefined;
}
