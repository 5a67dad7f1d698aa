/** Threads that cannot start, and requests that find too many before them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ApiError } from '../../src/domain/errors.ts';
import { Dispatcher } from '../../src/workers/dispatcher.ts';
import { runTenure, temporaryFolder } from '../support/process.ts';
import { startTestServer } from '../support/server.ts';

test('a process whose threads do not start ends with one line, and has logged each failure', async (t) => {
  const broken = `import { isMainThread } from 'node:worker_threads'; if (!isMainThread) throw new Error('no room\\nno use');`;
  const { code, stdout, stderr } = await runTenure(
    ['serve', '--port', '0', '--data', join(temporaryFolder(t), 'data')],
    {
      env: {
        TENURE_API_KEY: 'key-of-the-threadless',
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(broken)}`,
      },
    },
  );
  assert.equal(code, 1);
  assert.match(stderr, /^tenure: A (writer|reader) thread could not be started 5 times in a row: no room\n$/);
  const failures = stdout.split('\n').filter((line) => line.includes('"a thread could not start"'));
  assert.ok(failures.length >= 5, stdout);
  assert.match(failures[0] as string, /"level":50.*"thread":"(writer|reader)","error":"Error: no room/);
});

test('a request that finds too many before it is refused with 503, and told when to come again', async (t) => {
  const server = await startTestServer();
  t.after(() => server.close());
  const client = await server.tenant();
  t.mock.method(Dispatcher.prototype, 'run', async () => {
    throw new ApiError('overloaded', 'Too many requests wait; try again later');
  });
  const { status, headers, body } = await client.get('/accounts');
  assert.deepEqual([status, headers.get('retry-after')], [503, '5']);
  assert.deepEqual(body, {
    status_is_ok: false,
    message: 'Too many requests wait; try again later',
    code: 'overloaded',
    results: [],
  });
});
