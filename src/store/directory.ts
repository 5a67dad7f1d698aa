/** Tenants and their API keys: what belongs to no tenant's data, and is read before a tenant is known. */
import type { Scope } from '../resources/operations/operation.ts';
import { SetupError } from './setup-error.ts';

export interface Tenant {
  readonly tenant_id: number;
  readonly name: string;
  /** IANA name. */
  readonly time_zone: string;
  /** ISO 4217 code. */
  readonly currency: string;
}

export interface ApiKey {
  readonly key_id: string;
  readonly tenant: string;
  readonly name: string;
  readonly scope: Scope;
  readonly prefix: string;
  /** Epoch ms, as all times here. */
  readonly create_time: number;
  readonly expire_time: number | null;
  readonly revoke_time: number | null;
}

export interface NewKey {
  readonly tenant: string;
  readonly name: string;
  readonly scope: Scope;
  readonly expire_time: number | null;
}

/** Who a live key speaks for. */
export interface Identity {
  readonly tenant: Tenant;
  readonly scope: Scope;
  /** What the history names as the source of a change. */
  readonly source: string;
}

export const defaultTenant = 'default';

/** Makes the default tenant where it is missing. */
export async function createDefaultTenant(directory: Directory, now: number): Promise<void> {
  if ((await directory.tenant(defaultTenant)) !== undefined) return;
  try {
    await directory.createTenant({ name: defaultTenant, time_zone: 'UTC', currency: 'USD' }, now);
  } catch (error) {
    // Another process that starts at the same time was first.
    if (!(error instanceof SetupError)) throw error;
  }
}

export interface Directory {
  /** The tenant of a key that is neither revoked nor expired at `now`. */
  identify(key: string, now: number): Promise<Identity | undefined>;
  tenants(): Promise<Tenant[]>;
  tenant(name: string): Promise<Tenant | undefined>;
  /** Throws `SetupError` where the name is taken. */
  createTenant(tenant: Omit<Tenant, 'tenant_id'>, now: number): Promise<void>;
  /** Throws `SetupError` where there is no such tenant. */
  changeTenant(name: string, settings: Partial<Pick<Tenant, 'time_zone' | 'currency'>>): Promise<void>;
  keys(): Promise<ApiKey[]>;
  /** Gives the key itself, which can not be had again. Throws `SetupError` where there is no such tenant. */
  createKey(key: NewKey, now: number): Promise<string>;
  /** Gives a key of the default tenant where there is no key at all. */
  createFirstKey(now: number): Promise<string | undefined>;
  /** Gives whether it was revoked now, and not before. Throws `SetupError` where there is no such key. */
  revokeKey(keyId: string, now: number): Promise<boolean>;
}
