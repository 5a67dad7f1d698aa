/** Rules for support tickets: plain fields, keyed by `ticket_id` (guide, "Support tickets"). */
import { supportTickets } from '../resources/support-tickets.ts';
import type { Fault } from './errors.ts';
import { assignScalars, compileRules } from './record.ts';
import type { Row } from './row.ts';
import { compileRecordCheck, type Supplied } from './validate.ts';

const rules = compileRules(supportTickets);

/** Level 1: checks a ticket record without the database. Returns the checked record or its first fault. */
export const checkTicket = compileRecordCheck(supportTickets.fields);

/**
 * Level 2: the ticket's row after a checked record, or the fault of a field that a new ticket needs. `before` is the
 * stored row, undefined for a new ticket. `now` is in epoch ms.
 */
export const applyTicket = (before: Row | undefined, supplied: Supplied, now: number): Row | Fault =>
  assignScalars(rules, before, supplied, now);
