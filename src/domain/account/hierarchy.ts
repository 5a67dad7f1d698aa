/** Parents of accounts. A parent may not exist yet, but no account may be its own ancestor (guide, "Accounts"). */
import { Fault } from '../errors.ts';

/** The parent of each account while a batch is applied. It must know all ancestors of the parents that records name. */
export class Parents {
  readonly #of = new Map<string, string | null>();
  /** Every id that has been a parent. */
  readonly #named = new Set<string>();

  /** `known`: the stored accounts with their parents. */
  constructor(known: Iterable<readonly [accountId: string, parentId: string | null]> = []) {
    for (const [accountId, parentId] of known) this.set(accountId, parentId);
  }

  /** Sets the parent of an account, or null for none. */
  set(accountId: string, parentId: string | null): void {
    this.#of.set(accountId, parentId);
    if (parentId !== null) this.#named.add(parentId);
  }

  /** The fault if `parentId` as parent would make the account its own ancestor; undefined if it would not. */
  check(accountId: string, parentId: string): Fault | undefined {
    if (parentId === accountId) return loopFault('the account itself');
    // An account that is nobody's parent cannot be met on the way up. So a long chain is not walked for every account.
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
