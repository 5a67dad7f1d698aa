/**
 * The list columns of a row while the records of a batch are applied to it. A list is parsed from its JSON text when
 * the first record needs it, and written once at the end. So a thousand records for one row cost no more than a
 * thousand records for a thousand rows.
 */
import type { Row } from './row.ts';

/** How a list column is parsed from its JSON text (`read`) and turned back into it (`write`). */
export interface ListColumn<L> {
  readonly column: string;
  readonly read: (text: string) => L;
  readonly write: (list: L) => string;
}

interface OpenList<L> {
  readonly kind: ListColumn<L>;
  readonly list: L;
  changed: boolean;
}

/** The list columns of one row that have been parsed, with the changes that are not yet in the row. */
export class ListColumns {
  readonly #open: OpenList<unknown>[] = [];
  /** The number of merges so far that have changed a list. */
  changes = 0;

  /** The current state of a list, with all changes so far. The first call parses it from `row`. */
  list<L>(kind: ListColumn<L>, row: Row): L {
    return this.#opened(kind, row).list;
  }

  /**
   * Changes a list by calling `merge` with it, and returns what `merge` returns: true if it changed the list, false if
   * it did not, or the fault for which it refused. The first call for a column parses the list from `row`.
   */
  merge<L, R>(kind: ListColumn<L>, row: Row, merge: (list: L) => R | boolean): R | boolean {
    const open = this.#opened(kind, row);
    const result = merge(open.list);
    if (result === true) {
      open.changed = true;
      this.changes++;
    }
    return result;
  }

  /** Whether a merge has changed this list since it was parsed, so that the text in the row is out of date. */
  hasChanged<L>(kind: ListColumn<L>): boolean {
    return this.#find(kind)?.changed ?? false;
  }

  /** Writes the JSON text of every changed list into its column of `row`. */
  put(row: Row): void {
    for (const { kind, list, changed } of this.#open) if (changed) row[kind.column] = kind.write(list);
  }

  #opened<L>(kind: ListColumn<L>, row: Row): OpenList<L> {
    const known = this.#find(kind);
    if (known !== undefined) return known;
    const open = { kind, list: kind.read(row[kind.column] as string), changed: false };
    this.#open.push(open as OpenList<unknown>);
    return open;
  }

  #find<L>(kind: ListColumn<L>): OpenList<L> | undefined {
    for (const open of this.#open) if (open.kind === kind) return open as OpenList<L>;
    return undefined;
  }
}
