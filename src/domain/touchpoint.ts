/**
 * Touchpoints: interactions and notes. Each has an id that Tenure gives, an external id that its sender gives, or both
 * (guide, "Interactions").
 */
import type { Resource } from '../resources/fields.ts';
import { interactions } from '../resources/interactions.ts';
import { notes } from '../resources/notes.ts';
import { Fault } from './errors.ts';
import { assignScalars, compileRules } from './record.ts';
import type { Row } from './row.ts';
import { compileRecordCheck, type RecordCheck, type Supplied } from './validate.ts';

export interface TouchpointRules {
  readonly check: RecordCheck;
  /** Gives a new record no id: that is the store's to give. */
  readonly apply: (before: Row | undefined, supplied: Supplied, now: number) => Row | Fault;
}

const compileTouchpoint = (resource: Resource): TouchpointRules => {
  const checkFields = compileRecordCheck(resource.fields);
  const rules = compileRules(resource, ['id']);
  return {
    check(record) {
      const supplied = checkFields(record);
      if (supplied instanceof Fault || supplied.id != null || supplied.external_id != null) return supplied;
      return new Fault('missing_field', 'Invalid record, one of id and external_id is required', 'external_id');
    },
    apply(before, supplied, now) {
      const row = assignScalars(rules, before, supplied, now);
      return row instanceof Fault ? row : { ...row, modify_time: now };
    },
  };
};

export const interactionRules = compileTouchpoint(interactions);
export const noteRules = compileTouchpoint(notes);
