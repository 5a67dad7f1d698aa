/** The directory: tenants and their API keys. It is read before the tenant of a request is known. */
import type { Scope } from '../resources/operations/operation.ts';
import { SetupError } from './setup-error.ts';

/** A tenant with its settings. */
export interface Tenant {
  readonly tenant_id: number;
  readonly name: string;
  /** IANA name. */
  readonly time_zone: string;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** An API key as the database knows it, without the key itself. Times are epoch ms. */
export interface ApiKey {
  readonly key_id: string;
  /** The name of its tenant. */
  readonly tenant: string;
  readonly name: string;
  readonly scope: Scope;
  /** The first characters of the key, by which people recognise it. */
  readonly prefix: string;
  readonly create_time: number;
  readonly expire_time: number | null;
  readonly revoke_time: number | null;
}

/** What an API key is created from. */
export interface NewKey {
  /** The name of its tenant. */
  readonly tenant: string;
  readonly name: string;
  readonly scope: Scope;
  /** Epoch ms; null if the key never expires. */
  readonly expire_time: number | null;
}

/** Whom a valid key identifies: its tenant, and what it may do. */
export interface Identity {
  readonly tenant: Tenant;
  readonly scope: Scope;
  /** The name of the key, which the change history shows as the source of a change. */
  readonly source: string;
}

/** The name of the tenant that every database has. */
export const defaultTenant = 'default';

/** Creates the default tenant if it does not exist. `now` is in epoch ms. */
export async function createDefaultTenant(directory: Directory, now: number): Promise<void> {
  if ((await directory.tenant(defaultTenant)) !== undefined) return;
  try {
    await directory.createTenant({ name: defaultTenant, time_zone: 'UTC', currency: 'USD' }, now);
  } catch (error) {
    // Another process that started at the same time created it first.
    if (!(error instanceof SetupError)) throw error;
  }
}

/** Tenants and API keys of a database. `now` is in epoch ms everywhere. */
export interface Directory {
  /** The identity behind an API key; undefined if the key is unknown, revoked, or expired at `now`. */
  identify(key: string, now: number): Promise<Identity | undefined>;
  /** All tenants, sorted by id. */
  tenants(): Promise<Tenant[]>;
  /** The tenant with a name. */
  tenant(name: string): Promise<Tenant | undefined>;
  /** Creates a tenant. Throws a `SetupError` if the name is taken. */
  createTenant(tenant: Omit<Tenant, 'tenant_id'>, now: number): Promise<void>;
  /** Changes settings of a tenant. Throws a `SetupError` if there is no such tenant. */
  changeTenant(name: string, settings: Partial<Pick<Tenant, 'time_zone' | 'currency'>>): Promise<void>;
  /** All API keys, sorted by creation. */
  keys(): Promise<ApiKey[]>;
  /**
   * Creates an API key and returns it. It cannot be read again, since only its hash is stored. Throws a `SetupError` if
   * there is no such tenant.
   */
  createKey(key: NewKey, now: number): Promise<string>;
  /** Creates an API key for the default tenant and returns it, if the database has no key at all. Else undefined. */
  createFirstKey(now: number): Promise<string | undefined>;
  /** Revokes an API key. Returns false if it was revoked before. Throws a `SetupError` if there is no such key. */
  revokeKey(keyId: string, now: number): Promise<boolean>;
}
