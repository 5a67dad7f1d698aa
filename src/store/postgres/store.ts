/** One tenant's data on PostgreSQL: a read is one snapshot, a write is one transaction that locks the tenant's row. */
import { ApiError } from '../../domain/errors.ts';
import type { Row } from '../../domain/row.ts';
import { type Clock, presentAt } from '../clock.ts';
import type { ReplicaProblem } from '../replicas.ts';
import type { Session } from '../sql/dialect.ts';
import { SqlReader } from '../sql/reader.ts';
import { beginRederiving, SqlWriter } from '../sql/writer.ts';
import type { Page, PageOfRows, PageQuery, Point, Reader, Store, StoreOptions, Writer } from '../store.ts';
import type { Table } from '../tables.ts';
import { removeRows, updateRows, upsertRows } from './bulk.ts';
import type { Connections } from './connections.ts';
import { postgres } from './dialect.ts';
import { isAnswer, Unavailable, withRetries } from './errors.ts';
import { readPage, readPageRows } from './page.ts';
import { writePoints } from './points.ts';
import type { Statistics } from './statistics.ts';

class PostgresReader extends SqlReader {
  constructor(session: Session, tenantId: number) {
    super(session, postgres, tenantId);
  }

  page(query: PageQuery): Promise<Page> {
    return readPage(this.session, this.tenantId, query);
  }

  pageRows(query: PageQuery): Promise<PageOfRows> {
    return readPageRows(this.session, this.tenantId, query);
  }

  async writes(): Promise<number> {
    const [tenant] = await this.session.rows('SELECT writes FROM tenants WHERE tenant_id = ?', this.tenantId);
    return tenant?.writes as number;
  }
}

class PostgresWriter extends SqlWriter {
  readonly #statistics: Statistics;
  readonly now: number;

  constructor(session: Session, tenantId: number, statistics: Statistics, now: number) {
    super(session, postgres, tenantId);
    this.#statistics = statistics;
    this.now = now;
  }

  page(query: PageQuery): Promise<Page> {
    return readPage(this.session, this.tenantId, query);
  }

  pageRows(query: PageQuery): Promise<PageOfRows> {
    return readPageRows(this.session, this.tenantId, query);
  }

  upsert(table: Table, rows: readonly Row[]): Promise<void> {
    this.#statistics.countWrites(table.name, rows.length);
    return upsertRows(this.session, this.tenantId, table, rows);
  }

  update(table: Table, columns: readonly string[], rows: readonly Row[]): Promise<void> {
    this.#statistics.countWrites(table.name, rows.length);
    return updateRows(this.session, this.tenantId, table, columns, rows);
  }

  putPoints(points: readonly Point[]): Promise<void> {
    this.#statistics.countWrites('metric_points', points.length);
    return writePoints(this.session, this.tenantId, points);
  }

  remove(table: Table, rows: readonly Row[]): Promise<void> {
    return removeRows(this.session, this.tenantId, table, rows);
  }
}

/** A replica to read from, if its copy has at least the write count `writes` of the tenant. */
interface Replica {
  readonly connections: Connections;
  readonly writes: number;
  /** Called if the replica cannot serve the read. */
  readonly failed: (problem: ReplicaProblem) => void;
}

/** What a store on PostgreSQL is made of. */
export interface PostgresStoreOptions extends StoreOptions {
  readonly primary: Connections;
  readonly statistics: Statistics;
  readonly tenantId: number;
  readonly clock: Clock;
  readonly replica: Replica | undefined;
}

/** The copy of a replica does not have the write count that the read needs. */
class ReplicaBehind extends Error {}

/** One tenant's data in a PostgreSQL database. Transient failures are retried (`withRetries`). */
export class PostgresStore implements Store {
  readonly #options: PostgresStoreOptions;
  readonly #primary: Connections;
  readonly #tenantId: number;
  #replica: Replica | undefined;

  constructor(options: PostgresStoreOptions) {
    this.#options = options;
    this.#primary = options.primary;
    this.#tenantId = options.tenantId;
    this.#replica = options.replica;
  }

  async read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    if (this.#replica !== undefined) {
      try {
        return await this.#readReplica(this.#replica, work);
      } catch (error) {
        // A refusal by the handler would be the same on the primary. After any other error the primary serves the read.
        if (error instanceof ApiError && !(error instanceof Unavailable)) throw error;
        this.#replica.failed(error instanceof Unavailable && !isAnswer(error.cause) ? 'unreachable' : 'behind');
        this.#replica = undefined;
      }
    }
    const begin = this.#primary.begin('REPEATABLE READ READ ONLY');
    return withRetries(() =>
      this.#primary.transaction(begin, (session) => work(this.#reader(session)), { readOnly: true }),
    );
  }

  #readReplica<T>({ connections, writes }: Replica, work: (reader: Reader) => Promise<T>): Promise<T> {
    // The first statement takes the snapshot of the transaction, so the reads see at least the write count it returns.
    const begin = `${connections.begin('REPEATABLE READ READ ONLY')};
      SELECT writes FROM tenants WHERE tenant_id = ${this.#tenantId}`;
    return connections.transaction(begin, (session) => work(this.#reader(session)), {
      readOnly: true,
      opened([tenant]) {
        if (tenant === undefined || (tenant.writes as number) < writes) throw new ReplicaBehind();
      },
    });
  }

  #reader(session: Session): Reader {
    return new PostgresReader(session, this.#tenantId);
  }

  async write<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    const { statistics, beforeCommit } = this.#options;
    const options = {
      // Locks the tenant's row until the end. Each statement after it sees all that those before it have written.
      first: `UPDATE tenants SET writes = writes + 1 WHERE tenant_id = ${this.#tenantId} RETURNING present`,
      beforeCommit,
    };
    const begin = this.#primary.begin('READ COMMITTED READ WRITE');
    const result = await withRetries(() =>
      this.#primary.transaction(
        begin,
        (session, [tenant]) => this.#inPresent(session, tenant?.present as number, work),
        options,
      ),
    );
    void statistics.refresh();
    return result;
  }

  /** Runs work at the tenant's present, and keeps the present. */
  async #inPresent<T>(session: Session, last: number, work: (writer: Writer) => Promise<T>): Promise<T> {
    const { statistics, clock, at, onSetBack } = this.#options;
    const { now, setBackMs } = presentAt(clock(), last, at);
    if (setBackMs > 0) {
      await session.run(beginRederiving, this.#tenantId);
      onSetBack?.(setBackMs);
    }
    const result = await work(new PostgresWriter(session, this.#tenantId, statistics, now));
    await session.run('UPDATE tenants SET present = ? WHERE tenant_id = ?', now, this.#tenantId);
    return result;
  }
}
