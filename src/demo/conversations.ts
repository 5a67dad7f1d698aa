/** Interactions and notes: what was said, in the words that the story has for it at the time. */
import { type Medium, type Talk, agendaOf } from './agenda.ts';
import { addDays, officeTime } from './calendar.ts';
import { championOn } from './cast.ts';
import type { Event } from './feeds.ts';
import { letters } from './letters.ts';
import { fullName } from './names.ts';
import { occasionalLetters } from './occasions.ts';
import { factsOn, fill, type Passage, toHtml } from './phrases.ts';
import type { Random } from './random.ts';
import { remarks } from './remarks.ts';
import type { Story } from './story.ts';
import { calls, meetings } from './talks.ts';
import { financeMail } from './team.ts';
import { csmOn, type World } from './world.ts';

const texts: { readonly [medium in Medium]: readonly Passage[] } = {
  email: [...letters, ...occasionalLetters],
  call: calls,
  meeting: meetings,
  note: remarks,
};
/** How often a text comes as HTML. */
const htmlShare: { readonly [medium in Medium]: number } = { email: 0.5, call: 0.15, meeting: 1, note: 0.15 };

export function conversationEvents(story: Story, world: World): Event[] {
  if (story.fate === 'mistake') return [];
  const random = story.random('conversations');
  const saidOn = new Map<Passage, number>();
  return agendaOf(story, world).flatMap((talk, index) => {
    const kinds = [talk.kind, ...(talk.medium === 'note' && random.chance(0.3) ? ['any'] : [])];
    const fitting = random.shuffled(texts[talk.medium].filter(({ kind }) => kinds.includes(kind)));
    // What has not been said for the longest time. Nobody says the same twice in a month, nor gives notice twice.
    const [passage] = fitting.sort((a, b) => (saidOn.get(a) ?? 0) - (saidOn.get(b) ?? 0));
    const last = passage && saidOn.get(passage);
    if (passage === undefined || (last !== undefined && talk.day < addDays(last, 30))) return [];
    saidOn.set(passage, talk.day);
    return [write(story, world, random, talk, passage, index + 1)];
  });
}

function write(
  story: Story,
  world: World,
  random: Random,
  { day, medium, kind }: Talk,
  passage: Passage,
  number: number,
): Event {
  const facts = factsOn(world, story, day);
  const body = fill(passage.body, facts);
  const is_html = random.chance(htmlShare[medium]);
  const text = is_html ? toHtml(body) : body;
  const csm = csmOn(world, story, day);
  const create_time = officeTime(random, day);
  const common = {
    account_id: story.account_id,
    external_id: `${medium}-${story.account_id}-${number}`,
    create_time,
    subject: fill(passage.title, facts),
    is_html,
  };
  if (medium === 'note') {
    const editor = csm && { rep_email: csm.email, editor_first_name: csm.first, editor_last_name: csm.last };
    return { feed: 'notes', at: create_time, record: { ...common, ...editor, note: text, source: 'CRM' } };
  }
  const rep = csm && { rep_email: csm.email, rep_first_name: csm.first, rep_last_name: csm.last };
  const contact = championOn(story.cast, day);
  const record = {
    ...common,
    ...(kind === 'overdue' ? { rep_email: financeMail } : rep),
    type: medium,
    user_id: contact.id,
    user: fullName(contact),
    details: text,
    source: medium === 'email' ? 'mail' : 'calendar',
  };
  return { feed: 'interactions', at: create_time, record };
}
