/** `tenure keys`: makes, lists and revokes API keys. */
import type { Scope } from '../resources/operations/operation.ts';
import { SetupError } from '../store/setup-error.ts';
import { type LocationFlags, withDirectory, withNewDirectory } from './database.ts';
import { printTable } from './print.ts';

interface KeyOptions extends LocationFlags {
  readonly tenant: string;
  readonly name: string;
  readonly scope: Scope;
  readonly expires?: string;
}

export async function createKey({ tenant, name, scope, expires, ...location }: KeyOptions): Promise<void> {
  const expire_time = expires === undefined ? null : readDate(expires);
  const key = await withNewDirectory(location, (directory) =>
    directory.createKey({ tenant, name, scope, expire_time }, Date.now()),
  );
  process.stdout.write(`${key}\n`);
}

export async function listKeys({ json, ...location }: LocationFlags & { json?: boolean }): Promise<void> {
  const keys = await withDirectory(location, (directory) => directory.keys());
  if (json) return void process.stdout.write(`${JSON.stringify(keys)}\n`);
  const rows = keys.map((key) => [
    key.key_id,
    `${key.prefix}…`,
    key.tenant,
    key.scope,
    key.name,
    state(key.revoke_time, key.expire_time),
  ]);
  printTable(['id', 'key', 'tenant', 'scope', 'name', 'state'], rows);
}

export async function revokeKey(id: string, location: LocationFlags): Promise<void> {
  const isNew = await withDirectory(location, (directory) => directory.revokeKey(id, Date.now()));
  process.stdout.write(isNew ? `Revoked ${id}\n` : `${id} is revoked already\n`);
}

function state(revoked: number | null, expires: number | null): string {
  if (revoked !== null) return `revoked ${isoDate(revoked)}`;
  if (expires === null) return 'live';
  return expires <= Date.now() ? `expired ${isoDate(expires)}` : `live until ${isoDate(expires)}`;
}

function readDate(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new SetupError(`--expires takes a date such as 2027-01-31, not "${text}"`);
  if (time <= Date.now()) throw new SetupError(`--expires lies in the past: ${text}`);
  return time;
}

const isoDate = (time: number): string => new Date(time).toISOString();
