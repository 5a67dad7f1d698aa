/** Users and contacts of an account (decisions §5). */
import { accountContacts, accountUsers } from '../resources/people.ts';
import type { Resource } from '../resources/fields.ts';
import { dimensionFields, mergeDimensionItems, removeDimensionItem } from './dimensions.ts';
import { Fault } from './errors.ts';
import { assignScalars, compileRules, type RecordRules } from './record.ts';
import type { Row } from './row.ts';
import { compileRecordCheck, isObject, type Item, type RecordCheck, type Supplied } from './validate.ts';

export interface PersonRules {
  readonly check: RecordCheck;
  readonly apply: (before: Row | undefined, supplied: Supplied, now: number) => Row | Fault;
}

const compilePerson = (resource: Resource): PersonRules => {
  const check = compileRecordCheck(resource.fields);
  const rules = compileRules(resource);
  return {
    check: (record) => check(withoutSlip(record)),
    apply: (before, supplied, now) => applyPerson(rules, before, supplied, now),
  };
};

export const userRules = compilePerson(accountUsers);
export const contactRules = compilePerson(accountContacts);

/** The document spells a field `maling_country`; both spellings are understood. */
function withoutSlip(record: unknown): unknown {
  if (!isObject(record) || !Object.hasOwn(record, 'maling_country') || Object.hasOwn(record, 'mailing_country'))
    return record;
  return { ...record, mailing_country: record.maling_country };
}

function applyPerson(rules: RecordRules, before: Row | undefined, supplied: Supplied, now: number): Row | Fault {
  const row = assignScalars(rules, before, supplied, now);
  if (row instanceof Fault) return row;
  for (const field of dimensionFields) {
    const items = supplied[field];
    if (items) row[field] = mergeDimensionItems(row[field] as string, items as Item[]);
  }
  return row;
}

/** Takes a dimension away from all three kinds, or all of them; undefined where the one named is in none. */
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
