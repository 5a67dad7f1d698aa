/** Tenants and API keys on SQLite. */
import type { Tenant } from '../directory.ts';
import { type DirectorySession, SqlDirectory } from '../sql/directory.ts';
import type { Connection } from './connection.ts';

/** The directory of an SQLite database. */
export class SqliteDirectory extends SqlDirectory {
  protected readonly session: DirectorySession;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    super();
    this.#connection = connection;
    this.session = {
      rows: async (sql, ...values) => connection.all(sql, ...values),
      run: async (sql, ...values) => connection.run(sql, ...values),
    };
  }

  /** Takes the write lock at its beginning, so that other processes wait until it ends. */
  protected transaction<T>(work: (session: DirectorySession) => Promise<T>): Promise<T> {
    return this.#connection.transaction('IMMEDIATE', () => work(this.session));
  }

  protected insertTenant(
    session: DirectorySession,
    { name, time_zone, currency }: Omit<Tenant, 'tenant_id'>,
    now: number,
  ): Promise<number> {
    return session.run(
      `INSERT INTO tenants (name, time_zone, currency, create_time, next_id) VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
      name,
      time_zone,
      currency,
      now,
    );
  }

  protected async lockKeys(): Promise<void> {}
}
