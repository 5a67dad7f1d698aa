/** Snapshots: what a `current` record does to a history (revenue guide: "Snapshots"). */
import {
  cut,
  type Edit,
  endOf,
  type Entry,
  entryAt,
  entryEndedBy,
  entryEndingAt,
  type History,
  replace,
  type Terms,
} from './history.ts';
import { type Labels, labelsAt, labelsFrom } from './inheritance.ts';
import type { RecordFields } from './record.ts';

type Renewal = Pick<Entry, 'is_renewal' | 'previous_renewal_date'>;

const noRenewal: Renewal = { is_renewal: false, previous_renewal_date: null };

/**
 * What a `current` record changes, which says how the subscription stands today. Changes take effect at `today`, the first
 * instant of the current day in the tenant's time zone (epoch ms). `terms` are those of the record.
 */
export function applySnapshot(entries: History, record: RecordFields, terms: Terms, today: number): Edit {
  const [first] = entries;
  const { effective_start_date: start, effective_end_date } = record;
  const end = effective_end_date ?? null;
  if (first === undefined || first.start > today) {
    const only = { start, end, ...terms, ...labelsFrom(record, first), ...noRenewal };
    return { index: 0, removed: entries.length, added: [only] };
  }
  if (end !== null && end <= today) return applyEnded(entries, record, terms, end);
  const current = entryAt(entries, today);
  return current
    ? applyRunning(entries, current, { ...terms, ...labelsFrom(record, current), end }, today)
    : applyReturn(entries, record, terms, today);
}

function applyEnded(entries: History, record: RecordFields, terms: Terms, end: number): Edit {
  const start = record.effective_start_date;
  const rest = cut(entries, end);
  const last = rest.added.at(-1) ?? entries[rest.index - 1];
  if (last && start < endOf(last)) return rest;
  return { ...rest, added: [...rest.added, entryOnReturn(entries, record, terms, start, last)] };
}

function applyRunning(
  entries: History,
  current: Entry,
  seen: Terms & Labels & Pick<Entry, 'end'>,
  today: number,
): Edit {
  const changed =
    seen.total_revenue !== current.total_revenue ||
    seen.cycle_unit !== current.cycle_unit ||
    seen.cycle_length !== current.cycle_length ||
    seen.plan_code !== current.plan_code ||
    seen.next_renewal_date !== current.next_renewal_date;
  if (!changed) return replace(entries, current.start, Infinity, [{ ...current, end: seen.end }]);
  const renewal = renewalToday(entries, current, seen.next_renewal_date, today);
  return replace(entries, today, Infinity, [{ start: today, ...seen, ...renewal }]);
}

function applyReturn(entries: History, record: RecordFields, terms: Terms, today: number): Edit {
  const last = entryEndedBy(entries, today);
  const ended = last?.end ?? today;
  const start = record.effective_start_date >= ended ? record.effective_start_date : today;
  return replace(entries, ended, Infinity, [entryOnReturn(entries, record, terms, start, last)]);
}

/** The entry of a subscription that comes back after `last`. `entries` is the history before it is cut. */
function entryOnReturn(
  entries: History,
  record: RecordFields,
  terms: Terms,
  start: number,
  last: Entry | undefined,
): Entry {
  const end = record.effective_end_date ?? null;
  const labels = labelsAt(record, entries, start);
  const prior = last?.end === start ? last : undefined;
  return { start, end, ...terms, ...labels, ...renewalOf(prior, labels.next_renewal_date) };
}

function renewalToday(entries: History, current: Entry, next: number | null, today: number): Renewal {
  if (current.start < today) return renewalOf(current, next);
  // A second snapshot on the same day is compared with the state before the first one.
  const before = entryEndingAt(entries, today);
  const kept = next === current.next_renewal_date || (before?.next_renewal_date ?? null) === null;
  if (!kept) return renewalOf(before, next);
  const { is_renewal, previous_renewal_date } = current;
  return { is_renewal, previous_renewal_date };
}

/** A renewal if `next` is later than the next renewal date of `before`, which has then been renewed. */
function renewalOf(before: Entry | undefined, next: number | null): Renewal {
  const previous = before?.next_renewal_date ?? null;
  return previous !== null && next !== null && next > previous
    ? { is_renewal: true, previous_renewal_date: previous }
    : noRenewal;
}
