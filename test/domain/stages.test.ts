import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  mergeStages as merge,
  nextStageChange,
  openStages,
  type Stage,
  stageAt,
  stageChanges,
} from '../../src/domain/account/stages.ts';

/** The stages afterwards; of the change that is told it is asserted that it is one. */
function mergeStages(before: readonly Stage[], added: readonly Stage[]): Stage[] {
  const stages = openStages(before);
  const changed = merge(stages, added);
  const after = [...stages.byStart.entries];
  assert.equal(changed, JSON.stringify(after) !== JSON.stringify(before));
  assert.equal(stages.open, after.find(isOpen));
  return after;
}

const horizon = 12;
const time = fc.integer({ min: 0, max: horizon });
const name = fc.constantFrom('trial', 'live', 'risk');
const stage: fc.Arbitrary<Stage> = fc.record(
  { name, start_date: time, end_date: fc.option(time) },
  { noNullPrototype: true },
);
/** What level 1 lets through: at most one stage without an end. */
const supplied = fc.array(stage, { maxLength: 4 }).map((stages) => {
  const open = stages.findIndex(({ end_date }) => end_date === null);
  return stages.map((one, index) => (index === open ? one : { ...one, end_date: one.end_date ?? one.start_date + 3 }));
});
const history = fc.array(supplied, { maxLength: 4 }).map((batches) => batches.reduce<Stage[]>(mergeStages, []));
const isOpen = ({ end_date }: Stage): boolean => end_date === null;

const keyOf = (one: Stage): string => `${one.start_date} ${one.name}`;

describe('merging stages', () => {
  test('leaves at most one open, and it is the latest started of those that were', () => {
    fc.assert(
      fc.property(history, supplied, (stored, added) => {
        const open = mergeStages(stored, added).filter(isOpen);
        const started = [...stored, ...added].filter(isOpen).map((one) => one.start_date);
        assert.ok(open.length <= 1);
        if (open[0]) assert.ok(started.includes(open[0].start_date));
      }),
    );
  });

  test('keeps entries by name and start, in order of start', () => {
    fc.assert(
      fc.property(history, supplied, (stored, added) => {
        const merged = mergeStages(stored, added);
        assert.deepEqual(new Set(merged.map(keyOf)), new Set([...stored, ...added].map(keyOf)));
        assert.equal(new Set(merged.map(keyOf)).size, merged.length);
        const starts = merged.map((one) => one.start_date);
        assert.deepEqual(
          starts,
          starts.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  test('leaves every entry that is closed and not supplied as it was', () => {
    fc.assert(
      fc.property(history, supplied, (stored, added) => {
        const named = (one: Stage): boolean =>
          added.some((other) => other.name === one.name && other.start_date === one.start_date);
        const merged = mergeStages(stored, added);
        for (const one of stored) {
          if (isOpen(one) || named(one)) continue;
          assert.ok(merged.some((other) => JSON.stringify(other) === JSON.stringify(one)));
        }
      }),
    );
  });

  test('closes the older of two open ones where the later starts, whichever arrives first', () => {
    fc.assert(
      fc.property(history, time, time, (stored, a, b) => {
        fc.pre(a < b);
        const older: Stage = { name: 'older', start_date: a, end_date: null };
        const later: Stage = { name: 'later', start_date: b, end_date: null };
        const closed = stored.filter((one) => !isOpen(one));
        const merged = mergeStages(mergeStages(closed, [older]), [later]);
        assert.deepEqual(mergeStages(mergeStages(closed, [later]), [older]), merged);
        assert.deepEqual(
          merged.filter(({ name: one }) => one === 'older' || one === 'later'),
          [{ ...older, end_date: b }, later],
        );
      }),
    );
  });

  test('takes the entries of one record together: an entry that the record itself closes closes no other', () => {
    const stored: Stage[] = [{ name: 'live', start_date: 10, end_date: null }];
    const added: Stage[] = [
      { name: 'trial', start_date: 5, end_date: null },
      { name: 'live', start_date: 10, end_date: 20 },
    ];
    assert.deepEqual(mergeStages(stored, added), added);
    assert.deepEqual(mergeStages(stored, added.toReversed()), added);
  });

  test('puts what is sent behind all that starts with it, which is a change unless it stands there already', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((one) => ({ name: one, start_date: 5, end_date: 9 })) as [
      Stage,
      Stage,
      Stage,
    ];
    assert.deepEqual(mergeStages([a, b, c], [a]), [b, c, a]);
    assert.deepEqual(mergeStages([a, b, c], [c, b]), [a, c, b]);
    for (const sent of [[c], [b, c], [a, b, c], [c, b, c]]) assert.deepEqual(mergeStages([a, b, c], sent), [a, b, c]);
  });

  test('twice is merging once', () => {
    fc.assert(
      fc.property(history, supplied, (stored, added) => {
        const once = mergeStages(stored, added);
        assert.deepEqual(mergeStages(once, added), once);
      }),
    );
  });

  test('changes none of what it was given', () => {
    fc.assert(
      fc.property(history, supplied, (stored, added) => {
        const before = structuredClone([stored, added]);
        mergeStages(stored, added);
        assert.deepEqual([stored, added], before);
      }),
    );
  });
});

describe('the stage in effect', () => {
  test('is the latest started of those that have begun and not yet ended', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -1, max: horizon + 4 }), (stages, now) => {
        let found: Stage | undefined;
        for (const one of stages) {
          const inEffect = one.start_date <= now && (one.end_date === null || now < one.end_date);
          if (inEffect && (found === undefined || one.start_date >= found.start_date)) found = one;
        }
        assert.equal(stageAt(stages, now), found?.name ?? null);
      }),
    );
  });

  test('stays the same until the next change that is foretold', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -1, max: horizon + 4 }), (stages, now) => {
        const next = nextStageChange(stages, now);
        for (let at = now; at < (next ?? horizon + 6); at++) assert.equal(stageAt(stages, at), stageAt(stages, now));
        if (next === null) return;
        assert.ok(next > now);
        assert.ok(stages.some((one) => one.start_date === next || one.end_date === next));
      }),
    );
  });

  test('changes in the course of time at the instants at which it is another than just before', () => {
    const instant = fc.integer({ min: -1, max: horizon + 4 });
    fc.assert(
      fc.property(history, instant, instant, (stages, first, last) => {
        const expected = [];
        for (let at = first; at <= last; at++) {
          const [from, to] = [stageAt(stages, at - 1), stageAt(stages, at)];
          if (from !== to) expected.push({ at, from, to });
        }
        assert.deepEqual(stageChanges(stages, stageAt(stages, first - 1), first, last), expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('ends at its end: an end is exclusive, a start inclusive', () => {
    const stages: Stage[] = [
      { name: 'trial', start_date: 10, end_date: 20 },
      { name: 'live', start_date: 20, end_date: null },
    ];
    assert.deepEqual(
      [9, 10, 19, 20].map((now) => stageAt(stages, now)),
      [null, 'trial', 'trial', 'live'],
    );
    assert.deepEqual(
      [9, 10, 19, 20].map((now) => nextStageChange(stages, now)),
      [10, 20, 20, null],
    );
  });
});
