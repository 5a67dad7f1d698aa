/** The facts of an account that fill the gaps of texts, and texts as HTML. */
import { dayMs, daysBetween, longDate, monthName } from './calendar.ts';
import { championOn, usersOn } from './cast.ts';
import { renewalDateOn, termOn } from './deals.ts';
import type { Facts } from './passages.ts';
import type { Story } from './story.ts';
import { vendor } from './team.ts';
import { csmOn, type World } from './world.ts';

/** What can be said of an account on a day. */
export function factsOn(world: World, story: Story, day: number): Facts {
  const contact = championOn(story.cast, day);
  const csm = csmOn(world, story, day);
  const term = termOn(story.terms, day);
  const users = usersOn(story.cast, day);
  const colleagues = users.filter(({ first }) => first !== contact.first);
  // Another one every day, and never the same for all.
  const turn = day / dayMs + Number(story.account_id);
  const colleague = colleagues[(turn * 7) % colleagues.length];
  return {
    company: story.company.name,
    contact: contact.first,
    title: contact.title,
    colleague: colleague?.first,
    team: colleague?.department,
    csm: csm?.first ?? 'The customer team',
    pain: story.pain.name,
    fix: story.pain.fix,
    love: story.love.name,
    goal: story.goal,
    plan: term?.plan ?? 'trial',
    month: monthName(day),
    date: longDate(day),
    vendor: vendor.name,
    reason: story.reason,
    words: story.words,
    topic: topics[turn % topics.length] as string,
    ...renewalFacts(story, day),
    ...usageFacts(story, day, users.length, term?.seats ?? 0),
  };
}

/** The renewal date while it lies ahead, and a sentence on it in any case. */
function renewalFacts(story: Story, day: number): Facts {
  const date = renewalDateOn(story.subscriptions, day);
  if (date === undefined) return { outlook: 'No fixed term, no renewal to prepare.' };
  if (date <= day) return { outlook: 'The renewal is overdue.' };
  const isEarly = daysBetween(day, date) > 20;
  return { renewal: longDate(date), outlook: `Renewal: ${longDate(date)}.`, early: sign(isEarly) };
}

const sign = (is: boolean): string | undefined => (is ? 'yes' : undefined);

/** The numbers, and what may be said of them. */
function usageFacts({ activity }: Story, day: number, users: number, seats: number): Facts {
  const active = Math.min(users, Math.max(1, activity.inMonth(day)));
  return {
    seats: String(seats),
    users: String(users),
    active: String(active),
    falling: sign(activity.falls(day)),
    stable: sign(!activity.falls(day)),
    busy: sign(active >= 0.5 * users),
    full: sign(active >= 0.75 * seats),
    idle: sign(active < 0.5 * seats),
  };
}

/** What else there is to talk about. */
const topics = [
  'the year-end report',
  'training for new colleagues',
  'the mobile view',
  'alerts for the night shift',
  'a cleaner folder structure',
  'the new table view',
  'access for the auditors',
  'a connector to the warehouse system',
  'the monthly management page',
  'names and definitions of measures',
  'a glossary on every page',
  'colours for people who cannot tell red from green',
  'comparisons with the year before',
  'pages for the works council',
  'a forecast from the figures of three years',
  'links from the intranet',
  'targets beside the actual figures',
];

/** The same text as HTML: blank lines part paragraphs, lines that begin with a dash are a list. */
export const toHtml = (text: string): string => text.split('\n\n').map(toBlock).join('\n');

function toBlock(block: string): string {
  const lines = block.split('\n').map(escape);
  const items = lines.filter((line) => line.startsWith('- ')).map((line) => `<li>${line.slice(2)}</li>`);
  if (items.length === 0) return `<p>${lines.join('<br>').replace(/https:\/\/\S+/g, '<a href="$&">$&</a>')}</p>`;
  const head = lines[0]?.startsWith('- ') ? '' : `<p><strong>${lines[0]}</strong></p>`;
  return `${head}<ul>${items.join('')}</ul>`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
