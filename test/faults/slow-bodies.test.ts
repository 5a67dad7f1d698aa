/** How slow a body may be: by a clock that the test moves. */
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { bodyLimits, readBody } from '../../src/http/body.ts';
import { BodyBudget } from '../../src/http/body-memory.ts';

const second = 1_000;

/** A body that is being read, whose client sends by the second. */
function startBody(t: TestContext) {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  const socket = { bytesRead: 500 };
  const request = Object.assign(new PassThrough(), { headers: { 'content-length': '10000000' }, socket });
  const budget = new BodyBudget(20_000_000);
  const outcome = { code: 'pending', atSecond: 0 };
  const reading = readBody(request as unknown as IncomingMessage, {} as ServerResponse, bodyLimits, budget.open()).then(
    () => (outcome.code = 'read'),
    (error) => (outcome.code = error.code),
  );
  /** Sends so many bytes in each of some seconds; gives the second in which the body was settled. */
  const send = async (bytes: number, seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds && outcome.code === 'pending'; passed++) {
      if (bytes > 0) request.write(Buffer.alloc(bytes));
      socket.bytesRead += bytes;
      t.mock.timers.tick(second);
      outcome.atSecond++;
      // What is in the stream arrives, and what is settled is known.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { request, budget, outcome, reading, send };
}

const late: [what: string, steps: [bytes: number, seconds: number][], atSecond: number][] = [
  ['that never comes', [[0, 100]], 5],
  ['of a byte a second', [[1, 100]], 6],
  ['a fifth slower than the floor', [[40_000, 100]], 25],
  [
    'that stops after it was fast',
    [
      [500_000, 10],
      [0, 100],
    ],
    15,
  ],
  ['as fast as the floor, which takes longer than any body may', [[50_000, 100]], 60],
];
for (const [what, steps, atSecond] of late) {
  test(`a body ${what} is given up after ${atSecond} s, and holds nothing any more`, async (t) => {
    const { budget, outcome, send } = startBody(t);
    for (const [bytes, seconds] of steps) await send(bytes, seconds);
    assert.deepEqual(outcome, { code: 'request_timeout', atSecond });
    assert.equal(budget.held, 0);
  });
}

test('a body that pauses for less than five seconds and makes up for it is read', async (t) => {
  const { request, budget, outcome, reading, send } = startBody(t);
  for (let round = 0; round < 5; round++) {
    await send(250_000, 1);
    await send(0, 4);
  }
  assert.equal(outcome.code, 'pending');
  request.end();
  await reading;
  assert.equal(outcome.code, 'read');
  assert.equal(budget.held, 1_250_000, 'it holds what it is long, until it is answered');
});
