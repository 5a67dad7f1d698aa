/** Tenants and keys on SQLite. */
import { randomBytes } from 'node:crypto';
import { hashKey, makeKey, type Scope, sameHash, shownPart } from '../../domain/keys.ts';
import { type ApiKey, type Directory, defaultTenant, type Identity, type NewKey, type Tenant } from '../directory.ts';
import { SetupError } from '../setup-error.ts';
import type { Connection } from './connection.ts';

const tenantColumns = 'tenants.tenant_id, tenants.name, time_zone, currency';

export class SqliteDirectory implements Directory {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async identify(key: string, now: number): Promise<Identity | undefined> {
    const hash = hashKey(key);
    const row = this.#connection.get(
      `SELECT ${tenantColumns}, scope, hash, api_keys.name AS key_name FROM api_keys JOIN tenants USING (tenant_id)
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
    return this.#connection.all(`SELECT ${tenantColumns} FROM tenants ORDER BY tenant_id`) as unknown as Tenant[];
  }

  async tenant(name: string): Promise<Tenant | undefined> {
    return this.#connection.get(`SELECT ${tenantColumns} FROM tenants WHERE name = ?`, name) as unknown as
      | Tenant
      | undefined;
  }

  async createTenant({ name, time_zone, currency }: Omit<Tenant, 'tenant_id'>, now: number): Promise<void> {
    const added = this.#connection.run(
      `INSERT INTO tenants (name, time_zone, currency, create_time, next_id) VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
      name,
      time_zone,
      currency,
      now,
    );
    if (added === 0) throw new SetupError(`A tenant named ${name} exists already`);
  }

  async changeTenant(
    name: string,
    { time_zone, currency }: Partial<Pick<Tenant, 'time_zone' | 'currency'>>,
  ): Promise<void> {
    const changed = this.#connection.run(
      'UPDATE tenants SET time_zone = coalesce(?, time_zone), currency = coalesce(?, currency) WHERE name = ?',
      time_zone ?? null,
      currency ?? null,
      name,
    );
    if (changed === 0) throw noTenant(name);
  }

  async keys(): Promise<ApiKey[]> {
    return this.#connection.all(
      `SELECT key_id, tenants.name AS tenant, api_keys.name AS name, scope, prefix, api_keys.create_time, expire_time, revoke_time
         FROM api_keys JOIN tenants USING (tenant_id) ORDER BY api_keys.create_time, key_id`,
    ) as unknown as ApiKey[];
  }

  async createKey({ tenant, name, scope, expire_time }: NewKey, now: number): Promise<string> {
    const owner = await this.tenant(tenant);
    if (owner === undefined) throw noTenant(tenant);
    const key = makeKey();
    this.#connection.run(
      'INSERT INTO api_keys (key_id, tenant_id, name, scope, hash, prefix, create_time, expire_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      randomBytes(4).toString('hex'),
      owner.tenant_id,
      name,
      scope,
      hashKey(key),
      shownPart(key),
      now,
      expire_time,
    );
    return key;
  }

  async createFirstKey(now: number): Promise<string | undefined> {
    if ((await this.keys()).length > 0) return undefined;
    return this.createKey({ tenant: defaultTenant, name: 'first key', scope: 'admin', expire_time: null }, now);
  }

  async revokeKey(keyId: string, now: number): Promise<boolean> {
    const revoked = this.#connection.run(
      'UPDATE api_keys SET revoke_time = ? WHERE key_id = ? AND revoke_time IS NULL',
      now,
      keyId,
    );
    if (revoked > 0) return true;
    const key = this.#connection.get('SELECT key_id FROM api_keys WHERE key_id = ?', keyId);
    if (key === undefined) throw new SetupError(`There is no key with the id ${keyId}`);
    return false;
  }
}

const noTenant = (name: string): SetupError => new SetupError(`There is no tenant named ${name}`);
