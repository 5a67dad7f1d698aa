/** `tenure tenants`: adds, lists and changes tenants. */
import { SetupError } from '../store/setup-error.ts';
import { type LocationFlags, withDirectory, withNewDirectory } from './database.ts';
import { printTable } from './print.ts';

interface TenantOptions extends LocationFlags {
  readonly timeZone?: string;
  readonly currency?: string;
}

export async function createTenant(name: string, options: TenantOptions): Promise<void> {
  if (name.trim() === '') throw new SetupError('A tenant needs a name');
  const { time_zone = 'UTC', currency = 'USD' } = checked(options);
  await withNewDirectory(options, (directory) => directory.createTenant({ name, time_zone, currency }, Date.now()));
  process.stdout.write(`Created tenant ${name}\n`);
}

export async function listTenants({ json, ...location }: LocationFlags & { json?: boolean }): Promise<void> {
  const tenants = await withDirectory(location, (directory) => directory.tenants());
  if (json) return void process.stdout.write(`${JSON.stringify(tenants)}\n`);
  printTable(
    ['name', 'time zone', 'currency'],
    tenants.map(({ name, time_zone, currency }) => [name, time_zone, currency]),
  );
}

export async function setTenant(name: string, options: TenantOptions): Promise<void> {
  const settings = checked(options);
  if (Object.keys(settings).length === 0) throw new SetupError('Give --time-zone or --currency');
  await withDirectory(options, (directory) => directory.changeTenant(name, settings));
  process.stdout.write(`Changed tenant ${name}\n`);
}

function checked({ timeZone, currency }: TenantOptions): { time_zone?: string; currency?: string } {
  return {
    ...(timeZone !== undefined && { time_zone: checkedZone(timeZone) }),
    ...(currency !== undefined && { currency: checkedCurrency(currency) }),
  };
}

function checkedZone(zone: string): string {
  try {
    // Those of a fixed offset are zones to the runtime, and no names.
    if (/^[+-]/.test(zone)) throw new RangeError(zone);
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch {
    throw new SetupError(`--time-zone takes an IANA name such as Europe/Paris, not "${zone}"`);
  }
}

function checkedCurrency(code: string): string {
  if (!Intl.supportedValuesOf('currency').includes(code))
    throw new SetupError(`--currency takes an ISO 4217 code such as EUR, not "${code}"`);
  return code;
}
