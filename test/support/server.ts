/** A real server on a database of its own, driven over HTTP, with a clock that stands until it is moved. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { type Overrides, startServer } from '../../src/cli/serve.ts';
import type { Scope } from '../../src/domain/keys.ts';
import type { ApiKey } from '../../src/store/directory.ts';
import { Connection } from '../../src/store/sqlite/connection.ts';
import { SqliteDirectory } from '../../src/store/sqlite/directory.ts';
import { Client } from './client.ts';

/** 2026-03-10T09:00:00Z: what every test server takes for the present until it is told otherwise. */
export const testNow = Date.UTC(2026, 2, 10, 9);

export interface TestServer {
  readonly url: string;
  readonly folder: string;
  /** Lines that the server has logged. */
  readonly log: string[];
  readonly time: { now: number };
  /** A new tenant, empty, and a client with a key of it. */
  tenant(options?: { scope?: Scope; time_zone?: string }): Promise<Client>;
  /** A further key of a client's tenant. */
  key(client: Client, options?: { scope?: Scope; expire_time?: number }): Promise<string>;
  /** Ends a key's life. */
  revoke(key: string): Promise<void>;
  close(): Promise<void>;
}

let count = 0;

export async function startTestServer(
  overrides: Overrides & { apiKey?: string; metricsToken?: string } = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-test-'));
  const log: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const { apiKey, metricsToken, ...rest } = overrides;
  const config = { port: 0, host: '127.0.0.1', data: folder, apiKey, metricsToken };
  const time = { now: testNow };
  const running = await startServer(config, pino({ base: null }, sink), { clock: () => time.now, ...rest });
  const connection = new Connection(join(folder, 'tenure.db'), 'writer');
  const directory = new SqliteDirectory(connection);
  const makeKey = (
    tenant: string,
    { scope = 'admin', expire_time = null }: { scope?: Scope; expire_time?: number | null },
  ): Promise<string> => directory.createKey({ tenant, name: 'test', scope, expire_time }, testNow);
  const server: TestServer = {
    url: running.url,
    folder,
    log,
    time,
    async tenant({ scope = 'admin', time_zone = 'UTC' } = {}) {
      const name = `tenant-${++count}`;
      await directory.createTenant({ name, time_zone, currency: 'USD' }, testNow);
      return new Client(running.url, await makeKey(name, { scope }), name);
    },
    key: (client, options = {}) => makeKey(client.tenant, options),
    async revoke(key) {
      const { key_id } = (await directory.keys()).find(({ prefix }) => key.startsWith(prefix)) as ApiKey;
      await directory.revokeKey(key_id, time.now);
    },
    async close() {
      connection.close();
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
}
