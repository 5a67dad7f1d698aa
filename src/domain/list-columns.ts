/**
 * The lists of a row while the records of a batch are applied to it: each is read from its JSON text when the first
 * record touches it and written once, so that many records of one row cost no more than as many of different rows.
 */
import type { Row } from './row.ts';

/** What a list column holds while it is open. */
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

export class ListColumns {
  readonly #open: OpenList<unknown>[] = [];
  /** How many merges have changed a list. */
  changes = 0;

  /** The list of a column as it is by now; `row` is where it is read from the first time. */
  list<L>(kind: ListColumn<L>, row: Row): L {
    return this.#opened(kind, row).list;
  }

  /** Merges something into a list, by a function that gives whether it changed the list, or why it did not. */
  merge<L, R>(kind: ListColumn<L>, row: Row, merge: (list: L) => R | boolean): R | boolean {
    const open = this.#opened(kind, row);
    const result = merge(open.list);
    if (result === true) {
      open.changed = true;
      this.changes++;
    }
    return result;
  }

  /** Whether a list is no longer what the row says that it was read from. */
  hasChanged<L>(kind: ListColumn<L>): boolean {
    return this.#find(kind)?.changed ?? false;
  }

  /** Puts the text of every list that has changed into a row. */
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
