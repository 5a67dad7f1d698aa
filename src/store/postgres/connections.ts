/** Connections to one PostgreSQL server: how values travel, how long anything may take, how a transaction ends. */
import pg from 'pg';
import type { Value } from '../../domain/row.ts';
import type { Session, SqlRow, SqlValue } from '../sql/dialect.ts';
import { numbered } from './dialect.ts';
import { isAnswer, repeated, translate, UnsafeInteger, Unavailable } from './errors.ts';

type Bound = SqlValue | Uint8Array;

export interface Limits {
  /** Connections at most. */
  readonly connections: number;
  /** How long to wait for a connection, ms. */
  readonly connectMs: number;
  /** How long a statement may take, ms. */
  readonly statementMs: number;
}

/** A statement is ended by the database itself; where that does not answer, its connection is given up this much later. */
const graceMs = 2_000;
/** How long the end of a connection is waited for; one that the other side left open would never come. */
const closeMs = 2_000;

const int8 = 20;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? safeInteger : pg.types.getTypeParser(oid, format as 'text'),
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new UnsafeInteger(`The database holds ${text}, which no number can hold`);
  return value;
}

/** Statements of one transaction, and what only this database takes. */
export interface OpenTransaction extends Session {
  rows(sql: string, ...values: Bound[]): Promise<SqlRow[]>;
  run(sql: string, ...values: Bound[]): Promise<number>;
  /** Runs several statements that bind no values. */
  script(sql: string): Promise<void>;
}

/** What is asked at the turning points of a transaction. */
export interface Checks {
  readonly opened?: (rows: SqlRow[]) => void;
  readonly beforeCommit?: (() => void) | undefined;
  /** Its end needs no waiting for. */
  readonly readOnly?: boolean;
}

export class Connections {
  readonly #pool: pg.Pool;
  readonly #statementMs: number;

  /** Connects when it is first used. */
  constructor(url: string, { connections, connectMs, statementMs }: Limits) {
    this.#statementMs = statementMs;
    this.#pool = new pg.Pool({
      connectionString: url,
      types,
      max: connections,
      connectionTimeoutMillis: connectMs,
      idleTimeoutMillis: 60_000,
      query_timeout: statementMs + graceMs,
      pipeline: true,
      keepAlive: true,
      application_name: 'tenure',
    });
    // Without these a connection that breaks, idle or in use, would end the process.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Rows of a single statement outside of any transaction. */
  async rows(sql: string, ...values: Bound[]): Promise<SqlRow[]> {
    return (await this.#alone(sql, values)).rows as SqlRow[];
  }

  /** Runs a single statement likewise and gives the number of rows it changed. */
  async run(sql: string, ...values: Bound[]): Promise<number> {
    return (await this.#alone(sql, values)).rowCount ?? 0;
  }

  /**
   * Runs work in one transaction, which `begin` opens; the statements of both travel together as far as they can.
   * `opened` is given the rows of the last statement of `begin` and may throw to have the work dropped, `beforeCommit`
   * may throw to have it rolled back.
   */
  async transaction<T>(
    begin: string,
    work: (session: OpenTransaction) => Promise<T>,
    { opened, beforeCommit, readOnly = false }: Checks = {},
  ): Promise<T> {
    const client = await this.#connect();
    let [committing, broken] = [false, false];
    const send = async (text: string, values?: Bound[], rowMode?: 'array'): Promise<pg.QueryResult> => {
      try {
        return await client.query({ text, values, rowMode } as pg.QueryConfig);
      } catch (error) {
        broken ||= !isAnswer(error);
        if (broken && committing) throw outcomeUnknown(error);
        throw translate(error, !committing);
      }
    };
    const session: OpenTransaction = {
      rows: async (sql, ...values) => (await send(numbered(sql), values)).rows as SqlRow[],
      lists: async (sql, ...values) => (await send(numbered(sql), values, 'array')).rows as Value[][],
      run: async (sql, ...values) => (await send(numbered(sql), values)).rowCount ?? 0,
      script: async (sql) => void (await send(sql)),
    };
    const end = async (sql: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
      await client.query(sql).catch(() => (broken = true));
      client.release(broken);
    };
    try {
      const [opening, working] = await Promise.allSettled([send(begin), work(session)]);
      // The work fails where the opening did, for a reason of its own that tells nothing.
      if (opening.status === 'rejected') throw opening.reason;
      opened?.((opening.value as unknown as pg.QueryResult[]).at(-1)?.rows as SqlRow[]);
      if (working.status === 'rejected') throw working.reason;
      beforeCommit?.();
      if (readOnly) {
        void end('COMMIT');
        return working.value;
      }
      committing = true;
      await send('COMMIT');
      client.release();
      return working.value;
    } catch (error) {
      if (broken) client.release(true);
      else await end('ROLLBACK');
      throw error;
    }
  }

  /** What a transaction begins with, whatever it does: `SET LOCAL` is all that a pooler in transaction mode allows. */
  begin(mode: string): string {
    return `BEGIN ISOLATION LEVEL ${mode}; SET LOCAL statement_timeout = ${this.#statementMs};
      SET LOCAL idle_in_transaction_session_timeout = ${this.#statementMs}`;
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, closeMs);
    });
    await Promise.race([this.#pool.end(), late]);
    clearTimeout(timer);
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw translate(error, false);
    }
  }

  /** A single statement is one that may be repeated where its answer was lost. */
  #alone(sql: string, values: Bound[]): Promise<pg.QueryResult> {
    return repeated(async () => {
      const client = await this.#connect();
      let broken = false;
      try {
        return await client.query(numbered(sql), values);
      } catch (error) {
        broken = !isAnswer(error);
        throw translate(error, true);
      } finally {
        client.release(broken);
      }
    });
  }
}

const outcomeUnknown = (cause: unknown): Unavailable =>
  new Unavailable('The database went away while it was committing; the request may have been applied', cause);
