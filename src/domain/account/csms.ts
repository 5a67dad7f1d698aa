/** The customer success managers of an account: emails, compared without case, in order of assignment (§4.4). */
import { fold } from '../fold.ts';

/** Adds emails to those assigned, or puts them in their place. */
export function assignCsms(assigned: readonly string[], emails: readonly string[], overwrite: boolean): string[] {
  const byFold = new Map<string, string>();
  const known = new Map(assigned.map((email) => [fold(email), email]));
  if (!overwrite) for (const [key, email] of known) byFold.set(key, email);
  for (const email of emails) {
    const key = fold(email);
    if (!byFold.has(key)) byFold.set(key, known.get(key) ?? email);
  }
  return [...byFold.values()];
}

/** Takes one email away, or all where none is named; undefined when it is not assigned. */
export function unassignCsm(assigned: readonly string[], email?: string): string[] | undefined {
  if (email === undefined) return [];
  const key = fold(email);
  const left = assigned.filter((other) => fold(other) !== key);
  return left.length < assigned.length ? left : undefined;
}
