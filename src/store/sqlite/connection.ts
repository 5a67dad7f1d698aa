/** One connection to the database file: its settings, its cached statements, its transactions. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ApiError } from '../../domain/errors.ts';
import type { SqlRow } from '../sql/dialect.ts';

/** What SQLite says of a full disk, and of a quota or a file size limit that is reached. */
const noRoom = new Map([
  [13, 'The database is full'],
  [778, 'The database can not be written'],
]);
const cachedStatements = 500;
const writerCacheKib = 256 * 1024;
const readerCacheKib = 32 * 1024;

export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #blankRows = new WeakMap<StatementSync, SqlRow>();
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * Opens a file. Writers create it where it is missing; a reader cannot write by any statement. `busyMs`: how long to
   * wait for another connection's write.
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
    // FULL: what was answered survives a power cut. Checkpoints of 64 MiB keep large loads fast.
    this.#database.exec(
      mode === 'writer'
        ? `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
           PRAGMA cache_size = -${writerCacheKib}; PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864`
        : `PRAGMA trusted_schema = OFF; PRAGMA cache_size = -${readerCacheKib}; PRAGMA query_only = ON`,
    );
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

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
   * Rows of one shape. Those of the driver have none, by which all that is done with many of them takes twice as long.
   */
  all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
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

  /** As `all`, each row as the list of its values: a third of the time where there are very many. */
  allValues(sql: string, ...values: SQLInputValue[]): (string | number | null)[][] {
    const statement = this.statement(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as (string | number | null)[][];
  }

  get(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    const statement = this.statement(sql);
    statement.setReturnArrays(false);
    return statement.get(...values) as SqlRow | undefined;
  }

  /** Runs a statement and gives the number of rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  /** Waits its turn: work of several requests on one connection must not share a transaction. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Runs work in one transaction. `beforeCommit` may throw to have it rolled back. */
  async transaction<T>(kind: 'IMMEDIATE' | 'DEFERRED', work: () => Promise<T>, beforeCommit?: () => void): Promise<T> {
    this.exec(`BEGIN ${kind}`);
    try {
      const result = await work();
      beforeCommit?.();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // After a full disk SQLite has rolled back by itself, and a second rollback would throw.
      if (this.#database.isTransaction) this.exec('ROLLBACK');
      const problem = noRoom.get((error as { errcode?: number }).errcode ?? 0);
      throw problem === undefined ? error : new ApiError('database_full', `${problem}; nothing was applied`);
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
