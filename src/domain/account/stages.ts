/** An account's stages over time (decisions §4.5). Entries are keyed by (name, start_date) and kept by start. */

export interface Stage {
  name: string;
  start_date: number;
  /** null while the stage is open. */
  end_date: number | null;
}

/**
 * Merges entries into a history. Two open ones cannot stand together: the older ends where the later starts, in
 * whatever order they arrive.
 */
export function mergeStages(history: readonly Stage[], supplied: readonly Stage[]): Stage[] {
  const merged = new Map(history.map((stage) => [keyOf(stage), stage]));
  for (const stage of supplied) {
    merged.delete(keyOf(stage));
    merged.set(keyOf(stage), stage);
  }
  // A stable sort: of two that start together the one that arrived last counts as the later.
  return closeOlderOpenStage([...merged.values()].sort((a, b) => a.start_date - b.start_date));
}

/** A history has at most one open entry and a record at most one more. */
function closeOlderOpenStage(stages: readonly Stage[]): Stage[] {
  const [older, later] = stages.filter((stage) => stage.end_date === null);
  if (later === undefined) return [...stages];
  return stages.map((stage) => (stage === older ? { ...stage, end_date: later.start_date } : stage));
}

const keyOf = ({ name, start_date }: Stage): string => `${start_date} ${name}`;

/** The stage in effect at `now`: the latest started of those not yet ended. */
export function stageAt(history: readonly Stage[], now: number): string | null {
  return history.findLast((stage) => stage.start_date <= now && (stage.end_date ?? Infinity) > now)?.name ?? null;
}

/** The next instant after `now` at which a stage begins or ends by the clock alone; null when none will. */
export function nextStageChange(history: readonly Stage[], now: number): number | null {
  let next: number | null = null;
  for (const { start_date, end_date } of history) {
    for (const instant of [start_date, end_date]) {
      if (instant !== null && instant > now && (next === null || instant < next)) next = instant;
    }
  }
  return next;
}
