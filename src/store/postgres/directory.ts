/** Tenants and keys on PostgreSQL. */
import { randomBytes } from 'node:crypto';
import { hashKey, makeKey, type Scope, sameHash, shownPart } from '../../domain/keys.ts';
import { type ApiKey, type Directory, defaultTenant, type Identity, type NewKey, type Tenant } from '../directory.ts';
import { SetupError } from '../setup-error.ts';
import type { Connections } from './connections.ts';
import type { Transaction } from './transaction.ts';

const tenantColumns = 'tenants.tenant_id, tenants.name, time_zone, currency';

export class PostgresDirectory implements Directory {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async identify(key: string, now: number): Promise<Identity | undefined> {
    const hash = hashKey(key);
    const [row] = await this.#connections.rows(
      `SELECT ${tenantColumns}, scope, hash, api_keys.name AS key_name
         FROM api_keys JOIN tenants ON tenants.tenant_id = api_keys.tenant_id
         WHERE hash = ? AND revoke_time IS NULL AND (expire_time IS NULL OR expire_time > ?)`,
      hash,
      now,
    );
    if (row === undefined || !sameHash(row.hash as Uint8Array, hash)) return undefined;
    const { scope, hash: _, key_name, ...tenant } = row;
    return { tenant: tenant as unknown as Tenant, scope: scope as Scope, source: key_name as string };
  }

  async tenants(): Promise<Tenant[]> {
    return (await this.#connections.rows(
      `SELECT ${tenantColumns} FROM tenants ORDER BY tenant_id`,
    )) as unknown as Tenant[];
  }

  async tenant(name: string): Promise<Tenant | undefined> {
    const [row] = await this.#connections.rows(`SELECT ${tenantColumns} FROM tenants WHERE name = ?`, name);
    return row as unknown as Tenant | undefined;
  }

  async createTenant({ name, time_zone, currency }: Omit<Tenant, 'tenant_id'>, now: number): Promise<void> {
    await this.#transaction(async (session) => {
      const [counter] = await session.rows('UPDATE installation SET next_tenant_id = next_tenant_id + 1 RETURNING *');
      const added = await session.run(
        `INSERT INTO tenants (tenant_id, name, time_zone, currency, create_time, next_id, writes)
           VALUES (?, ?, ?, ?, ?, 1, 0) ON CONFLICT (name) DO NOTHING`,
        (counter?.next_tenant_id as number) - 1,
        name,
        time_zone,
        currency,
        now,
      );
      if (added === 0) throw new SetupError(`A tenant named ${name} exists already`);
    });
  }

  async changeTenant(
    name: string,
    { time_zone, currency }: Partial<Pick<Tenant, 'time_zone' | 'currency'>>,
  ): Promise<void> {
    const changed = await this.#transaction((session) =>
      session.run(
        'UPDATE tenants SET time_zone = coalesce(?, time_zone), currency = coalesce(?, currency) WHERE name = ?',
        time_zone ?? null,
        currency ?? null,
        name,
      ),
    );
    if (changed === 0) throw noTenant(name);
  }

  async keys(): Promise<ApiKey[]> {
    return (await this.#connections.rows(
      `SELECT key_id, tenants.name AS tenant, api_keys.name AS name, scope, prefix, api_keys.create_time, expire_time, revoke_time
         FROM api_keys JOIN tenants ON tenants.tenant_id = api_keys.tenant_id ORDER BY api_keys.create_time, key_id`,
    )) as unknown as ApiKey[];
  }

  createKey(key: NewKey, now: number): Promise<string> {
    return this.#transaction((session) => insertKey(session, key, now));
  }

  createFirstKey(now: number): Promise<string | undefined> {
    const key = { tenant: defaultTenant, name: 'first key', scope: 'admin', expire_time: null } as const;
    return this.#transaction(async (session) => {
      // Of two servers that start at once the second waits here, and then finds the key of the first.
      await session.rows('SELECT id FROM installation FOR UPDATE');
      const [any] = await session.rows('SELECT key_id FROM api_keys LIMIT 1');
      return any === undefined ? insertKey(session, key, now) : undefined;
    });
  }

  async revokeKey(keyId: string, now: number): Promise<boolean> {
    const sql = 'UPDATE api_keys SET revoke_time = ? WHERE key_id = ? AND revoke_time IS NULL';
    return this.#transaction(async (session) => {
      if ((await session.run(sql, now, keyId)) > 0) return true;
      const [key] = await session.rows('SELECT key_id FROM api_keys WHERE key_id = ?', keyId);
      if (key === undefined) throw new SetupError(`There is no key with the id ${keyId}`);
      return false;
    });
  }

  #transaction<T>(work: (session: Transaction) => Promise<T>): Promise<T> {
    return this.#connections.transaction(this.#connections.begin('READ COMMITTED READ WRITE'), work);
  }
}

async function insertKey(
  session: Transaction,
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
