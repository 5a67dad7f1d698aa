/** When larger accounts are met for a business review. */
import { addDays, workdayUntil } from './calendar.ts';
import { isWith, type Story, tierOn } from './story.ts';
import { tiers } from './tiers.ts';
import { csmOn, type World } from './world.ts';

export function businessReviewDays(story: Story, world: World): number[] {
  if (story.signed === undefined) return [];
  const random = story.random('business reviews');
  const days: number[] = [];
  let day = addDays(Math.max(world.start, addDays(story.signed, 90)), random.whole(0, 80));
  while (day < world.today) {
    const rank = tiers.indexOf(tierOn(story, day));
    // Those who have lost interest do not come.
    if (rank > 0 && isWith(story, day) && story.mood(day) > 0.3 && csmOn(world, story, day))
      days.push(workdayUntil(random, day));
    day = addDays(day, (rank === 2 ? 91 : 182) + random.whole(-9, 9));
  }
  return days;
}
