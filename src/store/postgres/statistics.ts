/**
 * Keeps the planner's statistics in step with large loads. The database does so by itself, but up to minutes later, and
 * until then takes a table that was just filled for a small one.
 */
import type { Connections } from './connections.ts';

/** Fewer rows than this change no plan. */
const noticeableRows = 1_000;
const noticeableShare = 0.2;
/** Less than the second after which one who waits has the database's own vacuum of a table cancelled. */
const lockMs = 500;

export class Statistics {
  readonly #connections: Connections;
  /** Rows written to each table since its statistics were last looked at. */
  readonly #written = new Map<string, number>();
  #refreshing = false;
  #askedAgain = false;

  /** `connections`: used for nothing else, since an ANALYZE may take long. */
  constructor(connections: Connections) {
    this.#connections = connections;
  }

  wrote(table: string, rows: number): void {
    this.#written.set(table, (this.#written.get(table) ?? 0) + rows);
  }

  /** After a commit: has those tables analysed that have grown much, one at a time. */
  async refresh(): Promise<void> {
    this.#askedAgain = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    while (this.#askedAgain) {
      this.#askedAgain = false;
      const grown = [...this.#written].filter(([, rows]) => rows >= noticeableRows);
      for (const [table, rows] of grown) await this.#look(table, rows);
    }
    this.#refreshing = false;
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }

  /** A failure is no one's concern: the next commit has the table looked at again. */
  async #look(table: string, rows: number): Promise<void> {
    this.#written.delete(table);
    try {
      const [known] = await this.#connections.rows('SELECT reltuples FROM pg_class WHERE oid = to_regclass(?)', table);
      if (rows > noticeableShare * Math.max(0, known?.reltuples as number)) await this.#analyse(table);
      else this.wrote(table, rows);
    } catch {
      this.wrote(table, rows);
    }
  }

  async #analyse(table: string): Promise<void> {
    await this.#connections.transaction(this.#connections.begin('READ COMMITTED READ WRITE'), (session) =>
      session.send(`SET LOCAL lock_timeout = ${lockMs}; ANALYZE ${table}`),
    );
  }
}
