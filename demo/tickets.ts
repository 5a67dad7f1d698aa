/** Support tickets: more of them, graver ones and longer open ones where an account is in trouble. */
import { addDays, afterWork, dayMs, dayOf, hourMs, officeTime, workdayFrom, workdayUntil } from './calendar.ts';
import { type Event, eventsOf, type Fields } from './events.ts';
import { fullName } from './names.ts';
import { presentOn } from './people.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { supportAgents } from './team.ts';
import { tell } from './telling.ts';

export function ticketEvents(story: Story): Event[] {
  const { joined, first, today, users, mood } = story;
  const random = story.random('tickets');
  const events: Event[] = [];
  let number = 0;
  for (let week = addDays(first, -120); week < addDays(today, -1); week = addDays(week, 7)) {
    // Beginners ask more.
    const often = (week < addDays(joined, 60) ? 2.2 : 1) * (1.9 - 1.5 * mood(week));
    if (!story.isWith(week) || !random.chance(0.02 * users.length ** 0.5 * often)) continue;
    const created = officeTime(random, workdayUntil(random, addDays(week, random.whole(0, 6))));
    if (created < today && story.isWith(created)) events.push(...ticket(story, random, ++number, created));
  }
  return events;
}

function ticket(story: Story, random: Random, number: number, created: number): Event[] {
  const { account_id, today, end } = story;
  const ticket_id = `T-${account_id}-${String(number).padStart(3, '0')}`;
  const day = dayOf(created);
  const mood = story.mood(day);
  const kind = random.chance(0.08 + 0.5 * (1 - mood) ** 2) ? story.pain.name : typeOf(story, random, mood);
  const told = tell(story, 'ticket', [kind], day);
  if (told === undefined) return [];
  const type = kind === story.pain.name ? 'problem' : kind;
  const priority = priorityOf(random, type, mood);
  const agent = random.pick(supportAgents);
  const asker = random.pick(presentOn(story.users, day));
  const event = eventsOf('tickets', { account_id, ticket_id });
  const opened = event(created, {
    state: 'open',
    last_update_time: created,
    subject: told.title,
    create_time: created,
    type,
    priority,
    assignee_id: agent.id,
    assignee_email: agent.email,
    description: asker ? `${told.body}\n\n${fullName(asker)}` : told.body,
    source: random.pick(['email', 'email', 'web form', 'in-app chat']),
  });
  const solved = closeTime(random, created, type, priority, mood);
  // Whatever was open when an account left was closed with it.
  const closed = end === undefined ? solved : Math.min(solved, officeTime(random, workdayFrom(random, end)));
  if (closed < today) {
    const rated = random.chance(0.4) ? rating(random, mood, solved - created) : {};
    return [opened, event(closed, { state: 'closed', close_time: closed, last_update_time: closed, ...rated })];
  }
  // Most that are open have been answered, and wait for the customer.
  const answered = afterWork(created, random.between(0.5, 20) * hourMs);
  if (answered >= today || random.chance(0.3)) return [opened];
  return [opened, event(answered, { state: random.pick(['open', 'pending', 'on hold']), last_update_time: answered })];
}

const typeOf = ({ signed }: Story, random: Random, mood: number): string =>
  random.weighted({
    question: 34,
    problem: 30,
    incident: 4 + 10 * (1 - mood),
    'feature request': 16,
    billing: signed === undefined ? 0 : 9,
  });

function priorityOf(random: Random, type: string, mood: number): keyof typeof patience {
  if (type === 'incident') return random.pick(['urgent', 'high']);
  if (type === 'feature request') return 'low';
  return random.weighted({ low: 22, normal: 60, high: 8 + 22 * (1 - mood), urgent: 1 + 6 * (1 - mood) ** 2 });
}

/** Hours until one is solved, as a rule. */
const patience = { urgent: 9, high: 30, normal: 60, low: 150 };

/** What is wished for waits long; what spoils the mood is what takes long. */
function closeTime(
  random: Random,
  created: number,
  type: string,
  priority: keyof typeof patience,
  mood: number,
): number {
  const typical = patience[priority] * (type === 'feature request' ? 4 : 1);
  const hours = Math.max(0.5, typical * Math.exp(0.8 * random.normal()) * (0.6 + 9 * (1 - mood) ** 2.5));
  // What is urgent is worked on day and night, all else in working hours, which are 2 of 7.
  return Math.round(priority === 'urgent' ? created + hours * hourMs : afterWork(created, (hours * hourMs * 2) / 7));
}

/** From 1 to 5, with the word that goes with it. */
function rating(random: Random, mood: number, openMs: number): Fields {
  const slow = Math.min(1.6, openMs / (10 * dayMs));
  const csat_value = Math.max(1, Math.min(5, Math.round(2.3 + 3.2 * mood - slow + 0.8 * random.normal())));
  return { csat_value, csat_label: csat_value >= 4 ? 'good' : csat_value === 3 ? 'neutral' : 'bad' };
}
