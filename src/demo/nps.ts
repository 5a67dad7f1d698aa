/** Survey responses. A score counts as the document's scale has it: promoter 100, passive 0, detractor −100. */
import { addDays, officeTime, workdayFrom } from './calendar.ts';
import { type Person, usersOn } from './cast.ts';
import { comments } from './comments.ts';
import type { Event } from './feeds.ts';
import { type Facts, Teller } from './passages.ts';
import type { Random } from './random.ts';
import { isWith, type Story } from './story.ts';
import type { World } from './world.ts';

/** Every quarter some users are asked how likely they are to recommend the product. */
export function npsEvents(story: Story, { start, today }: World): Event[] {
  if (story.signed === undefined) return [];
  const { account_id } = story;
  const random = story.random('nps');
  const teller = new Teller(random);
  const events: Event[] = [];
  for (let day = addDays(start, random.whole(0, 90)); day < today; day = addDays(day, random.whole(84, 98))) {
    if (!isWith(story, day) || day < addDays(story.joined, 45)) continue;
    const nps_history = askAround(story, random, teller, day).filter(({ date }) => date < today);
    const at = Math.max(...nps_history.map(({ date }) => date));
    if (nps_history.length > 0) events.push({ feed: 'surveys', at, record: { account_id, nps_history } });
  }
  return events;
}

interface Response {
  readonly nps_score: number;
  readonly date: number;
  readonly username: string;
  readonly comments?: string | undefined;
}

/** In summer fewer answer, and the discontented answer more readily than the indifferent. */
function askAround(story: Story, random: Random, teller: Teller, day: number): Response[] {
  const asked = random.shuffled(usersOn(story.cast, day));
  const eager = (isSummer(day) ? 0.3 : 0.55) + 0.25 * Math.abs(story.mood(day) - 0.5);
  return asked
    .slice(0, 1 + Math.ceil(asked.length ** 0.45))
    .filter(() => random.chance(eager))
    .flatMap((user) => {
      const date = officeTime(random, workdayFrom(random, addDays(day, random.whole(0, 12))));
      const isThere = isWith(story, date) && (user.until === undefined || user.until > date);
      return isThere ? [answerOf(story, random, teller, user, date)] : [];
    });
}

function answerOf(story: Story, random: Random, teller: Teller, user: Person, date: number): Response {
  // Budgets and price rises make the turn of the year a bad season.
  const mood = story.mood(date) + (isTurnOfYear(date) ? -0.06 : 0.02) + 0.2 * random.normal();
  const nps_score = mood > 0.73 ? 100 : mood > 0.5 ? 0 : -100;
  const said = { nps_score, date, username: user.email };
  if (!random.chance(0.6)) return said;
  return { ...said, comments: teller.tell(comments, [kindOf(nps_score)], factsFor(story, user), date)?.body };
}

const kindOf = (score: number): string => (score > 0 ? 'promoter' : score < 0 ? 'detractor' : 'passive');

/** What a user may speak of. */
const factsFor = ({ love, pain, goal }: Story, { department }: Person): Facts => ({
  praise: love.praise,
  love: love.name,
  complaint: pain.complaint,
  pain: pain.name,
  fix: pain.fix,
  goal,
  team: department,
});

const monthOf = (day: number): number => new Date(day).getUTCMonth();
const isSummer = (day: number): boolean => monthOf(day) === 6 || monthOf(day) === 7;
const isTurnOfYear = (day: number): boolean => monthOf(day) === 11 || monthOf(day) === 0;
