/** Locks on tenants in a PostgreSQL database, as a write that goes on for long has them. */
import pg from 'pg';
import { sql } from './postgres.ts';

/** Locks the rows of tenants; gives what frees them. */
export async function lockTenants(url: string, names: readonly string[]): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM tenants WHERE name = ANY($1) FOR UPDATE', [names]);
  return () => client.end();
}

/** How many statements in a database wait for a lock. */
export async function waitingForLocks(url: string): Promise<number> {
  const text = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  return (await sql(url, text)).rowCount ?? 0;
}
