/** The second model's money and renewals: every cell of every strip is looked at. */
import type { Terms } from '../../../src/domain/subscription/history.ts';
import { begins, CELLS, HORIZON, type Paint, type Strip } from './model.ts';

/** MRR of a cell by the definition: revenue ÷ months, rounded half up, in rational numbers. */
export function mrrOf(paint: Terms | null | undefined): number {
  if (!paint) return 0;
  const [cents, length] = [BigInt(paint.total_revenue), BigInt(paint.cycle_length)];
  const [top, bottom] = {
    day: [cents * 365n, length * 12n] as const,
    month: [cents, length] as const,
    year: [cents, length * 12n] as const,
  }[paint.cycle_unit];
  return Number((2n * top + bottom) / (2n * bottom));
}

export function mrrAt(strips: readonly Strip[], time: number): number {
  if (time < 0) return 0;
  const cell = Math.min(time, HORIZON - 1);
  return strips.reduce((sum, strip) => sum + mrrOf(strip[cell]), 0);
}

export function currentMrr(strips: readonly Strip[], now: number): number | null {
  const begun = strips.some((strip) => strip.slice(0, now + 1).some((cell) => cell !== null));
  return begun ? mrrAt(strips, now) : null;
}

export function everHadMrr(strips: readonly Strip[], before: number): boolean {
  return CELLS.some((time) => time < before && mrrAt(strips, time) > 0);
}

export type ModelMovement = {
  at: number;
  class: string;
  amount: number;
  mrr_before: number;
  mrr_after: number;
  causes: { subscription_id: string; start_date: number }[];
};

export function movements(strips: readonly Strip[]): ModelMovement[] {
  return CELLS.flatMap((at) => {
    const [mrr_before, mrr_after] = [mrrAt(strips, at - 1), mrrAt(strips, at)];
    const gained = Math.max(mrr_after - mrr_before, 0);
    const fallen = Math.max(mrr_before - mrr_after, 0);
    let lost = 0;
    for (const strip of strips) if (mrrAt([strip], at) === 0) lost += mrrAt([strip], at - 1);
    const churn = lost > fallen ? fallen : lost;
    const kind = mrr_before > 0 ? 'expansion' : everHadMrr(strips, at) ? 'reactivation' : 'new';
    const causes = strips.flatMap((strip, index) => {
      if (mrrAt([strip], at) === mrrAt([strip], at - 1)) return [];
      let start_date = strip[at] ? at : at - 1;
      while (!begins(strip, start_date)) start_date -= 1;
      return [{ subscription_id: `s${index}`, start_date }];
    });
    return [
      { class: kind, amount: gained },
      { class: 'contraction', amount: fallen - churn },
      { class: 'churn', amount: churn },
    ]
      .filter(({ amount }) => amount !== 0)
      .map((part) => ({ at, ...part, mrr_before, mrr_after, causes }));
  });
}

type ModelDue = { date: number; fate: string; opened: number; renewed: number | null };

/** Rules 0 to 2, an entry at a time, over a plain list of dates. */
function fates(strip: Strip): ModelDue[] {
  let dues: ModelDue[] = [];
  const open = () => dues.filter(({ fate }) => fate === 'open');
  for (const time of CELLS.filter((each) => begins(strip, each))) {
    const [paint, before] = [strip[time] as Paint, strip[time - 1] ?? null];
    const next = paint.next_renewal_date;
    if (!before && !paint.is_renewal) for (const due of open()) due.fate = 'lost';
    if (paint.is_renewal) {
      const named = dues.find(({ date }) => date === paint.previous_renewal_date);
      const due = named ?? open().sort((a, b) => a.date - b.date)[0];
      if (due && due.fate !== 'renewed') Object.assign(due, { fate: 'renewed', renewed: time });
    }
    if (before && before.next_renewal_date === next) continue;
    if (dues.some(({ date, fate }) => date === next && fate === 'renewed')) continue;
    if (!paint.is_renewal) {
      for (const due of open()) if (due.date > time) due.fate = 'rescheduled';
    }
    if (next === null) continue;
    dues = dues.filter(({ date }) => date !== next);
    dues.push({ date: next, fate: 'open', opened: time, renewed: null });
  }
  return dues.sort((a, b) => a.date - b.date);
}

export function dueDates(strip: Strip, now: number) {
  const over = CELLS.every((time) => time < now || strip[time] === null);
  return fates(strip).map(({ date, fate, opened, renewed }) => {
    let limit = Math.min(renewed ?? HORIZON, date, HORIZON);
    for (const time of CELLS) if (time > opened && !strip[time]) limit = Math.min(limit, time);
    const paid = CELLS.filter((time) => time < limit && mrrOf(strip[time]) > 0).at(-1);
    return {
      due_date: date,
      state: fate !== 'open' ? fate : over ? 'lost' : date > now ? 'upcoming' : 'overdue',
      value: paid === undefined ? 0 : mrrOf(strip[paid]),
      renewed_at: renewed,
      renewed_value: renewed === null ? null : mrrOf(strip[renewed]),
      plan_code: strip[opened]?.plan_code ?? null,
    };
  });
}

export function renewalDate(strips: readonly Strip[], now: number): number | null {
  const dates = strips.flatMap((strip) => {
    const ahead = CELLS.filter((time) => time >= now).map((time) => strip[time]?.next_renewal_date);
    return dueDates(strip, now)
      .filter(({ state }) => state === 'upcoming' || state === 'overdue')
      .filter(({ due_date }) => ahead.includes(due_date))
      .map(({ due_date }) => due_date);
  });
  return dates.sort((a, b) => a - b)[0] ?? null;
}

type Row = Record<string, number>;

/** A report's row by looking at each account at each instant of the period. */
export function row(
  accounts: readonly (readonly Strip[])[],
  period: { start: number; end: number },
  basis: string,
  now: number,
): Row {
  const sums: Row = { ...period, new: 0, reactivation: 0, expansion: 0, contraction: 0, churn: 0 };
  const add = (name: string, amount: number) => (sums[name] = (sums[name] ?? 0) + amount);
  for (const strips of accounts) {
    const opening = mrrAt(strips, Math.min(period.start - 1, now));
    const closing = mrrAt(strips, Math.min(period.end - 1, now));
    add('opening', opening);
    add('closing', closing);
    add('accounts_opening', Math.sign(opening));
    add('accounts_closing', Math.sign(closing));
    if (basis === 'event') {
      for (const { at, class: name, amount } of movements(strips)) {
        if (at >= period.start && at < period.end && at <= now) add(name, amount);
      }
    } else if (opening === 0) {
      add(everHadMrr(strips, period.start) ? 'reactivation' : 'new', closing);
    } else if (closing === 0) {
      add('churn', opening);
    } else {
      add(closing > opening ? 'expansion' : 'contraction', Math.abs(closing - opening));
    }
  }
  return sums;
}
