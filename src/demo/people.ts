/** Contacts and users as records. */
import { addDays, hourMs } from './calendar.ts';
import { championOn, type Person, usersOn } from './cast.ts';
import type { Event } from './feeds.ts';
import type { Random } from './random.ts';
import { endOf, type Story } from './story.ts';
import { leadSources } from './words.ts';
import type { World } from './world.ts';

const monthDays = 30;

export function contactEvents(story: Story, world: World): Event[] {
  const random = story.random('contacts');
  const leadSource = random.pick(leadSources);
  const { street, place } = story.company;
  const primary = championOn(story.cast, endOf(story) ?? world.today);
  return story.cast.contacts.flatMap((contact) => {
    const record = {
      ...personFields(story, contact),
      is_primary: contact === primary,
      mobile_phone: random.chance(0.5) ? contact.phone.replace(/\d$/, '7') : undefined,
      lead_source: leadSource,
      mailing_street: street,
      mailing_city: place.city,
      mailing_state: place.state,
      mailing_postal_code: place.postalCode,
      mailing_country: place.country.name,
      source: 'CRM',
      custom_label_dimensions: [{ key: 'newsletter', value: random.chance(0.7) ? 'yes' : 'no' }],
      ...(random.chance(0.3) && { custom_event_dimensions: [{ key: 'last_event', value: pastDay(random, world) }] }),
    };
    return comingAndGoing('contacts', record, contact, world, { is_primary: false });
  });
}

export function userEvents(story: Story, world: World): Event[] {
  const random = story.random('users');
  const end = endOf(story) ?? world.today;
  const active = activeUsers(story, random, end);
  return story.cast.users.flatMap((user) => {
    const contact = story.cast.contacts.find(({ email }) => email === user.email);
    const logins = active.has(user) ? Math.max(1, Math.round(story.activity.logins * random.between(1, 7.6))) : 0;
    const record = {
      ...personFields(story, user),
      is_primary: contact !== undefined && user === story.cast.users[0],
      product_join_date: user.since + random.whole(7, 17) * hourMs,
      contact_user_id: contact?.id,
      source: 'product',
      custom_label_dimensions: [{ key: 'team', value: user.department }],
      custom_value_dimensions: [{ key: 'logins_30d', value: logins }],
      custom_event_dimensions: [{ key: 'last_login', value: lastLogin(random, user, end, logins) }],
    };
    return comingAndGoing('users', record, user, world, {});
  });
}

const personFields = (story: Story, { id, first, last, email, phone, title, department, role }: Person) => ({
  account_id: story.account_id,
  user_id: id,
  first_name: first,
  last_name: last,
  email,
  phone,
  title,
  department,
  role,
});

/** The record on the day after a person has come, and where the person goes again another that says so. */
function comingAndGoing(
  feed: 'contacts' | 'users',
  record: Event['record'],
  { since, until }: Person,
  world: World,
  onLeaving: object,
): Event[] {
  const { account_id, user_id } = record;
  const came: Event = { feed, at: Math.max(addDays(since, 1), world.start), record };
  return until === undefined
    ? [came]
    : [
        came,
        {
          feed,
          at: Math.max(addDays(until, 1), world.start),
          record: { account_id, user_id, is_active: false, ...onLeaving },
        },
      ];
}

/** Those who have logged in within the last month, as many as the metrics say; who is new has. */
function activeUsers(story: Story, random: Random, end: number): Set<Person> {
  const isNew = ({ since }: Person): number => (since > addDays(end, -monthDays) ? 0 : 1);
  const there = random.shuffled(usersOn(story.cast, addDays(end, -1))).sort((a, b) => isNew(a) - isNew(b));
  return new Set(there.slice(0, story.activity.inMonth(end)));
}

/** The more often a user logs in, the less long ago is the last time; for others it is before the month. */
function lastLogin(random: Random, { since, until }: Person, end: number, logins: number): number {
  const daysAgo = logins > 0 ? random.whole(1, Math.max(1, Math.ceil(20 / logins))) : random.whole(monthDays + 1, 120);
  const last = addDays(until ?? end, until === undefined ? -daysAgo : -random.whole(1, 9));
  return Math.max(last, since) + random.whole(7, 18) * hourMs;
}

const pastDay = (random: Random, { today }: World): number => addDays(today, -random.whole(10, 500));
