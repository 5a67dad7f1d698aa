/**
 * Rules for touchpoints: interactions and notes. A touchpoint is identified by the id that Tenure assigns, by the
 * external id that its sender assigns, or by both (guide, "Interactions").
 */
import type { Resource } from '../resources/fields.ts';
import { interactions } from '../resources/interactions.ts';
import { notes } from '../resources/notes.ts';
import { Fault } from './errors.ts';
import { assignScalars, compileRules, setModifyTime } from './record.ts';
import type { Row } from './row.ts';
import { compileRecordCheck, type RecordCheck, type Supplied } from './validate.ts';

/** The rules of one kind of touchpoint. */
export interface TouchpointRules {
  /** Level 1: checks a record without the database. It must have an `id` or an `external_id`. */
  readonly check: RecordCheck;
  /**
   * Level 2: the row after a checked record, or its fault. Dates every write, also one that changes nothing else:
   * `modify_time` becomes `now` (epoch ms). A new row has no `id` yet: the store assigns it.
   */
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
      if (!(row instanceof Fault)) setModifyTime(row, now);
      return row;
    },
  };
};

/** The rules of interactions. */
export const interactionRules = compileTouchpoint(interactions);
/** The rules of notes. */
export const noteRules = compileTouchpoint(notes);
