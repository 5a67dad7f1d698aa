/** Parents of accounts: a parent may be unknown yet, but no account is its own ancestor (guide, "Accounts"). */
import { Fault } from '../errors.ts';

/** The parents of accounts as they stand in the course of a batch; those above a parent that it names are known. */
export class Parents {
  readonly #of = new Map<string, string | null>();
  /** Whatever has been named as a parent. */
  readonly #named = new Set<string>();

  constructor(known: Iterable<readonly [accountId: string, parentId: string | null]> = []) {
    for (const [accountId, parentId] of known) this.set(accountId, parentId);
  }

  set(accountId: string, parentId: string | null): void {
    this.#of.set(accountId, parentId);
    if (parentId !== null) this.#named.add(parentId);
  }

  /** The fault of an account that would become its own ancestor by a parent. */
  check(accountId: string, parentId: string): Fault | undefined {
    if (parentId === accountId) return loopFault('the account itself');
    // Only what is somebody's parent can be met on the way up; a long chain that grows is not walked for each account.
    if (!this.#named.has(accountId)) return undefined;
    const seen = new Set<string>();
    for (let at: string | null | undefined = parentId; at != null && !seen.has(at); at = this.#of.get(at)) {
      if (at === accountId) return loopFault('one of its descendants');
      seen.add(at);
    }
    return undefined;
  }
}

const loopFault = (what: string): Fault =>
  new Fault('invalid_value', `'parent_account_id' value must not be ${what}`, 'parent_account_id');
