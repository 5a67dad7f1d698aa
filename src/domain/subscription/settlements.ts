/** Settlements: which renewal settles which due date, whatever the time is now (revenue guide: "Due dates"). */
import type { Entry, History } from './history.ts';
import { firstIndex } from './sorted.ts';

/** Consecutive entries without a gap, known by the last of them. */
interface Run {
  last: Entry;
}

/** A due date and what the entries of its subscription did to it. Independent of the current time. */
export interface Settlement {
  /** Epoch ms. */
  readonly date: number;
  readonly state: 'open' | 'renewed' | 'rescheduled' | 'lost';
  /** The last entry whose `next_renewal_date` opened this due date. */
  readonly entry: Entry;
  /** The run of `entry`. */
  readonly run: Readonly<Run>;
  /** The renewal that settled this due date. */
  readonly renewal: Entry | null;
}

type Due = { -readonly [key in keyof Settlement]: Settlement[key] };

/** All due dates that entries have named so far, and those that are open, the earliest first. */
interface Ledger {
  readonly known: Map<number, Due>;
  readonly open: Due[];
}

/** The due dates that a history names, the earliest first, as its entries settle them from the oldest to the latest. */
export function settlements(entries: History): Settlement[] {
  const ledger: Ledger = { known: new Map(), open: [] };
  let run: Run | undefined;
  for (const entry of entries) {
    const before = run?.last;
    const follows = before?.end === entry.start;
    if (!entry.is_renewal && !follows) closeFrom(ledger, 0, 'lost');
    if (entry.is_renewal) settle(ledger, entry);
    if (run && follows) run.last = entry;
    else run = { last: entry };
    if (!follows || before.next_renewal_date !== entry.next_renewal_date) openDueDate(ledger, entry, run);
  }
  return [...ledger.known.values()].sort((a, b) => a.date - b.date);
}

/**
 * Marks the due date that a renewal settles as renewed: the one it names if that is known, else the earliest open one.
 */
function settle({ known, open }: Ledger, renewal: Entry): void {
  const named = renewal.previous_renewal_date === null ? undefined : known.get(renewal.previous_renewal_date);
  const due = named ?? open[0];
  if (!due || due.state === 'renewed') return;
  if (due.state === 'open') open.splice(indexOf(open, due), 1);
  due.state = 'renewed';
  due.renewal = renewal;
}

/**
 * Opens the due date that an entry names in `next_renewal_date`. Unless the entry is a renewal, open due dates after
 * its start are rescheduled.
 */
function openDueDate(ledger: Ledger, entry: Entry, run: Run): void {
  const { known, open } = ledger;
  const date = entry.next_renewal_date;
  const due = date === null ? undefined : known.get(date);
  if (due?.state === 'renewed') return;
  if (!entry.is_renewal) {
    const later = firstIndex(open, (each) => each.date > entry.start);
    closeFrom(ledger, later, 'rescheduled');
  }
  if (date === null) return;
  if (due?.state === 'open') open.splice(indexOf(open, due), 1);
  const opened: Due = { date, state: 'open', entry, run, renewal: null };
  known.set(date, opened);
  open.splice(
    firstIndex(open, (each) => each.date > date),
    0,
    opened,
  );
}

const indexOf = (open: readonly Due[], { date }: Due): number => firstIndex(open, (each) => each.date >= date);

function closeFrom({ open }: Ledger, index: number, state: 'rescheduled' | 'lost'): void {
  for (const due of open.splice(index)) due.state = state;
}
