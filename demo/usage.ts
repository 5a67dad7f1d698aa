/** Contacts and users as records, and what use is made of the product. */
import { addDays, hourMs, nextWeekday } from './calendar.ts';
import parts from './data/companies.json' with { type: 'json' };
import { type Event, type Fields, prefixed, recording } from './events.ts';
import { championOn, type Person, presentOn } from './people.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

export function contactEvents(story: Story): Event[] {
  const { company, contacts, until } = story;
  const random = story.random('contacts');
  const lead_source = random.pick(parts.sources);
  const primary = championOn(story, until);
  return contacts.flatMap((contact) => {
    const fields = {
      is_primary: contact === primary,
      mobile_phone: random.chance(0.5) ? contact.phone.replace(/\d$/, '7') : undefined,
      lead_source,
      ...prefixed('mailing', company.address),
      source: 'CRM',
      custom_label_dimensions: [{ key: 'newsletter', value: random.chance(0.7) ? 'yes' : 'no' }],
    };
    return personEvents('contacts', story, contact, fields);
  });
}

export function userEvents(story: Story): Event[] {
  const { users, contacts, activity, until: end } = story;
  const random = story.random('logins');
  // As many have logged in within the last month as the metrics say; who is new has.
  const isNew = ({ since }: Person): number => (since > addDays(end, -30) ? 0 : 1);
  const there = random.shuffled(presentOn(users, addDays(end, -1))).sort((a, b) => isNew(a) - isNew(b));
  const active = new Set(there.slice(0, activity.inMonth(end)));
  return users.flatMap((user) => {
    const contact = contacts.find(({ email }) => email === user.email);
    const logins = active.has(user) ? Math.max(1, Math.round(activity.logins * random.between(1, 7.6))) : 0;
    const fields = {
      is_primary: contact !== undefined && user === users[0],
      product_join_date: user.since + random.whole(7, 17) * hourMs,
      contact_user_id: contact?.id,
      source: 'product',
      custom_label_dimensions: [{ key: 'team', value: user.department }],
      custom_value_dimensions: [{ key: 'logins_30d', value: logins }],
      custom_event_dimensions: [{ key: 'last_login', value: lastLogin(random, user, end, logins) }],
    };
    return personEvents('users', story, user, fields);
  });
}

/** The more often a user logs in, the less long ago is the last time; for others it is before the month. */
function lastLogin(random: Random, { since, until }: Person, end: number, logins: number): number {
  const daysAgo = logins > 0 ? random.whole(1, Math.ceil(20 / logins)) : random.whole(31, 120);
  const last = until === undefined ? addDays(end, -daysAgo) : addDays(until, -random.whole(1, 9));
  return Math.max(last, since) + random.whole(7, 18) * hourMs;
}

/** The record on the day after a person has come, and where the person goes again another that says so. */
function personEvents(feed: string, { account_id }: Story, person: Person, fields: Fields): Event[] {
  const { id: user_id, first: first_name, last: last_name, since, until, ...known } = person;
  const event = recording(feed, { account_id, user_id });
  const came = event(addDays(since, 1), { first_name, last_name, ...known, ...fields });
  return until === undefined ? [came] : [came, event(addDays(until, 1), { is_active: false, is_primary: false })];
}

/** Metrics by the week, which rise and fall with the people who are active; those of a quarter come together. */
export function usageEvents(story: Story): Event[] {
  const { account_id, activity, today, random } = story;
  const draw = random('usage');
  const [reports, calls] = [draw.between(0.4, 1.6), draw.chance(0.65) ? draw.between(80, 900) : 0];
  let stored = draw.between(0.02, 0.09) * story.company.employees;
  const weeks: { timestamp: number; values: { readonly [name: string]: number } }[] = [];
  for (let timestamp = nextWeekday(story.first, 1); addDays(timestamp, 7) <= today; timestamp = addDays(timestamp, 7)) {
    if (!story.isWith(timestamp)) continue;
    const people = activity.inWeek(timestamp);
    stored += 0.004 * people * reports;
    const values = {
      weekly_logins: Math.round(people * activity.logins * draw.between(0.97, 1.03)),
      reports_created: Math.round(people * reports * draw.between(0.8, 1.2)),
      seats_used: people,
      storage_gb: Math.round(stored * 100) / 100,
      ...(calls > 0 && { api_calls: Math.round(people * calls * draw.between(0.9, 1.1)) }),
    };
    weeks.push({ timestamp, values });
  }
  return Object.keys(weeks[0]?.values ?? {}).flatMap((name) =>
    Array.from({ length: Math.ceil(weeks.length / 13) }, (_, quarter) => {
      const part = weeks.slice(13 * quarter, 13 * quarter + 13);
      const metrics = part.map(({ timestamp, values }) => ({ timestamp, value: values[name] }));
      return recording('metrics', { account_id })(addDays(part.at(-1)?.timestamp ?? 0, 7), { name, metrics });
    }),
  );
}
