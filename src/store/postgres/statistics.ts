/**
 * Keeps the planner's statistics in step with large loads. The database does so by itself, but up to minutes later, and
 * until then takes a table that was just filled for a small one.
 */
import type { Connections } from './connections.ts';

/** Fewer rows than this change no plan. */
const noticeableRows = 1_000;
const noticeableShare = 0.2;

export class Statistics {
  readonly #connections: Connections;
  /** Rows written to each table since its statistics were last looked at. */
  readonly #written = new Map<string, number>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  wrote(table: string, rows: number): void {
    this.#written.set(table, (this.#written.get(table) ?? 0) + rows);
  }

  /** After a commit: has those tables analysed that have grown much. A failure is no one's concern. */
  async refresh(): Promise<void> {
    const grown = [...this.#written].filter(([, rows]) => rows >= noticeableRows);
    for (const [table, rows] of grown) {
      this.#written.delete(table);
      try {
        const [known] = await this.#connections.rows(
          'SELECT reltuples FROM pg_class WHERE oid = to_regclass(?)',
          table,
        );
        if (rows > noticeableShare * Math.max(0, known?.reltuples as number))
          await this.#connections.run(`ANALYZE ${table}`);
        else this.wrote(table, rows);
      } catch {
        return;
      }
    }
  }
}
