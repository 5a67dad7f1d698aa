/** A real server on a database of its own, driven over HTTP, with a clock that stands until it is moved. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { type Overrides, startServer } from '../../src/cli/serve.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Scope } from '../../src/resources/operations/operation.ts';
import { SharedClock } from '../../src/store/clock.ts';
import { openDatabase } from '../../src/store/database.ts';
import { prepareDatabase } from '../../src/store/location.ts';
import type { ApiKey } from '../../src/store/directory.ts';
import { Client } from './client.ts';
import { freshPlace, type TestPlace } from './databases.ts';

/** 2026-03-10T09:00:00Z: what every test server takes for the present until it is told otherwise. */
export const testNow = Date.UTC(2026, 2, 10, 9);

export interface TestServer {
  readonly url: string;
  /** Where its database is. */
  readonly place: TestPlace;
  /** Lines that the server has logged. */
  readonly log: string[];
  readonly time: SharedClock;
  /** A new tenant, empty, and a client with a key of it. */
  tenant(options?: { scope?: Scope; time_zone?: string }): Promise<Client>;
  /** A further key of a client's tenant. */
  key(client: Client, options?: { scope?: Scope; expire_time?: number }): Promise<string>;
  /** Ends a key's life. */
  revoke(key: string): Promise<void>;
  /** The value of a metric; `labels` as in `thread="writer"`. */
  metric(name: string, labels?: string): Promise<number>;
  close(): Promise<void>;
}

export interface TestServerOptions extends Overrides {
  /** Settings that differ from the usual ones. */
  readonly config?: Partial<Config>;
  /** A database that is there already, and is left there. */
  readonly place?: TestPlace;
}

const metricsToken = 'token-of-the-tests';
let count = 0;

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { config: settings, place: given, ...overrides } = options;
  const place = given ?? (await freshPlace());
  const log: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const config = { ...readConfig({ port: '0', metricsToken }, {}), ...place, ...settings };
  const time = new SharedClock();
  time.now = testNow;
  const running = await startServer(config, pino({ base: null }, sink), { clock: time, ...overrides });
  const database = openDatabase(await prepareDatabase(place, testNow), 'writer');
  const { directory } = database;
  const makeKey = (
    tenant: string,
    { scope = 'admin', expire_time = null }: { scope?: Scope; expire_time?: number | null },
  ): Promise<string> => directory.createKey({ tenant, name: 'test', scope, expire_time }, testNow);
  return {
    url: running.url,
    place,
    log,
    time,
    async tenant({ scope = 'admin', time_zone = 'UTC' } = {}) {
      const name = `tenant-${++count}`;
      await directory.createTenant({ name, time_zone, currency: 'USD' }, testNow);
      return new Client(running.url, await makeKey(name, { scope }), name);
    },
    key: (client, keyOptions = {}) => makeKey(client.tenant, keyOptions),
    async revoke(key) {
      const { key_id } = (await directory.keys()).find(({ prefix }) => key.startsWith(prefix)) as ApiKey;
      await directory.revokeKey(key_id, time.now);
    },
    async metric(name, labels) {
      const headers = { authorization: `Bearer ${metricsToken}` };
      const text = await (await fetch(`${running.url}/metrics`, { headers })).text();
      const wanted = `${labels === undefined ? name : `${name}{${labels}}`} `;
      const line = text.split('\n').find((each) => each.startsWith(wanted));
      return Number(line?.slice(wanted.length));
    },
    async close() {
      await database.close();
      await running.close();
      if (given === undefined) await place.remove();
    },
  };
}
