/** `tenure doctor`: whether all that is derived is what follows from the records, and mending it. */
import { examineTenant } from '../doctor/examine.ts';
import type { Difference } from '../doctor/findings.ts';
import { type LocationFlags, withDatabase } from './database.ts';

interface DoctorOptions extends LocationFlags {
  readonly rebuild?: boolean;
}

/** Ends with code 1 where anything is wrong that it has not mended. */
export async function doctor({ rebuild = false, ...location }: DoctorOptions): Promise<void> {
  await withDatabase(location, rebuild ? 'writer' : 'reader', async (database) => {
    const problems = await database.problems();
    for (const problem of problems) print(`The database itself: ${problem}`);
    const tenants = await database.directory.tenants();
    let [accounts, differences] = [0, 0];
    for (const { tenant_id, name } of tenants) {
      const report = (difference: Difference): void => {
        differences++;
        print(`${name}: ${described(difference)}`);
      };
      accounts += await examineTenant(database.store(tenant_id), { clock: Date.now, rebuild }, report);
    }
    const what = counted(differences, 'difference');
    print(
      `${counted(accounts, 'account')} of ${counted(tenants.length, 'tenant')}: ${what}${rebuild && differences > 0 ? ', mended' : ''}`,
    );
    if (problems.length > 0 || (differences > 0 && !rebuild)) process.exitCode = 1;
  });
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function described({ table, key, column, stored, computed }: Difference): string {
  const row = `${table} ${JSON.stringify(key)}`;
  if (column !== undefined)
    return `${row} ${column} is ${JSON.stringify(stored)} and should be ${JSON.stringify(computed)}`;
  return stored === undefined ? `${row} is missing: ${computed}` : `${row} should not be there: ${stored}`;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
