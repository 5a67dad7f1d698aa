/** The numbered SQL files by which a database comes to the schema of this program, the first at index 0. */
import { readdirSync, readFileSync } from 'node:fs';
import { SetupError } from './setup-error.ts';

export function readMigrations(kind: 'sqlite' | 'postgres'): string[] {
  const folder = new URL(`./migrations/${kind}/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
}

/** Throws `SetupError` where a schema is not that of this program. */
export function refuseOther(version: number, known: number): void {
  refuseNewer(version, known);
  if (version < known)
    throw new SetupError(
      `The database has schema ${version}, this program ${known}: tenure serve brings it up to date`,
    );
}

/** Throws `SetupError` where a schema is newer than this program. */
export function refuseNewer(version: number, known: number): void {
  if (version > known)
    throw new SetupError(`The database has schema ${version}, this program knows ${known}: start a newer Tenure`);
}
