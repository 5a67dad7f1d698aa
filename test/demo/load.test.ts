import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { loadDemo } from '../../src/cli/demo.ts';
import type { Request } from '../../src/operations/request.ts';
import { SetupError } from '../../src/store/setup-error.ts';
import type { Dispatcher } from '../../src/workers/dispatcher.ts';
import { testNow } from '../support/server.ts';

/** A dispatcher that answers each request as told, by the name of its route. */
function dispatcherWith(answers: { readonly [name: string]: object }): { dispatcher: Dispatcher; asked: string[] } {
  const asked: string[] = [];
  const dispatcher = {
    directory: { tenant: async () => ({ tenant_id: 1, name: 'default', time_zone: 'UTC', currency: 'USD' }) },
    async run(_kind: string, { operation }: Request) {
      asked.push(operation);
      const answer = answers[asked.at(-1) as string] ?? { status_is_ok: true, failed_results: [] };
      const ok = (answer as { status_is_ok: boolean }).status_is_ok;
      return { status: 200, body: new TextEncoder().encode(JSON.stringify(answer)), ok, code: undefined, records: 0 };
    },
  };
  return { dispatcher: dispatcher as unknown as Dispatcher, asked };
}

const log = pino({ level: 'silent' });
const noAccounts = { status_is_ok: true, results: [] };

test('a record that fails ends the load with its message', async () => {
  const failure = { message: 'Account not found', status_is_ok: false, record: 3 };
  const { dispatcher, asked } = dispatcherWith({
    'GET /accounts': noAccounts,
    'POST /notes': { status_is_ok: true, failed_results: [failure] },
  });
  await assert.rejects(loadDemo(dispatcher, testNow, log), (error) => {
    assert.ok(error instanceof SetupError);
    assert.match(error.message, /demo could not be loaded: POST \/notes .*record 3: Account not found/);
    return true;
  });
  assert.equal(asked.filter((name) => name === 'POST /notes').length, 1, 'and nothing follows it');
});

test('an upload that is refused as a whole ends the load with its message', async () => {
  const refusal = { status_is_ok: false, message: 'The database is full; nothing was applied' };
  const { dispatcher } = dispatcherWith({ 'GET /accounts': noAccounts, 'POST /metrics': refusal });
  await assert.rejects(loadDemo(dispatcher, testNow, log), /POST \/metrics .*The database is full/);
});

test('a database in which an earlier load was cut short is refused', async () => {
  const account = { account_id: '10400', custom_label_dimensions: { demo_load: 'under way' } };
  const { dispatcher, asked } = dispatcherWith({ 'GET /accounts': { status_is_ok: true, results: [account] } });
  await assert.rejects(loadDemo(dispatcher, testNow, log), /start again on an empty database or data folder/);
  assert.deepEqual(asked, ['GET /accounts']);
});
