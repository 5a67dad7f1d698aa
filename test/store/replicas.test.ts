import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Replicas } from '../../src/store/replicas.ts';

function withClock(...names: string[]) {
  const time = { now: 0 };
  return { time, replicas: new Replicas(names, () => time.now) };
}
const states = (replicas: Replicas): string[] => replicas.states.map(({ state }) => state);

test('without replicas there is none to read', () => {
  assert.equal(withClock().replicas.next(), undefined);
});

test('replicas are read in turn', () => {
  const { replicas } = withClock('a', 'b', 'c');
  const turns = Array.from({ length: 7 }, () => replicas.next());
  assert.deepEqual(turns, [0, 1, 2, 0, 1, 2, 0]);
});

for (const [problem, ms] of [
  ['behind', 1_000],
  ['unreachable', 5_000],
] as const)
  test(`one that is ${problem} is left out for ${ms} ms, and then tried by one read alone`, () => {
    const { time, replicas } = withClock('a', 'b');
    assert.equal(replicas.next(), 0);
    replicas.recordResult(0, problem);
    assert.deepEqual(states(replicas), [problem, 'in use']);
    time.now = ms - 1;
    assert.deepEqual([replicas.next(), replicas.next()], [1, 1]);
    time.now = ms;
    assert.deepEqual([replicas.next(), replicas.next(), replicas.next()], [0, 1, 1]);
    replicas.recordResult(0, undefined);
    assert.deepEqual(states(replicas), ['in use', 'in use']);
    assert.deepEqual([replicas.next(), replicas.next()], [0, 1]);
  });

test('one that fails its trial is left out again', () => {
  const { time, replicas } = withClock('a');
  replicas.recordResult(0, 'behind');
  time.now = 1_000;
  assert.equal(replicas.next(), 0);
  replicas.recordResult(0, 'unreachable');
  time.now = 5_999;
  assert.equal(replicas.next(), undefined);
  time.now = 6_000;
  assert.equal(replicas.next(), 0);
});

test('the reads that each has served are counted', () => {
  const { replicas } = withClock('a', 'b');
  replicas.recordResult(1, undefined);
  replicas.recordResult(1, undefined);
  replicas.recordResult(0, 'behind');
  assert.deepEqual(
    replicas.states.map(({ name, served }) => [name, served]),
    [
      ['a', 0],
      ['b', 2],
    ],
  );
});
