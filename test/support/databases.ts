/**
 * Databases for tests, each new and empty: on PostgreSQL where TENURE_TEST_ON says so, else embedded. The runner names
 * a PostgreSQL server in TENURE_TEST_DATABASE_URL and a migrated database on it in TENURE_TEST_TEMPLATE; a test file
 * that is run by itself starts its own.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresSpec } from '../../src/store/database.ts';
import type { DataLocation } from '../../src/store/location.ts';
import { prepareDatabase } from '../../src/store/postgres/prepare.ts';
import { sql, startPostgres } from './postgres.ts';

export interface TestPlace extends DataLocation {
  remove(): Promise<void>;
}
export interface PostgresPlace extends TestPlace {
  readonly database: NonNullable<DataLocation['database']>;
  readonly spec: PostgresSpec;
}

export const onPostgres = process.env.TENURE_TEST_ON === 'postgres';

/** An empty place of the kind that this run is about. */
export const freshPlace = (): Promise<TestPlace> => (onPostgres ? freshPostgres() : freshSqlite());

export async function freshSqlite(): Promise<TestPlace> {
  const data = mkdtempSync(join(tmpdir(), 'tenure-test-'));
  return { data, database: undefined, remove: async () => rmSync(data, { recursive: true, force: true }) };
}

/** Why tests have no PostgreSQL here; false where they have. */
export async function noPostgres(): Promise<string | false> {
  try {
    await testServer();
    return false;
  } catch (error) {
    return `no PostgreSQL: ${(error as Error).message}`;
  }
}

/** A database on the PostgreSQL server of the tests, with the schema of this program unless it shall be `bare`. */
export async function freshPostgres({ bare = false } = {}): Promise<PostgresPlace> {
  const { server, template } = await testServer();
  const name = `tenure_test_${randomBytes(8).toString('hex')}`;
  await sql(server, `CREATE DATABASE ${name} TEMPLATE ${bare ? 'template1' : template}`);
  const database = { url: urlOf(server, name), readUrls: [] };
  return {
    data: join(tmpdir(), 'tenure-test-unused'),
    database,
    spec: { kind: 'postgres', ...database },
    remove: async () => void (await sql(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** The server's address with another database. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** Makes the database that others are copied from. */
async function makeTemplate(server: string): Promise<string> {
  const template = `tenure_template_${randomBytes(8).toString('hex')}`;
  await sql(server, `CREATE DATABASE ${template} ENCODING 'UTF8' TEMPLATE template0`);
  await prepareDatabase(urlOf(server, template), 0);
  return template;
}

/** Finds the PostgreSQL server of the tests and makes the database that others are copied from. */
export async function provideServer(): Promise<{ env: NodeJS.ProcessEnv; stop(): Promise<void> }> {
  const named = process.env.TENURE_TEST_DATABASE_URL;
  const own = named === undefined ? await startPostgres() : undefined;
  const server = named ?? (own?.url as string);
  if (own) process.once('exit', () => own.kill());
  const template = await makeTemplate(server);
  return {
    env: { TENURE_TEST_DATABASE_URL: server, TENURE_TEST_TEMPLATE: template },
    async stop() {
      if (own) await own.stop();
      else await sql(server, `DROP DATABASE ${template}`);
    },
  };
}

let provided: Promise<NodeJS.ProcessEnv> | undefined;

async function testServer(): Promise<{ server: string; template: string }> {
  if (process.env.TENURE_TEST_TEMPLATE === undefined) provided ??= provideServer().then(({ env }) => env);
  const { TENURE_TEST_DATABASE_URL, TENURE_TEST_TEMPLATE } = (await provided) ?? process.env;
  return { server: TENURE_TEST_DATABASE_URL as string, template: TENURE_TEST_TEMPLATE as string };
}
