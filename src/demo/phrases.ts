/** Texts with gaps, and the facts of an account that fill them. */
import { dayMs, longDate, monthName } from './calendar.ts';
import { championOn, usersOn } from './cast.ts';
import { renewalDateOn, termOn } from './deals.ts';
import type { Story } from './story.ts';
import { vendor } from './team.ts';
import { csmOn, type World } from './world.ts';

export interface Facts {
  readonly [gap: string]: string;
}

/** What can be said of an account on a day. */
export function factsOn(world: World, story: Story, day: number): Facts {
  const contact = championOn(story.cast, day);
  const csm = csmOn(world, story, day);
  const term = termOn(story.terms, day);
  const renewal = renewalDateOn(story.subscriptions, day);
  const users = usersOn(story.cast, day).length;
  return {
    company: story.company.name,
    contact: contact.first,
    title: contact.title,
    csm: csm?.first ?? 'The customer team',
    pain: story.pain.name,
    fix: story.pain.fix,
    love: story.love.name,
    goal: story.goal,
    plan: term?.plan ?? 'trial',
    seats: String(term?.seats ?? 0),
    users: String(users),
    active: String(Math.min(users, Math.max(1, story.activity.inMonth(day)))),
    renewal: renewal === undefined ? 'the end of the term' : longDate(renewal),
    month: monthName(day),
    date: longDate(day),
    vendor: vendor.name,
    reason: story.reason ?? '',
    words: story.words ?? '',
    topic: topics[(day / dayMs + Number(story.account_id)) % topics.length] as string,
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
];

/** The text with its gaps filled; a gap with a capital letter begins with one. */
export const fill = (text: string, facts: Facts): string =>
  text.replace(/\{(\w)(\w*)\}/g, (gap, first: string, rest: string) => {
    const fact = facts[first.toLowerCase() + rest];
    if (fact === undefined) throw new Error(`no fact fills ${gap}`);
    return first === first.toLowerCase() ? fact : fact.charAt(0).toUpperCase() + fact.slice(1);
  });

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

/** A text to choose: a heading and a body, in a file of texts parted by lines that begin with `#`. */
export interface Passage {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
}

/** Reads passages: `# kind | title`, then the body until the next. */
export const readPassages = (text: string): Passage[] =>
  text
    .trim()
    .split(/^# /m)
    .slice(1)
    .map((passage) => {
      const [head = '', ...lines] = passage.split('\n');
      const [kind = '', title = ''] = head.split(' | ');
      return { kind, title, body: lines.join('\n').trim() };
    });
