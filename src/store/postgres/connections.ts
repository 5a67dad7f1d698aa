/** Connections to one PostgreSQL server: how values travel, how long anything may take, how a transaction ends. */
import pg from 'pg';
import type { SqlRow } from '../sql/dialect.ts';
import { Client, type ClientConfig } from './client.ts';
import { numbered } from './dialect.ts';
import { isAnswer, NoAnswer, noConnection, repeated, translate, UnsafeInteger } from './errors.ts';
import { type Bound, Transaction } from './transaction.ts';
import { expireAfter } from './waiting.ts';

export interface Limits {
  /** Connections at most. */
  readonly connections: number;
  /** How long it may take until the database begins what it is asked for, the wait for a connection included, ms. */
  readonly beginMs: number;
  /** How long a statement may take, ms. */
  readonly statementMs: number;
}

/**
 * A statement is ended by the database itself; where that does not answer, its connection is given up this much later.
 */
const graceMs = 2_000;
/** How long the end of a connection is waited for; one that the other side left open would never come. */
const closeMs = 1_000;
/** When the pool forgets those who wait for a connection: `#lend` has long told them that there was none. */
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

export interface TransactionOptions {
  /** A statement before those of the work that may have to wait for others. */
  readonly first?: string;
  /** Is given the rows of the last statement of the opening and may throw to have the work dropped. */
  readonly opened?: (rows: SqlRow[]) => void;
  /** May throw to have the work rolled back. */
  readonly beforeCommit?: (() => void) | undefined;
  /** Its end needs no waiting for. */
  readonly readOnly?: boolean;
}

type Lent = Client & pg.PoolClient;

export class Connections {
  readonly #pool: pg.Pool;
  readonly #clients = new Set<Client>();
  readonly #beginMs: number;
  readonly #statementMs: number;

  /** Connects when it is first used. */
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
    // Without this an idle connection that breaks would end the process.
    this.#pool.on('error', () => {});
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
   * Runs work in one transaction, which `opening` begins; the statements of all travel together as far as they can.
   * Throws `Unavailable` where the database does not do it in time.
   */
  async transaction<T>(
    opening: string,
    work: (session: Transaction) => Promise<T>,
    { first, opened, beforeCommit, readOnly = false }: TransactionOptions = {},
  ): Promise<T> {
    const { client, begun } = await this.#lend();
    const session = new Transaction(client);
    try {
      const [open, lock, done] = await Promise.allSettled([
        session.send(opening).finally(begun),
        first === undefined ? undefined : session.send(first),
        work(session),
      ]);
      // What comes later fails where something before it did, for a reason of its own that tells nothing.
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

  /** What a transaction begins with, whatever it does: `SET LOCAL` is all that a pooler in transaction mode allows. */
  begin(mode: string): string {
    return `BEGIN ISOLATION LEVEL ${mode}; SET LOCAL statement_timeout = ${this.#statementMs};
      SET LOCAL idle_in_transaction_session_timeout = ${this.#statementMs}`;
  }

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

  /** A connection, which is cut unless `begun` is called in time. */
  #lend(): Promise<{ client: Lent; begun: () => void }> {
    return new Promise((resolve, reject) => {
      let client: Lent | undefined;
      let late = false;
      const begun = expireAfter(this.#beginMs, () => {
        late = true;
        if (client) client.cut();
        else reject(noConnection(new NoAnswer('No connection in time')));
      });
      const take = (lent: pg.PoolClient): void => {
        if (late) return lent.release();
        client = lent as Lent;
        resolve({ client, begun });
      };
      this.#pool.connect().then(take, (error) => {
        begun();
        reject(noConnection(error));
      });
    });
  }

  /** Ends a transaction that leaves nothing. */
  async #end(client: Lent, sql: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const ended = expireAfter(this.#beginMs, () => client.cut());
    const broken = await client.query(sql).then(
      () => false,
      () => true,
    );
    ended();
    client.release(broken);
  }

  /**
   * A single statement is one that may be repeated where its answer was lost. It travels with its transaction around
   * it, by which the database itself ends it in time.
   */
  #alone(sql: string, values: Bound[]): Promise<pg.QueryResult> {
    return repeated(async () => {
      const { client, begun } = await this.#lend();
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
