/**
 * Runs ANALYZE on tables after large loads. Autovacuum does that too, but up to minutes later. Until then the planner
 * treats a table that was just filled as a small one, and chooses slow plans.
 */
import type { Connections } from './connections.ts';

/** A table is not analysed after fewer written rows than this, because no plan would change. */
const noticeableRows = 1_000;
/** A table is analysed after more written rows than this share of the rows that the planner knows of. */
const noticeableShare = 0.2;
/**
 * How long ANALYZE waits for the lock on a table, ms. It must be shorter than `deadlock_timeout` (1 s), after which
 * PostgreSQL cancels an autovacuum that blocks another session.
 */
const lockMs = 500;

/** Counts the rows that this server writes to each table, and has tables analysed that have grown much. */
export class Statistics {
  readonly #connections: Connections;
  /** The rows written to each table since it was last analysed. */
  readonly #written = new Map<string, number>();
  #refreshing = false;
  #askedAgain = false;

  /** `connections` must be used for nothing else, because an ANALYZE may take long. */
  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** Counts rows that were written to a table. */
  countWrites(table: string, rows: number): void {
    this.#written.set(table, (this.#written.get(table) ?? 0) + rows);
  }

  /** Analyses the tables that have grown much, one at a time. To be called after a commit. Never throws. */
  async refresh(): Promise<void> {
    this.#askedAgain = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    while (this.#askedAgain) {
      this.#askedAgain = false;
      const grown = [...this.#written].filter(([, rows]) => rows >= noticeableRows);
      for (const [table, rows] of grown) await this.#refreshTable(table, rows);
    }
    this.#refreshing = false;
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#connections.close();
  }

  /** Analyses a table if it has grown much. A failure is ignored, because the next commit tries again. */
  async #refreshTable(table: string, rows: number): Promise<void> {
    this.#written.delete(table);
    try {
      const [known] = await this.#connections.rows('SELECT reltuples FROM pg_class WHERE oid = to_regclass(?)', table);
      if (rows > noticeableShare * Math.max(0, known?.reltuples as number)) await this.#analyse(table);
      else this.countWrites(table, rows);
    } catch {
      this.countWrites(table, rows);
    }
  }

  async #analyse(table: string): Promise<void> {
    await this.#connections.transaction(this.#connections.begin('READ COMMITTED READ WRITE'), (session) =>
      session.send(`SET LOCAL lock_timeout = ${lockMs}; ANALYZE ${table}`),
    );
  }
}
