import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  currentScore as scoreOf,
  mergeResponses as merge,
  type NpsResponse,
  openResponses,
  type SuppliedResponse,
} from '../../src/domain/account/nps.ts';

/** The responses afterwards; of the change that is told it is asserted that it is one. */
function mergeResponses(before: readonly NpsResponse[], added: readonly SuppliedResponse[]): NpsResponse[] {
  const responses = openResponses(before);
  const changed = merge(responses, added);
  const after = [...responses.byDate.entries];
  assert.equal(changed, JSON.stringify(after) !== JSON.stringify(before));
  assert.equal(scoreOf(responses), currentScore(after));
  return after;
}
const currentScore = (list: readonly NpsResponse[]): number | null => scoreOf(openResponses(list));

const day = 86_400_000;
const window = 30 * day;
const score = fc.integer({ min: -100, max: 100 });
/** Dates at which the window's edge matters. */
const date = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map((days) => days * day),
  fc.constantFrom(window - 1, window + 1),
);
const username = fc.constantFrom('joe', 'Joe', '', null);
const response: fc.Arbitrary<SuppliedResponse> = fc.record(
  { nps_score: score, date, username, comments: fc.constantFrom('good', null) },
  { requiredKeys: ['nps_score', 'date'], noNullPrototype: true },
);
const responses = fc.array(response, { maxLength: 8 });
const history = responses.map((list) => mergeResponses([], list));

const answered = (nps_score: number, at: number, direct?: true): NpsResponse => ({
  nps_score,
  date: at,
  username: null,
  comments: null,
  ...(direct && { direct }),
});

const meanOf = (...scores: number[]) => currentScore(scores.map((nps_score, index) => answered(nps_score, index)));

describe('merging responses', () => {
  test('keeps one a date and user name, the last sent, in order of date', () => {
    fc.assert(
      fc.property(history, responses, (stored, added) => {
        const expected = new Map<string, number>();
        for (const one of [...stored, ...added])
          expected.set(JSON.stringify([one.date, one.username ?? null]), one.nps_score);
        const merged = mergeResponses(stored, added);
        assert.deepEqual(
          new Map(merged.map((one) => [JSON.stringify([one.date, one.username]), one.nps_score])),
          expected,
        );
        assert.equal(merged.length, expected.size);
        const dates = merged.map((one) => one.date);
        assert.deepEqual(
          dates,
          dates.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  test('leaves comments that are not sent and clears those that are sent as null', () => {
    const stored = mergeResponses([], [{ nps_score: 1, date: 0, comments: 'good' }]);
    assert.equal(mergeResponses(stored, [{ nps_score: 2, date: 0 }])[0]?.comments, 'good');
    assert.equal(mergeResponses(stored, [{ nps_score: 2, date: 0, comments: null }])[0]?.comments, null);
  });

  test('twice is merging once, and changes none of what it was given', () => {
    fc.assert(
      fc.property(history, responses, (stored, added) => {
        const before = structuredClone([stored, added]);
        const once = mergeResponses(stored, added);
        assert.deepEqual(mergeResponses(once, added), once);
        assert.deepEqual([stored, added], before);
      }),
    );
  });
});

describe('the score in effect', () => {
  test('is the mean of the 30 days up to the latest response, rounded half up', () => {
    fc.assert(
      fc.property(history, (list) => {
        const current = currentScore(list);
        if (list.length === 0) return assert.equal(current, null);
        const latest = Math.max(...list.map((one) => one.date));
        const scores = list.filter((one) => latest - one.date <= window).map((one) => BigInt(one.nps_score));
        const sum = scores.reduce((a, b) => a + b, 0n);
        // Half up: mean - 1/2 < result <= mean + 1/2, in whole numbers.
        const [twiceSum, count, twiceResult] = [2n * sum, BigInt(scores.length), 2n * BigInt(current as number)];
        assert.ok(twiceResult * count > twiceSum - count && twiceResult * count <= twiceSum + count);
      }),
      { numRuns: 1000 },
    );
  });

  test('rounds halves towards plus infinity and is never minus zero', () => {
    for (const [scores, expected] of [
      [[0, 1], 1],
      [[0, -1], 0],
      [[-1, -2], -1],
      [[-100, -99], -99],
      [[100, 99], 100],
      [[1, 0, 0], 0],
      [[-1, 0, 0], 0],
    ] as const)
      assert.ok(Object.is(meanOf(...scores), expected), `${scores} gives ${meanOf(...scores)}`);
  });

  test('leaves out what is older than 30 days by a millisecond', () => {
    assert.equal(currentScore([answered(-100, 0), answered(100, window)]), 0);
    assert.equal(currentScore([answered(-100, 0), answered(100, window + 1)]), 100);
  });

  test('is one that was entered directly until a later-dated response arrives, then the mean of both', () => {
    const direct = mergeResponses([answered(10, 0)], [{ nps_score: 50, date: day, direct: true }]);
    assert.equal(currentScore(direct), 50);
    assert.equal(currentScore(mergeResponses(direct, [{ nps_score: 0, date: day, username: 'joe' }])), 50);
    assert.equal(currentScore(mergeResponses(direct, [{ nps_score: 20, date: 0, username: 'joe' }])), 50);
    assert.equal(currentScore(mergeResponses(direct, [{ nps_score: 0, date: day + 1 }])), 20);
  });
});
