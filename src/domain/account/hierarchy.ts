/** Parents of accounts. A parent may not exist yet, but no account may be its own ancestor (guide, "Accounts"). */
import { Fault } from '../errors.ts';
import { Forest } from './forest.ts';

/** The parent of each account while a batch is applied. It must know all ancestors of the parents that records name. */
export class Parents {
  readonly #of = new Map<string, string | null>();
  /** Every id that has been a parent. */
  readonly #named = new Set<string>();
  /** Made by the first check that needs it: most batches do without. */
  #forest: Forest | undefined;

  /** `known`: the stored accounts with their parents. */
  constructor(known: Iterable<readonly [accountId: string, parentId: string | null]> = []) {
    for (const [accountId, parentId] of known) this.set(accountId, parentId);
  }

  /** Sets the parent of an account, or null for none. */
  set(accountId: string, parentId: string | null): void {
    this.#of.set(accountId, parentId);
    if (parentId !== null) this.#named.add(parentId);
    this.#forest?.setParent(accountId, parentId);
  }

  /** The fault if `parentId` as parent would make the account its own ancestor; undefined if it would not. */
  check(accountId: string, parentId: string): Fault | undefined {
    if (parentId === accountId) return loopFault('the account itself');
    // An account that is nobody's parent cannot be met on the way up.
    if (!this.#named.has(accountId)) return undefined;
    this.#forest ??= forestOf(this.#of);
    return this.#forest.isBelow(parentId, accountId) ? loopFault('one of its descendants') : undefined;
  }
}

function forestOf(parents: Iterable<readonly [string, string | null]>): Forest {
  const forest = new Forest();
  for (const [accountId, parentId] of parents) forest.setParent(accountId, parentId);
  return forest;
}

const loopFault = (what: string): Fault =>
  new Fault('invalid_value', `'parent_account_id' value must not be ${what}`, 'parent_account_id');
