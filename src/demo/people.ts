/** Contacts and users as records. */
import { addDays, hourMs } from './calendar.ts';
import type { Person } from './cast.ts';
import type { Event } from './feeds.ts';
import type { Random } from './random.ts';
import { endOf, type Story } from './story.ts';
import { leadSources } from './words.ts';
import type { World } from './world.ts';

export function contactEvents(story: Story, world: World): Event[] {
  const random = story.random('contacts');
  const leadSource = random.pick(leadSources);
  const { street, place } = story.company;
  return story.cast.contacts.flatMap((contact, index) => {
    const record = {
      ...personFields(story, contact),
      is_primary: index === 0 && contact.until === undefined ? true : contact.id.endsWith('-c9'),
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
  return story.cast.users.flatMap((user) => {
    const contact = story.cast.contacts.find(({ email }) => email === user.email);
    const activity = Math.min(1, Math.max(0.02, story.mood(end) + 0.2 * random.normal()));
    const record = {
      ...personFields(story, user),
      is_primary: contact !== undefined && user === story.cast.users[0],
      product_join_date: user.since + random.whole(7, 17) * hourMs,
      contact_user_id: contact?.id,
      source: 'product',
      custom_label_dimensions: [{ key: 'team', value: user.department }],
      custom_value_dimensions: [{ key: 'logins_30d', value: user.until ? 0 : Math.round(30 * activity ** 2) }],
      custom_event_dimensions: [{ key: 'last_login', value: lastLogin(random, user, end, activity) }],
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

/** The less a user does, the longer ago is the last time. */
function lastLogin(random: Random, { since, until }: Person, end: number, activity: number): number {
  const last = addDays(until ?? end, -1 - Math.floor(random.next() * 3 + (1 - activity) ** 3 * 90));
  return Math.max(last, since) + random.whole(7, 18) * hourMs;
}

const pastDay = (random: Random, { today }: World): number => addDays(today, -random.whole(10, 500));
