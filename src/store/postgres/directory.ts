/** Tenants and API keys on PostgreSQL. */
import type { Tenant } from '../directory.ts';
import { type DirectorySession, SqlDirectory } from '../sql/directory.ts';
import type { Connections } from './connections.ts';

/** The directory of a PostgreSQL database. */
export class PostgresDirectory extends SqlDirectory {
  protected readonly session: Connections;

  constructor(connections: Connections) {
    super();
    this.session = connections;
  }

  protected transaction<T>(work: (session: DirectorySession) => Promise<T>): Promise<T> {
    return this.session.transaction(this.session.begin('READ COMMITTED READ WRITE'), work);
  }

  protected async insertTenant(
    session: DirectorySession,
    { name, time_zone, currency }: Omit<Tenant, 'tenant_id'>,
    now: number,
  ): Promise<number> {
    const [counter] = await session.rows('UPDATE installation SET next_tenant_id = next_tenant_id + 1 RETURNING *');
    return session.run(
      `INSERT INTO tenants (tenant_id, name, time_zone, currency, create_time, next_id, writes)
         VALUES (?, ?, ?, ?, ?, 1, 0) ON CONFLICT (name) DO NOTHING`,
      (counter?.next_tenant_id as number) - 1,
      name,
      time_zone,
      currency,
      now,
    );
  }

  /**
   * Locks the row of the installation: of two servers that start at once, the second waits and finds the first's key.
   */
  protected async lockKeys(session: DirectorySession): Promise<void> {
    await session.rows('SELECT id FROM installation FOR UPDATE');
  }
}
