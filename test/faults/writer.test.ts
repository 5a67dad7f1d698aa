/** The writer's thread can die with a request; only that request shows it. */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { test, type TestContext } from 'node:test';
import { Connection } from '../../src/store/sqlite/connection.ts';
import { prepareDatabase } from '../../src/store/sqlite/data-folder.ts';
import { SqliteDirectory } from '../../src/store/sqlite/directory.ts';
import { Permit, type Request } from '../../src/operations/request.ts';
import { Dispatcher, openDispatcher } from '../../src/workers/dispatcher.ts';
import { startTestServer, testNow } from '../support/server.ts';
import { temporaryFolder } from '../support/process.ts';
import { until } from '../support/until.ts';

function longUpload(): string {
  const records = Array.from(
    { length: 99_999 },
    (_, i) => `{"account_id":"${i}","name":"n","join_date":1,"description":"${'d'.repeat(20)}"}`,
  );
  return `{"records":[${records.join(',')}]}`;
}
const light = (name: string): object => ({ records: [{ account_id: name, name, join_date: 1 }] });

/** A dispatcher on an embedded database of its own, and jobs for it. */
async function startDispatcher(t: TestContext) {
  const file = await prepareDatabase(temporaryFolder(t), testNow);
  const connection = new Connection(file, 'writer');
  t.after(() => connection.close());
  const tenant = (await new SqliteDirectory(connection).tenant('default')) ?? assert.fail();
  const dispatcher = openDispatcher({ spec: { kind: 'sqlite', file }, readers: 1, answerMs: 60_000 });
  const job = (body: string, { operation = 'POST /accounts', permit = new Permit() } = {}): Request => ({
    operation,
    tenant,
    params: {},
    query: [],
    body: new TextEncoder().encode(body),
    now: testNow,
    source: 'test',
    permit: permit.buffer,
  });
  const stored = (): unknown => connection.get('SELECT count(*) AS n FROM accounts')?.n;
  return { dispatcher, job, stored };
}

test('when the writer dies its request fails, those behind it are carried out, and it is replaced each time', async (t) => {
  const { dispatcher, job, stored } = await startDispatcher(t);
  t.after(() => dispatcher.close());
  for (let death = 0; death < 3; death++) {
    // No thread survives a job of an operation that there is not.
    const deadly = dispatcher.run({ kind: 'upload' }, job('', { operation: 'POST /nothing' }));
    const behind = [0, 1, 2].map((n) =>
      dispatcher.run({ kind: 'upload' }, job(JSON.stringify(light(`${death}-${n}`)))),
    );
    await assert.rejects(deadly, /no operation/);
    for (const finished of await Promise.all(behind)) assert.equal(finished.ok, true);
  }
  assert.equal(stored(), 9);
});

test('a job that was given up before its turn is not carried out', async (t) => {
  const { dispatcher, job, stored } = await startDispatcher(t);
  t.after(() => dispatcher.close());
  const permit = new Permit();
  const running = dispatcher.run({ kind: 'upload' }, job(JSON.stringify(light('first'))));
  const behind = dispatcher.run({ kind: 'upload' }, job(JSON.stringify(light('second')), { permit }));
  dispatcher.abandon(permit);
  await assert.rejects(behind, { code: 'client_gone' });
  await running;
  assert.equal(stored(), 1);
});

test('closing gives up the upload that runs and those behind it', async (t) => {
  const { dispatcher, job, stored } = await startDispatcher(t);
  const given = [longUpload(), JSON.stringify(light('behind'))].map((body) =>
    dispatcher.run({ kind: 'upload' }, job(body)),
  );
  const ends = given.map((each) => assert.rejects(each, { code: 'shutting_down' }));
  await dispatcher.close();
  await Promise.all(ends);
  assert.equal(stored(), 0);
});

test('closing waits for what is being committed', async (t) => {
  const { dispatcher, job, stored } = await startDispatcher(t);
  await dispatcher.run({ kind: 'upload' }, job(JSON.stringify(light('first'))));
  const permit = new Permit();
  permit.claim();
  const committing = dispatcher.run({ kind: 'upload' }, job(JSON.stringify(light('second')), { permit }));
  await dispatcher.close();
  assert.equal((await committing).ok, true);
  assert.equal(stored(), 2);
});

test('what goes wrong with a request whose body was read is answered with 500 and told the log alone', async (t) => {
  const server = await startTestServer();
  t.after(() => server.close());
  const tenant = await server.tenant();
  t.mock.method(Dispatcher.prototype, 'run', async () => {
    throw new Error('The writer thread ended');
  });
  const reply = await tenant.post('/accounts', light('a'));
  assert.deepEqual([reply.status, reply.body.code, reply.body.message], [500, 'internal', 'Internal error']);
  const lines = server.log.map((line) => JSON.parse(line)).filter(({ level }) => level === 50);
  assert.deepEqual(
    lines.map(({ msg, route }) => [msg, route]),
    [['request failed', 'POST /api/v2/accounts']],
  );
  assert.match(lines[0].error, /The writer thread ended/);
});

const heavy: { readonly [what: string]: () => string } = {
  'in judging faults without number': () => `{"records":[${`{"${'x'.repeat(90)}":0},`.repeat(99_999)}0]}`,
  'in its transaction': longUpload,
};
for (const [where, body] of Object.entries(heavy)) {
  test(`an upload that takes too long ${where} is answered with 504, applies nothing, and its thread is ended`, async () => {
    const server = await startTestServer({ answerMs: 100 });
    let threads = 0;
    const count = (): number => threads++;
    try {
      const [impatient, other] = [await server.tenant(), await server.tenant()];
      await until(async () => (await other.post('/accounts', light('before'))).status === 200);
      subscribe('worker_threads', count);
      const answer = await impatient.post('/accounts', body());
      assert.deepEqual([answer.status, answer.body.code], [504, 'timeout']);
      await until(async () => threads > 0); // one takes the place of the thread that was ended
      await until(async () => (await other.post('/accounts', light('behind'))).status === 200);
      await until(async () => (await impatient.post('/accounts', light('own'))).status === 200);
      assert.equal((await impatient.get('/accounts')).body.results.length, 1);
    } finally {
      unsubscribe('worker_threads', count);
      await server.close();
    }
  });
}
