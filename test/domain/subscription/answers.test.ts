import assert from 'node:assert/strict';
import test from 'node:test';
import { entryToShow, isEnd } from '../../../src/domain/subscription/answers.ts';
import { entry } from './given.ts';

const entries = [entry(2, 4), entry(4, 6), entry(8, null)];

test('is_end: an end at which no entry starts', () => {
  assert.equal(isEnd(entries, 0), false);
  assert.equal(isEnd(entries, 1), true);
  assert.equal(isEnd(entries, 2), false);
  assert.equal(isEnd([entry(2, 4)], 0), true);
});

test('the entry to show', async (t) => {
  const shown = (now: number) => entryToShow(entries, now)?.start;
  await t.test('in effect now', () => {
    assert.equal(shown(2), 2);
    assert.equal(shown(3), 2);
    assert.equal(shown(4), 4);
    assert.equal(shown(99), 8);
  });
  await t.test('else the last past one', () => assert.equal(shown(6), 4));
  await t.test('else the first future one', () => assert.equal(shown(1), 2));
  await t.test('of nothing: none', () => assert.equal(entryToShow([], 1), undefined));
});
