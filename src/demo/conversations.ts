/** Interactions and notes: what was said, in the words that the story has for it at the time. */
import { type Medium, type Talk, agendaOf } from './agenda.ts';
import { officeTime } from './calendar.ts';
import { championOn } from './cast.ts';
import type { Event } from './feeds.ts';
import { letters } from './letters.ts';
import { fullName } from './names.ts';
import { occasionalLetters } from './occasions.ts';
import { type Passage, Teller, type Told } from './passages.ts';
import { factsOn, toHtml } from './phrases.ts';
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

/** Days for which a subject has been dealt with. */
const pause = 30;

export function conversationEvents(story: Story, world: World): Event[] {
  if (story.fate === 'mistake') return [];
  const random = story.random('conversations');
  const teller = new Teller(random);
  return agendaOf(story, world).flatMap((talk, index) => {
    const kinds = [talk.kind, ...(talk.medium === 'note' && random.chance(0.3) ? ['any'] : [])];
    const told = teller.tell(texts[talk.medium], kinds, factsOn(world, story, talk.day), talk.day, pause);
    return told === undefined ? [] : [write(story, world, random, talk, told, index + 1)];
  });
}

function write(
  story: Story,
  world: World,
  random: Random,
  { day, medium, kind }: Talk,
  { title, body }: Told,
  number: number,
): Event {
  const is_html = random.chance(htmlShare[medium]);
  const text = is_html ? toHtml(body) : body;
  const csm = csmOn(world, story, day);
  const create_time = officeTime(random, day);
  const common = {
    account_id: story.account_id,
    external_id: `${medium}-${story.account_id}-${number}`,
    create_time,
    subject: title,
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
