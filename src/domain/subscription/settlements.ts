import type { Entry, History } from './history.ts';
import { firstIndex } from './sorted.ts';

/** Entries without a gap between them. */
type Run = { last: Entry };

/** A due date as the entries leave it, before any now is looked at. */
export type Settlement = {
  readonly date: number;
  readonly state: 'open' | 'renewed' | 'rescheduled' | 'lost';
  /** The entry whose next_renewal_date last opened it, and the run of that entry. */
  readonly entry: Entry;
  readonly run: Readonly<Run>;
  /** The renewal that settled it. */
  readonly renewal: Entry | null;
};

type Due = { -readonly [key in keyof Settlement]: Settlement[key] };

/** Every due date ever named, and the open ones, earliest first. */
type Ledger = { readonly known: Map<number, Due>; readonly open: Due[] };

/** Goes through a history from the oldest entry; the due dates it names, earliest first. */
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
    if (!follows || before.next_renewal_date !== entry.next_renewal_date) name(ledger, entry, run);
  }
  return [...ledger.known.values()].sort((a, b) => a.date - b.date);
}

/** A renewal settles the due date it names if that is known, else the earliest open one. */
function settle({ known, open }: Ledger, renewal: Entry): void {
  const named = renewal.previous_renewal_date === null ? undefined : known.get(renewal.previous_renewal_date);
  const due = named ?? open[0];
  if (!due || due.state === 'renewed') return;
  if (due.state === 'open') open.splice(open.indexOf(due), 1);
  due.state = 'renewed';
  due.renewal = renewal;
}

/** An entry's next_renewal_date opens that due date and, unless on a renewal, moves later ones. */
function name(ledger: Ledger, entry: Entry, run: Run): void {
  const { known, open } = ledger;
  const date = entry.next_renewal_date;
  const due = date === null ? undefined : known.get(date);
  if (due?.state === 'renewed') return;
  if (!entry.is_renewal) {
    const later = firstIndex(open, (each) => each.date > entry.start);
    closeFrom(ledger, later, 'rescheduled');
  }
  if (date === null) return;
  if (due?.state === 'open') open.splice(open.indexOf(due), 1);
  const opened: Due = { date, state: 'open', entry, run, renewal: null };
  known.set(date, opened);
  open.splice(
    firstIndex(open, (each) => each.date > date),
    0,
    opened,
  );
}

function closeFrom({ open }: Ledger, index: number, state: 'rescheduled' | 'lost'): void {
  for (const due of open.splice(index)) due.state = state;
}
