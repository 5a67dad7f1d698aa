/** Tenants and API keys: the SQL that both databases share. */
import { randomBytes } from 'node:crypto';
import { hashKey, makeKey, sameHash, shownPart } from '../../domain/keys.ts';
import type { Scope } from '../../resources/operations/operation.ts';
import { type ApiKey, type Directory, defaultTenant, type Identity, type NewKey, type Tenant } from '../directory.ts';
import { SetupError } from '../setup-error.ts';
import type { SqlRow, SqlValue } from './dialect.ts';

type Bound = SqlValue | Uint8Array;

/** Runs statements, inside or outside a transaction. */
export interface DirectorySession {
  /** Runs a statement and returns its rows. */
  rows(sql: string, ...values: Bound[]): Promise<SqlRow[]>;
  /** Runs a statement and returns the number of rows that it changed. */
  run(sql: string, ...values: Bound[]): Promise<number>;
}

const tenantColumns = 'tenants.tenant_id, tenants.name, time_zone, currency';

/** The directory of either database. A subclass adds the transactions and the statements that differ. */
export abstract class SqlDirectory implements Directory {
  /** For single statements outside of a transaction. */
  protected abstract readonly session: DirectorySession;
  /** Runs work in one transaction. If it throws, the transaction is rolled back. */
  protected abstract transaction<T>(work: (session: DirectorySession) => Promise<T>): Promise<T>;
  /** Inserts a tenant. Returns the number of rows inserted: 0 if the name is taken. `now` is in epoch ms. */
  protected abstract insertTenant(
    session: DirectorySession,
    tenant: Omit<Tenant, 'tenant_id'>,
    now: number,
  ): Promise<number>;
  /** Makes other transactions that create a first key wait until this one ends. */
  protected abstract lockKeys(session: DirectorySession): Promise<void>;

  async identify(key: string, now: number): Promise<Identity | undefined> {
    const hash = hashKey(key);
    const [row] = await this.session.rows(
      `SELECT ${tenantColumns}, scope, hash, api_keys.name AS key_name
         FROM api_keys JOIN tenants ON tenants.tenant_id = api_keys.tenant_id
         WHERE hash = ? AND revoke_time IS NULL AND (expire_time IS NULL OR expire_time > ?)`,
      hash,
      now,
    );
    if (row === undefined || !sameHash(row.hash as Uint8Array, hash)) return undefined;
    const { tenant_id, name, time_zone, currency } = row as unknown as Tenant;
    return {
      tenant: { tenant_id, name, time_zone, currency },
      scope: row.scope as Scope,
      source: row.key_name as string,
    };
  }

  async tenants(): Promise<Tenant[]> {
    const rows = await this.session.rows(`SELECT ${tenantColumns} FROM tenants ORDER BY tenant_id`);
    return rows as unknown as Tenant[];
  }

  async tenant(name: string): Promise<Tenant | undefined> {
    const [row] = await this.session.rows(`SELECT ${tenantColumns} FROM tenants WHERE name = ?`, name);
    return row as unknown as Tenant | undefined;
  }

  createTenant(tenant: Omit<Tenant, 'tenant_id'>, now: number): Promise<void> {
    return this.transaction(async (session) => {
      const added = await this.insertTenant(session, tenant, now);
      if (added === 0) throw new SetupError(`A tenant named ${tenant.name} exists already`);
    });
  }

  changeTenant(name: string, { time_zone, currency }: Partial<Pick<Tenant, 'time_zone' | 'currency'>>): Promise<void> {
    return this.transaction(async (session) => {
      const changed = await session.run(
        'UPDATE tenants SET time_zone = coalesce(?, time_zone), currency = coalesce(?, currency) WHERE name = ?',
        time_zone ?? null,
        currency ?? null,
        name,
      );
      if (changed === 0) throw noTenant(name);
    });
  }

  async keys(): Promise<ApiKey[]> {
    const rows = await this.session.rows(
      `SELECT key_id, tenants.name AS tenant, api_keys.name AS name, scope, prefix, api_keys.create_time, expire_time, revoke_time
         FROM api_keys JOIN tenants ON tenants.tenant_id = api_keys.tenant_id ORDER BY api_keys.create_time, key_id`,
    );
    return rows as unknown as ApiKey[];
  }

  createKey(key: NewKey, now: number): Promise<string> {
    return this.transaction((session) => insertKey(session, key, now));
  }

  createFirstKey(now: number): Promise<string | undefined> {
    const key = { tenant: defaultTenant, name: 'first key', scope: 'admin', expire_time: null } as const;
    return this.transaction(async (session) => {
      await this.lockKeys(session);
      const [any] = await session.rows('SELECT key_id FROM api_keys LIMIT 1');
      return any === undefined ? insertKey(session, key, now) : undefined;
    });
  }

  revokeKey(keyId: string, now: number): Promise<boolean> {
    const sql = 'UPDATE api_keys SET revoke_time = ? WHERE key_id = ? AND revoke_time IS NULL';
    return this.transaction(async (session) => {
      if ((await session.run(sql, now, keyId)) > 0) return true;
      const [key] = await session.rows('SELECT key_id FROM api_keys WHERE key_id = ?', keyId);
      if (key === undefined) throw new SetupError(`There is no key with the id ${keyId}`);
      return false;
    });
  }
}

async function insertKey(
  session: DirectorySession,
  { tenant, name, scope, expire_time }: NewKey,
  now: number,
): Promise<string> {
  const [owner] = await session.rows('SELECT tenant_id FROM tenants WHERE name = ?', tenant);
  if (owner === undefined) throw noTenant(tenant);
  const key = makeKey();
  await session.run(
    'INSERT INTO api_keys (key_id, tenant_id, name, scope, hash, prefix, create_time, expire_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    randomBytes(4).toString('hex'),
    owner.tenant_id as number,
    name,
    scope,
    hashKey(key),
    shownPart(key),
    now,
    expire_time,
  );
  return key;
}

const noTenant = (name: string): SetupError => new SetupError(`There is no tenant named ${name}`);
