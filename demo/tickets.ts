/** Support tickets: more of them, graver ones and longer open ones where an account is in trouble. */
import { addDays, afterWork, dayMs, dayOf, hourMs, officeTime, workday } from './calendar.ts';
import { type Event, recording } from './events.ts';
import { fullName, presentOn } from './people.ts';
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
    const created = officeTime(random, workday(random, addDays(week, random.whole(0, 6)), 'before'));
    if (created < today && story.isWith(created)) events.push(...ticket(story, random, ++number, created));
  }
  return events;
}

function ticket(story: Story, random: Random, number: number, created: number): Event[] {
  const { account_id, signed, today, end, themes } = story;
  const day = dayOf(created);
  const trouble = 1 - story.mood(day);
  const usual = { question: 34, problem: 30, 'feature request': 16 };
  const asked = random.weighted({ ...usual, incident: 4 + 10 * trouble, billing: signed === undefined ? 0 : 9 });
  const isPain = random.chance(0.08 + 0.5 * trouble ** 2);
  const type = isPain ? 'problem' : asked;
  const told = tell(story, 'ticket', [isPain ? themes.pain : asked], day);
  if (told === undefined) return [];
  const event = recording('tickets', { account_id, ticket_id: `T-${account_id}-${number}` });
  const drawn = random.weighted({ low: 22, normal: 60, high: 8 + 22 * trouble, urgent: 1 + 6 * trouble ** 2 });
  const forIncident = random.pick(['urgent', 'high'] as const);
  const priority = type === 'incident' ? forIncident : type === 'feature request' ? 'low' : drawn;
  const [agent, asker] = [random.pick(supportAgents), random.pick(presentOn(story.users, day))];
  const opened = event(created, {
    state: 'open',
    subject: told.title,
    create_time: created,
    type,
    priority,
    assignee_id: agent.id,
    assignee_email: agent.email,
    description: asker ? `${told.body}\n\n${fullName(asker)}` : told.body,
    source: random.pick(['email', 'email', 'web form', 'in-app chat']),
    last_update_time: created,
  });
  // What is wished for waits long; what spoils the mood is what takes long.
  const typical = patience[priority] * (type === 'feature request' ? 4 : 1) * (0.6 + 9 * trouble ** 2.5);
  const workMs = hourMs * Math.max(0.5, typical * Math.exp(0.8 * random.normal()));
  // What is urgent is worked on day and night, all else in working hours, which are 2 of 7.
  const solved = Math.round(priority === 'urgent' ? created + workMs : afterWork(created, (workMs * 2) / 7));
  // Whatever was open when an account left was closed with it.
  const closed = end === undefined ? solved : Math.min(solved, officeTime(random, workday(random, end, 'after')));
  if (closed < today) {
    const rating = random.chance(0.4) ? rate(random, trouble, solved - created) : {};
    return [opened, event(closed, { state: 'closed', close_time: closed, last_update_time: closed, ...rating })];
  }
  // Most that are open have been answered, and wait for the customer.
  const answered = afterWork(created, random.between(0.5, 20) * hourMs);
  if (answered >= today || random.chance(0.3)) return [opened];
  return [opened, event(answered, { state: random.pick(['open', 'pending', 'on hold']), last_update_time: answered })];
}

/** Hours until a ticket is solved, as a rule. */
const patience = { urgent: 9, high: 30, normal: 60, low: 150 };

/** From 1 to 5, with the word that goes with it. */
function rate(random: Random, trouble: number, openMs: number) {
  const exact = 5.5 - 3.2 * trouble - Math.min(1.6, openMs / (10 * dayMs)) + 0.8 * random.normal();
  const csat_value = Math.max(1, Math.min(5, Math.round(exact)));
  return { csat_value, csat_label: csat_value >= 4 ? 'good' : csat_value === 3 ? 'neutral' : 'bad' };
}
