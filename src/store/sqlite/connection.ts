/** One connection to an SQLite file: its settings, its prepared statements, its transactions. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ApiError } from '../../domain/errors.ts';
import { Interrupted, type Interruption } from '../interruption.ts';
import type { RowTest, SqlRow, SqlValue } from '../sql/dialect.ts';

/** The error codes of SQLite for a full disk, and for a quota or file size limit that is reached. */
const noRoom = new Map([
  [13, 'The database is full'],
  [778, 'The database can not be written'],
]);
/** The number of prepared statements at which all are dropped. */
const cachedStatements = 500;
const writerCacheKib = 256 * 1024;
const readerCacheKib = 32 * 1024;

type Bindable = SQLInputValue | RowTest;

/** One connection to an SQLite file. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #blankRows = new WeakMap<StatementSync, SqlRow>();
  #turn: Promise<unknown> = Promise.resolve();
  #interruption: Interruption | undefined;
  /** Tests of the statement that runs. */
  #tests: RowTest[] = [];

  /**
   * Opens a database file. A writer creates it if it does not exist; a reader cannot write by any statement. `busyMs`
   * is how long to wait while another connection writes, ms.
   */
  constructor(file: string, mode: 'writer' | 'reader', busyMs = 5_000) {
    this.#database = new DatabaseSync(file, { readOnly: mode === 'reader', timeout: busyMs });
    try {
      this.#configure(mode);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  #configure(mode: 'writer' | 'reader'): void {
    this.#database.function('meets', { directOnly: true, varargs: true }, (test, ...columns) =>
      Number(this.#tests[test as number]?.(columns as SqlValue[])),
    );
    // The driver has no way to interrupt a statement from outside. An error of a function ends it.
    this.#database.function('proceed', { directOnly: true }, () => {
      if (this.#interruption?.isInterrupted) throw new Interrupted();
      return 1;
    });
    // synchronous = FULL: committed data survives a power cut. Checkpoints of 64 MiB keep large loads fast.
    this.#database.exec(
      mode === 'writer'
        ? `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
           PRAGMA cache_size = -${writerCacheKib}; PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864`
        : `PRAGMA trusted_schema = OFF; PRAGMA cache_size = -${readerCacheKib}; PRAGMA query_only = ON`,
    );
  }

  /** Runs statements that bind no values and return no rows. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** The prepared statement of an SQL text, from the cache if it is there. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= cachedStatements) this.#statements.clear();
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /**
   * Runs a statement and returns its rows. The rows share one hidden class. The row objects of the driver do not, and
   * everything that is done with many of those takes twice as long.
   */
  all(sql: string, ...values: Bindable[]): SqlRow[] {
    const blank = this.#blankRow(this.statement(sql));
    const columns = Object.keys(blank);
    return this.allValues(sql, ...values).map((stored) => {
      const row = { ...blank };
      columns.forEach((column, index) => {
        row[column] = stored[index] ?? null;
      });
      return row;
    });
  }

  #blankRow(statement: StatementSync): SqlRow {
    let blank = this.#blankRows.get(statement);
    if (blank === undefined) {
      blank = Object.fromEntries(statement.columns().map(({ name }) => [name, null]));
      this.#blankRows.set(statement, blank);
    }
    return blank;
  }

  /**
   * Runs a statement and returns its rows as lists of values, which takes a third of the time of `all` for many rows.
   * A `RowTest` is bound as the first argument of the function `meets`, whose others are the columns that it tests.
   */
  allValues(sql: string, ...values: Bindable[]): SqlValue[][] {
    const statement = this.statement(sql);
    statement.setReturnArrays(true);
    this.#tests = values.filter((value) => typeof value === 'function');
    const bound = values.map((value) => (typeof value === 'function' ? this.#tests.indexOf(value) : value));
    return statement.all(...bound) as unknown as SqlValue[][];
  }

  /** Runs a statement and returns its first row. */
  get(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    const statement = this.statement(sql);
    statement.setReturnArrays(false);
    return statement.get(...values) as SqlRow | undefined;
  }

  /** Runs a statement and returns the number of rows that it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  /** Runs work after all earlier work has ended, since requests on one connection must not share a transaction. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Runs work whose statements throw `Interrupted` once the interruption wants it, where they call `proceed()`. */
  async interruptible<T>(interruption: Interruption | undefined, work: () => Promise<T>): Promise<T> {
    this.#interruption = interruption;
    try {
      return await work();
    } finally {
      this.#interruption = undefined;
    }
  }

  /**
   * Runs work in one transaction and commits it. If `work` or `beforeCommit` throws, the transaction is rolled back.
   * Throws an `ApiError` with the code `database_full` if the disk is full.
   */
  async transaction<T>(kind: 'IMMEDIATE' | 'DEFERRED', work: () => Promise<T>, beforeCommit?: () => void): Promise<T> {
    this.exec(`BEGIN ${kind}`);
    try {
      const result = await work();
      beforeCommit?.();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // When the disk is full, SQLite has already rolled back, and a second ROLLBACK would throw.
      if (this.#database.isTransaction) this.exec('ROLLBACK');
      const problem = noRoom.get((error as { errcode?: number }).errcode ?? 0);
      throw problem === undefined ? error : new ApiError('database_full', `${problem}; nothing was applied`);
    }
  }

  /** Closes the connection. An open transaction is rolled back. */
  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
