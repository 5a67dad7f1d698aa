import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs, hourMs } from '../../demo/calendar.ts';
import { buildUploads } from '../../demo/uploads.ts';
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

const users = Map.groupBy(merged('/account_users', 'user_id').values(), ({ account_id }) => account_id);
const metrics = (name: string): Map<string, Map<number, number>> => {
  const series = new Map<string, Map<number, number>>();
  for (const record of sentTo('/metrics').filter((one) => one.name === name))
    for (const { timestamp, value } of record.metrics)
      series.getOrInsertComputed(record.account_id, () => new Map()).set(timestamp, value);
  return series;
};
const seatsUsed = metrics('seats_used');
const logins = metrics('weekly_logins');
const active = [...accounts.values()].filter(({ is_churned, is_deleted }) => !is_churned && !is_deleted);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const lastOf = (series: ReadonlyMap<number, number> | undefined): number => [...(series?.values() ?? [])].at(-1) ?? 0;

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

test('users, the seats in use and the logins of an account agree', () => {
  for (const { account_id } of active) {
    const there = (users.get(account_id) ?? []).filter(({ is_active }) => is_active !== false);
    const seats = lastOf(seatsUsed.get(account_id));
    assert.ok(seats <= there.length, `${account_id}: ${seats} seats in use by ${there.length} users`);
    for (const [week, value] of logins.get(account_id) ?? []) {
      const used = seatsUsed.get(account_id)?.get(week) as number;
      assert.ok(value >= 2 * used && value <= 5 * used, `${account_id}: ${value} logins of ${used} people`);
    }
    const recent = there.filter(({ custom_value_dimensions: [dimension] }) => dimension.value > 0).length;
    assert.ok(recent >= seats, `${account_id}: ${recent} users with logins, ${seats} seats in use`);
  }
});

test('as many people are active in texts as the metrics say', () => {
  let count = 0;
  for (const { account_id, create_time, details, note } of [...interactions, ...notes]) {
    const [, people, listed] = /(\d+) of (?:your )?(\d+) (?:people|active)/.exec(details ?? note) ?? [];
    if (people === undefined) continue;
    const month = [...(seatsUsed.get(account_id) ?? [])].filter(
      ([week]) => week > create_time - 35 * dayMs && week <= create_time - 7 * dayMs,
    );
    if (month.length < 4) continue;
    count++;
    assert.ok(Number(people) <= Number(listed));
    assert.ok(
      Math.abs(Number(people) - Math.max(...month.map(([, value]) => value))) <= 1,
      `${account_id}: ${details}`,
    );
  }
  assert.ok(count > 1000);
});

test('every customer has one primary contact', () => {
  const contacts = Map.groupBy(merged('/account_contacts', 'user_id').values(), ({ account_id }) => account_id);
  for (const [account_id, all] of contacts)
    assert.equal(all.filter(({ is_primary }) => is_primary).length, 1, account_id);
});

test('who has left answers no survey', () => {
  const left = answers.filter(({ account_id, date }) => {
    const { is_churned, inactive_time } = accounts.get(account_id);
    return is_churned && date > inactive_time;
  });
  assert.deepEqual(left, []);
});

const statuses = sentTo('/accounts').filter(({ latest_status_date: date }) => date !== undefined);

/** Everything said of an account, with its time and as plain text. */
const said: { account_id: string; time: number; text: string }[] = [
  ...interactions.map(({ account_id, create_time: time, details: text }) => ({ account_id, time, text })),
  ...notes.map(({ account_id, create_time: time, note: text }) => ({ account_id, time, text })),
  ...statuses.map((status) => {
    const { account_id, latest_status_date: time, latest_status_title: title, latest_status_details: details } = status;
    return { account_id, time, text: `${title}. ${details}` };
  }),
].map((one) => ({ ...one, text: one.text.replace(/<[^>]+>/g, '') }));

test('usage is called dropping only where it is', () => {
  const dropping = said.filter(({ text }) =>
    /usage (is (dropping|going down|down)|keeps falling|down in)|drop in usage|fewer people|downward/i.test(text),
  );
  assert.ok(dropping.length > 40);
  for (const { account_id, time, text } of dropping) {
    const weeks = [...(logins.get(account_id) ?? [])].filter(([week]) => week <= time - 7 * dayMs);
    const values = weeks.map(([, value]) => value);
    // Too early to tell from what was measured.
    if (values.length < 16) continue;
    const ratio = mean(values.slice(-4)) / mean(values.slice(-16, -4));
    assert.ok(ratio < 0.92, `${account_id}: ${ratio} beside "${text}"`);
  }
});

test('nobody says the same twice, neither in an account nor in a survey', () => {
  const texts = [
    ...said,
    ...answers.map(({ account_id, comments }) => ({ account_id, text: comments })),
    ...tickets.map(({ account_id, description: text }) => ({ account_id, text })),
  ].filter(({ text }) => text !== undefined);
  const inAccounts = new Set(texts.map(({ account_id, text }) => `${account_id} ${text}`));
  assert.equal(texts.length - inAccounts.size, 0);
  const comments = answers.flatMap((answer) => answer.comments ?? []);
  assert.ok(new Set(comments).size > 0.4 * comments.length);
});

test('a renewal date that a text names lies ahead', () => {
  const dated = said.flatMap(({ time, text }) =>
    Array.from(
      text.matchAll(/(?:renewal|until|before)\b[^.\d]{0,30}(\d{1,2} [A-Z][a-z]+ \d{4})/gi),
      ([words, date]) => {
        return { time, words, date: Date.parse(`${date} UTC`) };
      },
    ),
  );
  assert.ok(dated.length > 500);
  for (const { time, words, date } of dated) assert.ok(date > time, `${words} on ${new Date(time).toISOString()}`);
});

test('the status of a customer is as recent as its reviews are frequent, a few quiet ones excepted', () => {
  const weeks = { 'High touch accounts': 4, 'Medium touch accounts': 7, 'Low touch accounts': 13 };
  const reviewed = active.filter(({ join_date: joined }) => joined < testNow - 150 * dayMs);
  const late = reviewed.filter(({ tier, latest_status_date: date = 0 }) => {
    return date < testNow - 7 * (2 * weeks[tier as keyof typeof weeks] + 1) * dayMs;
  });
  assert.ok(late.length <= 6, late.map(({ account_id }) => account_id).join());
});

test('no name has a letter three times in a row', () => {
  for (const { name, website } of accounts.values()) assert.doesNotMatch(`${name} ${website}`, /([a-vx-z])\1\1/i);
});
