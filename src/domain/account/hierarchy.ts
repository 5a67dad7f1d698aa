/** Parents of accounts: a parent may be unknown yet, but no account is its own ancestor (decisions §4.12). */
import { Fault } from '../errors.ts';

/** Looks up the parent of an account; null or undefined ends the chain. */
export type ParentOf = (accountId: string) => string | null | undefined;

export function checkParent(accountId: string, parentId: string, parentOf: ParentOf): Fault | undefined {
  const seen = new Set<string>();
  for (let at: string | null | undefined = parentId; at != null && !seen.has(at); at = parentOf(at)) {
    if (at === accountId) {
      const what = parentId === accountId ? 'the account itself' : 'one of its descendants';
      return new Fault('invalid_value', `'parent_account_id' value must not be ${what}`, 'parent_account_id');
    }
    seen.add(at);
  }
  return undefined;
}
