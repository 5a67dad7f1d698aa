import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs, hourMs } from '../../src/demo/calendar.ts';
import { buildUploads } from '../../src/demo/uploads.ts';
import { testNow } from '../support/server.ts';

const uploads = buildUploads('cocoa', testNow);
const sentTo = (path: string): any[] => uploads.flatMap((upload) => (upload.path === path ? upload.body.records : []));

/** What records of one key add up to, by that key: later ones change fields of earlier ones. */
function merged(path: string, key: string): Map<string, any> {
  const records = new Map<string, any>();
  for (const record of sentTo(path)) records.set(record[key], { ...records.get(record[key]), ...record });
  return records;
}

const accounts = merged('/accounts', 'account_id');
const tickets = [...merged('/support_tickets', 'ticket_id').values()];
const interactions = sentTo('/interactions');
const notes = sentTo('/notes');
const answers = sentTo('/accounts').flatMap(({ account_id, nps_history = [] }) =>
  nps_history.map((answer: any) => ({ account_id, ...answer })),
);

const share = <T>(list: readonly T[], is: (item: T) => boolean): number => list.filter(is).length / list.length;
const weekdayOf = (time: number): number => new Date(time).getUTCDay();

test('every working day has about a fifth of what is said, asked and answered, and weekends nothing', () => {
  const times = {
    interactions: interactions.map(({ create_time }) => create_time),
    notes: notes.map(({ create_time }) => create_time),
    tickets: tickets.map(({ create_time }) => create_time),
    answers: answers.map(({ date }) => date),
  };
  for (const [name, list] of Object.entries(times))
    for (const weekday of [0, 1, 2, 3, 4, 5, 6]) {
      const part = share(list, (time) => weekdayOf(time) === weekday);
      if (weekday % 6 === 0) assert.equal(part, 0, name);
      else assert.ok(part > 0.16 && part < 0.24, `${name} on day ${weekday}: ${part}`);
    }
});

test('tickets are closed in working hours, urgent ones round the clock', () => {
  const isInHours = ({ close_time }: any): boolean => {
    const hours = (close_time % dayMs) / hourMs;
    return weekdayOf(close_time) % 6 !== 0 && hours >= 8 && hours <= 17.75;
  };
  const closed = tickets.filter(({ close_time }) => close_time !== undefined);
  const urgent = closed.filter(({ priority }) => priority === 'urgent');
  assert.equal(
    share(
      closed.filter(({ priority }) => priority !== 'urgent'),
      isInHours,
    ),
    1,
  );
  assert.ok(share(urgent, isInHours) < 0.6);
  for (const { create_time, close_time } of closed) assert.ok(close_time > create_time);
});

test('who has left answers no survey', () => {
  const left = answers.filter(({ account_id, date }) => {
    const { is_churned, inactive_time } = accounts.get(account_id);
    return is_churned && date > inactive_time;
  });
  assert.deepEqual(left, []);
});

test('no name has a letter three times in a row', () => {
  for (const { name, website } of accounts.values()) assert.doesNotMatch(`${name} ${website}`, /([a-vx-z])\1\1/i);
});
