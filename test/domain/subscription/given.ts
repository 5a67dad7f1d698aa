/** given(history).when(event).leaves(history), and short ways to write entries and records. */
import assert from 'node:assert/strict';
import type { Fault } from '../../../src/domain/errors.ts';
import { amendEntry, deleteEntry } from '../../../src/domain/subscription/amend.ts';
import { type Applied, applyEvent } from '../../../src/domain/subscription/events.ts';
import { brokenInvariant, edited, type Entry, type History } from '../../../src/domain/subscription/history.ts';
import type { Amendment, EventRecord, RecordFields } from '../../../src/domain/subscription/record.ts';
import { checkEvent } from '../../../src/domain/subscription/record.ts';

type Fields = Omit<RecordFields, 'effective_start_date'>;

/** 100 a month */
export const TERMS = { total_revenue: 100, cycle_unit: 'month', cycle_length: 1 } as const;

export const entry = (start: number, end: number | null, fields: Partial<Entry> = {}): Entry => ({
  start,
  end,
  ...TERMS,
  plan_code: null,
  source: null,
  next_renewal_date: null,
  is_renewal: false,
  previous_renewal_date: null,
  ...fields,
});

const event =
  (name: EventRecord['event'], defaults: Fields) =>
  (start: number, fields: Fields = {}): EventRecord => ({
    event: name,
    effective_start_date: start,
    ...defaults,
    ...fields,
  });

export const revenue = event('revenue', TERMS);
export const renewal = event('renewal', {});
export const end = event('end', {});
export const current = event('current', TERMS);

type Given = {
  /** Applies a sound event on a day. */
  when: (record: EventRecord, today?: number) => Given;
  amended: (record: Amendment) => Given;
  deleted: (start: number) => Given;
  leaves: (expected: History) => void;
  refused: (message: string) => void;
  readonly entries: History;
};

export function given(history: History): Given {
  return outcome(history);
}

function outcome(entries: History, fault?: Fault): Given {
  const unrefused = () => assert.equal(fault, undefined, 'refused before');
  const next = (change: () => Applied): Given => {
    unrefused();
    const applied = change();
    return 'fault' in applied ? outcome([], applied.fault) : outcome(edited(entries, applied.edit));
  };
  return {
    entries,
    when: (record, today = 0) => {
      assert.equal(checkEvent(record), null);
      return next(() => applyEvent(entries, record, today));
    },
    amended: (record) => {
      assert.equal(checkEvent(record), null);
      return next(() => amendEntry(entries, record));
    },
    deleted: (start) => next(() => deleteEntry(entries, start)),
    leaves: (expected) => {
      unrefused();
      assert.equal(brokenInvariant(entries), null);
      assert.deepEqual(entries, expected);
    },
    refused: (message) => assert.equal(fault?.message, message),
  };
}

/** The instant of a UTC midnight, of the year's or month's first day where the rest is left out. */
export const utc = (date: string): number => Date.parse(`${date}-01-01`.slice(0, 10));
