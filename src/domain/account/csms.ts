/**
 * Customer success managers of an account: emails, compared ignoring case, in order of assignment (guide, "Accounts").
 */
import { fold } from '../fold.ts';

/** Emails by their folded form (`fold`), in order of assignment. */
export type Csms = Map<string, string>;

/** The managers of a stored list of emails. */
export const openCsms = (assigned: readonly string[]): Csms => new Map(assigned.map((email) => [fold(email), email]));

/**
 * Adds emails to the assigned managers, or replaces them if `overwrite` is set. Returns whether that changed anything.
 */
export function assignCsms(assigned: Csms, emails: readonly string[], overwrite: boolean): boolean {
  const sent: Csms = new Map();
  for (const email of emails) {
    const key = fold(email);
    if (!sent.has(key)) sent.set(key, assigned.get(key) ?? email);
  }
  if (overwrite) {
    if (sameOrder(assigned, sent)) return false;
    assigned.clear();
  }
  const { size } = assigned;
  for (const [key, email] of sent) assigned.set(key, email);
  return overwrite || assigned.size > size;
}

function sameOrder(assigned: Csms, sent: Csms): boolean {
  if (assigned.size !== sent.size) return false;
  const keys = sent.keys();
  return assigned.keys().every((key) => key === keys.next().value);
}

/** The emails without the one named, or none if `email` is left out. Undefined if the email is not assigned. */
export function unassignCsm(assigned: readonly string[], email?: string): string[] | undefined {
  if (email === undefined) return [];
  const key = fold(email);
  const left = assigned.filter((other) => fold(other) !== key);
  return left.length < assigned.length ? left : undefined;
}
