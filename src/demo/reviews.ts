/** What the customer success managers enter after looking at an account: its score and its latest status. */
import { addDays, hourMs, nextWeekday } from './calendar.ts';
import type { Event } from './feeds.ts';
import { factsOn, fill, readPassages } from './phrases.ts';
import { isWith, type Story, tierOn } from './story.ts';
import type { Tier } from './tiers.ts';
import { csmOn, type World } from './world.ts';

/** Weeks between two reviews. */
const rhythm: { readonly [tier in Tier]: number } = {
  'High touch accounts': 4,
  'Medium touch accounts': 7,
  'Low touch accounts': 13,
};

const statuses = readPassages(`
# new | Onboarding on schedule
Kickoff done with {contact} ({title}). First goal: {goal}. {users} people have signed in so far.
# new | First dashboards live
Connectors are set up, {contact} built the first dashboards for {goal}. Next: training for the other teams.
# strong | Going strong
{active} of {users} people active this month. {contact} praises {love} and is ready to act as a reference.
# strong | Growth ahead
{contact} wants to bring in another department after the summer. On {plan} with {seats} seats today; asked for an offer.
# strong | Goal reached, next one agreed
They have {goal} in daily use. We agreed on a second project in our last review.
# fine | Steady
Regular use, {active} of {users} people active. Nothing urgent. Keep an eye on {pain}.
# fine | Healthy, little contact
Usage is stable, {contact} answers briefly. Plan a short call before {renewal}.
# fine | On track
Working towards {goal}; two dashboards are in weekly use. {contact} asked about {fix}.
# weak | Usage is dropping
Only {active} of {users} people active in {month}. The reason according to {contact}: {pain}. Call set up.
# weak | Value not clear to them
{contact} has to justify {seats} seats internally. We need results on {goal} to show.
# weak | Open issue with {pain}
Several tickets on {pain}; {contact} is getting impatient. Product team informed, {fix} would help.
# poor | At risk
The team goes back to spreadsheets because of {pain}, says {contact}. {active} of {users} people active. Renewal on {renewal} in doubt; rescue plan agreed with management.
# poor | Escalated: {pain}
Escalation call held. They want a date for {fix}. Without it they will look at other tools.
# poor | Hard to reach
No answer from {contact} for weeks, usage at a low. Trying the executive sponsor.
# leaving | Has given notice
{reason}. Export of their data is under way, farewell call planned.
# back | Back again
They have signed again after the break. Fresh start with {goal}, this time with a clear owner: {contact}.
# better | Turned around
Solved by {fix}: usage is up again and {contact} is content. Stay close until {renewal}.
`);

export function reviewEvents(story: Story, world: World): Event[] {
  const { account_id, fate, signed } = story;
  if (fate === 'mistake') return [];
  const random = story.random('reviews');
  const events: Event[] = [];
  let [lastScore, lastKind, lastTitle] = [-1, '', ''];
  let day = nextWeekday(addDays(Math.max(world.start, signed ?? story.joined), random.whole(5, 40)), 5);
  for (; day < world.today; day = addDays(day, 7 * intervalOn(story, day))) {
    if (!isWith(story, day) || csmOn(world, story, day) === undefined) continue;
    const score = Math.max(0, Math.min(100, 5 * Math.round(20 * (story.mood(day) + 0.05 * random.normal()))));
    const kind = kindOn(story, day);
    const record: { account_id: string; [field: string]: unknown } = { account_id };
    if (Math.abs(score - lastScore) >= 10) record.csm_score = lastScore = score;
    const others = statuses.filter((passage) => passage.kind === kind && passage.title !== lastTitle);
    if (others.length > 0 && (kind !== lastKind || random.chance(0.3))) {
      const status = random.pick(others);
      const facts = factsOn(world, story, day);
      record.latest_status_title = fill(status.title, facts);
      record.latest_status_details = fill(status.body, facts);
      record.latest_status_date = day + random.whole(9, 15) * hourMs;
      [lastKind, lastTitle] = [kind, status.title];
    }
    if (Object.keys(record).length > 1) events.push({ feed: 'reviews', at: day, record });
  }
  return events;
}

/** Weeks until the next review: an account in trouble is looked at more often. */
const intervalOn = (story: Story, day: number): number =>
  Math.max(2, Math.round(rhythm[tierOn(story, day)] * (story.mood(day) < 0.45 ? 0.5 : 1)));

function kindOn(story: Story, day: number): string {
  const { joined, left, returned, fate, turn } = story;
  const mood = story.mood(day);
  if (left !== undefined && fate !== 'cut off' && day < left && day > addDays(left, -40)) return 'leaving';
  if (returned !== undefined && day >= returned && day < addDays(returned, 90)) return 'back';
  if (day < addDays(joined, 75)) return 'new';
  if (fate === 'recovered' && day > addDays(turn, 90) && day < addDays(turn, 300)) return 'better';
  return mood > 0.78 ? 'strong' : mood > 0.54 ? 'fine' : mood > 0.36 ? 'weak' : 'poor';
}
