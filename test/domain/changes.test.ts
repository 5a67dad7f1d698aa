import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Change, changesBetween } from '../../src/domain/account/changes.ts';
import type { Row } from '../../src/domain/row.ts';
import { text } from '../support/arbitraries.ts';

const optional = (value: fc.Arbitrary<string | number>) => fc.option(value);
const row: fc.Arbitrary<Row> = fc.record(
  {
    account_id: fc.constant('a'),
    current_stage: optional(fc.constantFrom('trial', 'live')),
    tier: optional(text()),
    csm_score: optional(fc.integer({ min: 0, max: 2 })),
    is_deleted: fc.boolean(),
    is_churned: fc.boolean(),
    latest_status_title: optional(fc.constantFrom('good', '"bad"')),
    latest_status_details: optional(fc.constantFrom('x', 'y')),
    latest_status_date: optional(fc.constantFrom(1, 2)),
    assigned_csms: fc.constantFrom('[]', '["joe@x.com"]', '["ann@x.com"]'),
    name: text(),
  },
  { noNullPrototype: true },
);

/** What the history shows of an account. */
const shown = (one: Row): Map<string, unknown> =>
  new Map<string, unknown>([
    ['stage', one.current_stage],
    ['tier', one.tier],
    ['csm_score', one.csm_score],
    ['is_deleted', one.is_deleted],
    ['is_churned', one.is_churned],
    [
      'latest_status',
      { title: one.latest_status_title, details: one.latest_status_details, date: one.latest_status_date },
    ],
    ['assigned_csms', JSON.parse(one.assigned_csms as string)],
  ]);

test('the history has each thing that differs once, with its value before and after, and nothing else', () => {
  fc.assert(
    fc.property(row, row, (before, after) => {
      const changes = changesBetween(before, after, 7, 'key');
      const differing = [...shown(before)].filter(
        ([what, value]) => JSON.stringify(value) !== JSON.stringify(shown(after).get(what)),
      );
      const expected = differing.map(([what, value]): [string, unknown, unknown] => [
        what,
        value,
        shown(after).get(what),
      ]);
      const told = changes.map(({ what, from, to }): [string, unknown, unknown] => [
        what,
        JSON.parse(from),
        JSON.parse(to),
      ]);
      assert.deepEqual(told, expected);
      for (const change of changes) assert.deepEqual([change.account_id, change.at, change.source], ['a', 7, 'key']);
    }),
  );
});

test('a new account has no history yet', () => {
  fc.assert(
    fc.property(row, (after) => {
      assert.deepEqual(changesBetween(undefined, after, 7, 'key'), [] as Change[]);
    }),
  );
});
