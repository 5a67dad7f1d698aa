/** A connection pool to one PostgreSQL server: time limits, transactions, and what happens when the database hangs. */
import pg from 'pg';
import type { SqlRow } from '../sql/dialect.ts';
import { Client, type ClientConfig } from './client.ts';
import { numbered } from './dialect.ts';
import { isAnswer, NoAnswer, noConnection, translate, UnsafeInteger, withRetries } from './errors.ts';
import { type Bound, Transaction } from './transaction.ts';
import { expireAfter } from './waiting.ts';

/** The limits of a connection pool. */
export interface Limits {
  /** The size of the pool. */
  readonly connections: number;
  /** The time limit for getting a connection and for the database to answer BEGIN, together, ms. */
  readonly beginMs: number;
  /** The time limit of a statement, waits for locks included, ms. */
  readonly statementMs: number;
}

/**
 * The database itself ends a statement that takes too long (`statement_timeout`). If it does not answer, the connection
 * is cut this much later, ms.
 */
const graceMs = 2_000;
/** How long `close` waits for connections to end, ms. A connection to a hanging database never ends by itself. */
const closeMs = 1_000;
/** When the pool drops a request for a connection, ms. `#acquire` has failed the request long before. */
const forgetMs = 60_000;

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

/** How a transaction differs from a plain one. */
export interface TransactionOptions {
  /** A statement whose rows the work is given. It may have to wait for a lock. */
  readonly first?: string;
  /** Gets the rows of the last statement of `opening`, after the work. If it throws, the transaction is rolled back. */
  readonly opened?: (rows: SqlRow[]) => void;
  /** Runs just before COMMIT. If it throws, the transaction is rolled back. */
  readonly beforeCommit?: (() => void) | undefined;
  /** The transaction only reads, so its result is returned without waiting for COMMIT. */
  readonly readOnly?: boolean;
}

type PooledClient = Client & pg.PoolClient;

/** A connection pool to one PostgreSQL server. Every wait has a time limit, and its end is an `Unavailable`. */
export class Connections {
  readonly #pool: pg.Pool;
  readonly #clients = new Set<Client>();
  readonly #beginMs: number;
  readonly #statementMs: number;

  /** Makes a pool without connections. Each connection is opened when it is first needed. */
  constructor(url: string, { connections, beginMs, statementMs }: Limits) {
    this.#beginMs = beginMs;
    this.#statementMs = statementMs;
    const config: pg.PoolConfig & ClientConfig = {
      connectionString: url,
      types,
      max: connections,
      connectionTimeoutMillis: forgetMs,
      idleTimeoutMillis: 60_000,
      query_timeout: statementMs + graceMs,
      pipeline: true,
      keepAlive: true,
      application_name: 'tenure',
      clients: this.#clients,
      connectMs: beginMs,
    };
    this.#pool = new pg.Pool({ ...config, Client: Client as unknown as NonNullable<pg.PoolConfig['Client']> });
    // Without a listener, an idle connection that breaks would end the process.
    this.#pool.on('error', () => {});
  }

