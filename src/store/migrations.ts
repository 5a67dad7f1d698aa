/** Migrations: numbered SQL files that bring a database to the schema of this program. */
import { readdirSync, readFileSync } from 'node:fs';
import { SetupError } from './setup-error.ts';

/** The SQL texts of all migrations of a kind of database, in order. Migration 1 is at index 0. */
export function readMigrations(kind: 'sqlite' | 'postgres'): string[] {
  const folder = new URL(`./migrations/${kind}/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
}

/** Throws a `SetupError` if a database's schema version is not `known`, the one of this program. */
export function refuseOther(version: number, known: number): void {
  refuseNewer(version, known);
  if (version < known)
    throw new SetupError(
      `The database has schema ${version}, this program ${known}: tenure serve brings it up to date`,
    );
}

/** Throws a `SetupError` if a database's schema version is newer than `known`, the one of this program. */
export function refuseNewer(version: number, known: number): void {
  if (version > known)
    throw new SetupError(`The database has schema ${version}, this program knows ${known}: start a newer Tenure`);
}
