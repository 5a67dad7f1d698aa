/** Stages of an account over time (guide, "Accounts"). Entries are keyed by name and start, and sorted by start. */
import { Timeline } from './timeline.ts';

/** A stage of an account. Dates are epoch ms; the end is exclusive. */
export interface Stage {
  name: string;
  start_date: number;
  /** null while the stage is open. */
  end_date: number | null;
}

/** The stages of an account. Of two that start at the same time, the one that arrived last counts as the later. */
export interface StageHistory {
  readonly byStart: Timeline<Stage>;
  /** The stage without an end. There is at most one. */
  open: Stage | undefined;
}

/** Opens a stored list of stages, which must be sorted by start. */
export const openStages = (stages: readonly Stage[]): StageHistory => ({
  byStart: new Timeline(stages, ({ start_date }) => start_date, keyOf),
  open: stages.find(isOpen),
});

/**
 * Merges sent stages into a history. Returns whether that changed it. Only one stage can be open: of two, the one that
 * starts earlier ends where the other starts, in whatever order they arrive.
 */
export function mergeStages(history: StageHistory, supplied: readonly Stage[]): boolean {
  const { byStart } = history;
  const sent = new Map<string, Stage>();
  for (const stage of supplied) {
    sent.delete(keyOf(stage));
    sent.set(keyOf(stage), stage);
  }
  const entered = supplied.find((stage) => isOpen(stage) && sent.get(keyOf(stage)) === stage);
  const open = history.open && !sent.has(keyOf(history.open)) ? history.open : undefined;
  const endsOpen = open !== undefined && entered !== undefined && open.start_date <= entered.start_date;
  if (open && entered && !endsOpen) sent.set(keyOf(entered), { ...entered, end_date: open.start_date });
  if (!endsOpen && standAsSent(byStart, sent)) return false;

  if (endsOpen) byStart.replace(open, { ...open, end_date: entered.start_date });
  for (const [key, stage] of sent) {
    const known = byStart.get(key);
    if (known !== undefined) byStart.remove(known);
    byStart.add(stage);
  }
  history.open = endsOpen ? entered : (open ?? entered);
  return true;
}

/** Whether every sent stage is stored already as it was sent, and is the last that arrived for its start. */
function standAsSent(byStart: Timeline<Stage>, sent: ReadonlyMap<string, Stage>): boolean {
  const ends = new Map<number, number>();
  for (const [key, stage] of [...sent].toReversed()) {
    const end = ends.get(stage.start_date) ?? byStart.countTo(stage.start_date);
    const known = byStart.get(key);
    if (known === undefined || known !== byStart.entries[end - 1] || known.end_date !== stage.end_date) return false;
    ends.set(stage.start_date, end - 1);
  }
  return true;
}

const isOpen = ({ end_date }: Stage): boolean => end_date === null;
const keyOf = ({ name, start_date }: Stage): string => `${start_date} ${name}`;

/** The name of the stage in effect at `now` (epoch ms): of those that have not ended, the one that started last. */
export function stageAt(history: readonly Stage[], now: number): string | null {
  return history.findLast((stage) => stage.start_date <= now && (stage.end_date ?? Infinity) > now)?.name ?? null;
}

/** The next instant after `now` at which a stage begins or ends (epoch ms); null if there is none. */
export function nextStageChange(history: readonly Stage[], now: number): number | null {
  let next: number | null = null;
  for (const { start_date, end_date } of history) {
    for (const instant of [start_date, end_date]) {
      if (instant !== null && instant > now && (next === null || instant < next)) next = instant;
    }
  }
  return next;
}

/** A change of the stage in effect. */
export interface StageChange {
  /** Epoch ms. */
  readonly at: number;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * The changes of the stage in effect from `first` to `last` (epoch ms, both included), the earliest first. `history`
 * must be sorted by start. `before` is the stage in effect just before `first`. O(n log n) in the stages.
 */
export function stageChanges(
  history: readonly Stage[],
  before: string | null,
  first: number,
  last: number,
): StageChange[] {
  const instants = history
    .flatMap(({ start_date, end_date }) => [start_date, end_date ?? Infinity])
    .filter((instant) => instant >= first && instant <= last)
    .sort((a, b) => a - b);
  const changes: StageChange[] = [];
  // Stages that have started, the latest last. One that has ended is dropped when it becomes the last.
  const started: Stage[] = [];
  let next = 0;
  let from = before;
  for (const at of new Set(instants)) {
    for (let stage = history[next]; stage && stage.start_date <= at; stage = history[++next]) started.push(stage);
    while (started.length > 0 && ((started.at(-1) as Stage).end_date ?? Infinity) <= at) started.pop();
    const to = started.at(-1)?.name ?? null;
    if (to !== from) changes.push({ at, from, to });
    from = to;
  }
  return changes;
}
