/** Support tickets: plain fields, keyed by ticket_id. */
import { supportTickets } from '../resources/support-tickets.ts';
import type { Fault } from './errors.ts';
import { assignScalars, compileRules } from './record.ts';
import type { Row } from './row.ts';
import { compileRecordCheck, type Supplied } from './validate.ts';

const rules = compileRules(supportTickets);

export const checkTicket = compileRecordCheck(supportTickets.fields);

export const applyTicket = (before: Row | undefined, supplied: Supplied, now: number): Row | Fault =>
  assignScalars(rules, before, supplied, now);
