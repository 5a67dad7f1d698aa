/** `tenure serve`: starts the server on its database and stops it in order. */
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { destination, type Logger, pino } from 'pino';
import type { Address, Config } from '../config.ts';
import { bodyLimits, type BodyLimits } from '../http/body.ts';
import { BodyBudget } from '../http/body-memory.ts';
import { KeyThrottle } from '../http/key-throttle.ts';
import { Metrics } from '../http/metrics.ts';
import { buildMetricsServer } from '../http/operation.ts';
import { buildServer } from '../http/server.ts';
import { clockOf, type SharedClock } from '../store/clock.ts';
import { type DatabaseSpec, openDatabase } from '../store/database.ts';
import { isOpenToOthers, lockLocation, prepareDatabase } from '../store/location.ts';
import { SetupError } from '../store/setup-error.ts';
import { type Dispatcher, openDispatcher } from '../workers/dispatcher.ts';
import type { StartFailure } from '../workers/crew.ts';
import { loadDemo } from './demo.ts';

const readers = 2;
const answerMs = 120_000;
/** Requests under way have this long to finish. What follows takes two seconds where the database does not answer. */
const stopMs = 7_000;
/** A stop that hangs is ended by force, so that the process is gone within 10 s. */
const killMs = 9_500;
const refuseTurns = 20;
const sweepMs = 100;

export interface Running {
  /** As reached by clients, without a trailing slash. */
  readonly url: string;
  /** The key made by a first start. */
  readonly firstKey: string | undefined;
  /** Finishes the requests under way, then ends. */
  close(): Promise<void>;
}

export interface Overrides {
  /** A clock that stands until it is set, instead of the machine's. */
  readonly clock?: SharedClock;
  readonly limits?: BodyLimits;
  readonly answerMs?: number;
  /** How long a statement on a database server may take. */
  readonly statementMs?: number;
  /** Called when a thread has failed to start for the last time. */
  readonly noThread?: (failure: StartFailure) => void;
}

/** Starts a server; throws `SetupError` where it cannot. */
export async function startServer(config: Config, log: Logger, overrides: Overrides = {}): Promise<Running> {
  const { statementMs, clock: shared } = overrides;
  const clock = clockOf(shared?.buffer);
  const lock = lockLocation(config);
  const isOpen = isOpenToOthers(config);
  let draining = false;
  let app: FastifyInstance | undefined;
  let metricsApp: FastifyInstance | undefined;
  let dispatcher: Dispatcher | undefined;
  const close = async (): Promise<void> => {
    draining = true;
    if (app?.server.listening) await finishRequests(app);
    await metricsApp?.close();
    await dispatcher?.close();
    lock.release();
  };
  try {
    const spec = {
      ...(await prepareDatabase(config, clock())),
      ...(statementMs !== undefined && { statementMs }),
      ...(shared && { clock: shared.buffer }),
    };
    if (isOpen) log.warn({ data: config.data }, 'other users of this machine may open the data folder: chmod 700 it');
    dispatcher = openDispatcher({
      spec,
      readers,
      answerMs: overrides.answerMs ?? answerMs,
      onSetBack: (setBack) => log.warn(setBack, 'the clock was set back: what was derived for later is derived anew'),
      startFailed: (failure) => {
        log.error({ thread: failure.kind, error: failure.error.stack }, 'a thread could not start');
        if (failure.isLast) overrides.noThread?.(failure);
      },
    });
    if (config.demo) await loadDemo(dispatcher, clock(), log);
    const bodies = new BodyBudget(config.bodyBytes);
    const { apiKey, metricsToken, maxConnections } = config;
    const options = {
      dispatcher,
      clock,
      log,
      bodies,
      apiKey,
      metricsToken,
      maxConnections,
      metrics: new Metrics(dispatcher, bodies),
      throttle: new KeyThrottle({ proxyHeader: config.trustedProxyHeader }),
      limits: overrides.limits ?? bodyLimits,
      isDraining: () => draining,
    };
    app = await buildServer(options);
    if (config.metricsListen) {
      metricsApp = buildMetricsServer(options);
      const metricsUrl = await listen(metricsApp, config.metricsListen);
      log.info({ url: `${metricsUrl}/metrics` }, 'serving metrics');
    }
    const url = await listen(app, config);
    // Last of all: a start that fails would not show it.
    const firstKey = config.apiKey === undefined ? await makeFirstKey(spec, clock()) : undefined;
    return { url, firstKey, close };
  } catch (error) {
    // Its threads would otherwise go on for as long as the process.
    await close();
    throw error;
  }
}

/** Stops listening when the requests under way have been answered, or their time is up. */
async function finishRequests(app: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), stopMs);
  // What has arrived by now is read and refused, instead of meeting a closed connection: one new one a turn.
  for (let turn = 0; turn < refuseTurns; turn++) await delay(10);
  const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
  await app.close();
  clearInterval(sweep);
  clearTimeout(cutOff);
}

async function listen(app: FastifyInstance, { host, port }: Address): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw new SetupError(
      `Cannot listen on ${host} port ${port}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
    );
  }
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

/** A database without any key gets one, shown this once. */
async function makeFirstKey(spec: DatabaseSpec, now: number): Promise<string | undefined> {
  const database = openDatabase(spec, 'writer');
  try {
    return await database.directory.createFirstKey(now);
  } finally {
    await database.close();
  }
}

/** Serves until SIGTERM or SIGINT; a second one ends it at once. */
export async function serve(config: Config): Promise<void> {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ dest: 1, sync: true }));
  const running = await startServer(config, log, { noThread: endProcess });
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('killed: it could not be stopped in time');
      // An orderly exit would wait for a thread that is held up in a call to the system.
      process.kill(process.pid, 'SIGKILL');
    }, killMs).unref();
    await running.close();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  if (running.firstKey !== undefined) process.stderr.write(welcome(running.url, running.firstKey));
  log.info({ url: running.url, data: config.data, node: process.version }, 'listening');
}

/** Ends a process that can not do its work, with one line. */
function endProcess({ kind, error, failures }: StartFailure): never {
  const [reason] = error.message.split('\n');
  process.stderr.write(`tenure: A ${kind} thread could not be started ${failures} times in a row: ${reason}\n`);
  process.exit(1);
}

const welcome = (url: string, key: string): string => `
Tenure is running. Its API is at ${url}/api/v2
This is its first start, so it made an API key. Keep it; it is shown only now:

  ${key}

Try it:

  curl -u api:${key} ${url}/api/v2/accounts

`;
