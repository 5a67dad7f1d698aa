/**
 * A second model of subscriptions, as unlike the first as can be: time is a strip of cells, a
 * history is the strip after painting each record of the log over it, and everything derived is
 * found by looking at every cell. Times are whole numbers below HORIZON; the last cell stands for
 * all time after it.
 */
import type { Entry, Terms } from '../../../src/domain/subscription/history.ts';
import type { Amendment, EventRecord } from '../../../src/domain/subscription/record.ts';

export const HORIZON = 18;

export type Step =
  | { readonly act: 'event'; readonly record: EventRecord; readonly today: number }
  | { readonly act: 'amend'; readonly record: Amendment }
  | { readonly act: 'delete'; readonly start: number };

/** One coat of paint is one entry: cells that hold the same object belong together. */
export type Paint = Omit<Entry, 'start' | 'end'>;
export type Strip = (Paint | null)[];

export const CELLS = Array.from({ length: HORIZON }, (_, time) => time);

export function replay(log: readonly Step[]): { strip: Strip; refusals: string[] } {
  let strip: Strip = CELLS.map(() => null);
  const refusals: string[] = [];
  for (const step of log) {
    const next = [...strip];
    const refusal = perform(next, step);
    refusals.push(refusal ?? '');
    if (refusal === null) strip = next;
  }
  return { strip, refusals };
}

export function entriesOf(strip: Strip): Entry[] {
  const entries: Entry[] = [];
  for (const time of CELLS) {
    const paint = strip[time];
    if (!paint || !begins(strip, time)) continue;
    let end: number | null = time;
    while (end < HORIZON && strip[end] === paint) end += 1;
    entries.push({ start: time, end: end === HORIZON ? null : end, ...paint });
  }
  return entries;
}

export function begins(strip: Strip, time: number): boolean {
  return strip[time] != null && strip[time] !== strip[time - 1];
}

function perform(strip: Strip, step: Step): string | null {
  if (step.act === 'delete') {
    if (!begins(strip, step.start)) return 'Invalid required field: subscription_id';
    const gone = strip[step.start];
    for (const time of CELLS) if (strip[time] === gone) strip[time] = null;
    return null;
  }
  if (step.act === 'amend') return amend(strip, step.record);
  const { record, today } = step;
  switch (record.event) {
    case 'end':
      if (strip.every((cell) => cell === null)) return 'Subscription not found';
      wipe(strip, record.effective_start_date, HORIZON);
      return null;
    case 'current':
      snapshot(strip, record, today);
      return null;
    case 'revenue':
    case 'renewal':
      return change(strip, record);
  }
}

function wipe(strip: Strip, from: number, to: number): void {
  const right = strip[to];
  if (to > from && right != null && strip[to - 1] === right) {
    const remainder = { ...right, is_renewal: false, previous_renewal_date: null };
    for (let time = to; strip[time] === right; time += 1) strip[time] = remainder;
  }
  for (let time = from; time < to; time += 1) strip[time] = null;
}

function cover(strip: Strip, from: number, to: number, paint: Paint): void {
  wipe(strip, from, to);
  for (let time = from; time < to; time += 1) strip[time] = paint;
}

function ending(record: EventRecord | Amendment): number {
  return record.effective_end_date ?? HORIZON;
}

function termsOf(record: EventRecord): Terms {
  const { total_revenue, cycle_unit, cycle_length } = record;
  return { total_revenue, cycle_unit, cycle_length } as Terms;
}

function change(strip: Strip, record: EventRecord): string | null {
  const start = record.effective_start_date;
  const under = strip[start] ?? strip[start - 1] ?? null;
  const paint = {
    ...termsOf(record),
    plan_code: 'plan_code' in record ? record.plan_code : (under?.plan_code ?? null),
    source: 'source' in record ? record.source : (under?.source ?? null),
    next_renewal_date: record.next_renewal_date ?? null,
    is_renewal: record.event === 'renewal',
    previous_renewal_date: null as number | null,
  };
  if (record.event === 'renewal') {
    paint.previous_renewal_date = record.previous_renewal_date ?? null;
    const paid = CELLS.filter((time) => time <= start && strip[time]).at(-1);
    const terms = paid === undefined ? undefined : (strip[paid] as Paint);
    for (const field of ['total_revenue', 'cycle_unit', 'cycle_length'] as const) {
      if (field in record) continue;
      if (!terms) return `Missing required field for insert: '${field}'`;
      Object.assign(paint, { [field]: terms[field] });
    }
  } else if (!('next_renewal_date' in record)) {
    const ahead = under?.next_renewal_date ?? -1;
    paint.next_renewal_date = ahead > start ? ahead : null;
  }
  cover(strip, start, ending(record), paint as Paint);
  return null;
}