  /**
   * Runs a single statement in a transaction of its own and returns its rows. It is retried if the connection breaks,
   * so it must do no harm when it is repeated. Throws `Unavailable` if the database does not answer in time.
   */
  async rows(sql: string, ...values: Bound[]): Promise<SqlRow[]> {
    return (await this.#single(sql, values)).rows as SqlRow[];
  }

  /**
   * Runs a single statement in a transaction of its own and returns the number of rows that it changed. It is retried
   * if the connection breaks, so it must do no harm when it is repeated. Throws `Unavailable` if the database does not
   * answer in time.
   */
  async run(sql: string, ...values: Bound[]): Promise<number> {
    return (await this.#single(sql, values)).rowCount ?? 0;
  }

  /**
   * Runs work in one transaction and commits it. `opening` is the SQL that begins it (see `begin`). Statements are
   * pipelined: those that need no earlier result are sent together. Not retried. Throws `Unavailable` if the database
   * does not answer in time, or if it is unknown whether the commit succeeded.
   */
  async transaction<T>(
    opening: string,
    work: (session: Transaction, firstRows: SqlRow[]) => Promise<T>,
    { first, opened, beforeCommit, readOnly = false }: TransactionOptions = {},
  ): Promise<T> {
    const { client, begun } = await this.#acquire();
    const session = new Transaction(client);
    try {
      const begin = session.send(opening).finally(begun);
      const locked = first === undefined ? undefined : session.send(first);
      const [open, lock, done] = await Promise.allSettled([
        begin,
        locked,
        locked === undefined ? work(session, []) : locked.then(({ rows }) => work(session, rows as SqlRow[])),
      ]);
      // When a statement fails, those after it fail too, with errors that explain nothing. So the first one is thrown.
      if (open.status === 'rejected') throw open.reason;
      if (lock.status === 'rejected') throw lock.reason;
      opened?.((open.value as unknown as pg.QueryResult[]).at(-1)?.rows as SqlRow[]);
      if (done.status === 'rejected') throw done.reason;
      beforeCommit?.();
      if (readOnly) void this.#end(client, 'COMMIT');
      else {
        await session.commit();
        client.release();
      }
      return done.value;
    } catch (error) {
      if (session.isBroken) client.release(true);
      else await this.#end(client, 'ROLLBACK');
      throw error;
    }
  }

  /**
   * The SQL that begins a transaction of an isolation level and access mode, with the time limits of the pool. It uses
   * `SET LOCAL`, because a connection pooler in transaction mode allows no settings for a whole session.
   */
  begin(mode: string): string {
    return `BEGIN ISOLATION LEVEL ${mode}; SET LOCAL statement_timeout = ${this.#statementMs};
      SET LOCAL idle_in_transaction_session_timeout = ${this.#statementMs}`;
  }

  /** Closes all connections. Those that have not ended after a second are cut. */
  async close(): Promise<void> {
    const ended = [...this.#clients].map((client) => new Promise((resolve) => client.once('end', resolve)));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, closeMs);
    });
    await Promise.race([Promise.all([this.#pool.end(), ...ended]), late]);
    clearTimeout(timer);
    for (const client of this.#clients) client.cut();
  }

  /** Takes a connection from the pool. It is cut unless `begun` is called within `beginMs` of the request. */
  #acquire(): Promise<{ client: PooledClient; begun: () => void }> {
    return new Promise((resolve, reject) => {
      let client: PooledClient | undefined;
      let late = false;
      const begun = expireAfter(this.#beginMs, () => {
        late = true;
        if (client) client.cut();
        else reject(noConnection(new NoAnswer('No connection in time')));
      });
      const take = (lent: pg.PoolClient): void => {
        if (late) return lent.release();
        client = lent as PooledClient;
        resolve({ client, begun });
      };
      this.#pool.connect().then(take, (error) => {
        begun();
        reject(noConnection(error));
      });
    });
  }

  /** Ends a transaction that has nothing to commit, and returns its connection to the pool. */
  async #end(client: PooledClient, sql: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const ended = expireAfter(this.#beginMs, () => client.cut());
    const broken = await client.query(sql).then(
      () => false,
      () => true,
    );
    ended();
    client.release(broken);
  }

  /**
   * Runs a single statement, with retries. It is sent together with a transaction around it, whose time limit makes the
   * database end it.
   */
  #single(sql: string, values: Bound[]): Promise<pg.QueryResult> {
    return withRetries(async () => {
      const { client, begun } = await this.#acquire();
      const results = await Promise.allSettled([
        client.query(this.begin('READ COMMITTED')).finally(begun),
        client.query(numbered(sql), values),
        client.query('COMMIT'),
      ]);
      const failure = results.find((result) => result.status === 'rejected');
      client.release(failure !== undefined && !isAnswer(failure.reason));
      if (failure) throw translate(failure.reason, true);
      return (results[1] as PromiseFulfilledResult<pg.QueryResult>).value;
    });
  }
}
