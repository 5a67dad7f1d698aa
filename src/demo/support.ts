/** Support tickets: more of them, graver ones and longer open ones where an account is in trouble. */
import { addDays, afterWork, dayMs, hourMs, officeTime, workdayFrom, workdayUntil } from './calendar.ts';
import { usersOn } from './cast.ts';
import type { Event } from './feeds.ts';
import { Teller } from './passages.ts';
import { factsOn } from './phrases.ts';
import type { Random } from './random.ts';
import { endOf, isWith, type Story } from './story.ts';
import { supportAgents } from './team.ts';
import { ticketTexts } from './tickets.ts';
import type { World } from './world.ts';

export function ticketEvents(story: Story, world: World): Event[] {
  if (story.fate === 'mistake') return [];
  const random = story.random('tickets');
  const events: Event[] = [];
  const since = Math.max(addDays(world.start, -120), story.joined);
  const teller = new Teller(random);
  let number = 0;
  for (let day = since; day < addDays(world.today, -1); day = addDays(day, 7)) {
    if (!isWith(story, day)) continue;
    const perWeek = 0.02 * story.cast.users.length ** 0.5 * (1.9 - 1.5 * story.mood(day)) * firstWeeks(story, day);
    if (random.next() >= perWeek) continue;
    number++;
    const ticket_id = `T-${story.account_id}-${String(number).padStart(3, '0')}`;
    events.push(
      ...ticket(story, world, random, teller, ticket_id, workdayUntil(random, addDays(day, random.whole(0, 6)))),
    );
  }
  return events;
}

/** Beginners ask more. */
const firstWeeks = ({ joined }: Story, day: number): number => (day < addDays(joined, 60) ? 2.2 : 1);

function ticket(story: Story, world: World, random: Random, teller: Teller, ticket_id: string, day: number): Event[] {
  const { account_id } = story;
  const mood = story.mood(day);
  const created = officeTime(random, day);
  if (created >= world.today || !isWith(story, created)) return [];
  const type = typeOf(story, random, mood);
  const facts = factsOn(world, story, day);
  const told = teller.tell([...ticketTexts, story.pain.ticket], [type], facts, day);
  if (told === undefined) return [];
  const priority = priorityOf(random, type, mood);
  const agent = random.pick(supportAgents);
  const asker = random.pick(usersOn(story.cast, day));
  const body = `${told.body}${asker ? `\n\n${asker.first} ${asker.last}` : ''}`;
  const opened = {
    ticket_id,
    account_id,
    state: 'open',
    subject: told.title,
    create_time: created,
    type: type === 'pain' ? 'problem' : type,
    priority,
    assignee_id: agent.id,
    assignee_email: agent.email,
    description: body,
    source: random.pick(['email', 'email', 'web form', 'in-app chat']),
    last_update_time: created,
  };
  const closed = closeTime(created, priority, hoursOpen(random, type, priority, mood));
  // Whatever was open when an account left was closed with it.
  const end = endOf(story);
  const closing = Math.min(closed, end === undefined ? closed : officeTime(random, workdayFrom(random, end)));
  const open: Event = { feed: 'tickets', at: created, record: opened };
  if (closing >= world.today) return [open, ...lastWord(random, open, world.today)];
  const rated = random.chance(0.4) ? rating(random, mood, closed - created) : {};
  const record = { account_id, ticket_id, state: 'closed', close_time: closing, last_update_time: closing, ...rated };
  return [open, { feed: 'tickets', at: closing, record }];
}

/** Most that are open have been answered, and wait for the customer. */
function lastWord(random: Random, { record, at }: Event, today: number): Event[] {
  const { account_id, ticket_id } = record;
  const time = afterWork(at, random.between(0.5, 20) * hourMs);
  if (time >= today || random.chance(0.3)) return [];
  const state = random.pick(['open', 'pending', 'on hold']);
  return [{ feed: 'tickets', at: time, record: { account_id, ticket_id, state, last_update_time: time } }];
}

/** The type of a ticket, or 'pain' for one about what troubles an account most. */
function typeOf({ signed }: Story, random: Random, mood: number): string {
  if (random.chance(0.08 + 0.5 * (1 - mood) ** 2)) return 'pain';
  return random.weighted([
    ['question', 34],
    ['problem', 30],
    ['incident', 4 + 10 * (1 - mood)],
    ['feature request', 16],
    ['billing', signed === undefined ? 0 : 9],
  ] as const);
}

function priorityOf(random: Random, type: string, mood: number): string {
  if (type === 'incident') return random.chance(0.5) ? 'urgent' : 'high';
  if (type === 'feature request') return 'low';
  return random.weighted([
    ['low', 22],
    ['normal', 60],
    ['high', 8 + 22 * (1 - mood)],
    ['urgent', 1 + 6 * (1 - mood) ** 2],
  ] as const);
}

const patience: { readonly [priority: string]: number } = { urgent: 9, high: 30, normal: 60, low: 150 };

/** Hours until it is solved. What is wished for waits long; what spoils the mood is what takes long. */
function hoursOpen(random: Random, type: string, priority: string, mood: number): number {
  const typical = (patience[priority] as number) * (type === 'feature request' ? 4 : 1);
  return Math.max(0.5, typical * Math.exp(0.8 * random.normal()) * (0.6 + 9 * (1 - mood) ** 2.5));
}

/** What is urgent is worked on day and night, all else in working hours, which are 2 of 7. */
const closeTime = (created: number, priority: string, hours: number): number =>
  Math.round(priority === 'urgent' ? created + hours * hourMs : afterWork(created, (hours * hourMs * 2) / 7));

/** From 1 to 5, with the word that goes with it. */
function rating(random: Random, mood: number, openMs: number): object {
  const slow = Math.min(1.6, openMs / (10 * dayMs));
  const csat_value = Math.max(1, Math.min(5, Math.round(2.3 + 3.2 * mood - slow + 0.8 * random.normal())));
  return { csat_value, csat_label: csat_value >= 4 ? 'good' : csat_value === 3 ? 'neutral' : 'bad' };
}