function snapshot(strip: Strip, record: EventRecord, today: number): void {
  const [start, end] = [record.effective_start_date, ending(record)];
  const past = CELLS.filter((time) => time <= today && strip[time]);
  const now = strip[today] ?? null;
  if (past.length === 0) {
    const first = strip.find((cell) => cell !== null) ?? null;
    strip.fill(null);
    cover(strip, start, end, seen(record, first));
  } else if (end <= today) {
    const before = [...strip];
    wipe(strip, end, HORIZON);
    const last = CELLS.filter((time) => strip[time]).at(-1);
    if (last === undefined) cover(strip, start, end, comeback(before, record, start, null));
    else if (start > last) cover(strip, start, end, comeback(before, record, start, last + 1));
  } else if (now) {
    const paint = seen(record, now);
    const same = { ...now, source: null };
    const changed = JSON.stringify({ ...seen(record, now), source: null }, KEYS) !== JSON.stringify(same, KEYS);
    for (let time = today; time < HORIZON; time += 1) strip[time] = time < end ? now : null;
    if (!changed) return;
    Object.assign(paint, judged(strip, now, paint.next_renewal_date, today));
    cover(strip, today, end, paint);
  } else {
    const back = (past.at(-1) as number) + 1;
    const before = [...strip];
    wipe(strip, back, HORIZON);
    const from = start < back ? today : start;
    cover(strip, from, end, comeback(before, record, from, back));
  }
}

const KEYS = ['total_revenue', 'cycle_unit', 'cycle_length', 'plan_code', 'next_renewal_date'];

function seen(record: EventRecord, left: Paint | null): Paint {
  const { plan_code = null, source = null, next_renewal_date = null } = { ...left };
  const known = { plan_code, source, next_renewal_date };
  for (const field of ['plan_code', 'source', 'next_renewal_date'] as const) {
    if (record[field] !== undefined) Object.assign(known, { [field]: record[field] });
  }
  return { ...termsOf(record), ...known, is_renewal: false, previous_renewal_date: null };
}

function comeback(before: Strip, record: EventRecord, from: number, end: number | null): Paint {
  const under = before[from] ?? before[from - 1] ?? null;
  const paint = seen(record, under);
  const inherited = record.next_renewal_date === undefined;
  const date = paint.next_renewal_date;
  const next = inherited && date !== null && date <= from ? null : date;
  const prior = end === from ? (before[from - 1]?.next_renewal_date ?? null) : null;
  const renews = prior !== null && next !== null && prior < next;
  return {
    ...paint,
    next_renewal_date: next,
    is_renewal: renews,
    previous_renewal_date: renews ? prior : null,
  };
}

function judged(strip: Strip, now: Paint, next: number | null, today: number): Partial<Paint> {
  let prior = now.next_renewal_date;
  if (begins(strip, today)) {
    const yesterday = strip[today - 1]?.next_renewal_date ?? null;
    const keep = { is_renewal: now.is_renewal, previous_renewal_date: now.previous_renewal_date };
    if (next === prior || yesterday === null) return keep;
    prior = yesterday;
  }
  if (prior === null || next === null || next <= prior) return {};
  return { is_renewal: true, previous_renewal_date: prior };
}

function amend(strip: Strip, record: Amendment): string | null {
  const start = record.effective_start_date;
  const old = strip[start];
  if (!old || !begins(strip, start)) return 'Record not found';
  let end = strip.lastIndexOf(old) + 1;
  const paint: Record<string, unknown> = { ...old };
  for (const [field, value] of Object.entries(record)) {
    if (field in paint && value !== undefined) paint[field] = value;
  }
  if (!old.is_renewal) paint.previous_renewal_date = null;
  if (record.effective_end_date !== undefined) {
    const wanted = ending(record);
    wipe(strip, end, Math.max(end, wanted));
    wipe(strip, wanted, end);
    end = wanted;
  }
  for (let time = start; time < end; time += 1) strip[time] = paint as Paint;
  return null;
}
