/** Survey responses. A score counts as the document's scale has it: promoter 100, passive 0, detractor −100. */
import { addDays, officeTime, workdayFrom } from './calendar.ts';
import { type Person, usersOn } from './cast.ts';
import type { Event } from './feeds.ts';
import type { Random } from './random.ts';
import { isWith, type Story } from './story.ts';
import type { World } from './world.ts';

const promoterComments = ['Would recommend it any time.', 'Great product, great people.', 'Does exactly what we need.'];
const passiveComments = [
  'Good, with room to improve.',
  'It does the job.',
  'Solid, but the last release brought us little.',
];
const detractorComments = [
  'We expected more for this price.',
  'Too many open points for too long.',
  'My team went back to spreadsheets.',
];

/** Every quarter some users are asked how likely they are to recommend the product. */
export function npsEvents(story: Story, { start, today }: World): Event[] {
  if (story.signed === undefined) return [];
  const { account_id } = story;
  const random = story.random('nps');
  const events: Event[] = [];
  for (let day = addDays(start, random.whole(0, 90)); day < today; day = addDays(day, random.whole(84, 98))) {
    if (!isWith(story, day) || day < addDays(story.joined, 45)) continue;
    const nps_history = askAround(story, random, day).filter(({ date }) => date < today);
    const at = Math.max(...nps_history.map(({ date }) => date));
    if (nps_history.length > 0) events.push({ feed: 'surveys', at, record: { account_id, nps_history } });
  }
  return events;
}

interface Response {
  readonly nps_score: number;
  readonly date: number;
  readonly username: string;
  readonly comments?: string;
}

/** In summer fewer answer, and the discontented answer more readily than the indifferent. */
function askAround(story: Story, random: Random, day: number): Response[] {
  const asked = random.shuffled(usersOn(story.cast, day));
  const eager = (isSummer(day) ? 0.3 : 0.55) + 0.25 * Math.abs(story.mood(day) - 0.5);
  return asked
    .slice(0, 1 + Math.ceil(asked.length ** 0.45))
    .filter(() => random.chance(eager))
    .flatMap((user) => {
      const date = officeTime(random, workdayFrom(random, addDays(day, random.whole(0, 12))));
      const isThere = isWith(story, date) && (user.until === undefined || user.until > date);
      return isThere ? [answerOf(story, random, user, date)] : [];
    });
}

function answerOf(story: Story, random: Random, user: Person, date: number): Response {
  // Budgets and price rises make the turn of the year a bad season.
  const mood = story.mood(date) + (isTurnOfYear(date) ? -0.06 : 0.02) + 0.2 * random.normal();
  const nps_score = mood > 0.73 ? 100 : mood > 0.5 ? 0 : -100;
  const said = { nps_score, date, username: user.email };
  return random.chance(0.6) ? { ...said, comments: commentFor(story, random, nps_score) } : said;
}

function commentFor({ love, pain }: Story, random: Random, score: number): string {
  if (score > 0) return random.chance(0.6) ? love.comment : random.pick(promoterComments);
  if (score < 0) return random.chance(0.65) ? pain.comment : random.pick(detractorComments);
  return random.chance(0.35) ? `Mostly fine. ${pain.comment}` : random.pick(passiveComments);
}

const monthOf = (day: number): number => new Date(day).getUTCMonth();
const isSummer = (day: number): boolean => monthOf(day) === 6 || monthOf(day) === 7;
const isTurnOfYear = (day: number): boolean => monthOf(day) === 11 || monthOf(day) === 0;
