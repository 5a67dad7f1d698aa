/** What a server answers that has been told to stop. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { bodyLimits } from '../../src/http/body.ts';
import { BodyBudget } from '../../src/http/body-memory.ts';
import { KeyThrottle } from '../../src/http/key-throttle.ts';
import { Metrics } from '../../src/http/metrics.ts';
import { buildServer } from '../../src/http/server.ts';
import type { Dispatcher } from '../../src/workers/dispatcher.ts';

test('a server that stops is not ready, refuses whatever arrives with 503, and is still alive', async (t) => {
  const dispatcher = { replicas: { states: [] }, waiting: {}, check: async () => {} } as unknown as Dispatcher;
  const bodies = new BodyBudget(1_000);
  const app = await buildServer({
    dispatcher,
    bodies,
    metrics: new Metrics(dispatcher, bodies),
    throttle: new KeyThrottle(),
    maxConnections: 10,
    clock: Date.now,
    log: pino({ level: 'silent' }),
    apiKey: 'k',
    metricsToken: undefined,
    limits: bodyLimits,
    isDraining: () => true,
  });
  t.after(() => app.close());
  for (const url of ['/readyz', '/api/v2/accounts?api_key=k', '/api/v2/accounts', '/api/v2/nothing']) {
    const { statusCode, headers, body } = await app.inject(url);
    assert.deepEqual([statusCode, headers.connection], [503, 'close'], url);
    const { message, code, status_is_ok } = JSON.parse(body);
    assert.deepEqual([status_is_ok, code, message], [false, 'shutting_down', 'The server is shutting down'], url);
  }
  assert.equal((await app.inject('/livez')).statusCode, 200);
});
